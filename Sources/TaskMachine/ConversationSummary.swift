// What a list of conversations says of each, without reading it whole.

/// One kept conversation.
public struct ConversationSummary: Equatable, Sendable, Identifiable {
    public enum State: String, Equatable, Sendable {
        /// Nobody has it open.
        case closed
        /// Nobody has it open, and its latest turn did not come to an end.
        case interrupted
        /// This program has it open.
        case here
        /// Another program has it open.
        case elsewhere
        /// The system does not let it be read; `trouble` says why.
        case unreadable
    }

    /// Sortable by time: `20261125-181902-3f9a2c`.
    public var id: String
    /// As the user named it, or its first message; may be empty.
    public var title: String
    /// Of the history: the user's and the agent's, tool results among them.
    public var messages: Int
    /// Seconds since 1970.
    public var created: Int
    public var updated: Int
    /// The real path of the project's root.
    public var project: String
    public var state: State
    /// Of the file.
    public var bytes: Int
    /// Why it can't be read, in the system's own words; empty when it can.
    public var trouble = ""

    public init(
        id: String, title: String, messages: Int, created: Int, updated: Int, project: String = "",
        state: State = .closed, bytes: Int = 0
    ) {
        self.id = id
        self.title = title
        self.messages = messages
        self.created = created
        self.updated = updated
        self.project = project
        self.state = state
        self.bytes = bytes
    }
}

/// What a conversation can be written out as.
public enum ExportFormat: String, CaseIterable, Equatable, Sendable {
    case markdown = "md"
    case json
}

/// Why something that was asked about kept conversations did not come about; reasons are the system's own words.
public enum ConversationTrouble: Error, Equatable, Sendable {
    /// There is no conversation with this id here.
    case missing(String)
    /// Another program has it open.
    case openElsewhere(String)
    /// This program has it open.
    case openHere(String)
    /// Its file is not one of ours.
    case unreadable(String, reason: String)
    /// The system said no.
    case failed(reason: String)
    /// A file of that path exists.
    case pathTaken(String)
}
