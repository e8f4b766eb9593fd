// A conversation read from its end, so that the first page of a long one costs a page. Going backwards, the first record
// of an entry that is met is the one that counts, and what a later record took back is known before it is met.

/// What reading backwards has found so far. Give it every record once, the newest first.
public struct BackwardReading: Equatable, Sendable {
    /// Entries and messages that were met since the latest `page`, the newest first.
    private var entries: [Entry] = []
    private var messages: [Numbered] = []
    private var known: Set<Int> = []
    /// Until the state was taken: further up nobody asks for them.
    private var wantsMessages = true
    private var knownMessages: Set<Int> = []
    /// Entries and messages from these on were taken back later.
    private var entryLimit = Int.max
    private var messageLimit = Int.max
    /// The newest one; nil as long as none was met.
    public private(set) var note: ConversationNote?

    private struct Numbered: Equatable {
        var number: Int
        var message: ChatMessage
    }

    public init() {}

    /// One record, older than all that were given before.
    public mutating func take(_ record: ConversationRecord) {
        switch record {
        case .entry(let entry):
            guard entry.id < entryLimit, known.insert(entry.id).inserted else { return }
            entries.append(entry)
        case .removed(let entry): known.insert(entry)
        case .message(let message, let number):
            guard wantsMessages, number < messageLimit, knownMessages.insert(number).inserted else { return }
            messages.append(Numbered(number: number, message: message))
        case .note(let note):
            if self.note == nil { self.note = note }
        case .rewound(let entry, let message):
            entryLimit = min(entryLimit, entry)
            messageLimit = min(messageLimit, message)
        }
    }

    /// The entries that were met since the last time, in the order of the chat: ids count up from top to bottom.
    public mutating func takeEntries() -> [Entry] {
        defer { entries = [] }
        return entries.sorted { $0.id < $1.id }
    }

    /// The end of a conversation, as far as it was read. Messages go back to where one is missing.
    ///
    /// - Parameter isPartial: there are records that were not read.
    public mutating func takeState(isPartial: Bool) -> ConversationState {
        let sorted = messages.sorted { $0.number < $1.number }
        messages = []
        knownMessages = []
        wantsMessages = false
        var first = sorted.endIndex
        while first > 0, first == sorted.endIndex || sorted[first - 1].number == sorted[first].number - 1 { first -= 1 }
        return ConversationState(
            entries: takeEntries(), history: sorted[first...].map(\.message),
            firstMessage: first < sorted.endIndex ? sorted[first].number : 0, isPartial: isPartial,
            note: note ?? ConversationNote())
    }
}
