// The first minute: which backend answers, what it can do, three things to try.

internal import ChangeReview
internal import Screen
internal import TaskMachine

/// The greeting laid out for a width.
struct Greeting: Equatable, Sendable {
    var width: Int
    var rows: [TextRow]

    /// - Parameter model: who answers, where a model was chosen.
    static func rows(_ report: StartReport, _ model: KnownModel? = nil, width: Int, signs: Signs) -> [TextRow] {
        let width = min(width - 1, EntryRows.widest + 1)
        let (words, examples) = model.map { content(of: $0) } ?? content(report.server)
        var rows = wrapped(StyledLine(words), width: width, indent: Indent(" "))
        if width >= 60 { rows.append(.blank) }
        for (example, what) in examples {
            let line = StyledLine(example, .user)
            let note = StyledLine("  \(what)", .dim)
            let whole = (line + note).width + 3 <= width ? line + note : line
            rows += wrapped(whole, width: width, indent: Indent(marker: StyledLine(" \(signs.prompt) ", .dim)))
        }
        rows.append(.blank)
        let rule = "Nothing touches your files until you accept it and write it."
        rows += wrapped(StyledLine(rule, .dim), width: width, indent: Indent(" "))
        return rows
    }

    private static func content(_ server: StartReport.Server) -> (String, [(String, String)]) {
        switch server {
        case .embedded:
            (
                "The built-in helper answers, offline: find, rename, replace, create, move, delete, run, explain. "
                    + "Anything else needs a model.",
                [
                    ("find TODO in *.swift", "search the project"),
                    ("rename parse to parseHeader", "whole words, in every file"),
                    ("help", "all that it understands"),
                ]
            )
        case .remote(let address):
            (
                "\(address) answers. Ask for a change, or for an explanation; commands run only when you allow them.",
                examplesOfModels
            )
        }
    }

    private static func content(of model: KnownModel) -> (String, [(String, String)]) {
        (
            "\(model.shown) at \(visibleText(model.host)) answers. Ask for a change, or for an explanation; commands run "
                + "only when you allow them. /model helper works without it.",
            examplesOfModels
        )
    }

    private static let examplesOfModels = [
        ("Explain how this project is built", "reads what it needs"),
        ("Rename parse to parseHeader and add a test", "staged for your review"),
        ("Run the tests and fix what fails", "asks before it runs"),
    ]
}

extension AppModel {
    /// Note: mutating only to keep the greeting's rows.
    mutating func chatContent(width: Int) -> ChatContent {
        if greeting?.width != width {
            greeting = Greeting(width: width, rows: Greeting.rows(report, modelOfGreeting, width: width, signs: signs))
        }
        let earlier = [
            TextRow(
                StyledLine(" \(signs.up) ", .dim) + StyledLine("earlier entries are read when you scroll here", .dim))
        ]
        return ChatContent(
            greeting: conversation.isPartial ? earlier : greeting?.rows ?? [], entries: conversation.entries,
            stepTimes: stepTimes,
            reasoningTimes: reasoningTimes, liveFailure: liveFailure, tail: tailRows(width: width))
    }

    private var modelOfGreeting: KnownModel? { chosenModel.flatMap { $0.source == .helper ? nil : $0 } }

    /// Of the latest turn, until it is tried again or given up.
    private var liveFailure: Int? {
        guard canRetry else { return nil }
        return conversation.entries.last { if case .failure = $0.content { true } else { false } }?.id
    }

    /// Below the transcript: a plan that can be carried out, and what waits for a review.
    private func tailRows(width: Int) -> [TextRow] {
        var rows: [TextRow] = []
        if plan != nil {
            rows.append(
                TextRow(
                    StyledLine(" \(signs.more) ", .attention)
                        + StyledLine(keys.name(of: .carryOut, in: .composer), .attention, .strong)
                        + StyledLine(width < 60 ? " carries the plan out" : " carries the plan out in agent mode", .dim)
                ))
        }
        let all = changes.changes
        if !all.isEmpty, conversation.task.lifecycle.isOver {
            let isDecided = reviewing.facts.undecided == 0
            let (sign, role) = isDecided ? (signs.done, Role.added) : (signs.waiting, .attention)
            var line = StyledLine(" ") + StyledLine(sign, role)
            line.append(" \(counted(all.count, "file")) \(isDecided ? "decided" : "to review")")
            line.append("  ")
            line.append("+\(groupedCount(reviewing.facts.added))", .added)
            line.append(" ")
            line.append("\(signs.minus)\(groupedCount(reviewing.facts.removed))", .removed)
            let isThere = focus == .changes
            let hint =
                !isThere
                ? "  \(keys.name(of: .toggleChanges, in: .composer))"
                : isDecided ? "  \(keys.name(of: .write, in: .changes)) writes" : ""
            line.append(hint, .dim)
            rows.append(TextRow(line))
        }
        return rows.isEmpty ? [] : [.blank] + rows
    }
}
