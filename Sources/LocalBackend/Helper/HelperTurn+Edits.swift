// The part of a turn that changes text across files: search, plan, then one step per file.

extension HelperTurn {
    /// An edit under way.
    struct EditRun: Equatable, Sendable {
        enum Outcome: Equatable, Sendable {
            case staged(added: Int, removed: Int)
            case failed(String)
        }

        var edit: HelperEdit
        var plan: EditPlan
        /// How many lines the search gave.
        var foundLines: Int
        /// The search's own limit, and what it left out, in its words.
        var limit: String?
        var skipped: String?
        /// What the lines said that were found, where a name may be among them that is taken.
        var foundTexts: [String] = []
        /// One per file that is through.
        var outcomes: [Outcome] = []
        /// The files that are being edited now.
        var running: Range<Int> = 0..<0

        init(_ edit: HelperEdit, _ plan: EditPlan, _ report: SearchReport) {
            self.edit = edit
            self.plan = plan
            foundLines = report.lineCount
            limit = report.limit
            skipped = report.skipped
            if edit.forms != nil { foundTexts = report.files.flatMap { $0.lines.map(\.text) } }
        }

        /// Up to this many requests one file each, so that every step shows; with more files, so many at a time.
        private static let requestLimit = 40

        var batch: Range<Int> {
            let size = (plan.files.count + Self.requestLimit - 1) / Self.requestLimit
            let start = outcomes.count
            return start..<min(start + max(1, size), plan.files.count)
        }
    }

    mutating func searched(_ answer: ToolAnswer?, _ edit: HelperEdit) -> [Effect] {
        guard let answer, answer.succeeded else { return fail("The search failed", answer) }
        let report = SearchReport(answer.text)
        let plan = EditPlan(edit, report, texts: nil)
        guard plan.unread.isEmpty else {
            state = .reading(edit, report, plan.unread)
            return [
                .publish(.thinking("Reading \(HelperText.count(plan.unread.count, "long line"))")),
                .call(plan.unread.map { .readLine(path: $0.path, number: $0.number) }),
            ]
        }
        return begin(EditRun(edit, plan, report))
    }

    mutating func read(
        _ answers: [ToolAnswer], _ edit: HelperEdit, _ report: SearchReport, _ places: [EditPlan.Place]
    ) -> [Effect] {
        let texts: [String?] = places.indices.map { index in
            guard index < answers.count, answers[index].succeeded else { return nil }
            let file = FileReport(answers[index].text)
            return file.isCut ? nil : file.lines[places[index].number]
        }
        let plan = EditPlan(edit, report, texts: texts)
        return begin(EditRun(edit, plan, report))
    }

    private mutating func begin(_ run: EditRun) -> [Effect] {
        guard !run.plan.files.isEmpty else {
            let text = HelperText.nothingToEdit(run)
            return [.publish(.complete(text, ReportedFiles()))] + finish(text)
        }
        let isLarge = run.plan.files.count > Self.unaskedFiles && purpose == .doing
        if purpose == .previewing || isLarge { return previewed(HelperText.preview(run, isLarge: isLarge)) }
        return [.publish(.plan(HelperText.plan(run), steps: run.plan.files.count))] + next(run)
    }

    private mutating func next(_ run: EditRun) -> [Effect] {
        var run = run
        run.running = run.batch
        state = .editing(run)
        let files = run.plan.files[run.running]
        return [
            .publish(
                .working(step: run.running.lowerBound + 1, total: run.plan.files.count, HelperText.editing(files))),
            .call(files.map { .applyDiff(path: $0.path, diff: $0.diff) }),
        ]
    }

    mutating func edited(_ answers: [ToolAnswer], _ run: EditRun) -> [Effect] {
        var run = run
        var effects: [Effect] = []
        for (offset, index) in run.running.enumerated() {
            let file = run.plan.files[index]
            let outcome = Self.outcome(of: offset < answers.count ? answers[offset] : nil, file)
            run.outcomes.append(outcome)
            effects.append(.publish(Self.stepComplete(index, file, outcome, of: run)))
        }
        if run.outcomes.count < run.plan.files.count { return effects + next(run) }
        let files = run.reported
        let words = HelperText.summary(run, isWritten: writesAtOnce)
        effects.append(.publish(files.isEmpty ? .error(words.short) : .complete(words.short, files)))
        return effects + finish(words.text, files)
    }

    static func outcome(of answer: ToolAnswer?, _ file: FileEdit) -> EditRun.Outcome {
        guard let answer else { return .failed("no answer came") }
        guard answer.succeeded else { return .failed(answer.firstLine) }
        if let counts = answer.stagedCounts { return .staged(added: counts.added, removed: counts.removed) }
        return .staged(added: file.lines.count, removed: file.lines.count)
    }

    private static func stepComplete(
        _ index: Int, _ file: FileEdit, _ outcome: EditRun.Outcome, of run: EditRun
    ) -> HelperProgress {
        let total = run.plan.files.count
        switch outcome {
        case .failed(let reason):
            return .stepComplete(step: index + 1, total: total, "Could not edit \(file.path): \(reason)", .failed)
        case .staged:
            let files = ReportedFiles(modified: [file.reported(outcome)].compactMap { $0 })
            return .stepComplete(step: index + 1, total: total, "Edited \(file.path)", .changed(files))
        }
    }
}

extension HelperTurn.EditRun {
    /// What is staged.
    var reported: ReportedFiles {
        ReportedFiles(modified: zip(plan.files, outcomes).compactMap { $0.reported($1) })
    }

    var failures: [(path: String, reason: String)] {
        zip(plan.files, outcomes).compactMap { file, outcome in
            if case .failed(let reason) = outcome { (file.path, reason) } else { nil }
        }
    }

    /// Of the files that are staged.
    var done: (files: Int, lines: Int, places: Int) {
        var sum = (files: 0, lines: 0, places: 0)
        for case (let file, .staged) in zip(plan.files, outcomes) {
            sum = (sum.files + 1, sum.lines + file.lines.count, sum.places + file.places)
        }
        return sum
    }
}

extension FileEdit {
    func reported(_ outcome: HelperTurn.EditRun.Outcome) -> ReportedFiles.File? {
        guard case .staged(let added, let removed) = outcome else { return nil }
        // Where every line has one place, the counts say it.
        let details =
            places == lines.count
            ? [] : ["\(HelperText.count(places, "place")) in \(HelperText.count(lines.count, "line"))"]
        return ReportedFiles.File(path: path, added: added, removed: removed, details: details)
    }
}
