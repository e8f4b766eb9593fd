// A file that is decided by lines, written in between, left and taken up again, from each source that may show it.

import ChangeReview
import TestSupport
import Testing

/// Keeps what a review keeps: the files as they were at each write.
private struct Reviewed {
    var set = ChangeSet()
    var settled: [Change] = []
    private var entry = 0

    init(_ step: FileStep, isInPlace: Bool) {
        _ = set.handle(.proposed(step, by: ""))
        if isInPlace { _ = set.handle(.foundInPlace([step.path])) }
    }

    mutating func write() {
        entry += 1
        for event in [ChangeSet.Event.applyConfirmed, .applied(journalEntry: entry)] {
            let before = set.changes.filter { $0.summary != .undecided }
            let effects = set.handle(event)
            if effects.contains(where: { if case .settled = $0 { true } else { false } }) { settled += before }
        }
    }

    var kept: KeptMarks {
        KeptMarks(open: set.changes, settled: settled, inPlace: set.inPlace)
    }
}

@Suite struct KeptFormsTests {
    private let file = path("a.txt")

    /// Marks by line, side before text, of a file in which no line is there twice.
    private func marks(_ change: Change) -> [String: Decision] {
        var marks: [String: Decision] = [:]
        for (line, mark) in change.marks.enumerated() where mark != .undecided {
            marks[name(line, of: change)] = mark
        }
        return marks
    }

    private func name(_ line: Int, of change: Change) -> String {
        (change.weave.place(of: line).isAdded ? "+" : "-")
            + String(decoding: change.weave[changed: line], as: UTF8.self)
    }

    private func again(_ kept: KeptMarks, _ before: FileState?, _ after: FileState?) -> (Change?, KeptMarks.Return) {
        var set = ChangeSet()
        _ = set.handle(.proposed(FileStep(path: file, before: before, after: after), by: ""))
        let (events, outcome) = kept.returned(to: set.changes)
        _ = set.handle(.replayed(events))
        return (set[file], outcome)
    }

    @Test func theRestOfARunThatWasWrittenInPartIsKept() throws {
        let step = step("a.txt", "1\na\nb\n2\n", "1\nA\nB\n2\n")
        var review = Reviewed(step, isInPlace: false)
        _ = review.set.handle(.decided(.accepted, .lines(file, 0..<1)))
        _ = review.set.handle(.decided(.accepted, .lines(file, 2..<3)))
        review.write()
        _ = review.set.handle(.decided(.rejected, .everything))
        let rest = try #require(review.set[file])
        // What the disk holds now, to what is proposed: the rest alone.
        let (open, outcome) = again(review.kept, rest.base, step.after)
        #expect(open?.marks == [.rejected, .rejected])
        #expect(outcome.lines == 2 && !outcome.hasLost)
        // A source that knows nothing of the write.
        let (whole, second) = again(review.kept, step.before, step.after)
        #expect(whole?.marks == [.accepted, .rejected, .accepted, .rejected])
        #expect(second.lines == 4 && !second.hasLost)
        // Another line where the rest was.
        #expect(again(review.kept, rest.base, state("1\nA\nC\n2\n")).1.lostLines == 2)
    }

    @Test func runsThatCameAfterAWriteAreKept() throws {
        let changed = numbered(30).replacingOnce("5\n", "five\n").replacingOnce("20\n", "twenty\n")
        var review = Reviewed(step("a.txt", numbered(30), changed), isInPlace: false)
        _ = review.set.handle(.decided(.accepted, .hunk(file, 0)))
        review.write()
        let edited = changed.replacingOnce("12\n", "twelve\n")
        _ = review.set.handle(.edited(file, state(edited)))
        _ = review.set.handle(.decided(.rejected, .lines(file, 2..<4)))
        let rest = try #require(review.set[file])
        let (open, outcome) = again(review.kept, rest.base, rest.proposed)
        #expect(open?.marks == rest.marks && open?.marks == [.accepted, .accepted, .rejected, .rejected])
        #expect(!outcome.hasLost)
        let (whole, _) = again(review.kept, state(numbered(30)), state(changed))
        #expect(whole?.marks == [.accepted, .accepted, .rejected, .rejected])
    }

    /// Lines decided at random, written in between, both ways: from the source as it was, from one that knows what was
    /// written, and from one without anything settled, each line has the decision that it had.
    ///
    /// The second seed has a run that comes apart elsewhere when it is settled by two writes than by one.
    @Test(arguments: [SeededGenerator.fresh().seed, 15_285_539_525_199_515_517])
    func everyLineHasItsDecisionAgain(seed: UInt64) {
        var random = RandomText(seed: seed)
        var (restored, inParts) = (0, 0)
        for round in 0..<fuzzRounds(default: 300) {
            let what: Comment = "seed \(seed) round \(round)"
            let isInPlace = random.chance(2)
            let (before, after) = unlikeTexts(&random)
            let step = FileStep(path: file, before: before, after: after)
            guard before != after else { continue }
            var review = Reviewed(step, isInPlace: isInPlace)
            var decided: [String: Decision] = [:]
            for turn in 0...random.number(0...3) {
                if turn > 0 { review.write() }
                decide(&review, &random)
                if let change = review.set[file] { decided.merge(marks(change)) { $1 } }
            }
            guard let open = review.set[file] else { continue }
            let kept = review.kept
            inParts += review.settled.count
            let all: FileState? = after
            let none: FileState? = before
            let sources = [
                (none, all), isInPlace ? (none, open.proposed) : (open.base, all), (open.base, open.proposed),
            ]
            for (old, new) in sources {
                let (change, outcome) = again(kept, old, new)
                guard let change else { continue }
                let wanted = Set(change.marks.indices.map { name($0, of: change) })
                #expect(outcome.lostLines == 0, what)
                #expect(marks(change) == decided.filter { wanted.contains($0.key) }, what)
                restored += outcome.lines
            }
        }
        #expect(restored > 1000 && inParts > 100, "seed \(seed): \(restored) \(inParts)")
    }

    /// Texts full of equal lines, edits in between: nothing is counted twice, and nothing is lost without being counted.
    @Test func everyOpenDecisionIsBackOrCounted() {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        for round in 0..<fuzzRounds(default: 200) {
            let what: Comment = "seed \(seed) round \(round)"
            let step = random.pair(path: file)
            guard step.before != step.after else { continue }
            var review = Reviewed(step, isInPlace: random.chance(2))
            for turn in 0...random.number(0...3) {
                if turn > 0 { review.write() }
                if random.chance(3), let change = review.set[file], let state = change.proposed {
                    let lines = state.bytes.split(separator: 0x0A).map { Array($0) + [0x0A] }
                    let edited = FileState(bytes: random.joined(random.edited(lines, edits: 2)))
                    _ = review.set.handle(.edited(file, edited))
                }
                decide(&review, &random)
            }
            guard let open = review.set[file] else { continue }
            let kept = review.kept
            let mine = open.marks.count { $0 != .undecided }
            for (old, new) in [(step.before, step.after), (open.base, step.after), (open.base, open.proposed)] {
                let (change, outcome) = again(kept, old, new)
                #expect((0...mine).contains(outcome.lostLines), what)
                #expect(outcome.lines >= mine - outcome.lostLines, what)
                #expect(outcome.lines == change?.marks.count { $0 != .undecided } ?? 0, what)
            }
            #expect(again(kept, nil, state("else\n")).1.lostLines == mine, what)
        }
    }

    @Test func whatIsKeptOfOtherFilesIsCarriedThrough() {
        var set = ChangeSet()
        for name in ["a.txt", "docs/x"] {
            _ = set.handle(.proposed(step(name, "1\n", "2\n"), by: ""))
            _ = set.handle(.commented(path(name), nil, name))
        }
        _ = set.handle(.decided(.accepted, .everything))
        let kept = KeptMarks(open: set.changes, comments: set.comments, inPlace: [file])
        #expect(kept.paths == [file, path("docs/x")])
        let (here, others) = kept.parted(at: [file])
        #expect(here.paths == [file] && others.paths == [path("docs/x")])
        #expect(here.comments.map(\.text) == ["a.txt"] && others.comments.map(\.text) == ["docs/x"])
        #expect(here.joined(with: others) == kept)
        #expect(KeptMarks().joined(with: others).returned(to: set.changes).outcome.lines == 2)
    }

    private func decide(_ review: inout Reviewed, _ random: inout RandomText) {
        for _ in 0..<random.number(0...4) {
            guard let change = review.set[file] else { return }
            let line = random.number(0...change.marks.count - 1)
            let end = random.number(line...min(change.marks.count - 1, line + 3)) + 1
            _ = review.set.handle(.decided(random.decision(), .lines(file, line..<end)))
            if random.chance(4) { _ = review.set.handle(.split(file, at: line)) }
        }
    }

    /// No line is in it twice, so that there is one comparison.
    private func unlikeTexts(_ random: inout RandomText) -> (FileState, FileState) {
        let old = (0..<random.number(1...30)).map { Array("old \($0)\n".utf8) }
        var (new, next) = ([[UInt8]](), 0)
        for line in old {
            if random.chance(4) {
                for _ in 0..<random.number(1...3) {
                    new.append(Array("new \(next)\n".utf8))
                    next += 1
                }
            }
            if !random.chance(4) { new.append(line) }
        }
        return (FileState(bytes: Array(old.joined())), FileState(bytes: Array(new.joined())))
    }
}
