// Where in a line of JSON a value stands: the parser keeps values alone, and only a mistake asks for its place.

/// Walks over a text that is known to be JSON.
struct JSONPlace {
    private let bytes: [UInt8]
    private var position = 0

    private init(_ text: String) { bytes = Array(text.utf8) }

    /// The column of a value, or of its name, in characters from 1; as far as the way leads.
    static func column(of path: [JSONPart], atKey: Bool, in line: String) -> Int {
        var place = JSONPlace(line)
        place.skipBlanks()
        var found = place.position
        for (index, part) in path.enumerated() {
            guard let key = place.enter(part) else { break }
            found = atKey && index == path.count - 1 ? key : place.position
        }
        return column(ofByte: found, in: line)
    }

    /// The column of the character at a byte.
    static func column(ofByte byte: Int, in line: String) -> Int {
        let utf8 = line.utf8
        let index = utf8.index(utf8.startIndex, offsetBy: min(byte, utf8.count))
        return line[..<index].count + 1
    }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte, [32, 9, 10, 13].contains(byte) { position += 1 }
    }

    /// Goes to the value inside; the place of its name, or of itself. nil: it is not there.
    private mutating func enter(_ part: JSONPart) -> Int? {
        guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") else { return nil }
        position += 1
        var count = 0
        while true {
            skipBlanks()
            guard let byte, byte != UInt8(ascii: "}"), byte != UInt8(ascii: "]") else { return nil }
            let start = position
            var isMeant = part == .element(count)
            if case .member(let name) = part {
                let key = string()
                isMeant = key == name
                skipBlanks()
                position += 1
                skipBlanks()
            }
            if isMeant { return start }
            skipValue()
            skipBlanks()
            guard self.byte == UInt8(ascii: ",") else { return nil }
            position += 1
            count += 1
        }
    }

    /// A string as it is written; a name with escapes is not found, and what holds it is named instead.
    private mutating func string() -> String {
        position += 1
        let start = position
        while let byte, byte != UInt8(ascii: "\"") { position += byte == UInt8(ascii: "\\") ? 2 : 1 }
        let text = String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self)
        position += 1
        return text
    }

    private mutating func skipValue() {
        var depth = 0
        repeat {
            switch byte {
            case nil: return
            case UInt8(ascii: "\"")?:
                _ = string()
                continue
            case UInt8(ascii: "{")?, UInt8(ascii: "[")?: depth += 1
            case UInt8(ascii: "}")?, UInt8(ascii: "]")?:
                if depth == 0 { return }
                depth -= 1
            case UInt8(ascii: ",")? where depth == 0: return
            default: break
            }
            position += 1
        } while depth > 0
            || byte.map { ![UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")].contains($0) } ?? false
    }
}
