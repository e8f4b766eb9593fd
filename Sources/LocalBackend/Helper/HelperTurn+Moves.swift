// The part of a turn that moves files, with what imports them: list, search, move, then edit line by line.

extension HelperTurn {
    /// A move under way.
    struct MoveRun: Equatable, Sendable {
        enum Stage: Equatable, Sendable {
            case listing, searching, moving
            /// With one outcome for each file that is through.
            case editing([EditRun.Outcome])
        }

        var from: String
        var to: String
        var withImports: Bool
        var stage = Stage.listing
        var files = MovedFiles()
        /// The list of the project's files has more than it shows.
        var isListCut = false
        var plan = ImportPlan()

        /// A file that did not go, and why.
        struct Refusal: Equatable, Sendable {
            var path: String
            var reason: String
        }

        /// Old paths in order.
        var paths: [String] { Array(files.paths.keys).sorted() }
        var isFolder: Bool { from.hasSuffix("/") }
    }

    /// A folder with more files is not for one request.
    static let folderLimit = 200

    mutating func move(_ from: String, _ to: String, _ withImports: Bool) -> [Effect] {
        let isOdd = (from + to).unicodeScalars.contains { $0 == "\"" || $0 == "\\" || $0.value < 32 || $0.value == 127 }
        // Without anything to look up it is one call; so it is for names that are printed in another form.
        if !from.hasSuffix("/"), isOdd || !withImports && purpose != .previewing { return act(.move(from, to: to)) }
        let run = MoveRun(from: from, to: to, withImports: withImports)
        state = .moving(run)
        let folder = from.hasSuffix("/") ? String(from.dropLast()) : PathText.folder(of: from)
        var calls: [HelperCall] = [.listFiles(folder: folder, recursive: from.hasSuffix("/"))]
        if !folder.isEmpty || !from.hasSuffix("/") { calls.append(.listFiles(folder: "", recursive: true)) }
        return [.publish(.thinking("Looking at what is there")), .call(calls)]
    }

    mutating func moved(_ answers: [ToolAnswer], _ run: MoveRun) -> [Effect] {
        switch run.stage {
        case .listing: listed(answers, run)
        case .searching: mentioned(answers, run)
        case .moving: arrived(answers, run)
        case .editing(let outcomes): imported(answers, run, outcomes)
        }
    }

    private mutating func listed(_ answers: [ToolAnswer], _ run: MoveRun) -> [Effect] {
        var run = run
        guard answers.count == 2, answers[1].succeeded else { return fail("Could not list the files", answers.last) }
        let near = FileList(answers[0].succeeded ? answers[0].text : "")
        let all = FileList(answers[1].text)
        let known = Set(near.paths + all.paths)
        run.isListCut = all.isCut
        if run.isFolder {
            let inside = near.paths.filter { $0.hasPrefix(run.from) }
            guard !near.isCut, inside.count <= Self.folderLimit else {
                return finish(HelperText.tooManyToMove(run.from))
            }
            // A name with a line end or a quote is printed in another form.
            guard !near.paths.contains(where: { $0.hasPrefix("\"") }) else {
                return finish(HelperText.oddNames(run.from))
            }
            guard !inside.isEmpty else { return finish(HelperText.nothingToMove(run.from)) }
            let paths = inside.map { ($0, run.to + $0.dropFirst(run.from.count)) }
            run.files = MovedFiles(paths: Dictionary(paths) { first, _ in first }, known: known)
        } else {
            run.files = MovedFiles(paths: [run.from: run.to], known: known)
            // What no list has may still be there: the call itself knows.
            guard known.contains(run.from) else {
                if known.contains(where: { $0.hasPrefix(run.from + "/") }) {
                    return finish(HelperText.isFolder(run.from, run.to))
                }
                return purpose == .previewing
                    ? finish(HelperText.nothingToMove(run.from)) : act(.move(run.from, to: run.to))
            }
        }
        guard run.withImports else { return begin(run) }
        run.stage = .searching
        state = .moving(run)
        return [
            .publish(.thinking("Searching for what names \(run.from)")),
            .call([
                .search(.plain(run.stem), wholeWords: false, .everywhere),
                .search(.expression(ImportPlan.ownLines, ignoringCase: false), wholeWords: false, run.ownPlace),
            ]),
        ]
    }

    private mutating func mentioned(_ answers: [ToolAnswer], _ run: MoveRun) -> [Effect] {
        var run = run
        guard answers.count == 2, let search = answers.first(where: { !$0.succeeded }) ?? answers.first,
            search.succeeded
        else { return fail("The search failed", answers.first { !$0.succeeded }) }
        run.plan = ImportPlan(SearchReport(answers[0].text), SearchReport(answers[1].text), run.files)
        return begin(run)
    }

    private mutating func begin(_ run: MoveRun) -> [Effect] {
        var run = run
        if purpose == .previewing { return previewed(HelperText.preview(run)) }
        run.stage = .moving
        state = .moving(run)
        return [
            .publish(.plan(HelperText.plan(run), steps: run.stepCount)),
            .publish(.working(step: 1, total: run.stepCount, "Moving \(run.from) to \(run.to)")),
            .call(run.paths.map { .moveFile(path: $0, to: run.files.new($0)) }),
        ]
    }

    private mutating func arrived(_ answers: [ToolAnswer], _ run: MoveRun) -> [Effect] {
        var refused: [MoveRun.Refusal] = []
        for (index, path) in run.paths.enumerated() {
            let answer = index < answers.count ? answers[index] : nil
            if answer?.succeeded != true {
                let reason = answer?.firstLine.trimmed(of: ".") ?? "no answer came"
                refused.append(MoveRun.Refusal(path: path, reason: reason))
            }
        }
        guard refused.isEmpty else {
            // Half a folder is at two places: its imports can't be told, and are the user's.
            let text = HelperText.notMoved(run, refused)
            return [.publish(.stepComplete(step: 1, total: run.stepCount, text, .failed)), .publish(.error(text))]
                + finish(text, run.moves(without: refused))
        }
        let done: Effect = .publish(
            .stepComplete(
                step: 1, total: run.stepCount, "Moved \(run.from) to \(run.to)", .changed(run.moves(without: []))))
        return [done] + editNext(run, [])
    }

    private mutating func editNext(_ run: MoveRun, _ outcomes: [EditRun.Outcome]) -> [Effect] {
        let start = outcomes.count
        let files = run.plan.files[start..<min(start + 20, run.plan.files.count)]
        guard !files.isEmpty else {
            let text = HelperText.summary(run, outcomes, isWritten: writesAtOnce)
            let files = run.reported(outcomes)
            return [.publish(.complete(text.short, files))] + finish(text.text, files)
        }
        var run = run
        run.stage = .editing(outcomes)
        state = .moving(run)
        return [
            .publish(.working(step: start + 2, total: run.stepCount, HelperText.editing(files))),
            .call(files.map { .applyDiff(path: run.files.new($0.path), diff: $0.diff) }),
        ]
    }

    private mutating func imported(
        _ answers: [ToolAnswer], _ run: MoveRun, _ before: [EditRun.Outcome]
    ) -> [Effect] {
        guard !answers.isEmpty else { return fail("The edits gave no result", nil) }
        var outcomes = before
        var effects: [Effect] = []
        for (answer, file) in zip(answers, run.plan.files[before.count...]) {
            let outcome = Self.outcome(of: answer, file)
            outcomes.append(outcome)
            let path = run.files.new(file.path)
            let text: String
            let result: StepOutcome
            if case .failed(let reason) = outcome {
                text = "Could not edit \(path): \(reason)"
                result = .failed
            } else {
                text = "Edited \(path)"
                result = .changed(ReportedFiles(modified: [file.reported(outcome)].compactMap { $0 }))
            }
            effects.append(.publish(.stepComplete(step: outcomes.count + 1, total: run.stepCount, text, result)))
        }
        return effects + editNext(run, outcomes)
    }
}

extension HelperTurn.MoveRun {
    /// What a path to it must hold: the name without its end, or the folder's.
    var stem: String {
        let name = PathText.name(of: PathText.split(from).stem)
        return isIndex && from.contains("/") ? PathText.name(of: PathText.folder(of: from)) : name
    }

    /// Where every line with an import is read: those of the file itself name others by the way from there. A folder's
    /// own file is `.` to its neighbours and `..` below them, which no search for a name would find.
    var ownPlace: SearchScope {
        if isFolder { return .folder(String(from.dropLast())) }
        guard isIndex else { return .folder(from) }
        let folder = PathText.folder(of: from)
        return folder.isEmpty ? .everywhere : .folder(folder)
    }

    private var isIndex: Bool { ["index", "__init__"].contains(PathText.name(of: PathText.split(from).stem)) }

    var stepCount: Int { plan.files.count + 1 }

    func moves(without refused: [Refusal]) -> ReportedFiles {
        let refused = Set(refused.map(\.path))
        let gone = paths.filter { !refused.contains($0) }
        return ReportedFiles(
            created: gone.map { ReportedFiles.File(path: files.new($0)) },
            deleted: gone.map { ReportedFiles.File(path: $0) })
    }

    func reported(_ outcomes: [HelperTurn.EditRun.Outcome]) -> ReportedFiles {
        var all = moves(without: [])
        all.modified = zip(plan.files, outcomes).compactMap { file, outcome in
            files.moves(file.path) ? nil : file.reported(outcome)
        }
        return all
    }
}
