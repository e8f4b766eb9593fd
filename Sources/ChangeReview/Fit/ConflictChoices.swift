// What was chosen in a conflict, apart from what came of it: a later run meets the conflict again, and not its outcome.

/// The choices in one file's conflict, under what met in it.
public struct ConflictChoices: Hashable, Sendable {
    /// FNV-1a of the base, of what is on disk, and of the proposal.
    public var fingerprint: UInt64
    /// One for each conflict of the file; `nil`: open.
    public var choices: [ThreeWayMerge.Resolution?]

    public init(fingerprint: UInt64, choices: [ThreeWayMerge.Resolution?]) {
        self.fingerprint = fingerprint
        self.choices = choices
    }

    /// `nil` for a change that is in no conflict.
    init?(_ change: Change) {
        let met: FileState?
        switch change.conflict {
        case nil: return nil
        case .merging(let merging): (met, choices) = (merging.disk, merging.choices)
        case .changedOnDisk(let finding): (met, choices) = (finding.state ?? nil, [nil])
        }
        var hash = Fingerprint()
        for state in [change.base, met, change.proposed] { hash.add(state) }
        fingerprint = hash.value
    }

    var made: Int { choices.count { $0 != nil } }
}

extension ChangeSet {
    /// Choices that resolved a conflict, and what came of them; `nil` where nothing of the change was left.
    struct Chosen: Equatable, Sendable {
        var choices: ConflictChoices
        var outcome: FileStep?
    }

    /// Remembered until something else is chosen: whether it stands is seen by what is under review.
    mutating func remember(_ resolution: ThreeWayMerge.Resolution, _ index: Int, in before: Change, _ after: Change?) {
        guard after?.conflict == nil, var choices = ConflictChoices(before), choices.choices.indices.contains(index)
        else { return }
        choices.choices[index] = resolution
        chosen[before.path] = Chosen(choices: choices, outcome: after?.plainStep)
    }

    /// What was chosen in conflicts and stands: was not taken back, edited since, or written.
    public var conflictChoices: [RelativePath: ConflictChoices] {
        var all: [RelativePath: ConflictChoices] = [:]
        for (path, chosen) in chosen where files[path]?.conflict == nil && files[path]?.plainStep == chosen.outcome {
            all[path] = chosen.choices
        }
        for change in changes {
            if let choices = ConflictChoices(change), choices.made > 0 { all[change.path] = choices }
        }
        return all
    }
}

extension Change {
    fileprivate var plainStep: FileStep { FileStep(path: path, before: base, after: proposed) }

    /// The change with these choices, if they were made in this conflict; `nil` when nothing is left of it.
    ///
    /// - Parameter events: gets each of them as it is made.
    func choosing(_ kept: ConflictChoices, _ events: inout [RecordedEvent]) -> Change? {
        guard let now = ConflictChoices(self), now.fingerprint == kept.fingerprint,
            now.choices.count == kept.choices.count
        else { return self }
        var change = self
        for (index, choice) in kept.choices.enumerated() {
            guard let choice, let after = change.resolved(index, choice) else { continue }
            events.append(.resolved(path, conflict: index, choice))
            guard let after else { return nil }
            change = after
        }
        return change
    }
}

extension Fingerprint {
    /// Whether there is a file, its executable bit, its length and its bytes.
    fileprivate mutating func add(_ state: FileState?) {
        add(state.map { $0.isExecutable ? 2 : 1 } ?? 0)
        var count = state?.bytes.count ?? 0
        for _ in 0..<8 {
            add(UInt8(truncatingIfNeeded: count))
            count >>= 8
        }
        for byte in state?.bytes ?? [] { add(byte) }
    }
}
