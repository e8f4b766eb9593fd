// The visible rows of a merge that waits for choices.

internal import ChangeReview
internal import Screen

struct ConflictView {
    let merging: Change.Merging
    let window: ConflictWindow
    let isFocused: Bool
    let signs: Signs

    func draw(into cells: inout CellBuffer, within rect: Rect) {
        let rows = ConflictRow.rows(merging.merge, showsBase: window.showsBase)
        let height = rect.size.rows
        let row = min(window.row, rows.count - 1)
        let top = max(0, min(row - max(0, min(window.lead, height - 1)), rows.count - height))
        for number in top..<max(top, min(rows.count, top + height)) {
            let isMarked = isFocused && number == row
            let shown = text(
                of: rows[number], width: rect.size.columns, isHere: rows[number].conflict == rows[row].conflict)
            cells.draw(
                isMarked ? shown.coloured(.plain) : shown, at: number - top, in: rect, signs: signs,
                marks: isMarked ? .selected : [])
        }
    }

    private func text(of row: ConflictRow, width: Int, isHere: Bool) -> TextRow {
        let gutter = isHere ? StyledLine(signs.pointer, .user) : StyledLine(" ")
        switch row.kind {
        case .fold(let count): return TextRow(" \(signs.dots) \(counted(count, "line"))", .dim)
        case .header:
            var line = gutter
            line.append("conflict \(row.conflict + 1) of \(merging.choices.count)", .attention, .strong)
            let choice = merging.choices[row.conflict]
            if let choice { line.append("  \(Words.text(of: choice))", .added) }
            let keys = width >= 70 ? "1 disk  2 proposed  3 both  4 before  e edit " : "1 2 3 4 "
            return TextRow(
                line, trailing: choice == nil ? StyledLine(keys, .dim) : StyledLine("\(signs.done) ", .added))
        case .label(let source): return TextRow(gutter + StyledLine(Self.label(source), Self.role(source), .emphasised))
        case .line(let source):
            let lines = lines(source)
            let text = lines[row.line]
            let content = text.last == 0x0A ? text.dropLast() : text
            let margin = gutter + StyledLine("  ")
            let drawn = LineText(signs: signs, pan: 0, room: max(0, width - margin.width))
            return TextRow(
                margin + drawn.styled(content, Self.role(source), marksBlanks: source != .shared))
        }
    }

    private func lines(_ source: ConflictRow.Source) -> ByteLines {
        switch source {
        case .shared, .base: merging.merge.base
        case .disk: merging.merge.ours
        case .proposed: merging.merge.theirs
        }
    }

    private static func label(_ source: ConflictRow.Source) -> String {
        switch source {
        case .shared: ""
        case .base: "before both"
        case .disk: "on disk"
        case .proposed: "proposed"
        }
    }

    private static func role(_ source: ConflictRow.Source) -> Role {
        switch source {
        case .shared: .plain
        case .base: .dim
        case .disk: .user
        case .proposed: .added
        }
    }
}

extension Words {
    static func text(of resolution: ThreeWayMerge.Resolution) -> String {
        switch resolution {
        case .ours: "as on disk"
        case .theirs: "as proposed"
        case .both: "both"
        case .base: "as before"
        case .custom: "as you wrote it"
        }
    }

    /// Why a file is not written, and what can be done.
    static func text(of conflict: Change.Conflict, width: Int) -> String {
        switch conflict {
        case .merging(let merging):
            let open = merging.choices.count { $0 == nil }
            // The keys stand beside each conflict where there is room.
            guard width >= 70 else { return "Changed on disk in the same lines: 1 disk, 2 proposed, 3 both, 4 before" }
            let rest = open == 1 ? "one conflict is open" : "\(groupedCount(open)) conflicts are open"
            return "This file changed on disk in the same lines; \(rest)"
        case .changedOnDisk(let finding):
            switch finding {
            case .missing: return "This file was deleted on disk. 1 leaves it so · 2 makes it anew as proposed"
            case .folder: return "A folder is where this file was. 1 drops the proposal, or move the folder away"
            case .symbolicLink: return "A link is where this file was. 1 drops the proposal, or put a file there"
            case .special: return "Something that is no file is there now. 1 drops the proposal"
            case .unreadable(let reason): return "This file can't be read: \(sentence(reason)) 1 drops the proposal"
            case .tooLarge(let bytes): return "This file is too large now (\(bytesText(bytes))). 1 drops the proposal"
            case .file:
                return
                    "This file changed on disk since. It will not be overwritten: 1 keeps it · 2 takes the proposal, "
                    + "over what is there"
            }
        }
    }
}
