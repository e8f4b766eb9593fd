// What a transport carries: one websocket message, or one packet of a polling payload.

/// One message on the wire. Text is UTF-8.
public enum EngineFrame: Equatable, Sendable {
    /// UTF-8, not validated: a packet in its text form.
    case text([UInt8])
    /// An attachment: the bytes alone.
    case binary([UInt8])

    /// A text frame.
    public static func text(_ text: String) -> EngineFrame { .text(Array(text.utf8)) }

    /// The size of its content in bytes.
    public var byteCount: Int {
        switch self {
        case .text(let bytes), .binary(let bytes): bytes.count
        }
    }
}

extension EngineFrame: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Kind and size alone: the content may be secret.
    public var description: String {
        switch self {
        case .text(let bytes): "text(\(bytes.count) bytes)"
        case .binary(let bytes): "binary(\(bytes.count) bytes)"
        }
    }

    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["content": description]) }
}
