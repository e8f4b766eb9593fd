// The names of subject and issuer in a certificate (X.690 DER, RFC 5280 §4.1): the TLS library keeps them to itself.

enum DistinguishedName {
    private static let maximumCharacters = 200

    /// The encoded names in an encoded certificate; nil when it is none.
    static func parts(ofCertificate bytes: [UInt8]) -> (issuer: ArraySlice<UInt8>, subject: ArraySlice<UInt8>)? {
        var outer = DER(bytes[...])
        guard var certificate = outer.next(tag: 0x30), var fields = certificate.next(tag: 0x30) else { return nil }
        // version (optional), serial number, signature algorithm, issuer, validity, subject
        _ = fields.next(tag: 0xA0)
        guard fields.next(tag: 0x02) != nil, fields.next(tag: 0x30) != nil, let issuer = fields.next(tag: 0x30),
            fields.next(tag: 0x30) != nil, let subject = fields.next(tag: 0x30)
        else { return nil }
        return (issuer.rest, subject.rest)
    }

    /// The common name; without one the organisational unit or the organisation; else "a nameless authority".
    static func words(_ name: ArraySlice<UInt8>) -> String {
        var values: [UInt8: String] = [:]
        var sets = DER(name)
        while var set = sets.next(tag: 0x31) {
            while var pair = set.next(tag: 0x30) {
                guard let key = pair.next(tag: 0x06), let value = pair.next() else { continue }
                // 2.5.4.x of X.520: 3 common name, 10 organisation, 11 unit
                guard key.rest.count == 3, key.rest.starts(with: [0x55, 0x04]), let kind = key.rest.last else {
                    continue
                }
                values[kind] = printable(value.rest)
            }
        }
        return [3, 11, 10].compactMap { values[$0] }.first { !$0.isEmpty } ?? "a nameless authority"
    }

    /// A name as it may be shown: no control characters, and of a size that fits a line.
    static func printable(_ bytes: some Sequence<UInt8>) -> String {
        let text = String(decoding: Array(bytes), as: UTF8.self)
        let isControl: (Unicode.Scalar) -> Bool = {
            [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isControl($0) }.prefix(maximumCharacters)))
    }
}

/// A run of encoded values. What is broken ends the run.
private struct DER {
    var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// The content of the next value, and the run goes on behind it; nil, and nothing is taken, when its tag is another
    /// than the one asked for.
    mutating func next(tag: UInt8? = nil) -> DER? {
        var bytes = rest
        guard let found = bytes.popFirst(), tag == nil || tag == found, let first = bytes.popFirst() else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            let size = length - 0x80
            guard 1...4 ~= size, bytes.count >= size else { return nil }
            length = bytes.prefix(size).reduce(0) { $0 << 8 | Int($1) }
            bytes = bytes.dropFirst(size)
        }
        guard bytes.count >= length else { return nil }
        rest = bytes.dropFirst(length)
        return DER(bytes.prefix(length))
    }
}
