// The words about files that move, and about what imports them.

extension HelperText {
    static func tooManyToMove(_ folder: String) -> String {
        "\(folder.inCode) holds more than \(HelperTurn.folderLimit) files. Nothing was moved. "
            + "\("run git mv".inCode) moves a large folder; I would have to stage each file."
    }

    static func oddNames(_ folder: String) -> String {
        "\(folder.inCode) holds names with quotes or control characters. Nothing was moved: its other files move one by one."
    }

    static func nothingToMove(_ path: String) -> String { "There is no \(path.inCode) here. Nothing was moved." }

    static func isFolder(_ from: String, _ to: String) -> String {
        "\(from.inCode) is a folder: \("move \(from)/ to \(to.trimmed(of: "/"))/".inCode) moves what is in it. Nothing was moved."
    }

    private static func title(_ run: HelperTurn.MoveRun) -> String {
        let files = run.isFolder ? " (\(count(run.paths.count, "file")))" : ""
        return "\(run.from.inCode) to \(run.to.inCode)\(files)"
    }

    private static func imports(_ run: HelperTurn.MoveRun) -> String {
        run.plan.files.isEmpty
            ? "no import" : "\(count(run.plan.places, "import")) in \(count(run.plan.files.count, "file"))"
    }

    static func plan(_ run: HelperTurn.MoveRun) -> String {
        var lines = ["Move \(title(run)): \(imports(run)) to change", "1. move \(run.from)"]
        let shown = run.plan.files.count > 6 ? 5 : run.plan.files.count
        for (index, file) in run.plan.files.prefix(shown).enumerated() {
            lines.append("\(index + 2). \(run.files.new(file.path)): \(count(file.lines.count, "line"))")
        }
        if run.plan.files.count > shown { lines.append("and \(count(run.plan.files.count - shown, "more file"))") }
        return lines.joined(separator: "\n")
    }

    static func preview(_ run: HelperTurn.MoveRun) -> (summary: String, text: String) {
        let files = run.plan.files
        let head = "Move \(title(run)): \(run.withImports ? "\(imports(run)) would change" : "no import is changed")."
        var text = head + " Nothing is moved yet."
        if !files.isEmpty {
            text += "\n\n" + table(files.map { ($0.path, [$0.lines.count, $0.places]) }, ["Lines", "Imports"])
            text += "\n\n" + fenced(sample(files))
        }
        return (head, text + notes(run))
    }

    static func notMoved(_ run: HelperTurn.MoveRun, _ refused: [HelperTurn.MoveRun.Refusal]) -> String {
        guard let refusal = refused.first else { return "" }
        let first = "\(refusal.path.inCode): \(refusal.reason)"
        let moved = run.paths.count - refused.count
        guard refused.count > 1 || moved > 0 else { return "Could not move \(first). Nothing was changed." }
        let text = "Could not move \(count(refused.count, "file")), the first \(first)."
        guard moved > 0 else { return text + " Nothing was changed." }
        return text + " \(count(moved, "other file")) moved; no import was changed. `undo` takes it back."
    }

    static func summary(_ run: HelperTurn.MoveRun, _ outcomes: [HelperTurn.EditRun.Outcome], isWritten: Bool) -> (
        short: String, text: String
    ) {
        let done = zip(run.plan.files, outcomes).filter { if case .staged = $0.1 { true } else { false } }.map(\.0)
        let places = done.reduce(0) { $0 + $1.places }
        var short = "Moved \(title(run))"
        if run.withImports {
            short +=
                done.isEmpty
                ? "; no import had to change."
                : "; \(count(places, "import")) in \(count(done.count, "file")) changed with it."
        } else {
            short += "."
        }
        var text = short
        text +=
            isWritten
            ? writtenAtOnce
            : " It is staged: moved on disk when you accept and write it."
        let failed = zip(run.plan.files, outcomes).compactMap { file, outcome in
            if case .failed(let reason) = outcome { "- \(run.files.new(file.path).inCode): \(reason)" } else { nil }
        }
        if !failed.isEmpty { text += "\n\nNot edited:\n\n" + failed.joined(separator: "\n") }
        return (short, text + notes(run))
    }

    /// What is left to the user.
    private static func notes(_ run: HelperTurn.MoveRun) -> String {
        guard run.withImports else { return "" }
        var text = ""
        if !run.plan.doubtful.isEmpty {
            text +=
                "\n\nLook at these yourself: they may mean what moves, and I can't tell: \(named(run.plan.doubtful))."
        }
        let ends = Set(run.paths.map { PathText.split($0).extension.lowercased() })
        let languages = ends.filter { $0 != "swift" }.compactMap { ImportPlan.unknown[$0] }.sorted()
        if !languages.isEmpty {
            text +=
                "\n\nI don't know how \(languages.joined(separator: ", ")) finds its modules, and changed nothing there."
            if !run.plan.mentions.isEmpty { text += " Lines with the name: \(named(run.plan.mentions))." }
        }
        if ends.contains("swift") { text += "\n\nSwift files import modules, not each other: nothing had to change." }
        if run.isListCut {
            text += "\n\nThe project has more files than a list shows; imports of what I did not see stay."
        }
        if let limit = run.plan.limit { text += "\n\nThe search stopped early: \(limit). There may be more." }
        return text
    }
}
