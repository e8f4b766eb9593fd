// What survives a run, and who gets what when two programs are in one folder.
import ChangeReview
import Glibc
import JSON
import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct SessionTests {
    static func events() throws -> [RecordedEvent] {
        let a = try path("a\n\u{1B}[31m.txt")
        return [
            .proposed(try step("a.txt", nil, "text\r\nwith \u{0}\u{FEFF} and é"), by: "call-1"),
            .proposed(
                FileStep(
                    path: a, before: FileState(bytes: [0xFF, 0xFE, 0], isExecutable: true),
                    after: FileState(bytes: [0x80])), by: ""),
            .proposed(try step("gone", "x", nil), by: "me"),
            .decided(.accepted, .everything), .decided(.rejected, .file(a)), .decided(.undecided, .hunk(a, 3)),
            .changedOnDisk(a, DiskFinding(nil)), .changedOnDisk(a, DiskFinding(file("now"))), .applyRequested,
            .applied(journalEntry: 12),
            .applyFailed, .undoRequested, .undone(journalEntry: 12, skipped: [a]), .undoFailed, .undoLost,
            .redoRequested,
            .proposedAgain(a, FileState(bytes: [1, 0xFF]), by: Author(.command, id: "make", turn: 3)),
            .proposedAgain(a, nil, by: .user), .edited(a, file("mine")), .decided(.accepted, .lines(a, 2..<5)),
            .rejected(.hunk(a, 1), reason: "no\nnever"), .rejected(.everything, reason: ""), .split(a, at: 3),
            .joined(a, at: 0), .commented(a, nil, "why"), .commented(a, .init(.old, 3..<4), "é"),
            .commentChanged(1, "x"), .commentRemoved(2), .commentResolved(3), .feedbackSent(4),
            .resolved(a, conflict: 0, .both), .resolved(a, conflict: 1, .custom([0xFF])),
            .resolved(a, conflict: 2, .custom([])),
            .undone(
                journalEntry: 1, skipped: [],
                plan: ChangePlan(
                    steps: [try step("a.txt", nil, "x")],
                    reviewed: [
                        ReviewedFile(
                            path: a, base: nil, proposed: file("y"), marks: [.accepted, .accepted, .undecided]),
                        ReviewedFile(
                            path: try path("new"), origin: a, base: file("x"), proposed: nil, marks: [.rejected],
                            isInPlace: true),
                    ]), by: 3),
            .journalListed([WrittenFact(entry: 7, paths: [a])]),
            .journalListed([WrittenFact(entry: 9, paths: [a], undoes: 8, isRedo: true)]),
            .changedOnDisk(a, .unreadable(reason: "no")),
            .changedOnDisk(a, .tooLarge(bytes: 9)), .outdated(a),
        ]
    }

    @Test func everyEventSurvivesItsText() throws {
        for event in try Self.events() {
            let line = event.json.text
            #expect(!line.contains("\n"))
            #expect(RecordedEvent(try JSONValue.parse(line)) == event)
        }
    }

    /// As after a bug or a change of the comparing: the same line numbers may be other lines.
    @Test func decisionsByAnotherWayOfComparingAreOutdated() throws {
        let a = try path("a")
        for text in [
            #"{"event":"decided","decision":"accepted","path":"a","hunk":0}"#,
            #"{"event":"split","path":"a","line":3,"count":1,"engine":1}"#,
            #"{"event":"resolved","path":"a","conflict":0,"as":"ours","engine":1}"#,
        ] {
            #expect(RecordedEvent(try JSONValue.parse(text)) == .outdated(a))
        }
        let whole = #"{"event":"decided","decision":"accepted","path":"a"}"#
        #expect(RecordedEvent(try JSONValue.parse(whole)) == .decided(.accepted, .file(a)))
    }

    /// Changes with marks, cuts, comments and conflicts; contents that stand in it twice are written once.
    @Test func aSnapshotIsWrittenShortAndReadBack() throws {
        let project = try Project()
        let text = (1...400).map { "line \($0)\n" }.joined()
        var set = ChangeSet()
        _ = set.handle(.proposed(try step("a", text, nil), by: .call("c", turn: 2)))
        _ = set.handle(.proposed(try step("b", nil, text), by: .call("c", turn: 2)))
        _ = set.handle(.proposed(try step("c", text, "zero\n" + text + "last"), by: Author(.command, id: "make")))
        _ = set.handle(.decided(.accepted, .hunk(try path("c"), 0)))
        _ = set.handle(.rejected(.hunk(try path("c"), 1), reason: "no"))
        _ = set.handle(.split(try path("a"), at: 7))
        _ = set.handle(.feedbackSent(1))
        _ = set.handle(.edited(try path("c"), file("one\n" + text)))
        _ = set.handle(.proposed(try step("d", "x\ny\n", "X\nY\n"), by: ""))
        _ = set.handle(.changedOnDisk(try path("d"), DiskFinding(file("1\n2\n"))))
        _ = set.handle(.resolved(try path("d"), conflict: 0, .ours))
        let compacted = set.compacted()
        let snapshot = try #require(compacted)
        do {
            var opened = try OpenedProject.open(root: project.root, folders: project.folders)
            try opened.staging.append([.applyRequested])
            try opened.staging.replace(with: snapshot)
            try opened.staging.append([.decided(.accepted, .everything)])
        }
        #expect(try readFile(logPath(project)).count < text.utf8.count * 4)
        _ = set.handle(.decided(.accepted, .everything))
        var again = ChangeSet()
        let opened = try OpenedProject.open(root: project.root, folders: project.folders)
        #expect(opened.report.unreadable == 0)
        _ = again.handle(.replayed(opened.report.recorded))
        #expect(again == set)
    }

    @Test func theNextStartFindsWhatWasRecorded() throws {
        let project = try Project()
        let events = try Self.events()
        do {
            let first = try OpenedProject.open(root: project.root, folders: project.folders)
            #expect(first.report.recorded.isEmpty && !first.report.isSecond && first.recovery.isClean)
            try first.staging.append(Array(events.prefix(5)))
            try first.staging.append(Array(events.dropFirst(5)))
        }
        let second = try OpenedProject.open(root: project.root, folders: project.folders)
        #expect(second.report.recorded == events)
        #expect(second.session.number == 1)
        #expect(!second.report.hadTornEnd)
    }

    @Test func theLogTellsWhetherAnEndIsMissing() {
        func seen(_ events: [RecordedEvent]) -> Int? { SessionReport(recorded: events).latestSeenEntry }
        #expect(seen([]) == nil)
        #expect(seen([.applyRequested]) == 0)
        #expect(seen([.applyRequested, .applied(journalEntry: 7)]) == nil)
        #expect(seen([.applyRequested, .applied(journalEntry: 7), .undoRequested]) == 7)
        #expect(seen([.applyRequested, .applyFailed, .redoRequested, .applied(journalEntry: 2)]) == nil)
        #expect(seen([.undoRequested, .undone(journalEntry: 7, skipped: [])]) == nil)
    }

    @Test func aTornLastLineIsDropped() throws {
        let project = try Project()
        let events = try Self.events()
        try OpenedProject.open(root: project.root, folders: project.folders).staging.append(events)
        let log = try logPath(project)
        var bytes = try readFile(log)
        try writeFile(log, bytes + Array(#"{"event":"applyReq"#.utf8))
        let torn = try OpenedProject.open(root: project.root, folders: project.folders)
        #expect(torn.report.recorded == events)
        #expect(torn.report.hadTornEnd)
        try torn.staging.append([.applyFailed])
        #expect(try readFile(log) == bytes + Array("{\"event\":\"applyFailed\"}\n".utf8))
        bytes = []
    }

    @Test func clearedLogsAreEmpty() throws {
        let project = try Project()
        do {
            var opened = try OpenedProject.open(root: project.root, folders: project.folders)
            try opened.staging.append(try Self.events())
            try opened.staging.replace(with: [.applyRequested])
            try opened.staging.append([.applyFailed])
        }
        do {
            let opened = try OpenedProject.open(root: project.root, folders: project.folders)
            #expect(opened.report.recorded == [.applyRequested, .applyFailed])
            try opened.staging.clear()
        }
        #expect(try OpenedProject.open(root: project.root, folders: project.folders).report.recorded.isEmpty)
    }

    @Test func aSecondProgramHasASessionOfItsOwn() throws {
        let project = try Project()
        let first = try OpenedProject.open(root: project.root, folders: project.folders)
        try first.staging.append([.applyRequested])
        do {
            let second = try OpenedProject.open(root: project.root, folders: project.folders)
            #expect(second.report.isSecond)
            #expect(second.report.others == [getpid()])
            #expect(second.report.recorded.isEmpty)
            #expect(second.session.number == 2)
            try second.staging.append([.applyFailed])
        }
        // The second's work is not lost: it is what the next program finds while the first still runs.
        let third = try OpenedProject.open(root: project.root, folders: project.folders)
        #expect(third.session.number == 2)
        #expect(third.report.recorded == [.applyFailed])
        withExtendedLifetime(first) {}
    }

    @Test func leftoversOfTwoSessionsAreOfferedOneByOne() throws {
        let project = try Project()
        do {
            let first = try OpenedProject.open(root: project.root, folders: project.folders)
            let second = try OpenedProject.open(root: project.root, folders: project.folders)
            try first.staging.append([.applyRequested])
            try second.staging.append([.applyFailed])
        }
        do {
            let next = try OpenedProject.open(root: project.root, folders: project.folders)
            #expect(next.report.recorded == [.applyRequested])
            #expect(next.report.waiting == 1)
            try next.staging.clear()
        }
        #expect(
            try OpenedProject.open(root: project.root, folders: project.folders).report.recorded == [.applyFailed])
    }

    @Test func stateIsPrivate() throws {
        let project = try Project()
        try OpenedProject.open(root: project.root, folders: project.folders).staging.append([.applyRequested])
        #expect(try run(["find", project.stateHome, "-perm", "/077"]).text == "")
    }

    @Test func missingAndUnreadableRoots() throws {
        let project = try Project(["file": "x"])
        for name in ["/nowhere", "/file"] {
            do {
                _ = try OpenedProject.open(root: project.root + name, folders: project.folders)
                Issue.record("opened \(name)")
            } catch {
                guard case .root = error else {
                    Issue.record("\(error)")
                    return
                }
            }
        }
    }

    @Test func theRootOfEverythingOpens() throws {
        let project = try Project()
        let opened = try OpenedProject.open(root: "/", folders: project.folders)
        #expect(opened.project.rootPath == "/")
        #expect(throws: AccessFailure.self) { try opened.project.rootGuard.path(project.stateHome + "/x") }
        #expect(try opened.project.rootGuard.path("/etc/hosts") == path("etc/hosts"))
    }

    private func logPath(_ project: Project) throws -> String {
        try run(["find", project.stateHome, "-name", "staging.jsonl"]).text.filter { $0 != "\n" }
    }
}
