// One thing that the agent asks us to do, and what came of it (docs/PROTOCOL.md).

public import ChangeReview
public import JSON

/// A flat tool call as the server sends it: `action` and the action's own keys.
public struct ToolCall: Equatable, Sendable {
    /// From the server's `id`, or made by us; approvals and results go by it.
    public var id: String
    /// The action as the server named it, aliases included.
    public var action: String
    public var arguments: JSONObject

    public init(id: String, action: String, arguments: JSONObject) {
        self.id = id
        self.action = action
        self.arguments = arguments
    }
}

/// What a tool call came to. `text` goes to the agent verbatim; `proposed` is what it wants to change, not yet on disk.
public struct ToolResult: Equatable, Sendable {
    public var callID: String
    public var action: String
    public var succeeded: Bool
    public var text: String
    public var proposed: [FileStep]
    /// For commands: the exit status, and how long it ran in milliseconds.
    public var exitStatus: Int32?
    public var milliseconds: Int?

    public init(
        callID: String, action: String, succeeded: Bool, text: String, proposed: [FileStep] = [],
        exitStatus: Int32? = nil, milliseconds: Int? = nil
    ) {
        self.callID = callID
        self.action = action
        self.succeeded = succeeded
        self.text = text
        self.proposed = proposed
        self.exitStatus = exitStatus
        self.milliseconds = milliseconds
    }
}
