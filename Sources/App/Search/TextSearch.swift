// Words that are looked for in the conversation, and where they stand in a text.

/// A searched text. Small letters find capitals, too; a capital finds itself alone. A blank finds any run of blanks and
/// line ends, so that words are found however they are wrapped.
public struct TextSearch: Equatable, Sendable {
    public let text: String
    /// What each place of the text may be, as UTF-8; an empty list: blanks.
    private let units: [[[UInt8]]]
    /// The words hold none of Markdown's marks, which then may stand between their letters.
    private let skipsMarks: Bool

    /// nil when there is nothing to look for.
    public init?(_ text: String) {
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        self.text = text
        let foldsCase = !text.contains(where: \.isUppercase)
        var units: [[[UInt8]]] = []
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                if units.last?.isEmpty != true { units.append([]) }
                continue
            }
            let properties = scalar.properties
            let forms = foldsCase ? [String(scalar), properties.uppercaseMapping] : [String(scalar)]
            units.append(forms.map { Array($0.utf8) }.removingRepeated())
        }
        // A blank in front of all would be found by itself at the start of every match.
        if units.first?.isEmpty == true { units.removeFirst() }
        self.units = units
        skipsMarks = !text.utf8.contains { Self.isMark($0) }
    }

    private static func isMark(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "*") || byte == UInt8(ascii: "`") }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }

    /// How often the words stand in a text, none of them over another.
    ///
    /// - Parameter isMarkdown: the signs of emphasis and of code are not the text's own.
    public func count(in text: String, isMarkdown: Bool = false) -> Int {
        var count = 0
        var text = text
        text.withUTF8 { bytes in each(in: bytes, skipping: isMarkdown && skipsMarks) { _ in count += 1 } }
        return count
    }

    /// Where the words stand, in bytes.
    func ranges(in bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        bytes.withUnsafeBufferPointer { each(in: $0, skipping: false) { ranges.append($0) } }
        return ranges
    }

    private func each(in bytes: UnsafeBufferPointer<UInt8>, skipping: Bool, _ body: (Range<Int>) -> Void) {
        let first = units[0]
        let (a, b) = (first[0][0], first[first.count - 1][0])
        var start = 0
        while start < bytes.count {
            guard bytes[start] == a || bytes[start] == b, let end = end(of: bytes, from: start, skipping) else {
                start += 1
                continue
            }
            body(start..<end)
            start = end
        }
    }

    /// Where the words end that begin there; nil: they do not.
    private func end(of bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ skipping: Bool) -> Int? {
        var place = start
        for (number, unit) in units.enumerated() {
            if skipping, number > 0 { while place < bytes.count, Self.isMark(bytes[place]) { place += 1 } }
            if unit.isEmpty {
                guard place < bytes.count, Self.isBlank(bytes[place]) else { return nil }
                while place < bytes.count, Self.isBlank(bytes[place]) { place += 1 }
                continue
            }
            let form = unit.first { form in
                place + form.count <= bytes.count && form.indices.allSatisfy { bytes[place + $0] == form[$0] }
            }
            guard let form else { return nil }
            place += form.count
        }
        return joinsOn(bytes, at: place) ? nil : place
    }

    /// What stands there is one character with what is before it: an accent, a joiner, the choice of an emoji's looks.
    private func joinsOn(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
        guard place < bytes.count, bytes[place] >= 0xCC else { return false }
        let rest = bytes[place...].prefix(3)
        return rest.first == 0xCC || rest.starts(with: [0xE2, 0x80, 0x8D]) || rest.starts(with: [0xEF, 0xB8, 0x8F])
            || (rest.first == 0xCD && rest.count > 1 && rest[place + 1] < 0xB0)
    }
}

extension Array where Element == [UInt8] {
    fileprivate func removingRepeated() -> [[UInt8]] {
        reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
