// A command that the user ran: it stands in the chat, is kept with it, and is no part of what the agent is told.

extension ToolLine {
    /// How the calls of the user's own commands begin.
    public static let ownPrefix = "own-"

    /// The user ran it.
    public var isOwn: Bool { callID.hasPrefix(Self.ownPrefix) }
}

extension Conversation {
    /// Shows a command of the user's, or what came of it.
    mutating func showOwn(_ line: ToolLine) {
        let place = entries.lastIndex { entry in
            if case .tool(let other) = entry.content { other.callID == line.callID } else { false }
        }
        if let place { change(place, to: .tool(line)) } else { add(.tool(line)) }
    }
}
