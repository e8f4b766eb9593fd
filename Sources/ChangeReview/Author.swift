// Who made a part of a change: a reader trusts a line differently when a command wrote it, or he himself.

/// Where a proposal comes from.
public struct Author: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// A tool call of the agent's.
        case call
        /// A command that the agent ran in a copy.
        case command
        /// The user, in an editor.
        case user
        /// A patch, or a version control system's difference.
        case patch
        /// Both sides of a file that changed underneath, put together.
        case merge
    }

    public var kind: Kind
    /// A tool call's id; for a patch, what it is called.
    public var id: String
    /// What is shown of it: the call's action, or the command's words.
    public var name: String
    /// The turn of the conversation, from 1; 0 where there is none.
    public var turn: Int

    public init(_ kind: Kind, id: String = "", name: String = "", turn: Int = 0) {
        self.kind = kind
        self.id = id
        self.name = name
        self.turn = turn
    }

    /// One of the agent's calls, or nobody in particular for the empty id.
    public static func call(_ id: String, turn: Int = 0) -> Author { Author(.call, id: id, turn: turn) }
    public static let user = Author(.user)
}

extension Author: ExpressibleByStringLiteral {
    /// A call by its id.
    public init(stringLiteral id: String) { self = .call(id) }
}
