// A file that changed on disk while its change was under review: what is known, and what can be done.

extension Change {
    /// It is not written before somebody has chosen: what is wholly rejected need not be.
    public var isHeldUp: Bool { conflict != nil && summary != .rejected }

    /// Why a change is not written although it is accepted.
    public enum Conflict: Equatable, Sendable {
        /// What is on disk is neither the base nor the proposed file, and can't be put together with it by lines.
        /// It is one conflict, number 0.
        case changedOnDisk(DiskFinding)
        /// Both changed the same lines. Conflicts are numbered from 0, in order.
        case merging(Merging)

        /// What can be done about it: to keep what is on disk (*ours*: the change is dropped), to go on with the proposal
        /// (*theirs*: over what is there, or made anew), or to put together a third thing.
        public var choices: [ThreeWayMerge.Resolution] {
            switch self {
            case .merging: [.ours, .theirs, .both, .base]
            case .changedOnDisk(let finding): finding.state == nil ? [.ours] : [.ours, .theirs]
            }
        }

        public var count: Int { if case .merging(let merging) = self { merging.merge.conflictCount } else { 1 } }
        /// Those that nobody has chosen for yet.
        public var openCount: Int {
            if case .merging(let merging) = self { merging.choices.count { $0 == nil } } else { 1 }
        }
    }

    /// A merge that waits for choices.
    public struct Merging: Equatable, Sendable {
        /// The base, *ours* as it is on disk, and *theirs* as it is proposed.
        public var merge: ThreeWayMerge
        /// One for each conflict.
        public internal(set) var choices: [ThreeWayMerge.Resolution?]
        /// The executable bit on disk.
        public var isExecutable: Bool

        /// What is on disk.
        public var disk: FileState { FileState(bytes: merge.ours.bytes, isExecutable: isExecutable) }
    }

    /// This change, now that another file is on disk; `nil` when the two can't be put together by lines.
    func confronted(with disk: FileState) -> Change? {
        guard let proposed, content == .text else { return nil }
        let merge = ThreeWayMerge(base: base?.bytes ?? [], ours: disk.bytes, theirs: proposed.bytes)
        var merged = self
        guard let bytes = merge.bytes else {
            guard Change(path: path, base: disk, proposed: proposed).content == .text else { return nil }
            merged.conflict = .merging(
                Merging(
                    merge: merge, choices: Array(repeating: nil, count: merge.conflictCount),
                    isExecutable: disk.isExecutable))
            return merged
        }
        merged = Change(path: path, base: disk, proposed: state(bytes, over: disk), author: Author(.merge))
        guard merged.content == .text else { return nil }
        merged.carryMarks(from: self)
        return merged
    }

    /// Merged bytes with the executable bit of whoever changed it.
    private func state(_ bytes: [UInt8], over disk: FileState) -> FileState {
        let isChanged = base != nil && proposed?.isExecutable != base?.isExecutable
        return FileState(bytes: bytes, isExecutable: isChanged ? !disk.isExecutable : disk.isExecutable)
    }

    /// The change with one conflict resolved; the change is `nil` when nothing is left of it, the whole when that can't
    /// be done. After the last one it stands on what is on disk, and what was chosen is accepted.
    func resolved(_ index: Int, _ resolution: ThreeWayMerge.Resolution) -> Change?? {
        switch conflict {
        case nil: return nil
        case .changedOnDisk(let finding): return index == 0 ? settled(on: finding, resolution) : nil
        case .merging(var merging):
            guard merging.choices.indices.contains(index) else { return nil }
            merging.choices[index] = resolution
            var change = self
            change.conflict = .merging(merging)
            let choices = merging.choices.compactMap { $0 }
            guard let bytes = merging.merge.bytes(resolving: choices) else { return change }
            return merged(merging, choices, bytes)
        }
    }

    private func settled(on finding: DiskFinding, _ resolution: ThreeWayMerge.Resolution) -> Change?? {
        var wanted = proposed
        var author = author
        switch resolution {
        case .ours: return .some(nil)
        case .theirs: break
        case .custom(let bytes):
            wanted = FileState(bytes: bytes, isExecutable: (proposed ?? base)?.isExecutable ?? false)
            author = .user
        case .both, .base: return nil
        }
        guard let disk = finding.state else { return nil }
        if disk == wanted { return .some(nil) }
        var change = Change(path: path, base: disk, proposed: wanted, author: author)
        change.carryMarks(from: self)
        if author == .user { change.mark(.accepted) }
        return change
    }

    private func merged(_ merging: Merging, _ choices: [ThreeWayMerge.Resolution], _ bytes: [UInt8]) -> Change?? {
        let result = state(bytes, over: merging.disk)
        if result == merging.disk { return .some(nil) }
        let isOwn = choices.contains { if case .custom = $0 { true } else { false } }
        var change = Change(
            path: path, base: merging.disk, proposed: result, author: isOwn ? .user : Author(.merge))
        change.carryMarks(from: self)
        let places = merging.places(choices)
        for (index, run) in change.weave.runs.enumerated()
        where places.contains(where: { $0.lowerBound <= run.new.upperBound && run.new.lowerBound <= $0.upperBound }) {
            change.mark(.accepted, change.weave.starts[index]..<change.weave.starts[index + 1])
            change.authors[index] = isOwn ? .user : Author(.merge)
        }
        if change.weave.runs.isEmpty { change.mark(.accepted) }
        return change
    }
}

extension Change.Merging {
    /// The lines of the merged text that each conflict became.
    fileprivate func places(_ choices: [ThreeWayMerge.Resolution]) -> [Range<Int>] {
        var places: [Range<Int>] = []
        var line = 0
        for piece in merge.pieces {
            var count = 0
            switch piece.origin {
            case .unchanged: count = piece.base.count
            case .ours, .both: count = piece.ours.count
            case .theirs: count = piece.theirs.count
            case .conflict:
                switch choices[places.count] {
                case .ours: count = piece.ours.count
                case .theirs: count = piece.theirs.count
                case .both: count = piece.ours.count + piece.theirs.count
                case .base: count = piece.base.count
                case .custom(let bytes): count = ByteLines(bytes).count
                }
                places.append(line..<line + count)
            }
            line += count
        }
        return places
    }
}
