// Comments as rows: below their lines in the diff, and all of them in a list.

internal import ChangeReview
internal import Screen

struct CommentRows {
    let signs: Signs
    let columns: Int
    /// There is somebody to hear them.
    var hasAgent = true

    /// Wider is not read.
    static let widest = 100

    func rows(of comment: ReviewComment) -> [TextRow] {
        let bar = StyledLine("  \(signs.vertical) ", .user)
        var head = bar
        head.append(comment.kind == .rejection ? "rejected, because" : "comment", .dim)
        head.append(
            "  \(Words.text(of: comment.state, hasAgent: hasAgent))", comment.state == .waiting ? .attention : .dim)
        if comment.range == nil { head.append("  on the file", .dim) }
        let width = min(columns, Self.widest)
        let text = comment.text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
            wrapped(StyledLine(expandingTabs(String($0)), .user), width: width, indent: Indent(bar))
        }
        return [TextRow(head)] + text
    }

    /// One row of the list.
    func row(of comment: ReviewComment, isSelected: Bool) -> TextRow {
        var line = isSelected ? StyledLine(signs.pointer, .user) : StyledLine(" ")
        let (sign, role): (String, Role) =
            switch comment.state {
            case .waiting: (signs.waiting, .attention)
            case .sent: (signs.more, .dim)
            case .touched: (signs.partly, .attention)
            case .resolved: (signs.done, .added)
            }
        line.append("\(sign) ", role)
        let place = comment.range.map { ":\($0.lines.lowerBound + 1)" } ?? ""
        let room = max(8, min(columns / 2, 48) - place.utf8.count)
        line.append(shortenedPath(comment.path.text, columns: room, sign: signs.cut) + place, .link)
        line.append(comment.kind == .rejection ? "  rejected: " : "  ", .dim)
        let first = comment.text.split(separator: "\n").joined(separator: " ")
        line.append(String(first.prefix(400)))
        let state = StyledLine("\(Words.text(of: comment.state, hasAgent: hasAgent)) ", .dim)
        return TextRow(truncated(line, columns: max(1, columns - state.width - 1), sign: signs.cut), trailing: state)
    }
}

extension Words {
    static func text(of state: ReviewComment.State, hasAgent: Bool) -> String {
        switch state {
        case .waiting: hasAgent ? "goes with your next message" : "for the export"
        case .sent: "sent"
        case .touched(let author): "changed since by \(makers([author]) ?? "the agent")"
        case .resolved: "resolved"
        }
    }
}
