// A text that opens a door: kept, compared and sent, never shown.

/// A password-like text. Its descriptions hide it; `exposed` is for requests and for the file of accounts.
public struct Secret: Hashable, Sendable {
    public let exposed: String

    public init(_ text: String) { exposed = text }

    /// Text that can stand in a header: visible ASCII, not empty. nil for all else.
    public init?(headerValue text: String) {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        exposed = text
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "(hidden)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["secret": description]) }
}
