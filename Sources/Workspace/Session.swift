// One running program in a project: its own folder, held by a lock that dies with it.
public import ChangeReview
import Storage

/// A session of a project. The first program takes up what an earlier one left; a second one gets a folder of its own.
public final class Session: Sendable {
    /// Counts from 1; the name of its folder.
    public let number: Int
    private let lock: FileLock
    let folder: Descriptor
    let files: any FileOperations

    init(number: Int, lock: consuming FileLock, folder: consuming Descriptor, files: any FileOperations) {
        self.number = number
        self.lock = lock
        self.folder = folder
        self.files = files
    }
}

/// What a start found of earlier and other sessions.
public struct SessionReport: Equatable, Sendable {
    /// What was under review when the session ended, oldest first.
    public var recorded: [RecordedEvent] = []
    /// The last line of the log was cut off by a crash; it is gone.
    public var hadTornEnd = false
    /// Lines of the log that could not be read.
    public var unreadable = 0
    /// Processes that have this project open too. Not empty: we are a second program here.
    public var others: [Int32] = []
    /// Whether another program has this project open; its id may be unknown.
    public var isSecond = false
    /// Other sessions that ended with changes under review; a later start takes them up, one each.
    public var waiting = 0

    /// The newest journal entry that the log has the end of, where it ends with a write or an undo of which it has none;
    /// 0 when it has seen none at all, `nil` when nothing is open.
    public var latestSeenEntry: Int? {
        var seen = 0
        var isOpen = false
        for event in recorded {
            switch event {
            case .applyRequested, .undoRequested, .redoRequested: isOpen = true
            case .applied(let entry):
                isOpen = false
                seen = max(seen, entry)
            case .heldRest(let rest): seen = max(seen, rest.latestEntry ?? 0)
            case .applyFailed, .undone, .undoFailed, .undoLost: isOpen = false
            default: break
            }
        }
        return isOpen ? seen : nil
    }
}

extension Session {
    /// Takes the first free session that has something under review or did not end well, else the first free one, else
    /// a new one.
    static func open(
        in state: borrowing Descriptor, files: any FileOperations
    ) throws(FileError) -> (session: Session, log: StagingLog, report: SessionReport) {
        let sessions = try folder("sessions", in: state, files)
        let numbers = try listNames(sessions, label: "sessions").compactMap { bytes in
            String(validating: bytes, as: UTF8.self).flatMap { Int($0) }
        }.sorted()
        var report = SessionReport()
        var chosen: Session?
        var hasContents = false
        for number in numbers {
            let place = try folder(name(number), in: sessions, files)
            guard let lock = try FileLock.tryTake("lock", in: place, files: files) else {
                report.isSecond = true
                if let holder = FileLock.holder("lock", in: place, files: files) { report.others.append(holder) }
                continue
            }
            let isFull = try holdsSomething(place, files)
            if hasContents {
                if isFull { report.waiting += 1 }
            } else if isFull || chosen == nil {
                chosen = Session(number: number, lock: lock, folder: place, files: files)
                hasContents = isFull
            }
        }
        let session: Session
        if let chosen { session = chosen } else { session = try make(after: numbers.last ?? 0, in: sessions, files) }
        let (log, contents) = try StagingLog.open(in: session.folder, files: files)
        report.recorded = contents.events
        report.hadTornEnd = contents.hadTornEnd
        report.unreadable = contents.unreadable
        return (session, log, report)
    }

    private static func holdsSomething(
        _ place: borrowing Descriptor, _ files: any FileOperations
    ) throws(FileError) -> Bool {
        for name in [StagingLog.name, SessionFile.conversation, SessionFile.draft] {
            if try files.status(of: name, in: place)?.size ?? 0 > 0 { return true }
        }
        return false
    }

    private static func make(
        after last: Int, in sessions: borrowing Descriptor, _ files: any FileOperations
    ) throws(FileError) -> Session {
        var number = last
        while true {
            number += 1
            let place = try folder(name(number), in: sessions, files)
            // Somebody who started at the same moment may have it.
            if let lock = try FileLock.tryTake("lock", in: place, files: files) {
                return Session(number: number, lock: lock, folder: place, files: files)
            }
        }
    }

    private static func name(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func folder(
        _ name: String, in state: borrowing Descriptor, _ files: any FileOperations
    ) throws(FileError) -> Descriptor {
        if try files.status(of: name, in: state) == nil {
            do throws(FileError) { try files.makeFolder(name, in: state, mode: 0o700) } catch {
                // Somebody who started at the same moment may have made it.
                guard try files.status(of: name, in: state)?.kind == .folder else { throw error }
            }
        }
        return try files.open(name, in: state, .folder)
    }
}
