// The words of previews: tables of counts, a few lines as they are and as they would be, and how to go on.

extension HelperText {
    private static let tabledFiles = 15
    private static let samples = 3
    private static let sampleLength = 160

    static let nothingOffered = """
        There is nothing to go on with: `yes` and `do it` count right behind a preview or a suggestion. Nothing was done.
        """

    static func near(_ request: HelperRequest) -> String {
        "Did you mean \(request.spelled.inCode)? Say **yes** to do it."
    }

    static func preview(_ run: HelperTurn.EditRun, isLarge: Bool) -> (summary: String, text: String) {
        let files = run.plan.files
        let counts =
            "\(count(run.plan.places, "place")) in \(count(run.plan.lineCount, "line")) of \(count(files.count, "file"))"
        let head = "\(run.edit.title)\(run.edit.scope.suffix): \(counts)."
        var text = "\(head) Nothing is changed yet"
        text += isLarge ? ", since it is more than \(HelperTurn.unaskedFiles) files." : "."
        text += "\n\n" + table(files.map { ($0.path, [$0.lines.count, $0.places]) }, ["Lines", "Places"])
        text += "\n\n" + fenced(sample(files)) + forms(run) + leftovers(run)
        return (head, text)
    }

    static func counts(
        of report: SearchReport, for text: SearchText, in scope: SearchScope
    ) -> (summary: String, text: String) {
        let head =
            "\(count(report.lineCount, "line")) of \(count(report.files.count, "file"))\(scope.suffix) "
            + "\(report.lineCount == 1 ? "holds" : "hold") \(text.inCode)."
        let rows = table(report.files.map { ($0.path, [$0.lines.count]) }, ["Lines"])
        return (head, head + "\n\n" + rows + notes(report))
    }

    /// Files with their numbers, and the sum.
    static func table(_ files: [(path: String, counts: [Int])], _ heads: [String]) -> String {
        var text = "| File | \(heads.joined(separator: " | ")) |\n|---|" + heads.map { _ in "--:|" }.joined()
        let shown = files.count > tabledFiles + 1 ? tabledFiles : files.count
        var rest = heads.map { _ in 0 }
        var sum = rest
        func add(_ name: String, _ numbers: [Int]) {
            text += "\n| \(name) |"
            for number in numbers { text += " \(number) |" }
        }
        for (index, file) in files.enumerated() {
            for (column, number) in file.counts.enumerated() {
                sum[column] += number
                if index >= shown { rest[column] += number }
            }
            if index < shown { add(inCell(file.path), file.counts) }
        }
        if files.count > shown { add("and \(count(files.count - shown, "more file"))", rest) }
        if files.count > 1 { add("together", sum) }
        return text
    }

    /// A bar would end the cell, in code too.
    private static func inCell(_ text: String) -> String {
        text.inCode.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }

    /// Of as many files as there are samples, a line each; of fewer files more.
    static func sample(_ files: [FileEdit]) -> String {
        let each = max(1, samples / max(1, files.count))
        let lines = files.prefix(samples).flatMap { file in file.lines.prefix(each).map { (file.path, $0) } }
        return lines.map { path, line in
            let new = SearchReport.lines(of: line.new).map { "+ " + cut($0) }.joined(separator: "\n")
            return "\(path):\(line.number)\n- \(cut(line.old[...]))\n\(new)"
        }.joined(separator: "\n")
    }

    private static func cut(_ line: Substring) -> String {
        let text = line.drop { $0 == " " || $0 == "\t" }
        return text.count > sampleLength ? text.prefix(sampleLength) + "…" : String(text)
    }

    /// Of a rename in every case: how often each spelling was there, and which new ones were there before it.
    static func forms(_ run: HelperTurn.EditRun) -> String {
        guard let forms = run.edit.forms else { return "" }
        let lines = run.plan.files.flatMap { $0.lines.map(\.old) }
        var text = ""
        let found = forms.map { ($0, places(of: $0.old, among: forms.map(\.old), in: lines, run.edit)) }
        text += found.filter { $0.1 > 0 }.map { "\n- \($0.0.old.inCode) to \($0.0.new.inCode): \($0.1)" }.joined()
        if !text.isEmpty { text = "\n\nBy spelling:\n" + text }
        let taken = forms.map(\.new).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            .map { ($0, places(of: $0, among: [$0], in: run.foundTexts, run.edit)) }
            .filter { entry in entry.1 > 0 && !forms.contains { $0.old == entry.0 } }
        if !taken.isEmpty {
            let list = taken.map { "\($0.0.inCode) \(count($0.1, "place"))" }.joined(separator: ", ")
            text += "\n\n**Used already, and not to be told apart afterwards:** \(list)."
        }
        return text
    }

    private static func places(of name: String, among names: [String], in lines: [String], _ edit: HelperEdit) -> Int {
        var way = RenameWay()
        if case .rename(_, _, _, let asked) = edit { way = asked }
        let bytes = names.map { Array($0.utf8) }
        var count = 0
        for line in lines {
            for place in NamePlaces.find(bytes, in: Array(line.utf8), insideWords: way.insideWords)
            where names[place.name] == name {
                count += 1
            }
        }
        return count
    }
}
