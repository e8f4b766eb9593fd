// The theme in force: the settings' or the session's, and for a look the one that the cursor is at.

internal import Matching
internal import Screen
internal import Settings

extension AppModel {
    /// Shows the theme that is meant now; Esc leaves the one before in its place, since nothing was changed.
    ///
    /// - Parameter isNew: the settings are others; else only another name is another theme.
    mutating func followTheme(isNew: Bool = false) {
        let name = themeLookedAt ?? themeOfSession ?? settings.text(.theme)
        guard isNew || name != themeName else { return }
        themeName = name
        theme = settings.themes.theme(name, on: report.ground)
        let shown = Signs(report, settings, hasColour: !theme.isMonochrome)
        guard shown != signs else { return }
        signs = shown
        greeting = nil
        chat.forgetRows()
    }

    private var themeLookedAt: String? {
        if let picker, picker.subject == .themes { return pickedTheme(picker) }
        guard let menu, menu.token.kind == .argument(.theme) else { return nil }
        return menu.marked?.text
    }

    private func pickedTheme(_ picker: Picker) -> String? {
        let names = settings.themes.names
        return names.indices.contains(picker.row) ? names[picker.row] : nil
    }

    /// `/theme` without a name, and the palette.
    mutating func pickTheme() -> [AppEffect] {
        let chosen = themeOfSession ?? settings.text(.theme)
        picker = Picker(.themes, row: settings.themes.names.firstIndex(of: chosen) ?? 0)
        return []
    }

    mutating func openPickedTheme() -> [AppEffect] {
        guard let picker, let name = pickedTheme(picker) else { return [] }
        self.picker = nil
        return choose(theme: name)
    }

    mutating func choose(theme name: String) -> [AppEffect] {
        guard name != settings.text(.theme) else {
            themeOfSession = nil
            return say("Theme \(name)")
        }
        themeOfSession = name
        return say("Theme \(name), until the end. \"theme\": \"\(name)\" in settings.json keeps it")
    }

    /// Why there is no such theme to choose.
    func noTheme(_ name: String) -> String {
        let near = nearest(to: name, in: settings.themes.names)
        return "There is no theme `\(truncated(name, columns: 24, sign: signs.cut))`. "
            + (near.map { "Did you mean \($0)?" } ?? "/theme lists them")
    }

    var themeChoices: [(word: String, help: String)] {
        settings.themes.entries.map { ($0.name, visibleText($0.help)) }
    }

    // MARK: The list

    /// The lower part, so that the theme is seen in the rest.
    func themesRect(_ layout: Layout) -> Rect {
        let whole = helpRect(layout)
        let rows = min(settings.themes.entries.count + Picker.frameRows, max(whole.size.rows / 2, 4), whole.size.rows)
        return Rect(column: whole.left, row: whole.bottom - rows, columns: whole.size.columns, rows: rows)
    }

    var themesContent: PickerContent {
        let entries = settings.themes.entries
        let s = " \(signs.separator) "
        let hints = [["Enter choose", "j k look", "Esc as before"], ["Enter choose"]]
        let widest = min(24, entries.map { displayWidth(of: $0.name) }.max() ?? 0)
        let chosen = themeOfSession ?? settings.text(.theme)
        return PickerContent(
            title: "Themes", remark: report.hasColour ? "" : "this terminal shows no colours", empty: "",
            hints: hints.map { $0.joined(separator: s) }, count: entries.count
        ) { [signs] index in
            let entry = entries[index]
            let name = padded(truncated(entry.name, columns: widest, sign: signs.cut), columns: widest)
            let help = entry.path == nil || !entry.help.isEmpty ? visibleText(entry.help) : "yours"
            return TextRow(
                StyledLine(" \(entry.name == chosen ? signs.done : " ") \(name)  ") + StyledLine(help, .dim),
                trailing: StyledLine(entry.path == nil ? "" : "yours ", .dim))
        }
    }
}
