// A file that was written in part is shown again in one of several forms, by a source that knows of all that was
// settled, of some of it, or of nothing: decisions are kept under the lines of each.

/// The runs of one file with what was decided about them, once for each form.
struct KeptForms {
    /// The first is as the review began. Runs without a decision or a cut are left out, and forms without a run.
    private(set) var forms: [[KeptMarks.Run]] = []

    /// - Parameters:
    ///   - settled: the file as it was at each write, the first one first.
    ///   - open: what is left of it.
    init(_ settled: [Change], open: Change?, isInPlace: Bool) {
        let rest = open?.keptRuns() ?? []
        guard let first = settled.first else {
            add(rest)
            return
        }
        if let whole = WholeForm(first, Array(settled.dropFirst()), open: open) {
            add(whole.change.keptRuns(settled: whole.settled))
            // In place, accepted lines go on to be a difference; for applying, rejected ones do.
            if let shown = whole.without(isInPlace ? .rejected : .accepted) { add(shown) }
        } else {
            // Edited, or proposed anew in between: what is still one of the first runs stands there, the others between.
            add(Self.merged(first, settled, rest))
        }
        add(rest)
    }

    private mutating func add(_ runs: [KeptMarks.Run]) {
        let worth = runs.filter(\.isWorthKeeping)
        if !worth.isEmpty, !forms.contains(worth) { forms.append(worth) }
    }

    /// All runs of the first form that are settled, or open as they are, and between them those that are neither.
    private static func merged(_ first: Change, _ settled: [Change], _ rest: [KeptMarks.Run]) -> [KeptMarks.Run] {
        var done = settled.flatMap { change in
            change.keptRuns(settled: Set(change.marks.indices.filter { change.marks[$0] != .undecided }))
        }.filter { !$0.settled.isEmpty }
        var left = rest.filter(\.isWorthKeeping)[...]
        var runs: [KeptMarks.Run] = []
        for run in first.keptRuns() {
            if let place = left.firstIndex(where: { $0.isSame(as: run) }) {
                runs += left[...place]
                left = left[(place + 1)...]
            } else if let place = done.firstIndex(where: { $0.isSame(as: run) }) {
                runs.append(done.remove(at: place))
            }
        }
        return runs + left
    }
}

/// A change as it was at the first write, with all that was decided about each of its lines since.
private struct WholeForm {
    var change: Change
    var settled: Set<Int> = []
    /// What is left open of it, as it stands on both sides now.
    private var rest: Weave

    /// `nil` when a later form has lines that are not those which were left of the one before.
    init?(_ first: Change, _ later: [Change], open: Change?) {
        change = first
        rest = first.weave
        var places = Array(first.marks.indices)
        var now = first
        for next in later + (open.map { [$0] } ?? []) {
            for line in now.marks.indices where now.marks[line] != .undecided { settled.insert(places[line]) }
            guard now.weave.changedCount > 0, let left = now.weave.settled({ now.marks[$0].fate }).stayed,
                left.count == next.weave.changedCount,
                zip(left, next.marks.indices).allSatisfy({ now.isSameLine($0, as: $1, of: next) })
            else { return nil }
            places = left.map { places[$0] }
            for (line, place) in places.enumerated() { change.marks[place] = next.marks[line] }
            change.cuts.splits.formUnion(next.cuts.splits.map { places[$0] })
            change.cuts.joins.formUnion(next.cuts.joins.map { places[$0] })
            now = next
        }
        rest = now.weave
        guard open == nil else { return }
        for line in now.marks.indices where now.marks[line] != .undecided { settled.insert(places[line]) }
        rest = now.weave.settled { now.marks[$0].fate }.weave
    }

    /// Without settled lines of one decision, which the source knows of.
    ///
    /// The two sides are compared as a source will compare them: a run that was settled one write after the other comes
    /// apart elsewhere than one that is settled at once.
    func without(_ decision: Decision) -> [KeptMarks.Run]? {
        let gone = settled.filter { change.marks[$0] == decision }
        guard !gone.isEmpty, gone.count < change.marks.count, change.weave.changedCount > 0 else { return nil }
        let shown =
            decision == .rejected
            ? Weave(from: change.weave.old, to: rest.new) : Weave(from: rest.old, to: change.weave.new)
        guard let stayed = places(in: shown, without: gone) else { return nil }
        let number = Dictionary(uniqueKeysWithValues: stayed.enumerated().map { ($1, $0) })
        func here(_ places: Set<Int>) -> Set<Int> { Set(places.compactMap { number[$0] }) }
        let form = Change(
            path: change.path, base: FileState(bytes: shown.old.bytes), proposed: FileState(bytes: shown.new.bytes),
            weave: shown, marks: stayed.map { change.marks[$0] },
            authors: Array(repeating: change.author, count: shown.runs.count),
            cuts: HunkCuts(splits: here(change.cuts.splits), joins: here(change.cuts.joins)))
        return form.keptRuns(settled: here(settled))
    }

    /// Which line of the whole each changed line of a form is; `nil` when it has others, or in another order.
    private func places(in shown: Weave, without gone: Set<Int>) -> [Int]? {
        guard shown.changedCount == change.marks.count - gone.count else { return nil }
        var left: (removed: [Int], added: [Int]) = ([], [])
        for line in change.marks.indices where !gone.contains(line) {
            if change.weave.place(of: line).isAdded { left.added.append(line) } else { left.removed.append(line) }
        }
        var next = (removed: left.removed[...], added: left.added[...])
        var found: [Int] = []
        for line in 0..<shown.changedCount {
            let place = shown.place(of: line).isAdded ? next.added.popFirst() : next.removed.popFirst()
            guard let place, change.weave[changed: place] == shown[changed: line] else { return nil }
            found.append(place)
        }
        return found
    }
}

extension Decision {
    /// What a write makes of a line.
    fileprivate var fate: Weave.Fate {
        switch self {
        case .undecided: .stays
        case .accepted: .taken
        case .rejected: .dropped
        }
    }
}

extension Change {
    fileprivate func isSameLine(_ line: Int, as other: Int, of next: Change) -> Bool {
        weave.place(of: line).isAdded == next.weave.place(of: other).isAdded
            && weave[changed: line] == next.weave[changed: other]
    }
}
