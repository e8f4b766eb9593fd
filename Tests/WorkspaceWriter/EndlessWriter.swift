// Write, undo, redo, without an end: the child of the test that kills a real writer a thousand times.
import ChangeReview
import FileDoubles
import Glibc
import Storage
import Workspace

/// Goes on from whatever version the project is at. The journal is kept so small that every write drops an entry.
func writeForEver(root: String, state: String, killedAfter microseconds: Int) async -> Never {
    let folders = Folders(state: state, config: "\(state)/config", cache: "\(state)/cache")
    do {
        // Really synced, unlike in most tests: that is where a write spends its time.
        let project = try ProjectFolder(root, folders: folders, limits: Journal.Limits(entries: 4))
        let report = project.recover()
        guard report.failure == nil, let first = RelativePath("a.txt"), let file = try project.state(of: first),
            var now = version(of: file.bytes)
        else { fail("not to be gone on with: \(report)") }
        killMyself(after: microseconds)
        while true {
            let written = try await project.apply(plan(from: now, to: now + 1))
            guard let undone = try await project.undo(written.entry).entry else { fail("not undone") }
            guard try await project.undo(undone).entry != nil else { fail("not done again") }
            now += 1
        }
    } catch {
        fail("\(error)")
    }
}

private func plan(from old: Int, to new: Int) -> ChangePlan {
    let (before, after) = (filesOfVersion(old), filesOfVersion(new))
    let names = Set(before.keys).union(after.keys).sorted()
    return ChangePlan(
        steps: names.compactMap { name in
            RelativePath(name).map {
                FileStep(
                    path: $0, before: before[name].map { FileState(bytes: $0) },
                    after: after[name].map { FileState(bytes: $0) })
            }
        })
}

/// By a timer of the kernel's, so that it comes at any instruction, and nobody has to wait for the moment.
func killMyself(after microseconds: Int) {
    var event = sigevent()
    event.sigev_notify = Int32(SIGEV_SIGNAL)
    event.sigev_signo = SIGKILL
    var timer: timer_t?
    var time = itimerspec()
    time.it_value.tv_sec = microseconds / 1_000_000
    time.it_value.tv_nsec = microseconds % 1_000_000 * 1000 + 1
    guard timer_create(CLOCK_MONOTONIC, &event, &timer) == 0, timer_settime(timer, 0, &time, nil) == 0 else {
        fail("no timer: \(errno)")
    }
}

func fail(_ why: String) -> Never {
    print(why)
    exit(1)
}
