// A conversation read from its end, page by page: the first page of a long one costs no more than that of a short one.
import JSON
public import Storage
public import TaskMachine

/// What a conversation's file holds, the latest first.
public struct ConversationPages: Sendable {
    public let header: ConversationHeader
    private var lines: BackwardLines
    private var reading = BackwardReading()
    private let headerEnd: Int
    private let size: Int
    /// Lines that are no record at all. They stay in the file.
    public private(set) var unreadable = 0
    /// Records that this program does not know. They stay in the file.
    public private(set) var unknown = 0
    /// How many messages the whole conversation has, as far as it was told.
    private(set) var messages: Int?

    /// Enough for the first screens, and for the history that goes to the server.
    public static let firstPage = 2 << 20
    public static let nextPage = 512 << 10

    /// nil when the file does not begin as ours do.
    init?(_ reader: RecordReader) throws(FileError) {
        guard let first = try reader.first(), let header = ConversationHeader(first) else { return nil }
        self.header = header
        size = reader.size
        lines = reader.backwards()
        headerEnd = first.serialized().count + 1
    }

    /// There are records that were not read.
    public var isPartial: Bool { lines.offset > headerEnd }

    /// The end of the conversation: at least so many bytes of it, and a note.
    public mutating func readEnd(bytes: Int = firstPage) throws(FileError) -> ConversationState {
        while isPartial, reading.note == nil || size - lines.offset < bytes { try readLine() }
        return reading.takeState(isPartial: isPartial)
    }

    /// Entries above those that were read: at least so many bytes, and at least one entry when there is one.
    public mutating func readEarlier(bytes: Int = nextPage) throws(FileError) -> [Entry] {
        let start = lines.offset
        var entries: [Entry] = []
        while isPartial, entries.isEmpty || start - lines.offset < bytes {
            try readLine()
            if entries.isEmpty || start - lines.offset >= bytes || !isPartial {
                entries = reading.takeEntries() + entries
            }
        }
        return entries
    }

    private mutating func readLine() throws(FileError) {
        guard let line = try lines.next(), line.offset > 0 else { return }
        guard let value = line.value else {
            unreadable += 1
            return
        }
        guard let record = ConversationRecord(value) else {
            unknown += 1
            return
        }
        if messages == nil {
            switch record {
            case .message(_, let number): messages = number + 1
            case .rewound(_, let message): messages = message
            case .note: messages = value["count"]?.asInt
            case .entry, .removed: break
            }
        }
        reading.take(record)
    }
}
