// The part of the machine for what the user types himself.

extension ChangeSet {
    /// The user's own version takes the place of the proposed one.
    ///
    /// Runs that he left as they were keep their marks. Lines that he changed where nothing was proposed are accepted:
    /// nobody else has to look at them. A proposed run that he altered stays accepted if it was, and is open otherwise,
    /// since most of its lines may be unread still.
    mutating func edit(_ path: RelativePath, _ after: FileState?) -> [Effect] {
        guard let known = files[path] else { return [.ignored(.file(path))] }
        guard after != known.proposed else { return [] }
        if known.origin != nil, after == nil { return [.ignored(.file(path))] }
        var change: Change?
        if known.base != after || known.origin != nil || isBeingWritten(path) {
            var edited = Change(path: path, base: known.base, proposed: after, author: .user)
            edited.origin = known.origin
            let same = edited.carryMarks(from: known)
            edited.markEdited(from: known, except: same)
            edited = edited.facing(known.conflict)
            if !edited.isNothing || isBeingWritten(path) { change = edited }
        }
        noteEdit(path, from: known.proposed, to: after)
        replace(known, with: change, isEdit: true)
        return [.record(.edited(path, after))]
    }

    /// An added line becomes these bytes; none takes it out. It keeps its line end.
    mutating func editLine(_ path: RelativePath, _ line: Int, _ bytes: [UInt8]) -> [Effect] {
        guard let known = files[path], var after = known.proposed, line >= 0, line < known.weave.changedCount else {
            return [.ignored(.lines(path, line..<line + 1))]
        }
        let place = known.weave.place(of: line)
        guard place.isAdded else { return [.ignored(.lines(path, line..<line + 1))] }
        let old = known.weave.new[place.line]
        var new = bytes
        if !new.isEmpty, new.last != 0x0A, old.last == 0x0A {
            new += old.suffix(2) == [0x0D, 0x0A] && new.last != 0x0D ? [0x0D, 0x0A] : [0x0A]
        }
        after.bytes = Array(known.weave.new.bytes[..<old.startIndex] + new + known.weave.new.bytes[old.endIndex...])
        return edit(path, after)
    }

    /// Puts another change in the place of one that is there, so that it can be undone.
    mutating func replace(_ before: Change, with after: Change?, isEdit: Bool = false) {
        if let after { adopt(after) } else { files[before.path] = nil }
        history.did(.replaced(before: before, after: after, isEdit: isEdit))
    }
}

extension Change {
    fileprivate mutating func markEdited(from old: Change, except same: Set<Int>) {
        guard !weave.runs.isEmpty else { return mark(old.summary == .accepted ? .accepted : .undecided) }
        var earlier = 0
        for (index, run) in weave.runs.enumerated() {
            let runs = old.weave.runs
            while earlier < runs.count, runs[earlier].old.upperBound < run.old.lowerBound { earlier += 1 }
            guard !same.contains(index) else { continue }
            var isAccepted = true
            var touching = earlier
            while touching < runs.count, runs[touching].old.lowerBound <= run.old.upperBound {
                let lines = old.weave.starts[touching]..<old.weave.starts[touching + 1]
                if old.marks[lines].contains(where: { $0 != .accepted }) { isAccepted = false }
                touching += 1
            }
            if isAccepted { mark(.accepted, weave.starts[index]..<weave.starts[index + 1]) }
        }
    }

    /// This change, where its conflict was seen with an earlier form of it.
    func facing(_ conflict: Conflict?) -> Change {
        var change = self
        switch conflict {
        case .merging(let merging): change = confronted(with: merging.disk) ?? self
        default: change.conflict = conflict
        }
        return change
    }
}
