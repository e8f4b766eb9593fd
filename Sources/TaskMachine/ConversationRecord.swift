// What is kept of a conversation, as news in the order in which it happened: enough to show it again, go on with it, and
// send its history, after `kill -9` too.

/// One line of a conversation's file.
public enum ConversationRecord: Equatable, Sendable {
    /// An entry as it stands now: a new one, or one that takes the place of that with its id. Entries that still grow
    /// (a streaming answer, a running command) are kept when they have settled.
    case entry(Entry)
    /// An entry that is shown no more.
    case removed(entry: Int)
    /// A message of the history. Numbers count up by one; a file that is read from its middle knows where it is. The
    /// same number again takes the place of the last one.
    case message(ChatMessage, number: Int)
    /// Everything that is small, as a whole.
    case note(ConversationNote)
    /// The user went back: entries with this id and above, and messages with this number and above, are gone.
    case rewound(entry: Int, message: Int)
}

/// The small things of a conversation, kept whole with each change.
public struct ConversationNote: Equatable, Sendable {
    /// Of the first message, or as the user named it; empty before.
    public var title = ""
    /// The server's id.
    public var conversationID: String?
    public var mode = ChatMode.agent
    /// Messages that wait for their turn.
    public var queue: [String] = []
    public var usage = Usage()
    /// The check list.
    public var todos: [Todo] = []
    /// A turn was under way.
    public var isTurnOpen = false

    public init() {}
}

/// A conversation as it was kept, whole or its latest part.
public struct ConversationState: Equatable, Sendable {
    public var entries: [Entry]
    public var history: [ChatMessage]
    /// The number of the first of `history`; more than 0 where older ones were not read.
    public var firstMessage: Int
    /// Entries above the first are in the file and were not read.
    public var isPartial: Bool
    public var note: ConversationNote

    public init(
        entries: [Entry] = [], history: [ChatMessage] = [], firstMessage: Int = 0, isPartial: Bool = false,
        note: ConversationNote = ConversationNote()
    ) {
        self.entries = entries
        self.history = history
        self.firstMessage = firstMessage
        self.isPartial = isPartial
        self.note = note
    }
}
