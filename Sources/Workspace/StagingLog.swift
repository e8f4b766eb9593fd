// What is under review is on disk as it is decided: a killed program, started again, offers it as it was.
public import ChangeReview
import JSON
public import Storage

/// The events of one session's review, oldest first. Every append is synced before it returns.
public struct StagingLog: Sendable {
    private var log: AppendLog

    static let name = "staging.jsonl"

    /// Opens the log of a session folder and reads it.
    static func open(
        in folder: borrowing Descriptor, files: any FileOperations
    ) throws(FileError) -> (log: StagingLog, contents: Contents) {
        let (log, read) = try AppendLog.open(name, in: folder, files: files)
        var table = ContentTable()
        var events: [RecordedEvent] = []
        for value in read.values {
            if let event = RecordedEvent(value, &table) { events.append(event) }
        }
        let contents = Contents(
            events: events, hadTornEnd: read.hadTornEnd,
            unreadable: read.brokenLines + read.values.count - events.count)
        return (StagingLog(log: log), contents)
    }

    /// What a log held.
    struct Contents: Equatable {
        var events: [RecordedEvent]
        /// The last line was cut off by a crash.
        var hadTornEnd: Bool
        /// Lines that are no event of ours. Those that are no JSON are put aside, the others stay.
        var unreadable: Int
    }

    public func append(_ events: [RecordedEvent]) throws(FileError) { try log.append(events.map(\.json)) }

    /// Starts over with these events: atomic, the old log or the new one is there after a crash.
    public mutating func replace(with events: [RecordedEvent]) throws(FileError) {
        var table = ContentTable(givingIDs: true)
        var values: [JSONValue] = []
        for event in events { values.append(event.json(&table)) }
        log = try log.rewritten(values)
    }

    /// Nothing is under review any more.
    public func clear() throws(FileError) { try log.clear() }
}
