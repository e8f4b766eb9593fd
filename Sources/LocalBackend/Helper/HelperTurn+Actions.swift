// The part of a turn that does one thing with one file, or runs a command.

extension HelperTurn {
    /// What is under way.
    enum SingleAction: Equatable, Sendable {
        case create(String, lines: Int)
        case overwrite(String, lines: Int)
        case delete(String)
        case move(String, to: String)
        case revert(String)
        case run(String)
    }

    mutating func create(_ path: String, _ content: NewContent, _ overwriting: Bool) -> [Effect] {
        let text =
            switch content {
            case .given(let text): text
            case .template: FileTemplate.content(for: path)
            }
        if overwriting { return act(.overwrite(path, lines: Self.lineCount(of: text)), content: text) }
        state = .checking(path: path, content: text)
        return [
            .publish(.thinking("Looking whether \(path) exists")),
            .call([.readLine(path: Self.named(path), number: 1)]),
        ]
    }

    mutating func checked(_ answer: ToolAnswer?, _ path: String, _ content: String) -> [Effect] {
        guard let answer else { return fail("Could not look whether \(path.inCode) exists", nil) }
        if answer.succeeded {
            let text = HelperText.exists(path)
            return [.publish(.error(text))] + finish(text)
        }
        let isMissing = ["does not exist", "is staged to be deleted"].contains { answer.firstLine.hasSuffix($0) }
        guard isMissing else {
            return fail("Could not create \(path.inCode)", answer)
        }
        return act(.create(path, lines: Self.lineCount(of: content)), content: content)
    }

    mutating func act(_ action: SingleAction, content: String = "") -> [Effect] {
        state = .acting(action)
        let call: HelperCall =
            switch action {
            case .create(let path, _), .overwrite(let path, _):
                .createFile(path: Self.named(path), content: content)
            case .delete(let path): .deleteFile(path: Self.named(path))
            case .move(let from, let to): .moveFile(path: Self.named(from), to: Self.named(to))
            case .revert(let path): .revertFile(path: Self.named(path))
            case .run(let command): .runTerminal(command: command)
            }
        return [.publish(.working(step: 1, total: 1, action.underWay)), .call([call])]
    }

    mutating func acted(_ answer: ToolAnswer?, _ action: SingleAction) -> [Effect] {
        if case .run(let command) = action { return ran(answer, command) }
        guard let answer, answer.succeeded else {
            var text = HelperText.failure("Could not \(action.order)", answer)
            if case .revert = action { text += " `/undo` takes back what was written." }
            return [
                .publish(.stepComplete(step: 1, total: 1, text, .failed)), .publish(.error(text)),
            ] + finish(text)
        }
        let files = action.reported(answer)
        let text = action.done
        return [
            .publish(.stepComplete(step: 1, total: 1, text, .changed(files))),
            .publish(.complete(action.isStaged ? "\(text). Staged for review." : "\(text).", files)),
        ] + finish(action.lastWord, files)
    }

    private mutating func ran(_ answer: ToolAnswer?, _ command: String) -> [Effect] {
        guard let answer else { return fail("The command gave no result", nil) }
        let report = CommandReport(answer)
        let files = ReportedFiles(
            // The program that ran it has the output on its screen.
            commands: [ReportedFiles.Command(command: command, output: "", exitCode: report.exitCode)])
        let summary = report.summary(of: command)
        let outcome: StepOutcome = answer.succeeded ? .changed(files) : .failed
        return [
            .publish(.stepComplete(step: 1, total: 1, summary, outcome)),
            .publish(report.exitCode == nil && !answer.succeeded ? .error(summary) : .complete(summary, files)),
        ] + finish(report.text(of: command), files)
    }

    /// A path as tools take it: one that begins with a quote would be unquoted there.
    static func named(_ path: String) -> String {
        guard path.hasPrefix("\"") else { return path }
        var quoted = "\""
        for character in path {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return quoted + "\""
    }

    private static func lineCount(of text: String) -> Int {
        text.utf8.reduce(0) { $1 == 10 ? $0 + 1 : $0 } + (text.isEmpty || text.utf8.last == 10 ? 0 : 1)
    }
}

extension HelperTurn.SingleAction {
    var underWay: String {
        switch self {
        case .create(let path, _): "Creating \(path)"
        case .overwrite(let path, _): "Overwriting \(path)"
        case .delete(let path): "Deleting \(path)"
        case .move(let from, let to): "Moving \(from) to \(to)"
        case .revert(let path): "Putting \(path) back"
        // Whether it runs is the user's to say, and nothing tells when.
        case .run(let command): "Asked to run \(command.inCode)"
        }
    }

    fileprivate var isStaged: Bool { if case .revert = self { false } else { true } }

    fileprivate var done: String {
        switch self {
        case .create(let path, _): "Created \(path)"
        case .overwrite(let path, _): "Overwrote \(path)"
        case .delete(let path): "Deleted \(path)"
        case .move(let from, let to): "Moved \(from) to \(to)"
        case .revert(let path): "Put \(path) back"
        case .run(let command): "Ran \(command.inCode)"
        }
    }

    /// Behind "Could not".
    fileprivate var order: String {
        switch self {
        case .create(let path, _): "create \(path.inCode)"
        case .overwrite(let path, _): "overwrite \(path.inCode)"
        case .delete(let path): "delete \(path.inCode)"
        case .move(let from, let to): "move \(from.inCode) to \(to.inCode)"
        case .revert(let path): "put \(path.inCode) back"
        case .run(let command): "run \(command.inCode)"
        }
    }

    fileprivate var lastWord: String {
        switch self {
        case .create(let path, let lines):
            "Created \(path.inCode) with \(HelperText.count(lines, "line")). It is staged: on disk when you accept and "
                + "write it."
        case .overwrite(let path, let lines):
            "Overwrote \(path.inCode) with \(HelperText.count(lines, "line")). It is staged: on disk when you accept and "
                + "write it."
        case .delete(let path): "Deleted \(path.inCode). It is staged: gone from disk when you accept and write it."
        case .move(let from, let to):
            "Moved \(from.inCode) to \(to.inCode). It is staged: moved on disk when you accept and write it."
        case .revert(let path): "\(path.inCode) is as it is on disk: nothing of it is staged any more."
        case .run: ""
        }
    }

    fileprivate func reported(_ answer: ToolAnswer) -> ReportedFiles {
        let counts = answer.stagedCounts
        switch self {
        case .create(let path, let lines):
            return ReportedFiles(created: [ReportedFiles.File(path: path, added: counts?.added ?? lines)])
        case .overwrite(let path, let lines):
            let file = ReportedFiles.File(
                path: path, added: counts?.added ?? lines, removed: counts?.removed ?? 0)
            return ReportedFiles(modified: [file])
        case .delete(let path): return ReportedFiles(deleted: [ReportedFiles.File(path: path)])
        case .move(let from, let to):
            return ReportedFiles(
                created: [ReportedFiles.File(path: to, added: counts?.added ?? 0)],
                deleted: [ReportedFiles.File(path: from)])
        case .revert, .run: return ReportedFiles()
        }
    }
}
