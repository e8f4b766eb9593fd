// What of a conversation is not kept yet. Entries that still grow wait until they have settled.

/// Follows changes, and hands them out as records.
struct RecordLedger: Equatable, Sendable {
    /// Ids of entries that are new or other than what is kept.
    private var dirty: Set<Int> = []
    private var gone: [Int] = []
    /// Ids of entries that are shown and never kept; ids never come twice.
    private var passing: Set<Int> = []
    /// Records that have to come before the others.
    private var waiting: [ConversationRecord] = []
    /// The number of the first message that is not kept as it stands.
    private var messages: Int
    private(set) var note: ConversationNote

    init(note: ConversationNote = ConversationNote(), messages: Int = 0) {
        self.note = note
        self.messages = messages
        hasKept = messages > 0
    }

    mutating func changed(_ entry: Int) {
        if !isPassing(entry) { dirty.insert(entry) }
    }

    mutating func passes(_ entry: Int) { passing.insert(entry) }

    func isPassing(_ entry: Int) -> Bool { passing.contains(entry) }

    mutating func removed(_ entry: Int) {
        guard passing.remove(entry) == nil else { return }
        dirty.remove(entry)
        gone.append(entry)
    }

    /// The last message is another one than was kept.
    mutating func amended() { messages = max(0, messages - 1) }

    mutating func rewind(entry: Int, message: Int, before records: [ConversationRecord]) {
        waiting += records + [.rewound(entry: entry, message: message)]
        dirty = []
        gone = []
        messages = min(messages, message)
    }

    /// What is to be kept now.
    func records(of chat: Conversation, note: ConversationNote) -> [ConversationRecord] {
        var records = waiting + gone.map { .removed(entry: $0) }
        for id in dirty.sorted() {
            guard let index = chat.index(of: id), chat.isSettled(index) else { continue }
            records.append(.entry(chat.entries[index]))
        }
        for number in max(messages, chat.firstMessage)..<max(messages, chat.firstMessage + chat.history.count) {
            records.append(.message(chat.history[number - chat.firstMessage], number: number))
        }
        if note != self.note { records.append(.note(note)) }
        return records
    }

    /// The records of this moment are handed out.
    mutating func handOut(_ chat: Conversation, note: ConversationNote) {
        waiting = []
        gone = []
        dirty = dirty.filter { id in chat.index(of: id).map { !chat.isSettled($0) } ?? false }
        messages = chat.firstMessage + chat.history.count
        hasKept = true
        self.note = note
    }

    /// Something of the conversation is kept already.
    private(set) var hasKept: Bool
}
