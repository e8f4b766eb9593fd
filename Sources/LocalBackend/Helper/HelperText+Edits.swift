// The words about searches and edits: the listing of `find`, the plan, and the honest sum at the end.

extension HelperText {
    /// How many lines a listing shows, and how many files a summary and a plan name.
    private static let shownLines = 100
    private static let shownFiles = 20
    private static let plannedFiles = 5

    static func listing(
        of report: SearchReport, for text: SearchText, in scope: SearchScope
    ) -> (summary: String, text: String) {
        guard !report.files.isEmpty else {
            let summary = "No line holds \(text.inCode)\(scope.suffix)."
            return (summary, summary + hint(scope) + notes(report))
        }
        let summary =
            "Found \(text.inCode) in \(count(report.lineCount, "line")) of "
            + "\(count(report.files.count, "file"))\(scope.suffix)."
        var left = shownLines
        var blocks: [String] = []
        for file in report.files where left > 0 {
            let lines = file.lines.prefix(left)
            left -= lines.count
            // What stands in the line is asked for, not how deep.
            let rows = lines.map { "  \($0.number): \($0.text.drop { $0 == " " || $0 == "\t" })" }
            blocks.append(file.path + "\n" + rows.joined(separator: "\n"))
        }
        var body = summary + "\n\n" + fenced(blocks.joined(separator: "\n"))
        if report.lineCount > shownLines {
            body += "\n\n\(count(report.lineCount - shownLines, "more line")) not shown."
        }
        return (summary, body + notes(report))
    }

    /// A name without wildcards may have been meant as a folder.
    static func hint(_ scope: SearchScope) -> String {
        guard case .files(let glob) = scope, !glob.contains(where: { "*?[.".contains($0) }) else { return "" }
        return " \(glob.inCode) is the name of a file; for a folder write \("in \(glob)/".inCode)."
    }

    static func notes(_ report: SearchReport) -> String {
        var text = ""
        if let limit = report.limit { text += "\n\nThe search stopped early: \(limit). There may be more." }
        if let skipped = report.skipped { text += "\n\nNot searched: \(skipped)." }
        return text
    }

    static func plan(_ run: HelperTurn.EditRun) -> String {
        let files = run.plan.files
        var lines = ["\(run.edit.title): \(count(run.plan.lineCount, "line")) in \(count(files.count, "file"))"]
        // A long plan names a few: every file is told again as its step comes.
        let named = files.count > plannedFiles + 1 ? plannedFiles : files.count
        for (index, file) in files.prefix(named).enumerated() {
            lines.append("\(index + 1). \(file.path): \(count(file.lines.count, "line"))")
        }
        if files.count > named { lines.append("and \(count(files.count - named, "more file"))") }
        return lines.joined(separator: "\n")
    }

    static func editing(_ files: ArraySlice<FileEdit>) -> String {
        guard let first = files.first else { return "Editing" }
        return files.count == 1
            ? "Editing \(first.path)" : "Editing \(first.path) and \(count(files.count - 1, "more file"))"
    }

    static func nothingToEdit(_ run: HelperTurn.EditRun) -> String {
        let what: String =
            switch run.edit {
            case .rename(let old, _, let scope, let way):
                "No line holds \(old.inCode)\(way.everyCase ? " in any case" : "")"
                    + "\(way.insideWords ? "" : " as a whole word")\(scope.suffix)."
            case .replace(let text, _, let scope, _):
                run.foundLines == 0
                    ? "No line holds \(text.inCode)\(scope.suffix)."
                    : "No line that holds \(text.inCode)\(scope.suffix) would change."
            }
        return what + hint(run.edit.scope) + " Nothing was changed." + leftovers(run)
    }

    /// The last word on an edit: one sentence, and the whole.
    static func summary(_ run: HelperTurn.EditRun, isWritten: Bool) -> (short: String, text: String) {
        let done = run.done
        let failures = run.failures
        var short: String
        if done.files == 0 {
            short = "No file could be edited. Nothing was changed."
        } else {
            short =
                "\(run.edit.done): \(count(done.places, "place")) in \(count(done.lines, "line")) of "
                + "\(count(done.files, "file"))."
            if !failures.isEmpty { short += " \(count(failures.count, "file")) could not be edited." }
        }
        var text = short
        if done.files > 0 {
            text +=
                isWritten
                ? writtenAtOnce
                : " Staged for review: nothing is on disk until you accept and write it."
        }
        if !failures.isEmpty {
            text += "\n\nNot edited:\n\n"
            text += failures.prefix(shownFiles).map { "- \($0.path.inCode): \($0.reason)" }.joined(separator: "\n")
            if failures.count > shownFiles { text += "\n- and \(count(failures.count - shownFiles, "more file"))" }
        }
        return (short, text + forms(run) + leftovers(run))
    }

    /// What was found and is left as it was, and what may not have been found.
    static func leftovers(_ run: HelperTurn.EditRun) -> String {
        var text = ""
        let unreadable = run.plan.left.filter { $0.reason == .notUTF8 }.map(\.place)
        let tooLong = run.plan.left.filter { $0.reason == .tooLong }.map(\.place)
        if !unreadable.isEmpty { text += "\n\nLeft as they are, since they are not valid UTF-8: \(named(unreadable))." }
        if !tooLong.isEmpty {
            text += "\n\nLeft as they are, since they are too long to be read in full: \(named(tooLong))."
        }
        if let skipped = run.skipped { text += "\n\nNot searched: \(skipped)." }
        if let limit = run.limit {
            text += "\n\nThe search stopped early: \(limit). There may be more; ask again after writing these."
        }
        return text
    }

    static func named(_ places: [EditPlan.Place]) -> String {
        let shown = places.prefix(shownFiles).map { "\($0.path):\($0.number)".inCode }.joined(separator: ", ")
        return places.count > shownFiles ? "\(shown) and \(places.count - shownFiles) more" : shown
    }
}
