// A child that dies while it makes room: in the journal, or in the log of a review.
import ChangeReview
import FileDoubles
import Glibc
import Storage
import Synchronization
import Workspace

/// The next write of `trimmedVersions`, with a journal of two entries; killed before an operation of what comes after
/// the write itself. Prints `done` when there are not so many.
func writeAndTrim(root: String, state: String, killedBefore operation: Int) async -> Never {
    let folders = Folders(state: state, config: "\(state)/config", cache: "\(state)/cache")
    let isWritten = Atomic(false)
    let since = Atomic(0)
    let files = InterceptedFiles { _, name in
        // The last rename of a write is that of its entry; what follows is tidying and trimming.
        if isWritten.load(ordering: .relaxed), since.add(1, ordering: .relaxed).newValue == operation { raise(SIGKILL) }
        return .go
    }
    do {
        let project = try ProjectFolder(root, folders: folders, files: files, limits: Journal.Limits(entries: 2))
        guard let path = RelativePath("a"), let now = try project.state(of: path) else { fail("no file") }
        isWritten.store(true, ordering: .relaxed)
        _ = try await project.apply(
            ChangePlan(steps: [FileStep(path: path, before: now, after: FileState(bytes: now.bytes + [0x2E]))]))
        print("done")
        exit(0)
    } catch {
        fail("\(error)")
    }
}

/// Goes on with `reviewEvent(done)`, and says after each how many are kept.
func recordForEver(root: String, state: String, killedAfter microseconds: Int, done: Int) -> Never {
    let folders = Folders(state: state, config: "\(state)/config", cache: "\(state)/cache")
    do {
        let opened = try OpenedProject.open(root: root, folders: folders)
        var staging = opened.staging
        var set = ChangeSet()
        _ = set.handle(.replayed(opened.report.recorded))
        killMyself(after: microseconds)
        var number = done
        while true {
            for event in reviewEvents(number, set) {
                try staging.append(
                    set.handle(event).compactMap { if case .record(let recorded) = $0 { recorded } else { nil } })
            }
            number += 1
            if number.isMultiple(of: 2), let anew = set.compacted() { try staging.replace(with: anew) }
            print(number)
            fflush(nil)
        }
    } catch {
        fail("\(error)")
    }
}
