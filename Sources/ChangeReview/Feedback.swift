// What the agent is to hear of the review with the user's next words.

/// Decisions, edits and remarks that were not sent yet.
public struct Feedback: Equatable, Sendable {
    public struct File: Equatable, Sendable {
        public var path: RelativePath
        /// Accepted lines, added and removed.
        public var accepted = (added: 0, removed: 0)
        /// Hunks of rejected lines for which no reason was given.
        public var rejected = ""
        /// Hunks from what the agent proposed to what the user made of it.
        public var edited = ""
        /// A write that the agent knows of was taken back.
        public var isUndone = false

        init(_ path: RelativePath) { self.path = path }

        public static func == (a: File, b: File) -> Bool {
            a.path == b.path && a.accepted == b.accepted && a.rejected == b.rejected && a.edited == b.edited
                && a.isUndone == b.isUndone
        }
    }

    /// Counts up with every message that took some along; whoever keeps the message keeps it with it.
    public var number: Int
    /// By path.
    public var files: [File]
    /// Remarks and reasons that wait, by path and line.
    public var comments: [ReviewComment]

    public var isEmpty: Bool { files.isEmpty && comments.isEmpty }
    public var remarkCount: Int { comments.count { $0.kind == .remark } }
    /// Reasons, and files with rejected lines beside them.
    public var rejectionCount: Int {
        comments.count { $0.kind == .rejection } + files.count { !$0.rejected.isEmpty }
    }
    public var editedCount: Int { files.count { !$0.edited.isEmpty } }
    /// Something was refused, remarked on, edited or taken back.
    public var saysMoreThanYes: Bool {
        !comments.isEmpty || files.contains { !$0.rejected.isEmpty || !$0.edited.isEmpty || $0.isUndone }
    }
    public var acceptedCount: Int { files.count { $0.accepted != (0, 0) } }
}

extension ChangeSet {
    /// What was decided about lines that are not under review any more, as long as the agent has not heard of it.
    public struct Outcome: Equatable, Sendable {
        public var path: RelativePath
        /// The write; `nil`: nothing was written.
        public var entry: Int?
        /// Accepted lines.
        public var added = 0
        public var removed = 0
        /// Hunks of rejected lines for which no reason was given.
        public var rejected = ""
        /// The write that the agent knows of was taken back.
        public var isUndone = false

        public init(
            path: RelativePath, entry: Int?, added: Int = 0, removed: Int = 0, rejected: String = "",
            isUndone: Bool = false
        ) {
            self.path = path
            self.entry = entry
            self.added = added
            self.removed = removed
            self.rejected = rejected
            self.isUndone = isUndone
        }
    }

    /// What the agent proposed last, and what the user made of it.
    public struct EditNote: Equatable, Sendable {
        public var from: FileState?
        public var to: FileState?

        public init(from: FileState?, to: FileState?) {
            self.from = from
            self.to = to
        }
    }

    /// Everything since the latest `feedbackSent`.
    public var feedback: Feedback {
        var files: [RelativePath: Feedback.File] = [:]
        func add(_ outcome: Outcome) {
            var file = files[outcome.path] ?? Feedback.File(outcome.path)
            file.accepted.added += outcome.added
            file.accepted.removed += outcome.removed
            file.rejected += outcome.rejected
            file.isUndone = file.isUndone || outcome.isUndone
            files[outcome.path] = file
        }
        for outcome in told.outcomes { add(outcome) }
        for change in changes {
            if let outcome = outcome(of: change, entry: nil) { add(outcome) }
        }
        for (path, note) in told.edits {
            files[path, default: Feedback.File(path)].edited = Self.hunks(from: note.from, to: note.to)
        }
        let waiting = comments.filter { $0.state == .waiting }
        return Feedback(
            number: told.number + 1, files: files.values.sorted { $0.path < $1.path },
            comments: waiting.sorted {
                ($0.path, $0.range?.lines.lowerBound ?? -1, $0.id) < ($1.path, $1.range?.lines.lowerBound ?? -1, $1.id)
            })
    }

    /// The message with the feedback of this number is kept: none of it is sent again.
    mutating func sentFeedback(_ number: Int) -> [Effect] {
        guard number > told.number else { return [] }
        told = Told(number: number, comments: told.comments)
        for change in changes where change.told != change.marks { files[change.path]?.told = change.marks }
        for index in comments.indices where comments[index].state == .waiting {
            comments[index].state = .sent
            told.comments[comments[index].id] = comments[index].text
        }
        return [.record(.feedbackSent(number))]
    }

    /// What the agent does not know yet of the marks of a change; `nil`: nothing.
    func outcome(of change: Change, entry: Int?) -> Outcome? {
        guard change.marks != change.told else { return nil }
        var outcome = Outcome(path: change.path, entry: entry)
        var refused: Set<Int> = []
        for (line, mark) in change.marks.enumerated() where mark != change.told[line] {
            switch mark {
            case .undecided: break
            case .rejected: refused.insert(line)
            case .accepted where change.weave.changedCount == 0: outcome.added += 1
            case .accepted:
                if change.weave.place(of: line).isAdded { outcome.added += 1 } else { outcome.removed += 1 }
            }
        }
        for comment in comments
        where comment.path == change.path && comment.kind == .rejection && comment.state == .waiting && !refused.isEmpty
        {
            refused.subtract(change.changedLines(in: comment.range))
        }
        if !refused.isEmpty {
            let text = change.excerpt { refused.contains($0) }
            outcome.rejected = text.isEmpty ? "(the whole change)\n" : text
        }
        return outcome.added + outcome.removed == 0 && outcome.rejected.isEmpty ? nil : outcome
    }

    /// The change stands differently from what the agent proposed.
    mutating func noteEdit(_ path: RelativePath, from: FileState?, to: FileState?) {
        let known = told.edits[path].map(\.from) ?? from
        told.edits[path] = known == to ? nil : EditNote(from: known, to: to)
    }

    /// Decisions that were taken back before the agent heard of them are nothing to tell; of others it hears. Says which
    /// of these changes it knew the fate of.
    mutating func retract(_ entry: Int?, _ paths: some Sequence<RelativePath>) -> Set<RelativePath> {
        var known: Set<RelativePath> = []
        for path in paths {
            if let place = told.outcomes.lastIndex(where: { $0.path == path && $0.entry == entry && !$0.isUndone }) {
                told.outcomes.remove(at: place)
            } else {
                known.insert(path)
                if entry != nil { told.outcomes.append(Outcome(path: path, entry: entry, isUndone: true)) }
            }
        }
        return known
    }

    private static func hunks(from old: FileState?, to new: FileState?) -> String {
        let change = Change(path: .anywhere, base: old, proposed: new)
        let text = change.excerpt { _ in true }
        if !text.isEmpty { return text }
        return new == nil ? "(deleted)\n" : change.isBinary ? "(bytes that are no text)\n" : "(the executable bit)\n"
    }
}

extension RelativePath {
    /// For a change that is looked at and never kept.
    static let anywhere = RelativePath(checked: "file")
}
