// The part of the machine that keeps what the reviewer says about lines, and moves it along with them.

extension ChangeSet {
    mutating func comment(_ path: RelativePath, _ range: ReviewComment.Range?, _ text: String) -> [Effect] {
        guard let change = files[path], !text.isEmpty else { return [.ignored(.file(path))] }
        addComment(change, range, .remark, text, patch: change.excerpt(range))
        return [.record(.commented(path, range, text))]
    }

    /// A comment's text; an empty one takes it away.
    mutating func changeComment(_ id: Int, _ text: String) -> [Effect] {
        guard var comment = comment(id), comment.text != text else { return [] }
        if text.isEmpty { return removeComment(id) }
        let before = comment
        comment.text = text
        comment.state = .waiting
        setComment(id, to: comment)
        history.did(.decided(before: [:], comments: [id: before]))
        return [.record(.commentChanged(id, text))]
    }

    mutating func removeComment(_ id: Int) -> [Effect] {
        guard let before = comment(id) else { return [] }
        setComment(id, to: nil)
        history.did(.decided(before: [:], comments: [id: before]))
        return [.record(.commentRemoved(id))]
    }

    mutating func resolveComment(_ id: Int) -> [Effect] {
        guard var comment = comment(id), comment.state != .resolved else { return [] }
        let before = comment
        comment.state = .resolved
        setComment(id, to: comment)
        history.did(.decided(before: [:], comments: [id: before]))
        return [.record(.commentResolved(id))]
    }

    /// Refuses something and says why.
    mutating func reject(_ selection: Selection, _ reason: String) -> [Effect] {
        guard !reason.isEmpty else { return decide(.rejected, selection) }
        var about: [(Change, Range<Int>)] = []
        switch selection {
        case .everything: about = changes.map { ($0, $0.marks.indices) }
        case .file(let path): if let change = files[path] { about = [(change, change.marks.indices)] }
        case .hunk(let path, let hunk):
            if let change = files[path], let lines = change.lines(ofHunk: hunk) { about = [(change, lines)] }
        case .lines(let path, let lines):
            if let change = files[path], !lines.isEmpty, change.marks.indices.contains(lines.lowerBound),
                lines.upperBound <= change.marks.count
            {
                about = [(change, lines)]
            }
        }
        guard !about.isEmpty else { return [.ignored(selection)] }
        var before: [RelativePath: Change] = [:]
        var comments: [Int: ReviewComment?] = [:]
        for (change, lines) in about {
            before[change.path] = change
            files[change.path]?.mark(.rejected, lines)
            comments.updateValue(nil, forKey: nextComment)
            let isWhole = lines == change.marks.indices
            addComment(
                change, isWhole ? nil : change.range(of: lines), .rejection, reason,
                patch: change.excerpt { lines.contains($0) }, isUndoable: false)
        }
        history.did(.decided(before: before, comments: comments))
        return [.record(.rejected(selection, reason: reason))]
    }

    func comment(_ id: Int) -> ReviewComment? { comments.first { $0.id == id } }

    mutating func setComment(_ id: Int, to comment: ReviewComment?) {
        let place = comments.firstIndex { $0.id >= id } ?? comments.count
        let isThere = place < comments.count && comments[place].id == id
        switch (comment, isThere) {
        case (let comment?, true): comments[place] = comment
        case (let comment?, false): comments.insert(comment, at: place)
        case (nil, true): comments.remove(at: place)
        case (nil, false): break
        }
    }

    private mutating func addComment(
        _ change: Change, _ range: ReviewComment.Range?, _ kind: ReviewComment.Kind, _ text: String, patch: String,
        isUndoable: Bool = true
    ) {
        let id = nextComment
        nextComment += 1
        comments.append(
            ReviewComment(id: id, path: change.path, range: range, kind: kind, text: text, patch: patch))
        if isUndoable { history.did(.decided(before: [:], comments: [id: nil])) }
    }

    /// Reasons of rejections that were taken back before the agent heard of them go away; returns them.
    mutating func dropReasons(of paths: some Sequence<RelativePath>) -> [Int: ReviewComment?] {
        var dropped: [Int: ReviewComment?] = [:]
        guard comments.contains(where: { $0.kind == .rejection && $0.state == .waiting }) else { return dropped }
        let paths = Set(paths)
        for comment in comments
        where comment.kind == .rejection && comment.state == .waiting && paths.contains(comment.path) {
            guard let change = files[comment.path] else { continue }
            let lines = change.changedLines(in: comment.range)
            guard !lines.isEmpty, !lines.contains(where: { change.marks[$0] == .rejected }) else { continue }
            dropped[comment.id] = comment
        }
        for id in dropped.keys { setComment(id, to: nil) }
        return dropped
    }

    /// Gives comments their earlier form; returns what they were until now. What was sent meanwhile stays sent.
    mutating func exchangeComments(_ earlier: [Int: ReviewComment?]) -> [Int: ReviewComment?] {
        var now: [Int: ReviewComment?] = [:]
        for (id, comment) in earlier {
            let current = self.comment(id)
            now.updateValue(current, forKey: id)
            guard var wanted = comment else {
                // The agent has read it; it can only be called settled.
                if var sent = current, sent.state != .waiting {
                    sent.state = .resolved
                    setComment(id, to: sent)
                } else {
                    setComment(id, to: nil)
                }
                continue
            }
            if wanted.state == .waiting, told.comments[id] == wanted.text { wanted.state = .sent }
            setComment(id, to: wanted)
        }
        return now
    }

    /// Puts another form of a change under review. Comments go with their lines, and a comment that the agent has read
    /// learns who changed them, unless it is no proposal but the rest of what was written.
    mutating func adopt(_ change: Change, isProposal: Bool = true) {
        let before = files[change.path]
        files[change.path] = change
        guard let before, comments.contains(where: { $0.path == change.path }) else { return }
        moveComments(from: before, to: change, isProposal)
    }

    private mutating func moveComments(from before: Change, to change: Change, _ isProposal: Bool) {
        var old: LineMoves?
        var new: LineMoves?
        let isAgents = isProposal && change.author.kind != .user && change.author.kind != .merge
        for index in comments.indices where comments[index].path == change.path {
            let isRead = comments[index].state == .sent
            guard let range = comments[index].range else {
                if isRead, isAgents, before.proposed != change.proposed {
                    comments[index].state = .touched(by: change.author)
                }
                continue
            }
            let moves: LineMoves
            switch range.side {
            case .old:
                moves = old ?? LineMoves(from: before.base, to: change.base)
                old = moves
            case .new:
                moves = new ?? LineMoves(from: before.proposed, to: change.proposed)
                new = moves
            }
            let moved = moves.range(range.lines)
            let after = moved.lines.isEmpty ? nil : ReviewComment.Range(range.side, moved.lines)
            comments[index].range = after
            guard isRead, isAgents else { continue }
            let isTouched =
                range.side == .new ? moved.isTouched : after == nil || before.excerpt(range) != change.excerpt(after)
            if isTouched { comments[index].state = .touched(by: change.author) }
        }
    }
}

/// Where the lines of a text are in its next version.
private struct LineMoves {
    private let runs: [LineRun]

    init(from old: FileState?, to new: FileState?) {
        runs = old == new ? [] : LineDiff.runs(from: ByteLines(old?.bytes ?? []), to: ByteLines(new?.bytes ?? []))
    }

    /// The lines that a range has become, and whether one of them is not as it was.
    func range(_ range: Range<Int>) -> (lines: Range<Int>, isTouched: Bool) {
        var shift = 0
        var (start, end) = (range.lowerBound, range.upperBound)
        var isTouched = false
        var (startMoved, endMoved) = (false, false)
        for run in runs {
            if run.old.upperBound <= range.lowerBound {
                shift = run.new.upperBound - run.old.upperBound
                continue
            }
            if run.old.lowerBound >= range.upperBound { break }
            if !startMoved {
                start = run.old.lowerBound <= range.lowerBound ? run.new.lowerBound : range.lowerBound + shift
                startMoved = true
            }
            isTouched = true
            shift = run.new.upperBound - run.old.upperBound
            if run.old.upperBound >= range.upperBound {
                end = run.new.upperBound
                endMoved = true
            }
        }
        if !startMoved { start += shift }
        if !endMoved { end += shift }
        return (start..<max(start, end), isTouched)
    }
}
