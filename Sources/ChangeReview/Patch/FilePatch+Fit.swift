// Whether a file of a patch can be put in, or is in already and can be taken out, and what comes of it.

extension FilePatch {
    /// What becomes of the file.
    public enum Outcome: Hashable, Sendable {
        /// These bytes; `nil`: the file goes.
        case becomes([UInt8]?)
        case refused(Obstacle)

        public var isPossible: Bool { if case .becomes = self { true } else { false } }
    }

    public enum Obstacle: Hashable, Sendable {
        /// The file to change is not there.
        case missing
        /// A file to be made is there already.
        case exists
        /// A file to be deleted would have something left in it.
        case leavesContent
        /// Some hunks do not fit; the fit says which and why.
        case hunks(PatchFit)
        case binary(BinaryPatch.Refusal)
        /// No inflate was given for a binary patch.
        case noInflate
        /// The file is not the one that the patch was made from (binary patches go by the blob's id).
        case otherBlob
        /// Not text in the patch, or a link, or a submodule: nothing that is reviewed.
        case notReviewed
    }

    /// Which way a patch goes with what is there.
    public enum Direction: Hashable, Sendable {
        /// It can be put in.
        case fitsForward
        /// It is in already and can be taken out.
        case fitsReverse
        /// Both, as with a patch that adds one of several equal lines.
        case both
        case neither(forward: Obstacle, reverse: Obstacle)
    }

    /// Turns deflated bytes into as many as given; `nil` when it cannot.
    public typealias Inflate = ([UInt8], Int) -> [UInt8]?

    /// Puts the patch in. `old` is the file at `oldPath` (for a new one, what is at `newPath`); `newExists` says whether
    /// something is at the other path that a rename or copy makes.
    public func applied(
        to old: [UInt8]?, newExists: Bool = false, options: PatchFit.Options = .init(), inflate: Inflate? = nil
    ) -> Outcome {
        let mayBeNew = kind == .added || (kind == .modified && hunks.count == 1 && hunks[0].oldLines.isEmpty)
        if kind == .added && old != nil { return .refused(.exists) }
        if (kind == .renamed || kind == .copied) && newExists { return .refused(.exists) }
        guard let base = old ?? (mayBeNew ? [] : nil) else { return .refused(.missing) }
        let result: [UInt8]
        switch content {
        case .none: result = base
        case .hunks(let hunks):
            let fit = fit(hunks, in: base, options)
            guard let bytes = fit.bytes else { return .refused(.hunks(fit)) }
            result = bytes
        case .binary(let binary):
            switch binaryResult(binary, of: base, inflate) {
            case .success(let bytes): result = bytes
            case .failure(let obstacle): return .refused(obstacle.obstacle)
            }
        case .binaryLeftOut, .symbolicLink, .submodule: return .refused(.notReviewed)
        }
        guard kind == .deleted else { return .becomes(result) }
        return result.isEmpty ? .becomes(nil) : .refused(.leavesContent)
    }

    /// Takes the patch out again. `new` is the file at `newPath` (for a deleted one, what is at `oldPath`); `old` is what
    /// is at the other path of a rename or copy.
    public func takenOut(
        of new: [UInt8]?, old: [UInt8]? = nil, options: PatchFit.Options = .init(), inflate: Inflate? = nil
    ) -> Outcome {
        var patch = reversed
        guard kind == .copied else {
            return patch.applied(to: new, newExists: old != nil, options: options, inflate: inflate)
        }
        // What was copied is still there, and the copy goes if it is what the patch made of it.
        patch.kind = .modified
        let outcome = patch.applied(to: new, options: options, inflate: inflate)
        guard case .becomes(let bytes) = outcome else { return outcome }
        return bytes == old ? .becomes(nil) : .refused(.leavesContent)
    }

    /// Tries both ways. `old` and `new` are the files at `oldPath` and `newPath`, which are mostly the same one.
    public func direction(
        old: [UInt8]?, new: [UInt8]?, options: PatchFit.Options = .init(), inflate: Inflate? = nil
    ) -> Direction {
        let forward = applied(
            to: kind == .added ? new : old, newExists: new != nil, options: options, inflate: inflate)
        let reverse = takenOut(of: kind == .deleted ? old : new, old: old, options: options, inflate: inflate)
        switch (forward, reverse) {
        case (.becomes, .becomes): return .both
        case (.becomes, .refused): return .fitsForward
        case (.refused, .becomes): return .fitsReverse
        case (.refused(let forward), .refused(let reverse)): return .neither(forward: forward, reverse: reverse)
        }
    }

    /// A merge of what is there with what the patch makes of the file that it was made from. `nil` when `blob` is not
    /// that file, by the index line, or the hunks don't fit in it.
    public func threeWay(
        blob: [UInt8], current: [UInt8], inflate: Inflate? = nil
    ) -> ThreeWayMerge? {
        guard let oldBlob, BlobID(of: blob).isAbbreviated(as: oldBlob) else { return nil }
        var patch = self
        patch.kind = .modified
        guard case .becomes(let result?) = patch.applied(to: blob, inflate: inflate) else { return nil }
        return ThreeWayMerge(base: blob, ours: current, theirs: result)
    }

    private func fit(_ hunks: [PatchHunk], in base: [UInt8], _ options: PatchFit.Options) -> PatchFit {
        let fit = PatchFit(hunks, in: base, options: options)
        guard endsInCRLF, !fit.fits else { return fit }
        // The line ends of the patch were those of the file.
        let inCRLF = PatchFit(hunks.map(\.withCRLF), in: base, options: options)
        return inCRLF.fits ? inCRLF : fit
    }

    private struct Obstructed: Error { var obstacle: Obstacle }

    private func binaryResult(
        _ binary: BinaryPatch, of base: [UInt8], _ inflate: Inflate?
    ) -> Result<[UInt8], Obstructed> {
        guard let inflate else { return .failure(Obstructed(obstacle: .noInflate)) }
        let isMissing = oldBlob.map { $0.allSatisfy { $0 == "0" } } ?? true
        if !isMissing, let oldBlob, !BlobID(of: base).isAbbreviated(as: oldBlob) {
            return .failure(Obstructed(obstacle: .otherBlob))
        }
        do {
            return .success(try binary.result(of: base, inflate: inflate))
        } catch {
            return .failure(Obstructed(obstacle: .binary(error)))
        }
    }
}

extension PatchHunk {
    /// With CRLF where the lines have LF.
    var withCRLF: PatchHunk {
        var result = self
        for index in lines.indices where lines[index].bytes.last == 0x0A {
            result.lines[index].bytes.insert(0x0D, at: lines[index].bytes.count - 1)
        }
        return result
    }
}
