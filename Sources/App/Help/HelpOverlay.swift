// Help for where the user is, printed from the key map. It covers the panes and leaves the composer alone.

internal import Screen

struct HelpOverlay: Equatable, Sendable {
    let context: KeyContext
    /// Of a review without a chat: nothing of the chat's.
    let isReview: Bool
    private var top = 0

    init(for context: KeyContext, isReview: Bool = false) {
        self.context = context
        self.isReview = isReview
    }

    /// What can be pressed where it was asked for, then everywhere, then elsewhere.
    private func sections(_ keys: KeyMap) -> [(context: KeyContext, bindings: [KeyBinding])] {
        let first = context == .everywhere ? [.everywhere] : [context, .everywhere]
        let others = KeyContext.allCases.filter { !first.contains($0) && $0 != .question && $0 != .help }
        let all = first.map { ($0, keys.bindings(for: $0)) } + others.map { ($0, keys.bindings(in: $0)) }
        guard isReview else { return all }
        return all.filter { !ReviewModel.foreignContexts.contains($0.0) }.map { context, bindings in
            (context, bindings.filter { !ReviewModel.foreign.contains($0.action) })
        }
    }

    mutating func scroll(by rows: Int, in size: Size, keys: KeyMap, signs: Signs) {
        let count = self.rows(keys: keys, width: size.columns, signs: signs).count
        top = max(0, min(top + rows, count - size.rows))
    }

    func rows(keys: KeyMap, width: Int, signs: Signs) -> [TextRow] {
        var rows: [TextRow] = []
        for (context, bindings) in sections(keys) {
            if !rows.isEmpty { rows.append(.blank) }
            rows.append(
                TextRow(
                    StyledLine(" \(context.rawValue)", .heading, .strong) + remark(on: context, keys),
                    trailing: StyledLine(rows.isEmpty ? "Esc closes " : "", .dim)))
            rows += bindings.flatMap { self.rows(of: $0, width: width, signs: signs) }
        }
        if isReview { return rows }
        rows += [.blank, TextRow(StyledLine(" Commands", .heading, .strong))]
        for command in SlashCommand.allCases {
            rows += entry([command.usage], command.help, width: width, signs: signs)
        }
        return rows
    }

    /// How keys are reached that are not simply pressed.
    private func remark(on context: KeyContext, _ keys: KeyMap) -> StyledLine {
        guard context == .panel, let key = keys.key(for: .arrangePanel, in: [.everywhere]) else { return StyledLine() }
        return StyledLine("  after \(key.name)", .dim)
    }

    private func rows(of binding: KeyBinding, width: Int, signs: Signs) -> [TextRow] {
        entry(binding.keys.map(\.name), binding.help, width: width, signs: signs)
    }

    /// As many of the names as there is room for, the first one in any case.
    private func entry(_ names: [String], _ help: String, width: Int, signs: Signs) -> [TextRow] {
        let columns = width >= 100 ? 40 : width >= 70 ? 26 : 12
        var name = truncated(signs.adapted(names[0]), columns: columns - 2, sign: signs.cut)
        for other in names.dropFirst().map({ "  " + signs.adapted($0) })
        where displayWidth(of: name + other) <= columns - 2 { name += other }
        let marker = StyledLine("  ") + StyledLine(padded(name, columns: columns), .user)
        return wrapped(StyledLine(signs.adapted(help)), width: min(width, 100), indent: Indent(marker: marker))
    }

    func draw(into cells: inout CellBuffer, within rect: Rect, keys: KeyMap, signs: Signs) {
        cells.fill(rect)
        let rows = rows(keys: keys, width: rect.size.columns, signs: signs)
        let first = max(0, min(top, rows.count - rect.size.rows))
        for (offset, row) in rows.dropFirst(first).prefix(rect.size.rows).enumerated() {
            cells.draw(row, at: offset, in: rect, signs: signs)
        }
        let rest = rows.count - first - rect.size.rows
        guard rest > 0 else { return }
        let more = TextRow(StyledLine(), trailing: StyledLine(" \(signs.down) \(rest) more ", .dim))
        cells.draw(more, at: rect.size.rows - 1, in: rect, signs: signs)
    }
}
