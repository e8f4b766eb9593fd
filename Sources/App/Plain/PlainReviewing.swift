// What the words about a review do: the same news for the panel's machine that its keys are.

internal import ChangeReview
internal import Screen

struct PlainReviewing: Equatable, Sendable {
    var numbers = PlainNumbers()
    /// The message of a commit whose repository is being looked for.
    private var commitMessage: String?
    /// The latest place that `next` showed.
    private var latest: (path: RelativePath, hunk: Int)?

    /// It was said what to do with a list.
    private var isHinted = false

    /// What comes of a word: news for the panel, and lines.
    struct Outcome {
        var events: [Reviewing.Event] = []
        var lines: [String] = []
        /// Files whose state is to be said when the news was heard; nil: the whole list's.
        var touched: [RelativePath]? = []
        /// A file whose hunks have other numbers then.
        var recut: RelativePath?

        static func say(_ lines: String...) -> Outcome { Outcome(lines: lines) }
    }

    static func == (one: PlainReviewing, other: PlainReviewing) -> Bool {
        one.numbers == other.numbers && one.commitMessage == other.commitMessage
            && one.latest?.path == other.latest?.path && one.latest?.hunk == other.latest?.hunk
    }

    /// A key that types nothing: the action beside it is what counts.
    static let key = Key(.function(12))

    mutating func perform(_ word: PlainWord, _ arguments: PlainArguments, _ reviewing: inout Reviewing) -> Outcome {
        do throws(PlainMistake) {
            return try carryOut(word, arguments, &reviewing)
        } catch {
            return .say(error.text + ".")
        }
    }

    private mutating func carryOut(
        _ word: PlainWord, _ arguments: PlainArguments, _ reviewing: inout Reviewing
    ) throws(PlainMistake) -> Outcome {
        switch word {
        case .changes: return Outcome(lines: PlainChanges(reviewing).list(&numbers))
        case .show: return try show(arguments, reviewing)
        case .next: return next(reviewing)
        case .accept: return try decide(.accepted, arguments, reviewing)
        case .clear: return try decide(.undecided, arguments, reviewing)
        case .reject: return try reject(arguments, reviewing)
        case .write: return try act(.write, reviewing)
        case .undo: return try act(.undoReview, reviewing)
        case .redo: return try act(.redoReview, reviewing)
        case .edit: return try edit(arguments, &reviewing)
        case .comment: return try comment(arguments, reviewing)
        case .comments:
            let all = reviewing.changes.comments
            return Outcome(lines: all.isEmpty ? ["There are no remarks."] : all.map { PlainChanges.line(of: $0) })
        case .resolve:
            let id = arguments.number ?? 0
            guard reviewing.changes.comments.contains(where: { $0.id == id }) else {
                throw PlainMistake("There is no remark \(id). comments lists them")
            }
            return Outcome(
                events: [.changes(.commentResolved(id))], lines: ["Remark \(id) is dealt with. undo takes that back."])
        case .split: return try split(arguments, reviewing)
        case .join: return try join(arguments, reviewing)
        case .ours: return try resolve(.ours, arguments, reviewing)
        case .theirs: return try resolve(.theirs, arguments, reviewing)
        case .both: return try resolve(.both, arguments, reviewing)
        case .base: return try resolve(.base, arguments, reviewing)
        case .patch: return export(to: arguments.text, &reviewing)
        case .commit: return try commit(arguments.text, &reviewing)
        default: throw PlainMistake("\(word.row.names[0]) is not for a review")
        }
    }

    // MARK: Looking

    private mutating func show(_ arguments: PlainArguments, _ reviewing: Reviewing) throws(PlainMistake) -> Outcome {
        guard let place = arguments.place else { throw PlainMistake("show takes a place") }
        let change = try numbers.change(place.file, in: reviewing.changes).get()
        if let numbered = place.lines, let hunk = place.hunk, change.hunks.indices.contains(hunk - 1),
            numbered.lowerBound > change.hunks[hunk - 1].changed.count
        {
            let count = counted(change.hunks[hunk - 1].changed.count, "numbered line")
            throw PlainMistake("Hunk \(place.file).\(hunk) has \(count)")
        }
        guard
            let lines = PlainChanges(reviewing).lines(
                of: change, place.file, hunk: place.hunk, numbered: place.lines)
        else {
            throw PlainMistake(
                "Change \(place.file) has \(counted(max(1, change.hunks.count), "hunk")). show \(place.file) shows them"
            )
        }
        // Who sees one hunk of a file that changed has not seen the others.
        if place.hunk == nil || change.hunks.count < 2 || !numbers.isNews(change) { numbers.show(change) }
        return Outcome(lines: lines)
    }

    private mutating func next(_ reviewing: Reviewing) -> Outcome {
        let open = reviewing.changes.changes.flatMap { change in
            change.decisions.indices.filter { change.decisions[$0] == .undecided || change.decisions[$0] == .partly }
                .map { (change, $0) }
        }
        guard let first = open.first else { return .say("Nothing is undecided.") }
        let following = latest.flatMap { latest in
            open.first { $0.0.path > latest.path || ($0.0.path == latest.path && $0.1 > latest.hunk) }
        }
        let (change, hunk) = following ?? first
        latest = (change.path, hunk)
        let isNews = numbers.isNews(change)
        let number = numbers.number(of: change.path)
        let changes = PlainChanges(reviewing)
        if isNews { numbers.show(change) }
        let head = change.hunks.count > 1 && !isNews ? [changes.line(of: change, number: number)] : []
        return Outcome(
            lines: head
                + (changes.lines(of: change, number, hunk: isNews || change.hunks.count < 2 ? nil : hunk + 1) ?? []))
    }

    /// How a file or the review stands after a decision.
    mutating func standing(after outcome: Outcome, _ reviewing: Reviewing) -> [String] {
        guard !outcome.events.isEmpty else { return [] }
        let changes = PlainChanges(reviewing)
        if let path = outcome.recut, let change = reviewing.changes[path] {
            numbers.show(change)
            return changes.lines(of: change, numbers.number(of: path)) ?? []
        }
        guard let touched = outcome.touched else {
            return reviewing.changes.isEmpty ? [] : changes.list(&numbers)
        }
        return touched.map { path in
            guard let change = reviewing.changes[path] else {
                return "\(PlainText.line(path.text)) is not under review any more. undo takes that back."
            }
            numbers.list(change)
            return changes.line(of: change, number: numbers.number(of: path))
        }
    }

    /// What an answer to a question of the review's has brought at once.
    mutating func standing(afterAnswer one: PlainAsked.One, _ word: PlainWord, _ reviewing: Reviewing) -> [String] {
        if word == .no { return ["Left as it is."] }
        if case .review(.rejectAll) = one.subject { return PlainChanges(reviewing).list(&numbers) }
        return []
    }

    /// All that is under review, when something of it is not on the page as it is.
    mutating func news(of reviewing: Reviewing) -> [String] {
        numbers.settle(reviewing.changes)
        guard !waits(reviewing), numbers.hasNews(in: reviewing.changes) else { return [] }
        defer { isHinted = true }
        let (all, changes) = (reviewing.changes.changes, PlainChanges(reviewing))
        let new = all.filter(numbers.isNews)
        // Beside others that are on the page as they are, a few lines say it.
        guard new.count == all.count else {
            return new.map { change in
                numbers.list(change)
                return changes.line(of: change, number: numbers.number(of: change.path))
            }
        }
        return changes.list(&numbers)
            + (isHinted ? [] : ["show N shows one; a N accepts, r N rejects, write writes. help lists all words."])
    }

    // MARK: Deciding

    private func decide(
        _ decision: Decision, _ arguments: PlainArguments, _ reviewing: Reviewing
    ) throws(PlainMistake) -> Outcome {
        try refuseNothing(reviewing)
        guard let place = arguments.place else {
            guard !numbers.hasNews(in: reviewing.changes) else {
                throw PlainMistake("There are changes that you have not seen. changes lists all")
            }
            return Outcome(events: [.changes(.decided(decision, .everything))], touched: nil)
        }
        let (change, selection) = try selection(place, reviewing)
        return Outcome(events: [.changes(.decided(decision, selection))], touched: [change.path])
    }

    private func selection(
        _ place: PlainPlace, _ reviewing: Reviewing
    ) throws(PlainMistake) -> (change: Change, Selection) {
        let (change, selection) = try numbers.selection(place, in: reviewing.changes).get()
        // Where a merge waits for choices, its hunks are not what would be written.
        if case .merging = change.conflict, place.hunk != nil {
            throw PlainMistake(
                "Change \(place.file) is in conflict. show \(place.file) shows it; ours, theirs, both or base decides")
        }
        return (change, selection)
    }

    private func reject(_ arguments: PlainArguments, _ reviewing: Reviewing) throws(PlainMistake) -> Outcome {
        try refuseNothing(reviewing)
        guard let place = arguments.place else { return Outcome(events: [.key(Self.key, .rejectAll)]) }
        let (change, selection) = try selection(place, reviewing)
        let event: ChangeSet.Event =
            arguments.text.isEmpty ? .decided(.rejected, selection) : .rejected(selection, reason: arguments.text)
        return Outcome(events: [.changes(event)], touched: [change.path])
    }

    private func act(_ action: Action, _ reviewing: Reviewing) throws(PlainMistake) -> Outcome {
        if case .question = reviewing.prompt { throw PlainMistake("A question waits for yes or no. request prints it") }
        return Outcome(events: [.key(Self.key, action)])
    }

    private func refuseNothing(_ reviewing: Reviewing) throws(PlainMistake) {
        guard !reviewing.changes.isEmpty else { throw PlainMistake("Nothing is under review") }
    }

    // MARK: Cutting and resolving

    private func split(_ arguments: PlainArguments, _ reviewing: Reviewing) throws(PlainMistake) -> Outcome {
        guard let place = arguments.place, place.lines?.count == 1 else {
            throw PlainMistake("split takes a line: \(PlainWord.split.row.example)")
        }
        let (change, selection) = try selection(place, reviewing)
        guard case .lines(let path, let lines) = selection, place.lines?.lowerBound != 1 else {
            throw PlainMistake("The first line of a hunk begins one already")
        }
        return Outcome(
            events: [.changes(.split(path, at: lines.lowerBound))],
            lines: ["Cut. Its hunks have other numbers from here on:"], recut: change.path)
    }

    private func join(_ arguments: PlainArguments, _ reviewing: Reviewing) throws(PlainMistake) -> Outcome {
        guard let place = arguments.place, let hunk = place.hunk, place.lines == nil else {
            throw PlainMistake("join takes a hunk: \(PlainWord.join.row.example)")
        }
        let (change, _) = try selection(place, reviewing)
        guard hunk > 1, change.hunks.indices.contains(hunk - 1) else {
            throw PlainMistake("There is no hunk above \(place.text) in this file")
        }
        return Outcome(
            events: [.changes(.joined(change.path, at: change.hunks[hunk - 1].changed.lowerBound))],
            lines: ["Joined. Its hunks have other numbers from here on:"], recut: change.path)
    }

    private func resolve(
        _ resolution: ThreeWayMerge.Resolution, _ arguments: PlainArguments, _ reviewing: Reviewing
    ) throws(PlainMistake) -> Outcome {
        guard let place = arguments.place, place.lines == nil else { throw PlainMistake("A conflict is written 2.1") }
        let change = try numbers.change(place.file, in: reviewing.changes).get()
        guard let conflict = change.conflict else { throw PlainMistake("Change \(place.file) has no conflict") }
        guard !numbers.isNews(change) else {
            throw PlainMistake(
                "Change \(place.file) is not what it was when you saw it. show \(place.file) shows it now")
        }
        let index = (place.hunk ?? 1) - 1
        guard index < conflict.count, place.hunk != nil || conflict.count == 1 else {
            throw PlainMistake(
                "Change \(place.file) has \(counted(conflict.count, "conflict")). show \(place.file) shows them")
        }
        guard conflict.choices.contains(resolution) else {
            throw PlainMistake("That can't be done here. ours \(place.file).1 keeps what is on disk")
        }
        return Outcome(events: [.changes(.resolved(change.path, conflict: index, resolution))], touched: [change.path])
    }

    // MARK: Words and files

    private func comment(_ arguments: PlainArguments, _ reviewing: Reviewing) throws(PlainMistake) -> Outcome {
        guard let place = arguments.place else { throw PlainMistake("comment takes a place") }
        let (change, selection) = try numbers.selection(place, in: reviewing.changes).get()
        var range: ReviewComment.Range?
        if case .hunk(_, let hunk) = selection, let lines = change.lines(ofHunk: hunk), !change.hunks.isEmpty {
            range = Self.range(of: lines, in: change)
        } else if case .lines(_, let lines) = selection {
            range = Self.range(of: lines, in: change)
        }
        let rest = reviewing.hasAgent ? "It goes to the agent with your next message." : "patch FILE.md writes it out."
        return Outcome(
            events: [.changes(.commented(change.path, range, arguments.text))], lines: ["The remark is kept. \(rest)"])
    }

    /// The added lines, or the removed ones where none is.
    private static func range(of lines: Range<Int>, in change: Change) -> ReviewComment.Range? {
        let places = lines.map { change.weave.place(of: $0) }
        let side = places.contains { $0.isAdded } ? ReviewComment.Range.Side.new : .old
        let numbers = places.filter { $0.isAdded == (side == .new) }.map(\.line)
        guard let first = numbers.min(), let last = numbers.max() else { return nil }
        return ReviewComment.Range(side, first..<last + 1)
    }

    private func edit(_ arguments: PlainArguments, _ reviewing: inout Reviewing) throws(PlainMistake) -> Outcome {
        guard let place = arguments.place else { throw PlainMistake("edit takes a place") }
        let change = try numbers.change(place.file, in: reviewing.changes).get()
        reviewing.select(change.path)
        reviewing.touch()
        if case .merging(let merging) = change.conflict {
            let rows = ConflictRow.rows(merging.merge, showsBase: reviewing.conflict.showsBase)
            let index = (place.hunk ?? 1) - 1
            guard let row = rows.firstIndex(where: { $0.kind == .header && $0.conflict == index }) else {
                throw PlainMistake("Change \(place.file) has no conflict \(place.text). show \(place.file) shows them")
            }
            reviewing.side = .diff
            reviewing.conflict.row = row
        }
        return Outcome(events: [.key(Self.key, .editFile)])
    }

    private func export(to path: String, _ reviewing: inout Reviewing) -> Outcome {
        if case .question = reviewing.prompt { return .say("A question waits for yes or no. request prints it.") }
        guard !reviewing.changes.isEmpty else { return .say("Nothing is under review.") }
        let form: ReviewExport = path.hasSuffix(".md") ? .markdown : path.hasSuffix(".json") ? .json : .patch
        reviewing.prompt = .line(.exportPath(form), TextLine(path))
        return Outcome(events: [.key(Key(.enter), nil)])
    }

    private mutating func commit(_ message: String, _ reviewing: inout Reviewing) throws(PlainMistake) -> Outcome {
        if case .question = reviewing.prompt { throw PlainMistake("A question waits for yes or no. request prints it") }
        commitMessage = message
        return Outcome(events: [.key(Self.key, .commitReview)])
    }

    /// Goes on with a commit when it is known that there is a repository.
    mutating func follow(_ news: CommitNews, _ reviewing: inout Reviewing) -> [Reviewing.Event] {
        guard let message = commitMessage, case .possible = news else {
            commitMessage = nil
            return []
        }
        commitMessage = nil
        guard case .line(.commitMessage(let files, let branch, let takenOut), _) = reviewing.prompt else { return [] }
        reviewing.prompt = .line(
            .commitMessage(files: files, branch: branch, takenOut: takenOut), TextLine(message))
        return [.key(Key(.enter), nil)]
    }

    /// It waits for news that a word has asked for.
    func waits(_ reviewing: Reviewing) -> Bool {
        reviewing.changes.isWriting || reviewing.awaitedPreview != nil || reviewing.waitsForGit
            || (commitMessage != nil && reviewing.takesText)
    }
}
