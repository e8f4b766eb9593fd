// Real writers that are killed and stopped in the middle of a write: what the kernel, not a double, makes of it.
import ChangeReview
import Glibc
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Workspace

@Suite struct TwoProcessTests {
    static let plan = ["a.txt", "one", "ONE", "b.txt", "two", "-", "new/c.txt", "-", "three"]

    func child(_ project: Project, operation: String, signal: Int32) throws -> ChildProcess {
        try ChildProcess(
            [try builtProduct("WorkspaceWriter"), project.root, project.stateHome, operation, "\(signal)"]
                + Self.plan)
    }

    /// SIGKILL before every file operation of a write.
    @Test func killedAtEveryOperation() async throws {
        let place = try TemporaryFolder()
        var outcomes: Set<String> = []
        var operation = 1
        while true {
            let project = try Project(["a.txt": "one", "b.txt": "two"], in: place, name: "\(operation)-")
            let before = try project.tree()
            let status = try child(project, operation: "\(operation)", signal: SIGKILL).wait()
            let report = try project.open().recover()
            #expect(report.failure == nil && !report.isBusy && report.leftAlone.isEmpty)
            let tree = try project.tree()
            let after = ["a.txt": file("ONE"), "new/": file(""), "new/c.txt": file("three")]
            #expect(tree == before || tree == after, "killed at \(operation): \(tree.keys.sorted())")
            outcomes.insert(tree == before ? "before" : "after")
            if status == 0 { break }
            #expect(status == 128 + SIGKILL)
            // Every third one: the write has some eighty operations, and a process each.
            operation += 3
        }
        #expect(outcomes == ["before", "after"])
        #expect(operation > 50)
    }

    /// A writer that is stopped in the middle keeps its lock: the second one says so, waits, and goes on after it.
    @Test func aSecondWriterWaitsItsTurn() async throws {
        let project = try Project(["a.txt": "one", "b.txt": "two"])
        let writer = try child(project, operation: "rename:2", signal: SIGSTOP)
        try await waitUntilStopped(writer)
        let folder = try project.open()
        let report = folder.recover()
        #expect(report.isBusy)
        #expect(report.holder == writer.identifier)

        let asked = Mutex<[Int32?]>([])
        let written = try await folder.apply(ChangePlan(steps: [try step("mine.txt", nil, "mine")])) { holder in
            asked.withLock { $0.append(holder) }
            writer.send(SIGCONT)
        }
        #expect(try writer.wait() == 0)
        #expect(asked.withLock { $0 } == [writer.identifier])
        #expect(written.entry == 2)
        #expect(
            try project.tree() == [
                "a.txt": file("ONE"), "new/": file(""), "new/c.txt": file("three"), "mine.txt": file("mine"),
            ])
    }

    /// A writer that is stopped and then killed: the second one takes back what it left, then writes.
    @Test func aDeadWritersWorkIsTakenBack() async throws {
        let project = try Project(["a.txt": "one", "b.txt": "two"])
        let writer = try child(project, operation: "rename:3", signal: SIGSTOP)
        try await waitUntilStopped(writer)
        let folder = try project.open()
        let written = try await folder.apply(ChangePlan(steps: [try step("mine.txt", nil, "mine")])) { _ in
            writer.send(SIGKILL)
        }
        #expect(try writer.wait() == 128 + SIGKILL)
        #expect(written.entry == 1)
        #expect(try project.tree() == ["a.txt": file("one"), "b.txt": file("two"), "mine.txt": file("mine")])
    }

    /// Waiting ends with the task.
    @Test func waitingCanBeCancelled() async throws {
        let project = try Project(["a.txt": "one", "b.txt": "two"])
        let writer = try child(project, operation: "rename:2", signal: SIGSTOP)
        try await waitUntilStopped(writer)
        let folder = try project.open()
        let plan = ChangePlan(steps: [try step("mine.txt", nil, "mine")])
        let (waits, began) = AsyncStream<Void>.makeStream()
        let outcome = await withTaskGroup(of: ApplyFailure?.self) { tasks in
            tasks.addTask {
                do {
                    _ = try await folder.apply(plan) { _ in began.yield() }
                    return nil
                } catch {
                    return error as? ApplyFailure
                }
            }
            for await _ in waits { break }
            tasks.cancelAll()
            return await tasks.next() ?? nil
        }
        #expect(outcome == .cancelled)
        writer.send(SIGKILL)
        _ = try writer.wait()
        #expect(!project.exists("mine.txt"))
    }

    /// What a user made of a file after the crash is not lost to the recovery.
    @Test func recoveryLeavesForeignChangesAlone() async throws {
        let project = try Project(["a.txt": "one", "b.txt": "two"])
        let writer = try child(project, operation: "rename:3", signal: SIGKILL)
        _ = try writer.wait()
        try #require(try project.text("a.txt") == "ONE")
        try project.write("a.txt", "edited after the crash")
        let report = try project.open().recover()
        #expect(report.leftAlone == [try path("a.txt")])
        #expect(try project.text("a.txt") == "edited after the crash")
        #expect(try project.text("b.txt") == "two")
        #expect(try project.tree().keys.allSatisfy { !$0.contains(".oropendola") })
        // It is settled: nothing is reported twice.
        #expect(try project.open().recover().isClean)
    }

    private func waitUntilStopped(_ child: ChildProcess) async throws {
        _ = try await eventually("a stopped writer") { () -> Bool? in
            let text = String(decoding: try readFile("/proc/\(child.identifier)/stat"), as: UTF8.self)
            return text.contains(") T ") ? true : nil
        }
    }
}
