// Keys and the key map as text.

public import Screen

extension Key {
    /// `Ctrl-T`, `Alt-Enter`, `Shift-F6`, `space`, `j`.
    public var name: String {
        var text = ""
        if modifiers.contains(.control) { text += "Ctrl-" }
        if modifiers.contains(.alt) { text += "Alt-" }
        if modifiers.contains(.shift) { text += "Shift-" }
        switch code {
        case .character(" "): text += "space"
        case .character(let character):
            text += !modifiers.isEmpty ? String(character).uppercased() : String(character)
        case .enter: text += "Enter"
        case .tab: text += "Tab"
        case .backspace: text += "Backspace"
        case .delete: text += "Del"
        case .escape: text += "Esc"
        case .insert: text += "Ins"
        case .up: text += "↑"
        case .down: text += "↓"
        case .left: text += "←"
        case .right: text += "→"
        case .home: text += "Home"
        case .end: text += "End"
        case .pageUp: text += "PgUp"
        case .pageDown: text += "PgDn"
        case .function(let number): text += "F\(number)"
        }
        return text
    }
}

extension KeyMap {
    /// `docs/KEYS.md`.
    public var markdown: String {
        var text = "# Keys\n\nPrinted from the program's key map; a test holds this file to it.\n"
        for context in KeyContext.allCases {
            text += "\n## \(context.rawValue)\n\n| Key | Does |\n|---|---|\n"
            for binding in bindings(in: context) {
                let keys = binding.keys.map { "`\($0.name == "|" ? "\\|" : $0.name)`" }.joined(separator: " ")
                text += "| \(keys) | \(binding.help) |\n"
            }
        }
        text += "\n## Mouse\n\nThe wheel scrolls what is under it. In the changes a click selects a file or a line, "
        text += "opens a fold or a folder, and decides at a sign; dragging selects lines.\n"
        text += "\n## Slash commands\n\n| Command | Does |\n|---|---|\n"
        for command in SlashCommand.allCases {
            let usage = command.usage.split(separator: "|").joined(separator: "\\|")
            text += "| `\(usage)` | \(command.help) |\n"
        }
        return text
    }
}
