// What a terminal says when it is asked about itself. The program proper never asks; `doctor` does.

/// The answers that came, each nil where none did.
public struct TerminalAnswers: Equatable, Sendable {
    public struct Colour: Equatable, Sendable {
        /// 0 to 255 each.
        public var red, green, blue: Int

        public init(red: Int, green: Int, blue: Int) {
            (self.red, self.green, self.blue) = (red, green, blue)
        }

        /// Perceived brightness (ITU-R BT.601) is below the middle.
        public var isDark: Bool { 299 * red + 587 * green + 114 * blue < 127_500 }
    }

    /// DA1: the numbers of `CSI ? … c` (VT100 and later).
    public var primary: [Int]?
    /// DA2: kind, version and cartridge of `CSI > … c`.
    public var secondary: [Int]?
    /// XTVERSION: name and version, as the terminal writes them.
    public var version: String?
    /// Kitty's keyboard protocol is understood; the flags that are set now.
    public var keyboardFlags: Int?
    /// DECRQM: private mode to its state, 0 unknown, 1 set, 2 reset, 3 and 4 for good (DEC STD 070).
    public var modes: [Int: Int] = [:]
    /// OSC 11.
    public var background: Colour?
    /// CPR: the columns where the cursor was, from 1, in the order of the questions.
    public var columns: [Int] = []

    public init() {}
}

/// Reads answers out of what a terminal sends, keys of the user's between them left out. Bytes may be cut anywhere.
public struct TerminalAnswerReading: Equatable, Sendable {
    private enum State: Equatable, Sendable {
        case ground, escape, control
        /// In a string that `ESC kind` began; `isEnding` after an `ESC` in it.
        case string(UInt8, isEnding: Bool)
    }

    /// Bytes of one answer that are kept; nothing that we ask for is longer.
    private static let limit = 256

    public private(set) var answers = TerminalAnswers()
    private var state = State.ground
    private var body: [UInt8] = []

    public init() {}

    public mutating func take(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { take(byte) }
    }

    private mutating func take(_ byte: UInt8) {
        switch state {
        case .ground: if byte == 0x1B { state = .escape }
        case .escape:
            body.removeAll(keepingCapacity: true)
            switch byte {
            case 0x5B: state = .control
            case 0x50, 0x5D: state = .string(byte, isEnding: false)
            case 0x1B: break
            default: state = .ground
            }
        case .control:
            switch byte {
            case 0x1B: state = .escape
            case 0x40...0x7E:
                endControl(byte)
                state = .ground
            default: keep(byte)
            }
        case .string(let kind, let isEnding):
            switch byte {
            case 0x07 where kind == 0x5D, 0x5C where isEnding:
                endString(kind)
                state = .ground
            case 0x1B: state = .string(kind, isEnding: true)
            case _ where isEnding:
                state = .escape
                take(byte)
            default: keep(byte)
            }
        }
    }

    private mutating func keep(_ byte: UInt8) {
        if body.count < Self.limit { body.append(byte) }
    }

    private mutating func endControl(_ final: UInt8) {
        let sign = body.first.flatMap { (0x3C...0x3F).contains($0) ? $0 : nil }
        var rest = sign == nil ? body[...] : body.dropFirst()
        let hasDollar = rest.last == 0x24
        if hasDollar { rest.removeLast() }
        let numbers = rest.split(separator: 0x3B).map { digits in
            digits.reduce(0) { min($0, 1 << 24) * 10 + Int($1 & 0x0F) }
        }
        switch (sign, final) {
        case (0x3F, 0x63): answers.primary = numbers
        case (0x3E, 0x63): answers.secondary = numbers
        case (0x3F, 0x75): answers.keyboardFlags = numbers.first ?? 0
        case (0x3F, 0x79) where hasDollar && numbers.count == 2: answers.modes[numbers[0]] = numbers[1]
        case (nil, 0x52) where numbers.count == 2: answers.columns.append(numbers[1])
        default: break
        }
    }

    private mutating func endString(_ kind: UInt8) {
        let text = String(decoding: body, as: UTF8.self)
        if kind == 0x50, text.hasPrefix(">|") {
            answers.version = String(text.dropFirst(2))
        } else if kind == 0x5D, text.hasPrefix("11;rgb:") || text.hasPrefix("11;rgba:") {
            answers.background = Self.colour(text.split(separator: ":").last ?? "")
        }
    }

    /// `RRRR/GGGG/BBBB`, each of one to four hexadecimal digits (XParseColor).
    private static func colour(_ text: Substring) -> TerminalAnswers.Colour? {
        let parts = text.split(separator: "/").prefix(3).compactMap { part -> Int? in
            guard (1...4).contains(part.utf8.count), let value = Int(part, radix: 16) else { return nil }
            return value * 255 / ((1 << (4 * part.utf8.count)) - 1)
        }
        guard parts.count == 3 else { return nil }
        return TerminalAnswers.Colour(red: parts[0], green: parts[1], blue: parts[2])
    }
}
