// A whole conversation, entry by entry, without having it in memory: what an export needs.
import JSON
public import Storage
public import TaskMachine

/// A conversation's file, to be read from its beginning.
public struct ConversationReading: Sendable {
    let reader: RecordReader
    public let header: ConversationHeader

    /// The latest note, and where each entry that is shown stands: in the order of the chat.
    public struct Index: Sendable {
        public var note = ConversationNote()
        var places: [(id: Int, offset: Int, count: Int)] = []
        /// Lines that are no record that this program knows.
        public var unknown = 0
    }

    /// Goes through the file once.
    public func index() throws(FileError) -> Index {
        var index = Index()
        var places: [Int: (offset: Int, count: Int)] = [:]
        try reader.eachLine { line throws(FileError) in
            guard line.offset > 0, line.count > 0 else { return }
            guard let value = line.value, let record = ConversationRecord(value) else {
                index.unknown += 1
                return
            }
            switch record {
            case .entry(let entry): places[entry.id] = (line.offset, line.count)
            case .removed(let entry): places[entry] = nil
            case .message: break
            case .note(let note): index.note = note
            case .rewound(let entry, _): places = places.filter { $0.key < entry }
            }
        }
        index.places = places.map { ($0.key, $0.value.offset, $0.value.count) }.sorted { $0.id < $1.id }
        return index
    }

    /// Gives each entry to `body`, in the order of the chat.
    public func eachEntry(
        in index: Index, _ body: (Entry) throws(FileError) -> Void
    ) throws(FileError) {
        for place in index.places {
            guard let value = try reader.record(at: place.offset, count: place.count),
                case .entry(let entry)? = ConversationRecord(value)
            else { continue }
            try body(entry)
        }
    }
}
