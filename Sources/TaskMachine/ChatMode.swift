// What the agent may do in a conversation, as the user chose it.

/// The user's choice; the server knows the first two alone.
public enum ChatMode: String, CaseIterable, Hashable, Sendable {
    /// Words only: no tools. Calls that come all the same are counted, not made.
    case ask
    /// Tools run; what they write is staged for review.
    case agent
    /// As `agent`, and what is staged is accepted and written at once, journaled and undoable.
    case auto

    /// The `mode` of a chat request (docs/PROTOCOL.md).
    public var wire: String { self == .ask ? "ask" : "agent" }

    public var allowsTools: Bool { self != .ask }
}
