// Data table of the presets: keys that people of other programs have in their fingers, laid over the standard map.

internal import Screen

/// A whole key map by name.
public enum KeyPreset: String, CaseIterable, Sendable {
    case standard, emacs, vim, less

    /// The preset's map: every action of the standard map has a key in each of its contexts.
    public var keys: KeyMap {
        if self == .standard { return .standard }
        var bindings = KeyMap.standard.bindings
        for (context, keys) in added {
            for (key, action) in keys.reversed() { KeyMap.give(key, action, in: context, of: &bindings) }
        }
        return KeyMap(bindings: bindings.filter { !$0.keys.isEmpty })
    }

    /// What the preset has before the standard map's keys, by context.
    var added: [(context: KeyContext, keys: [(key: Key, action: Action)])] {
        rows.map { context, rows in
            (
                context,
                rows.flatMap { names, action in
                    names.split(separator: " ").compactMap { Key(written: String($0)) }.map { ($0, action) }
                }
            )
        }
    }

    private typealias Rows = [(KeyContext, [(String, Action)])]

    private var rows: Rows {
        switch self {
        case .standard: []
        case .emacs: Self.emacsRows
        case .vim: Self.vimRows
        case .less: Self.lessRows
        }
    }

    private static let emacsRows: Rows = [
        (.everywhere, [("Ctrl-G", .cancelOrClose)]),
        (
            .composer,
            [
                ("Ctrl-X", .externalEditor), ("Ctrl-G", .cancelOrClose), ("Ctrl-V", .pageDown), ("Alt-V", .pageUp),
            ]
        ),
        (
            .chat,
            [
                ("Ctrl-N", .scrollDown), ("Ctrl-P", .scrollUp), ("Ctrl-V", .pageDown), ("Alt-V", .pageUp),
                ("Alt-<", .toTop), ("Alt->", .toBottom), ("Ctrl-S", .searchChat),
            ]
        ),
        (
            .lines,
            [
                ("Ctrl-N", .nextRow), ("Ctrl-P", .previousRow), ("Ctrl-V", .panelPageDown), ("Alt-V", .panelPageUp),
                ("Alt-<", .firstRow), ("Alt->", .lastRow), ("Alt-W", .copyPart), ("Ctrl-G", .backToChat),
            ]
        ),
        (
            .changes,
            [
                ("Ctrl-N", .nextRow), ("Ctrl-P", .previousRow), ("Ctrl-V", .panelPageDown), ("Alt-V", .panelPageUp),
                ("Alt-<", .firstRow), ("Alt->", .lastRow), ("Ctrl-F", .panRight), ("Ctrl-B", .panLeft),
                ("Alt-N", .nextHunk), ("Alt-P", .previousHunk), ("Ctrl-S", .searchDiff), ("Ctrl-G", .backToChat),
                ("Ctrl-_ Ctrl-/ Ctrl-7", .undoReview),
            ]
        ),
        (
            .request,
            [("Ctrl-N", .requestDown), ("Ctrl-P", .requestUp), ("Ctrl-V", .pageDown), ("Alt-V", .pageUp)]
        ),
        (.queue, [("Ctrl-N", .nextRow), ("Ctrl-P", .previousRow), ("Ctrl-G", .backToChat)]),
        (
            .list,
            [
                ("Ctrl-N", .nextRow), ("Ctrl-P", .previousRow), ("Ctrl-V", .panelPageDown), ("Alt-V", .panelPageUp),
                ("Alt-<", .firstRow), ("Alt->", .lastRow), ("Ctrl-G", .cancelOrClose),
            ]
        ),
        (.question, [("Ctrl-G", .no)]),
        (
            .help,
            [
                ("Ctrl-N", .nextRow), ("Ctrl-P", .previousRow), ("Ctrl-V", .pageDown), ("Alt-V", .pageUp),
                ("Ctrl-G", .cancelOrClose),
            ]
        ),
    ]

    private static let vimRows: Rows = [
        (
            .chat,
            [
                ("Ctrl-D Ctrl-F", .pageDown), ("Ctrl-U Ctrl-B", .pageUp), ("i", .cancelOrClose), (":", .palette),
                ("Ctrl-W", .arrangePanel),
            ]
        ),
        (
            .changes,
            [
                ("Ctrl-D Ctrl-F", .panelPageDown), ("Ctrl-U Ctrl-B", .panelPageUp), ("h", .panLeft), ("l", .panRight),
                ("}", .nextHunk), ("{", .previousHunk), ("Ctrl-R", .redoReview), (":", .palette),
                ("Ctrl-W", .arrangePanel),
            ]
        ),
        (.request, [("Ctrl-D Ctrl-F", .pageDown), ("Ctrl-U Ctrl-B", .pageUp)]),
        (.queue, [("d", .removeQueued)]),
        (.list, [("Ctrl-D Ctrl-F", .panelPageDown), ("Ctrl-U Ctrl-B", .panelPageUp)]),
        (.lines, [("Ctrl-D Ctrl-F", .panelPageDown), ("Ctrl-U Ctrl-B", .panelPageUp)]),
        (.help, [("Ctrl-D Ctrl-F", .pageDown), ("Ctrl-U Ctrl-B", .pageUp)]),
    ]

    private static let lessRows: Rows = [
        (
            .chat,
            [
                ("space f d Ctrl-F Ctrl-V Ctrl-D", .pageDown), ("b u Ctrl-B Ctrl-U", .pageUp), ("<", .toTop),
                (">", .toBottom), ("q", .cancelOrClose), ("Tab", .foldEntry),
            ]
        ),
        (
            .changes,
            [
                ("Ctrl-F Ctrl-V Ctrl-D", .panelPageDown), ("Ctrl-B Ctrl-U", .panelPageUp), ("<", .firstRow),
                (">", .lastRow),
            ]
        ),
        (.request, [("space f Ctrl-F Ctrl-D", .pageDown), ("b u Ctrl-B Ctrl-U", .pageUp)]),
        (
            .list,
            [
                ("f Ctrl-F Ctrl-V Ctrl-D", .panelPageDown), ("b u Ctrl-B Ctrl-U", .panelPageUp), ("<", .firstRow),
                (">", .lastRow),
            ]
        ),
        (.lines, [("f d Ctrl-F Ctrl-D", .panelPageDown), ("b u Ctrl-B Ctrl-U", .panelPageUp)]),
        (.help, [("f d Ctrl-F Ctrl-V Ctrl-D", .pageDown), ("b u Ctrl-B Ctrl-U", .pageUp), ("Enter", .nextRow)]),
    ]
}
