// An answer as rows: what was thought in one row, the text, and whether that is all of it. The same rows from the first
// piece to the reply, so that nothing jumps.

internal import Screen
internal import TaskMachine

struct AnswerRows {
    let width: Int
    let signs: Signs
    /// Show the whole reasoning.
    let isExpanded: Bool
    /// How long the reasoning took, in milliseconds.
    var reasoningTime: Int?
    /// The rows of a text that is being written, laid out already.
    var streamed: [TextRow]?

    /// - Parameter origin: stands behind the text's first row.
    func rows(of answer: AssistantText, origin: StyledLine) -> [TextRow] {
        var rows = reasoningRows(answer.reasoning)
        var text = textRows(answer)
        if !text.isEmpty {
            if !rows.isEmpty { rows.append(.blank) }
            if text[0].trailing.isEmpty { text[0].trailing = origin }
            rows += text
        }
        return rows + markRows(answer)
    }

    private func textRows(_ answer: AssistantText) -> [TextRow] {
        if let streamed { return streamed }
        let text = answer.shownText
        return text.isEmpty
            ? [] : MarkdownRows.rows(of: text, width: width, indent: StreamRows.indent, signs: signs)
    }

    private func reasoningRows(_ reasoning: StreamedText) -> [TextRow] {
        guard !reasoning.text.isEmpty else { return [] }
        let time = reasoningTime.flatMap { $0 >= 50 ? durationText($0) : nil } ?? ""
        let room = width - 1 - (time.isEmpty ? 0 : displayWidth(of: time) + 2)
        let head = StyledLine("  \(signs.more) Reasoning", .dim)
        let line = isExpanded ? head : head + StyledLine("  \(Self.latestLine(of: reasoning.text))", .dim)
        let row = TextRow(
            truncated(line, columns: max(8, room), sign: signs.cut), trailing: StyledLine(time, .dim))
        guard isExpanded else { return [row] }
        let text = expandingTabs(reasoning.text) + (reasoning.isCut ? signs.cut : "")
        return [row] + wrapped(StyledLine(text, .dim), width: width, indent: Indent("    "))
    }

    /// The end says what the thoughts have come to.
    private static func latestLine(of text: String) -> String {
        let lines = text.utf8.suffix(2_000).reversed().drop { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }
            .prefix { $0 != 0x0A }
        return expandingTabs(String(decoding: lines.reversed(), as: UTF8.self).filter { !$0.isNewline })
    }

    private func markRows(_ answer: AssistantText) -> [TextRow] {
        switch answer.state {
        case .replied: return []
        case .streaming:
            return answer.isCut ? [TextRow(StyledLine("  \(signs.cut) the reply brings the rest", .dim))] : []
        case .incomplete:
            return wrapped(
                StyledLine("Incomplete: only what the feed brought.", .dim), width: width,
                indent: Indent(marker: StyledLine("  \(signs.conflict) ", .attention)))
        case .fetched:
            return wrapped(
                StyledLine("Fetched from the server after the connection came back.", .dim), width: width,
                indent: Indent(marker: StyledLine("  \(signs.separator) ", .dim)))
        }
    }
}
