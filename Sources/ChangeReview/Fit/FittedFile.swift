// A change made for one file, laid onto what is there: the tree may hold it already, or not yet, or something else.

/// One file of a review, with the side that the disk (or the index) holds.
public struct FittedFile: Hashable, Sendable {
    public enum Standing: Hashable, Sendable {
        /// What is there has the change: it is kept, or taken back out.
        case inPlace
        /// What is there lacks it: it is put in, or not.
        case forApplying
        /// What is there has changed in the same lines, or is no file. The step is as it was made.
        case conflict(DiskFinding)
    }

    /// In place, `after` is what is there; for applying, `before` is.
    public var step: FileStep
    public var standing: Standing
    /// Of a patch that was written in part: its hunks that are left out, since there is nothing to decide about them any
    /// more. For applying they are there already, in place they were taken out.
    public var settledHunks = 0
    /// Hunks of which a part is settled so; the rest of them is under review.
    public var partlySettledHunks = 0

    public init(step: FileStep, standing: Standing) {
        self.step = step
        self.standing = standing
    }

    /// Lays a step onto what was found at its path. Where that is neither side it is merged by lines: *in place* when
    /// everything the step does is there, *for applying* when some of it is not. `nil` when the step does nothing.
    ///
    /// - Parameter staysInPlace: it was reviewed in place earlier: what is not there was taken out.
    public init?(_ step: FileStep, on finding: DiskFinding, staysInPlace: Bool = false) {
        guard step.before != step.after else { return nil }
        guard let found = finding.state else {
            self.init(step: step, standing: .conflict(finding))
            return
        }
        if found == step.after {
            self.init(step: step, standing: .inPlace)
        } else if found == step.before {
            self.init(step: step, standing: .forApplying)
        } else if let found, let merged = Self.merged(step, found, staysInPlace) {
            self = merged
        } else {
            self.init(step: step, standing: .conflict(finding))
        }
    }

    private static func merged(_ step: FileStep, _ found: FileState, _ staysInPlace: Bool) -> FittedFile? {
        guard let before = step.before, let after = step.after else { return nil }
        let changesBit = before.isExecutable != after.isExecutable
        func merge(_ base: FileState, _ theirs: FileState) -> [UInt8]? {
            if base.bytes == theirs.bytes { return found.bytes }
            guard
                [base, theirs, found].allSatisfy({
                    !$0.bytes.prefix(8000).contains(0) && $0.bytes.count <= Change.largestText
                })
            else { return nil }
            return ThreeWayMerge(base: base.bytes, ours: found.bytes, theirs: theirs.bytes).bytes
        }
        guard let bytes = merge(before, after) else { return nil }
        let put = FileState(bytes: bytes, isExecutable: changesBit ? after.isExecutable : found.isExecutable)
        if put != found, !staysInPlace {
            return FittedFile(
                step: FileStep(path: step.path, before: found, after: put), standing: .forApplying)
        }
        guard let rest = merge(after, before) else { return nil }
        let without = FileState(bytes: rest, isExecutable: changesBit ? before.isExecutable : found.isExecutable)
        // Nothing of it could be taken out: that is no change to decide about.
        guard without != found else { return nil }
        return FittedFile(step: FileStep(path: step.path, before: without, after: found), standing: .inPlace)
    }
}
