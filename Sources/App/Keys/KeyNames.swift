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

extension Key {
    /// It types itself where something is written.
    var isTyped: Bool {
        if case .character = code { return modifiers.isEmpty }
        return false
    }

    /// The key that a person wrote: as `name` prints it, capitals or not, `Up` for `↑`. Capitals count in a letter alone.
    /// What a terminal can't tell from another key is that one: `Ctrl-I` is Tab.
    public init?(written text: String) {
        var rest = Substring(text)
        var modifiers: Modifiers = []
        while let mark = rest.dropFirst().firstIndex(where: { $0 == "-" || $0 == "+" }),
            rest.index(after: mark) < rest.endIndex
        {
            switch rest[..<mark].lowercased() {
            case "ctrl", "control", "c": modifiers.insert(.control)
            case "alt", "meta", "m": modifiers.insert(.alt)
            case "shift", "s": modifiers.insert(.shift)
            default: return nil
            }
            rest = rest[rest.index(after: mark)...]
        }
        if rest.count == 1, let letter = rest.first, Self.code(named: String(letter)) == nil {
            self.init(letter: letter, modifiers)
        } else if let code = Self.code(named: rest.lowercased()) {
            self.init(code, modifiers)
        } else {
            return nil
        }
    }

    private init?(letter: Character, _ modifiers: Modifiers) {
        if modifiers.isEmpty {
            self.init(letter)
        } else if modifiers == .shift {
            // It is in the character.
            guard let capital = letter.uppercased().first, letter.isLetter else { return nil }
            self.init(capital)
        } else {
            guard let small = letter.lowercased().first, !modifiers.contains(.shift) else { return nil }
            switch (small, modifiers.contains(.control)) {
            case ("i", true): self.init(.tab, modifiers.subtracting(.control))
            case ("m", true): self.init(.enter, modifiers.subtracting(.control))
            case ("[", true): self.init(.escape, modifiers.subtracting(.control))
            default: self.init(.character(small), modifiers)
            }
        }
    }

    private static func code(named name: String) -> Code? {
        switch name {
        case "space": return .character(" ")
        case "enter", "return": return .enter
        case "tab": return .tab
        case "backspace": return .backspace
        case "del", "delete": return .delete
        case "esc", "escape": return .escape
        case "ins", "insert": return .insert
        case "up", "↑": return .up
        case "down", "↓": return .down
        case "left", "←": return .left
        case "right", "→": return .right
        case "home": return .home
        case "end": return .end
        case "pgup", "pageup": return .pageUp
        case "pgdn", "pagedown": return .pageDown
        default:
            guard name.first == "f", let number = Int(name.dropFirst()), (1...35).contains(number) else { return nil }
            return .function(number)
        }
    }
}

extension KeyMap {
    /// `docs/KEYS.md`.
    public var markdown: String {
        var text = "# Keys\n\nPrinted from the program's key map; a test holds this file to it. Actions are what "
        text += "`keys` in `settings.json` and the palette call them ([SETTINGS.md](SETTINGS.md)).\n"
        for context in KeyContext.allCases {
            text +=
                "\n## \(context.rawValue)\n\n\(context == .panel ? "After `Alt-W`.\n\n" : "")| Key | Action | Does |\n|---|---|---|\n"
            for binding in bindings(in: context) {
                let keys = binding.keys.map { "`\($0.name == "|" ? "\\|" : $0.name)`" }.joined(separator: " ")
                text += "| \(keys) | `\(binding.action.rawValue)` | \(binding.help) |\n"
            }
        }
        text += """

            ## Mouse

            The wheel scrolls what is under it. A click gives a part the keys: in the chat it picks an entry, and opens a row \
            that says that something is folded; in the composer it takes the cursor there; in a list, a menu and the palette it picks \
            a row, and again does what Enter does. In the changes it selects a file or a line, opens a fold or a folder, and \
            decides at a sign; dragging selects lines. The rules between the parts are dragged, and two clicks give one its \
            own place back. On the status line a click shows more of what a field tells. `Alt-M` gives the mouse to the \
            terminal, which selects text with it; again takes it back.

            """
        text += "\n## Slash commands\n\n| Command | Does |\n|---|---|\n"
        for command in SlashCommand.allCases {
            let usage = command.usage.split(separator: "|").joined(separator: "\\|")
            text += "| `\(usage)` | \(command.help) |\n"
        }
        return text
    }
}
