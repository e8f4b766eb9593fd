// What is typed where nothing is shown, byte by byte: the few editing keys, and pastes with their brackets taken off.

/// A secret as far as it was typed.
public struct TypedSecret: Equatable, Sendable {
    public enum Outcome: Equatable, Sendable {
        case goesOn, done, cancelled
    }

    public private(set) var bytes: [UInt8] = []
    /// Inside a control sequence, of which nothing is meant.
    private var escape = Escape.none

    private enum Escape { case none, begun, sequence }

    public init() {}

    public mutating func take(_ byte: UInt8) -> Outcome {
        switch (escape, byte) {
        case (.begun, UInt8(ascii: "[")), (.begun, UInt8(ascii: "O")):
            escape = .sequence
            return .goesOn
        case (.sequence, 0x40...0x7E):
            escape = .none
            return .goesOn
        case (.sequence, 0x20...0x3F): return .goesOn
        default: escape = .none
        }
        switch byte {
        case 0x0A, 0x0D: return .done
        case 0x03: return .cancelled
        case 0x04: return bytes.isEmpty ? .cancelled : .done
        case 0x08, 0x7F: removeLast()
        case 0x15: bytes = []
        case 0x1B: escape = .begun
        case 0x09, 0x20...0xFF: bytes.append(byte)
        default: break
        }
        return .goesOn
    }

    /// A whole character, however many bytes it has.
    private mutating func removeLast() {
        while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
    }
}

extension TypedSecret: CustomStringConvertible, CustomReflectable {
    public var description: String { "(hidden)" }
    public var customMirror: Mirror { Mirror(self, children: ["count": bytes.count]) }
}
