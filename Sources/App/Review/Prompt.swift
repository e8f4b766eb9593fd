// What the panel waits for: an answer, a choice, some words.

internal import ChangeReview
internal import Screen

enum Prompt: Equatable, Sendable {
    case question(ReviewQuestion)
    case menu(ReviewMenu)
    case line(Purpose, TextLine)

    /// What words are for.
    enum Purpose: Equatable, Sendable {
        case filter
        case search
        /// Why these lines are refused.
        case reason([Selection])
        case comment(RelativePath, ReviewComment.Range?)
        case changedComment(Int)
        /// Where the review is written to.
        case exportPath(ReviewExport)
        /// An added line, by its number, as it is to be.
        case addedLine(RelativePath, Int)
        /// Of a commit of what is accepted, or was written, in these files.
        case commitMessage(files: [RelativePath], branch: String?, takenOut: Int)

        var label: String {
            switch self {
            case .filter: "filter"
            case .search: "search"
            case .reason: "reason"
            case .comment: "comment"
            case .changedComment: "comment (empty: none)"
            case .addedLine: "line"
            case .exportPath: "file"
            case .commitMessage: "message"
            }
        }
    }

    /// A line that is written where it stands in the diff takes no place of its own.
    var isInDiff: Bool { if case .line(.addedLine, _) = self { true } else { false } }

    /// At most `limit` rows.
    func rows(signs: Signs, width: Int, limit: Int) -> [TextRow] {
        switch self {
        case .question(let question): question.rows(signs: signs, width: width, limit: limit)
        case .menu(let menu): menu.rows(signs: signs, width: width)
        case .line(let purpose, let line):
            isInDiff
                ? []
                : Self.heads(of: purpose, signs, width).prefix(rowsAboveCursor(limit: limit)) + [
                    TextRow(
                        Self.start(of: purpose)
                            + line.picture(columns: max(1, width - Self.start(of: purpose).width)).line)
                ]
        }
    }

    /// Above the line that is written.
    private static func heads(of purpose: Purpose, _ signs: Signs, _ width: Int) -> [TextRow] {
        guard case .commitMessage(let files, let branch, let takenOut) = purpose else { return [] }
        let loss = takenOut > 0 ? ", and take \(counted(takenOut, "rejected change")) out" : ""
        let place = branch.map { " on \(truncated(visibleText($0), columns: 24, sign: signs.cut))" } ?? ""
        return [
            TextRow(
                StyledLine(" Commit \(counted(files.count, "file"))\(place)\(loss)", .attention),
                trailing: StyledLine(width < 60 ? "Ctrl-G editor " : "", .dim)),
            TextRow(StyledLine("  \(names(of: files, signs, columns: width - 3))", .link)),
        ]
    }

    /// As many as fit, and how many more there are.
    private static func names(of files: [RelativePath], _ signs: Signs, columns: Int) -> String {
        var names = files.prefix(1).map { shortenedPath($0.text, columns: max(8, columns - 9), sign: signs.cut) }
        func joined() -> String {
            let rest = files.count - names.count
            return names.joined(separator: ", ") + (rest > 0 ? ", \(groupedCount(rest)) more" : "")
        }
        for file in files.dropFirst() {
            names.append(file.text)
            if displayWidth(of: joined()) > columns {
                names.removeLast()
                break
            }
        }
        return joined()
    }

    /// Rows above the one with the cursor, which is always there.
    func rowsAboveCursor(limit: Int) -> Int {
        if case .line(.commitMessage, _) = self { max(0, min(2, limit - 1)) } else { 0 }
    }

    static func start(of purpose: Purpose) -> StyledLine { StyledLine(" \(purpose.label): ", .attention) }

    /// The column of the cursor in the row of a line.
    func cursor(width: Int) -> Int? {
        guard case .line(let purpose, let line) = self, !isInDiff else { return nil }
        let start = Self.start(of: purpose).width
        return min(width - 1, start + line.picture(columns: max(1, width - start)).cursor)
    }
}

/// A choice by one key.
enum ReviewMenu: Equatable, Sendable {
    case copy, export

    struct Choice {
        var key: Character
        var word: String
        /// The same for whoever has time to read.
        var help: String
    }

    var choices: [Choice] {
        switch self {
        case .copy:
            [
                Choice(key: "h", word: "hunk or selection", help: "the hunk, or the selected lines"),
                Choice(key: "p", word: "path", help: "the file's path"),
                Choice(key: "f", word: "file as proposed", help: "the whole file as it is proposed"),
                Choice(key: "a", word: "patch of the file", help: "all of the file's changes as a patch"),
            ]
        case .export:
            [
                Choice(key: "p", word: "patch", help: "what is accepted as a patch, or all while nothing is"),
                Choice(key: "m", word: "markdown", help: "a report for people, in markdown"),
                Choice(key: "j", word: "JSON", help: "the whole review as JSON"),
            ]
        }
    }

    func rows(signs: Signs, width: Int) -> [TextRow] {
        var line = StyledLine(self == .copy ? " copy  " : " export  ", .attention)
        for (number, choice) in choices.enumerated() {
            if number > 0 { line.append("  ", .plain) }
            line.append(String(choice.key), .plain, .strong)
            line.append(" \(choice.word)", .dim)
        }
        return wrapped(line, width: width)
    }
}
