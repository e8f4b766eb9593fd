// Reads JSON with comments and trailing commas, and remembers where everything stands. RFC 8259 otherwise.

/// A cursor over a settings file.
struct SettingsReader {
    private let text: [Unicode.Scalar]
    private var offset = 0
    private var line = 1
    private var lineStart = 0
    private var depth = 0
    private static let mostDepth = 32

    /// The members of the one object that a file is. An empty file, or one with comments alone, has none.
    static func members(of bytes: [UInt8]) throws(SettingsSyntaxError) -> [SettingsMember] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SettingsSyntaxError(.notUTF8, at: place(ofInvalid: bytes))
        }
        var reader = SettingsReader(text)
        try reader.skip()
        guard let first = reader.peek else { return [] }
        guard first == "{" else { throw reader.error(.notAnObject) }
        let node = try reader.value()
        try reader.skip()
        guard reader.peek == nil else { throw reader.error(.moreAfterTheEnd) }
        guard case .object(let members) = node.value else { return [] }
        return members
    }

    private init(_ text: String) {
        self.text = Array(text.unicodeScalars)
        // Editors of other systems put a byte order mark in front.
        if self.text.first == "\u{FEFF}" {
            offset = 1
            lineStart = 1
        }
    }

    private static func place(ofInvalid bytes: [UInt8]) -> TextPlace {
        let repaired = String(decoding: bytes, as: UTF8.self).unicodeScalars
        let before = repaired.prefix { $0 != "\u{FFFD}" }
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        return TextPlace(line: lines.count, column: (lines.last?.count ?? 0) + 1)
    }

    private var peek: Unicode.Scalar? { offset < text.count ? text[offset] : nil }
    private var place: TextPlace { TextPlace(line: line, column: offset - lineStart + 1) }

    private func error(_ reason: SettingsSyntaxError.Reason) -> SettingsSyntaxError {
        SettingsSyntaxError(reason, at: place)
    }

    private var unexpected: SettingsSyntaxError { error(peek.map { .unexpected($0) } ?? .unexpectedEnd) }

    private mutating func step() {
        if text[offset] == "\n" {
            line += 1
            lineStart = offset + 1
        }
        offset += 1
    }

    /// White space and comments.
    private mutating func skip() throws(SettingsSyntaxError) {
        while let scalar = peek {
            switch scalar {
            case " ", "\t", "\r", "\n": step()
            case "/" where offset + 1 < text.count && text[offset + 1] == "/":
                while let next = peek, next != "\n" { step() }
            case "/" where offset + 1 < text.count && text[offset + 1] == "*":
                let start = place
                step()
                step()
                while !(peek == "*" && offset + 1 < text.count && text[offset + 1] == "/") {
                    guard peek != nil else { throw SettingsSyntaxError(.unclosedComment, at: start) }
                    step()
                }
                step()
                step()
            default: return
            }
        }
    }

    private mutating func value() throws(SettingsSyntaxError) -> SettingsNode {
        let start = place
        switch peek {
        case "{": return SettingsNode(.object(try object()), at: start)
        case "[": return SettingsNode(.list(try list()), at: start)
        case "\"": return SettingsNode(.text(try string()), at: start)
        case nil: throw error(.unexpectedEnd)
        default: return SettingsNode(try word(), at: start)
        }
    }

    private mutating func object() throws(SettingsSyntaxError) -> [SettingsMember] {
        var members: [SettingsMember] = []
        try open()
        while peek != "}" {
            let start = place
            guard peek == "\"" else {
                if let scalar = peek, scalar.properties.isAlphabetic { throw error(.nameWithoutQuotes) }
                throw unexpected
            }
            let name = try string()
            try skip()
            guard peek == ":" else { throw unexpected }
            step()
            try skip()
            members.append(SettingsMember(name, at: start, try value()))
            try separate(before: "}")
        }
        step()
        depth -= 1
        return members
    }

    private mutating func list() throws(SettingsSyntaxError) -> [SettingsNode] {
        var nodes: [SettingsNode] = []
        try open()
        while peek != "]" {
            nodes.append(try value())
            try separate(before: "]")
        }
        step()
        depth -= 1
        return nodes
    }

    private mutating func open() throws(SettingsSyntaxError) {
        guard depth < Self.mostDepth else { throw error(.tooDeep) }
        depth += 1
        step()
        try skip()
    }

    /// A comma, which may be the last thing before the bracket.
    private mutating func separate(before bracket: Unicode.Scalar) throws(SettingsSyntaxError) {
        try skip()
        if peek == "," {
            step()
            try skip()
        } else if peek != bracket {
            throw unexpected
        }
    }

    private mutating func word() throws(SettingsSyntaxError) -> SettingsNode.Value {
        let start = offset
        let place = place
        while let scalar = peek,
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "+-._".unicodeScalars.contains(scalar)
        {
            step()
        }
        guard offset > start else { throw unexpected }
        let word = String(String.UnicodeScalarView(text[start..<offset]))
        switch word {
        case "true": return .flag(true)
        case "false": return .flag(false)
        case "null": return .null
        default:
            if let number = Int(word), word.first != "+" { return .number(number) }
            guard Double(word) != nil, word.contains(where: \.isNumber), word.first != "+" else {
                throw SettingsSyntaxError(.unknownWord(word), at: place)
            }
            return .fraction(word)
        }
    }

    // MARK: Texts

    private mutating func string() throws(SettingsSyntaxError) -> String {
        let start = place
        var built = String.UnicodeScalarView()
        step()
        while let scalar = peek {
            switch scalar {
            case "\"":
                step()
                return String(built)
            case "\n": throw SettingsSyntaxError(.unclosedText, at: start)
            case "\\": built.append(try escaped())
            default:
                built.append(scalar)
                step()
            }
        }
        throw SettingsSyntaxError(.unclosedText, at: start)
    }

    private mutating func escaped() throws(SettingsSyntaxError) -> Unicode.Scalar {
        let failure = error(.invalidEscape)
        step()
        guard let letter = peek, letter != "\n" else { throw failure }
        step()
        switch letter {
        case "\"", "\\", "/": return letter
        case "b": return "\u{08}"
        case "f": return "\u{0C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u":
            guard let first = digits() else { throw failure }
            if let scalar = Unicode.Scalar(first) { return scalar }
            // The two halves of a character beyond 16 bits; half of one is none.
            guard first < 0xDC00, peek == "\\" else { throw failure }
            step()
            guard peek == "u" else { throw failure }
            step()
            guard let second = digits(), (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            else { throw failure }
            return scalar
        default: throw failure
        }
    }

    private mutating func digits() -> UInt32? {
        guard offset + 4 <= text.count else { return nil }
        let digits = String(String.UnicodeScalarView(text[offset..<offset + 4]))
        guard digits.allSatisfy(\.isHexDigit), let number = UInt32(digits, radix: 16) else { return nil }
        offset += 4
        return number
    }
}
