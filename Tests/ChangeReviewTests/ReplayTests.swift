// A review is there again after a restart: random sessions against a model disk, replayed from what they recorded.

import ChangeReview
import TestSupport
import Testing

@Suite struct ReplayTests {
    @Test func recordedEventsGiveAnEqualSet() {
        let seed = SeededGenerator.fresh().seed
        var (writes, undos) = (0, 0)
        for round in 0..<fuzzRounds(default: 60) {
            var session = Session(seed: seed &+ UInt64(round))
            for _ in 0..<60 where session.complaint == nil { session.play() }
            #expect(session.complaint == nil, "seed \(seed) round \(round)")
            var again = ChangeSet()
            #expect(again.handle(.replayed(session.log)) == [])
            #expect(again == session.set, "seed \(seed) round \(round)")
            session.compact()
            #expect(session.complaint == nil, "after the snapshot, seed \(seed) round \(round)")
            for _ in 0..<20 where session.complaint == nil { session.play() }
            #expect(session.complaint == nil, "later, seed \(seed) round \(round)")
            var later = ChangeSet()
            #expect(later.handle(.replayed(session.log)) == [])
            #expect(later == session.set, "later, seed \(seed) round \(round)")
            for recorded in session.log {
                if case .applied = recorded { writes += 1 }
                if case .undone = recorded { undos += 1 }
            }
        }
        #expect(writes > 0 && undos > 0, "seed \(seed): the sessions never got to a write and an undo")
    }
}

/// A user, an agent and a disk, all at random. The disk applies plans as it should: all or nothing, checked.
private struct Session {
    var random: RandomText
    var set = ChangeSet()
    var log: [RecordedEvent] = []
    var complaint: String?
    private var disk: [RelativePath: FileState] = [:]
    /// Files that somebody else changed.
    private var touched: Set<RelativePath> = []
    private var journal: [ChangePlan] = []
    /// What the disk has not answered yet.
    private var waiting: [ChangeSet.Effect] = []
    private let paths = ["a", "b", "c"].map { path($0) }

    init(seed: UInt64) {
        random = RandomText(seed: seed)
        for path in paths where !random.chance(3) {
            disk[path] = FileState(bytes: random.joined(random.text(lines: 30)))
        }
    }

    mutating func play() {
        let path = paths[random.number(0...2)]
        switch random.number(1...20) {
        case 1...3: propose(path)
        case 4...6: send(.decided(random.decision(), .hunk(path, random.number(0...4))))
        case 7: send(.decided(random.decision(), random.chance(2) ? .everything : .file(path)))
        case 8: send(.applyRequested)
        case 9, 10: answer()
        case 11: send(.undoRequested)
        case 12: send(.redoRequested)
        case 13 where random.chance(3):
            touched.insert(path)
            disk[path] = random.chance(4) ? nil : FileState(bytes: random.joined(random.text(lines: 20)))
            send(.changedOnDisk(path, DiskFinding(disk[path])))
        case 14: edit(path)
        case 15:
            guard let change = set[path], change.weave.changedCount > 0 else { return }
            let line = random.number(0...change.weave.changedCount - 1)
            send(random.chance(2) ? .lineEdited(path, changed: line, random.line()) : .split(path, at: line))
        case 16:
            guard let conflict = set[path]?.conflict else { return }
            let choice = (conflict.choices + [.custom(random.line())]).randomElement(using: &random.generator) ?? .ours
            send(.resolved(path, conflict: random.number(0...max(0, conflict.count - 1)), choice))
        case 17:
            let lines = random.number(0...5)
            let side: ReviewComment.Range.Side = random.chance(2) ? .new : .old
            send(.commented(path, random.chance(4) ? nil : .init(side, lines..<lines + random.number(1...4)), "why"))
        case 18: send(.rejected(.hunk(path, random.number(0...3)), reason: "no"))
        case 19:
            let id = random.number(1...12)
            send([.commentChanged(id, "so"), .commentRemoved(id), .commentResolved(id)][random.number(0...2)])
        case 20: send(.feedbackSent(set.feedback.number))
        default: send(.changedOnDisk(path, DiskFinding(disk[path])))
        }
    }

    private mutating func edit(_ path: RelativePath) {
        guard let state = set[path]?.proposed else { return }
        let lines = ByteLines(state.bytes)
        let edited = random.edited((0..<lines.count).map { Array(lines[$0]) }, edits: random.number(1...2))
        send(.edited(path, FileState(bytes: random.joined(edited), isExecutable: state.isExecutable)))
    }

    /// The log starts over; whatever is on its way comes to its end first.
    mutating func compact() {
        while !waiting.isEmpty { answer() }
        let (changes, comments, feedback) = (set.changes, set.comments, set.feedback)
        guard let snapshot = set.compacted() else {
            complaint = "busy"
            return
        }
        log = snapshot
        if set.changes != changes || set.comments != comments || set.feedback != feedback { complaint = "snapshot" }
    }

    private mutating func send(_ event: ChangeSet.Event) {
        for effect in set.handle(event) {
            switch effect {
            case .record(let recorded): log.append(recorded)
            case .apply, .undo: waiting.append(effect)
            default: break
            }
        }
        check()
    }

    /// What a tool does: it reads what is staged, else the disk, and edits that.
    private mutating func propose(_ path: RelativePath) {
        let before = set.staged[path] ?? disk[path]
        let lines = ByteLines(before?.bytes ?? [])
        let edited = random.edited((0..<lines.count).map { Array(lines[$0]) }, edits: random.number(1...4))
        let after: FileState? = random.chance(12) ? nil : FileState(bytes: random.joined(edited))
        send(.proposed(FileStep(path: path, before: before, after: after), by: "agent"))
    }

    private mutating func answer() {
        guard let order = waiting.popLast() else { return }
        if case .apply(let plan) = order {
            let unfit = plan.steps.filter { disk[$0.path] != $0.before }
            if !unfit.isEmpty {
                send(.applyFailed(.changedOnDisk(unfit.map { .init(path: $0.path, state: disk[$0.path]) })))
            } else if random.chance(6) {
                send(.applyFailed(.failed(path: nil, reason: "no")))
            } else {
                for step in plan.steps { disk[step.path] = step.after }
                journal.append(plan)
                send(.applied(journalEntry: journal.count - 1))
            }
        } else if case .undo(let entry) = order {
            if random.chance(6) { return send(.undoFailed(reason: "no")) }
            var skipped: [RelativePath] = []
            for step in journal[entry].inverse.steps {
                if disk[step.path] == step.before { disk[step.path] = step.after } else { skipped.append(step.path) }
            }
            send(.undone(journalEntry: entry, skipped: skipped, plan: journal[entry]))
        }
    }

    /// Whatever happened, every change is whole.
    private mutating func check() {
        for change in set.changes {
            if change.decisions.count != max(1, change.hunks.count) { complaint = "units" }
            if change.base == change.proposed, !set.isWriting { complaint = "no change" }
            if change.told.count != change.marks.count { complaint = "told" }
            if !set.isWriting, !touched.contains(change.path), change.base != disk[change.path], change.conflict == nil
            {
                complaint = "base"
            }
            if let base = change.base, let proposed = change.proposed, change.content == .text {
                if change.weave.bytes(taking: { _ in true }) != proposed.bytes { complaint = "not the proposal" }
                if change.weave.bytes(taking: { _ in false }) != base.bytes { complaint = "not the base" }
                let lines = ByteLines(proposed.bytes)
                for hunk in change.hunks {
                    guard hunk.newStart >= 0, hunk.newStart + hunk.newCount <= lines.count else {
                        complaint = "new start"
                        break
                    }
                    let there = (0..<hunk.newCount).map { lines[hunk.newStart + $0] }
                    if there != hunk.lines.filter({ $0.kind != .removed }).map(\.bytes) { complaint = "new start" }
                }
            }
        }
    }
}
