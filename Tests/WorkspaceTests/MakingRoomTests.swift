// `kill -9` of a real child while the journal is trimmed, and while the log of a review starts over.
import ChangeReview
import FileDoubles
import Glibc
import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct MakingRoomTests {
    private func play(_ words: [String], said: String) throws -> Int32 {
        try ChildProcess(
            [try builtProduct("WorkspaceWriter")] + words,
            redirects: [
                (0, "/dev/null", O_RDONLY), (1, said, O_WRONLY | O_CREAT | O_TRUNC), (2, "/dev/null", O_WRONLY),
            ]
        ).wait()
    }

    /// Killed before each operation of a write that drops an entry whose contents others name: what is listed
    /// afterwards is whole, and can be undone.
    @Test func aKilledTrimmingTakesNothingAlong() async throws {
        let place = try TemporaryFolder()
        var kills = 0
        var isOver = false
        while !isOver {
            kills += 1
            try #require(kills < 400)
            let project = try Project(["a": "0"], in: place, name: "\(kills)-")
            let folder = try project.open()
            for text in ["0.", "0..", "0..."] {
                _ = try await folder.apply(ChangePlan(steps: [try step("a", String(text.dropLast()), text)]))
            }
            let said = "\(place.path)/said"
            let status = try play(["trim", project.root, project.stateHome, "\(kills)"], said: said)
            isOver = status == 0
            let words = try place.text("said")
            try #require(isOver || status == 128 + SIGKILL, "\(kills): \(words)")
            let reopened = try project.open(limits: Journal.Limits(entries: 2))
            let report = reopened.recover()
            #expect(report.failure == nil && report.leftAlone.isEmpty && report.unreadable.isEmpty, "\(kills)")
            let names = try reopened.journal.names()
            for name in names { #expect(try reopened.journal.read(name) != nil, "\(kills): \(name.text)") }
            #expect(try listNames(reopened.root, label: "root") == [Array("a".utf8)], "\(kills)")
            // All of them, one after the other.
            for name in names.reversed() {
                let undone = try await project.open().undo(name.number)
                #expect(undone.skipped.isEmpty, "\(kills): \(name.text)")
            }
            let first = try #require(names.first).number
            #expect(try project.text("a") == "0" + String(repeating: ".", count: first - 1), "\(kills)")
        }
        #expect(kills > 60, "\(kills)")
    }

    /// Killed at any instruction while events are kept and the log starts over: nothing that was kept is lost, and
    /// nothing is there twice.
    @Test func aKilledLogIsTheOldOneOrTheNewOne() throws {
        var random = SeededGenerator.fresh()
        let project = try Project()
        _ = try project.open()
        let said = "\(project.folder.path)/said"
        var model = ChangeSet()
        var done = 0
        var inside = 0
        let kills = fuzzRounds(default: 60)
        // On a busy machine few fall where the log starts over: then there are more.
        for kill in 0..<kills * 5 where kill < kills || inside == 0 {
            let microseconds = Int.random(in: 0..<40_000, using: &random)
            let note: Comment = "kill \(kill), seed \(random.seed)"
            let words = ["log", project.root, project.stateHome, "\(microseconds)", "\(done)"]
            let status = try play(words, said: said)
            let lines = try project.folder.text("said").split(separator: "\n")
            try #require(status == 128 + SIGKILL, "\(lines.suffix(1))")
            let leftovers = try run(["find", project.stateHome, "-name", ".staging.jsonl.new"]).text
            if !leftovers.isEmpty { inside += 1 }
            let opened = try OpenedProject.open(root: project.root, folders: project.folders)
            #expect(opened.report.unreadable == 0, note)
            var found = ChangeSet()
            _ = found.handle(.replayed(opened.report.recorded))
            // A last line without its end may be cut off in the middle of the number.
            let heard = max(done, lines.compactMap { Int($0) }.max() ?? done)
            // All that it said to be kept, and at most the event that was on its way.
            var matches = false
            for number in done...heard + 1 {
                if number >= heard, model.changes == found.changes, model.comments == found.comments {
                    matches = true
                    done = number
                    break
                }
                for event in reviewEvents(number, model) { _ = model.handle(event) }
            }
            try #require(matches, note)
        }
        // How many a child gets done before its end is the machine's to say.
        #expect(done * 4 > kills, "seed \(random.seed)")
        #expect(inside > 0, "no kill fell into a log that starts over; seed \(random.seed)")
    }
}
