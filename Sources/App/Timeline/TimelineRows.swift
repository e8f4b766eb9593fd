// A turn's timeline as rows: state, words, when it began, how long it took, and a bar of that on one scale for all.

internal import Screen
internal import TaskMachine

struct TimelineRows {
    let timeline: TurnTimeline
    let width: Int
    let signs: Signs
    /// The latest time that is known, in milliseconds.
    let now: Int
    /// Lines that are read aloud have none.
    var hasBars = true

    private var barColumns: Int { width >= 100 ? 32 : width >= 72 ? 20 : width >= 56 ? 12 : 7 }
    private static let timeColumns = 7
    /// Of a list's first row: the blanks around title and remark, and what closes it.
    private static let frameColumns = 16

    private var start: Int { timeline.start ?? now }

    /// No time comes while the user is waited for: how long that takes is not known before it is over.
    private var isTimeKnown: Bool { !timeline.items.contains { $0.kind == .question && $0.state == .running } }

    /// While the turn runs, whole seconds: what runs is drawn again once in a second and not four times.
    var elapsed: Int {
        guard timeline.start != nil else { return 0 }
        return max(0, timeline.isRunning ? (now - start) / 1000 * 1000 : (timeline.end ?? now) - start)
    }

    /// What the whole of a bar stands for. It grows in large steps, so that bars rarely move.
    var scale: Int {
        let steps = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600].map { $0 * 1000 }
        return steps.first { $0 >= elapsed } ?? (elapsed / 3_600_000 + 1) * 3_600_000
    }

    /// As much as there is room for behind a title.
    func remark(behind title: String) -> String {
        var parts: [String] = []
        switch timeline.ending {
        case .completed: parts.append("complete")
        case .failed: parts.append("failed")
        case .cancelled: parts.append("cancelled")
        default: break
        }
        parts.append(clockText(elapsed))
        parts.append(counted(timeline.events, "event"))
        if timeline.retries > 0 { parts.append(counted(timeline.retries, "retry", "retries")) }
        let long = !hasBars ? parts : parts + ["a bar is \(scale < 60_000 ? "\(scale / 1000) s" : clockText(scale))"]
        let s = " \(signs.separator) "
        return [long, parts, [parts[0]]].map { $0.joined(separator: s) }.first {
            displayWidth(of: title + $0) + Self.frameColumns <= width
        } ?? ""
    }

    /// Rows around the items: how many are not kept, how many steps are to come.
    var count: Int { head.count + timeline.items.count + tail.count }

    func row(_ index: Int) -> TextRow {
        if index < head.count { return head[index] }
        let place = index - head.count
        return place < timeline.items.count ? row(of: timeline.items[place]) : tail[place - timeline.items.count]
    }

    /// What the sign of a row says, for places that show none: `, done`.
    func stateWords(_ index: Int) -> String {
        let place = index - head.count
        guard timeline.items.indices.contains(place), timeline.items[place].kind != .plan else { return "" }
        return switch timeline.items[place].state {
        case .running: ", runs"
        case .done: ", done"
        case .failed: ", failed"
        case .left: ", not ended"
        case .replaced: ""
        }
    }

    private var head: [TextRow] {
        timeline.dropped == 0
            ? [] : [TextRow(StyledLine(" \(signs.cut) \(counted(timeline.dropped, "earlier line"))", .dim))]
    }

    /// What the server said is to come; nothing where it named no number.
    private var tail: [TextRow] {
        let latest = timeline.items.reduce(0) { if case .step(let number?) = $1.kind { max($0, number) } else { $0 } }
        guard timeline.isRunning, let total = timeline.total, total > latest else { return [] }
        return [TextRow(StyledLine(" \(signs.waiting) \(counted(total - latest, "step")) to come", .dim))]
    }

    // MARK: An item

    private func row(of item: TurnTimeline.Item) -> TextRow {
        let (sign, role) = look(of: item)
        var line = StyledLine(item.isInStep ? "    " : " ") + StyledLine(sign, role)
        if case .step(let number?) = item.kind { line.append(" \(number)", .dim) }
        line.append(" ")
        let trailing = times(of: item, role)
        let room = width - line.width - trailing.width - 1
        let words = truncated(visibleText(words(of: item)), columns: max(4, room), sign: signs.cut)
        line.append(words, item.state == .replaced || item.state == .left ? .dim : .plain)
        return TextRow(line, trailing: trailing)
    }

    private func words(of item: TurnTimeline.Item) -> String {
        let title = item.title.isEmpty ? "no words" : item.title
        switch item.kind {
        case .plan: return item.state == .replaced ? "plan, replaced: \(title)" : "plan: \(title)"
        case .request:
            let who = item.state == .running ? "waiting for the model" : "the model"
            let events = item.events > 0 ? ", \(counted(item.events, "event"))" : ""
            return "\(who), \(title)\(events)"
        case .question: return "\(item.state == .running ? "waiting" : "waited") for you: \(title)"
        case .retry: return title
        case .step, .tool, .call: return title
        }
    }

    private func look(of item: TurnTimeline.Item) -> (String, Role) {
        switch (item.state, item.kind) {
        case (.replaced, _): return (signs.failed, .dim)
        case (_, .plan): return (signs.prompt, .dim)
        case (.running, .question): return ("?", .attention)
        case (.running, _): return (signs.running, .user)
        case (.failed, _): return (signs.failed, .error)
        case (.left, _): return (signs.waiting, .dim)
        case (.done, .request), (.done, .question), (.done, .retry): return (signs.separator, .dim)
        case (.done, _): return (signs.done, .added)
        }
    }

    /// When it began, how long it took, and the bar; a plan is a moment.
    private func times(of item: TurnTimeline.Item, _ role: Role) -> StyledLine {
        guard let began = item.start, item.kind != .plan else {
            return StyledLine(hasBars ? String(repeating: " ", count: barColumns + 2) : "")
        }
        let offset = max(0, began - start)
        let isOpen = item.end == nil
        let length = max(0, (item.end ?? now) - began)
        var line = StyledLine()
        if width >= 56 { line.append(padded("+\(Self.short(offset))", columns: Self.timeColumns, .right), .dim) }
        // Whole seconds of what runs, and none while no time comes.
        let time = isOpen && length < 60_000 ? "\(length / 1000) s" : Self.short(length)
        line.append(padded(isOpen && !isTimeKnown ? "" : time, columns: Self.timeColumns, .right))
        guard hasBars else { return line }
        line.append(" ")
        let first = min(barColumns - 1, offset * barColumns / scale)
        let last = min(barColumns, max(first + 1, ((offset + length) * barColumns + scale - 1) / scale))
        line.append(String(repeating: " ", count: first))
        line.append(String(repeating: signs.bar, count: last - first), role == .dim ? .rule : role)
        line.append(String(repeating: " ", count: barColumns - last + 1))
        return line
    }

    /// `0.4 s`, `12 s`, `1:05`.
    private static func short(_ milliseconds: Int) -> String {
        milliseconds < 60_000 ? durationText(milliseconds) : clockText(milliseconds)
    }

    /// For a clipboard: all rows, as wide as they are.
    var text: String {
        (0..<count).map { index in
            let row = row(index)
            let line = padded(row.line.text, columns: max(0, width - row.trailing.width)) + row.trailing.text
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n") + "\n"
    }
}
