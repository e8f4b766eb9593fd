// Plans of any shape on projects of any shape, failing anywhere: the project is what a dictionary says it should be.
import ChangeReview
import FileDoubles
import Glibc
import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct RandomPlanTests {
    /// A project on disk beside what it should be.
    struct Play {
        let project: Project
        var files: [String: FileState] = [:]
        var random: SeededGenerator

        static let names = ["a", "b.txt", "x/a", "x/y/b", "x/y/z/c", "new\nline", "caf\u{E9}", "q/\u{301}r"]
        static let texts = [
            "", "a", "a\n", "a\r\nb\r\n", "\u{FEFF}b", "no end", "\0\u{1}", String(repeating: "long\n", count: 5000),
        ]

        mutating func state() -> FileState {
            FileState(
                bytes: Array((Play.texts.randomElement(using: &random) ?? "").utf8),
                isExecutable: Bool.random(using: &random))
        }

        mutating func plan() throws -> ChangePlan {
            var steps: [FileStep] = []
            for name in Play.names.shuffled(using: &random).prefix(Int.random(in: 1...6, using: &random)) {
                let before = files[name]
                let after = before != nil && Int.random(in: 0..<3, using: &random) == 0 ? nil : state()
                steps.append(FileStep(path: try path(name), before: before, after: after))
            }
            return ChangePlan(steps: steps)
        }

        mutating func did(_ plan: ChangePlan) {
            for step in plan.steps { files[step.path.text] = step.after }
        }

        func onDisk() throws -> [String: FileState] {
            try project.tree().filter { $0.key.utf8.last != UInt8(ascii: "/") }
        }
    }

    @Test func theDiskIsWhatItShouldBe() async throws {
        let generator = SeededGenerator.fresh()
        let place = try TemporaryFolder()
        var play = Play(project: try Project(in: place), random: generator)
        var written: [(entry: Int, plan: ChangePlan)] = []
        for round in 0..<fuzzRounds(default: 120) {
            let note = Comment(rawValue: "seed \(generator.seed) round \(round)")
            let failing = Int.random(in: 1...300, using: &play.random)
            let isDeath = Bool.random(using: &play.random)
            let files = InterceptedFiles { number, _ in
                number == failing || (isDeath && number > failing) ? .fail(ENOSPC) : .go
            }
            let isUndo = !written.isEmpty && Int.random(in: 0..<3, using: &play.random) == 0
            let last = isUndo ? written.removeLast() : nil
            let plan = try last?.plan.inverse ?? play.plan()
            do {
                let folder = try play.project.open(files)
                if let last {
                    let outcome = try await folder.undo(last.entry)
                    #expect(outcome.skipped.isEmpty, note)
                } else {
                    written.append((try await folder.apply(plan).entry, plan))
                }
                play.did(plan)
            } catch {
                let report = try play.project.open().recover()
                #expect(report.failure == nil && report.leftAlone.isEmpty, note)
                // A death after the last sync is a write that is done, and nobody was told.
                if try play.onDisk() != play.files {
                    play.did(plan)
                    if last == nil, let latest = try play.project.open().latestWrite() {
                        written.append((latest.number, plan))
                    }
                } else if let last {
                    written.append(last)
                }
            }
            _ = try play.project.open().recover()
            try #require(try play.onDisk() == play.files, note)
        }
    }

    /// A limit of the system on file sizes, met by a real process: nothing is touched.
    @Test func aRealWriteThatDoesNotFit() async throws {
        let project = try Project(["a.txt": "one"])
        let before = try project.tree()
        let large = String(repeating: "x", count: 60_000)
        let writer = try builtProduct("WorkspaceWriter")
        // 8 blocks of 512 bytes; the signal that comes with it is ignored, so that the write itself fails.
        let outcome = try run([
            "sh", "-c", "ulimit -f 8; trap '' XFSZ; exec \"$@\"", "sh", writer, project.root, project.stateHome, "0",
            "9",
            "a.txt", "one", large, "b.txt", "-", "new",
        ])
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("File too large"))
        #expect(try project.tree() == before)
        #expect(try project.open().recover().isClean)
    }
}
