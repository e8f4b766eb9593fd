// Data table of the settings. Reading, `config`, docs/SETTINGS.md and every default are made from it.

extension Setting {
    /// In the order in which they are shown.
    public static let all: [Setting] = [
        Setting(
            .server, .text, .text(""),
            "the account that answers, by its name or its server; empty: the default account, else the built-in helper",
            isPersonal: true, needsRestart: true),
        Setting(
            .model, .text, .text(""),
            "the model that the built-in backend asks: `URL#NAME`, the name of one on this machine, or `helper`; empty: what `/model` chose last (MODELS.md)",
            isPersonal: true, needsRestart: true),
        Setting(
            .modelSilence, .number(5...86_400), .number(300),
            "seconds without a word after which a model is given up; a local one is loaded meanwhile",
            isPersonal: true, needsRestart: true),
        Setting(
            .mode, .choice(["ask", "agent", "auto"]), .text("agent"),
            "what the agent may do in a new conversation: words only, stage changes, write them at once",
            isPersonal: true),
        Setting(
            .editor, .text, .text(""),
            "the editor, with its options; empty: $VISUAL, $EDITOR, or vi", isPersonal: true, needsRestart: true),
        Setting(
            .keyPreset, .choice(["standard", "emacs", "vim", "less"]), .text("standard"),
            "the keys to begin with; `keys` changes single ones", isPersonal: true),
        Setting(.viComposer, .flag, .flag(false), "vi's modes and keys where messages are written", isPersonal: true),
        Setting(
            .contextLines, .number(0...1000), .number(3), "unchanged lines that a diff shows around the changes"),
        Setting(
            .sideBySide, .choice(["auto", "always", "never"]), .text("auto"),
            "old and new beside each other; `auto`: where there is room for it"),
        Setting(
            .sideBySideColumns, .number(60...1000), .number(140),
            "columns of the panel from which `auto` shows them beside each other"),
        Setting(
            .whitespace, .choice(["shown", "dimmed", "hidden"]), .text("shown"), "changes in blanks alone"),
        Setting(.fileTree, .flag, .flag(false), "changed files in their folders, not in one list"),
        Setting(.syntax, .flag, .flag(true), "source text in the colours of its syntax"),
        Setting(
            .panel, .choice(["auto", "right", "below", "alone", "hidden"]), .text("auto"),
            "where the changes stand beside the chat; `alone`: one of the two at a time, `hidden`: while they have the keys"
        ),
        Setting(.keyHints, .flag, .flag(true), "what can be pressed, shown when a key is waited for a moment"),
        Setting(
            .theme, .text, .text("auto"),
            "how it looks: a theme of the program's or the name of a file in `themes` beside your settings (THEMES.md)",
            isPersonal: true),
        Setting(
            .animation, .choice(["auto", "on", "off"]), .text("auto"),
            "a sign that turns while something goes on; `auto`: not over SSH"),
        Setting(
            .signs, .choice(["auto", "ascii"]), .text("auto"),
            "the program's own signs; `auto`: as the locale says"),
        Setting(.expandOutput, .flag, .flag(false), "outputs and reasoning whole, not their ends alone"),
        Setting(
            .mouse, .flag, .flag(true), "the wheel and clicks are the program's; off: the terminal's own"),
        Setting(
            .color, .choice(["auto", "off"]), .text("auto"), "colours; `auto`: unless NO_COLOR is set",
            needsRestart: true),
        Setting(
            .plain, .flag, .flag(false), "lines instead of a screen, for screen readers, logs and dumb terminals",
            isPersonal: true, needsRestart: true),
        Setting(
            .statusLeft, .names(StatusField.allCases.map(\.rawValue)),
            .text("activity file elapsed lastEvent queue"), "the status line from its left end, in this order"),
        Setting(
            .statusRight, .names(StatusField.allCases.map(\.rawValue)),
            .text("mode link mouse todos context model tokens cost"), "the status line up to its right end"),
        Setting(
            .title, .flag, .flag(true), "the terminal's title tells of the conversation; off: it stays as it is"),
        Setting(
            .notify, .choice(["auto", "bell", "osc9", "osc777", "off"]), .text("auto"),
            "how you are told, while you look elsewhere, that a turn ended or waits; `auto`: as the terminal is known to take it",
            isPersonal: true),
        Setting(
            .notifyCommand, .text, .text(""),
            "a program with its options that is run for it instead; the words are its last argument. No shell reads them",
            isPersonal: true),
        Setting(
            .modelProfiles, .profiles, .text(""),
            "how to speak with models, by their names; your rows come before the built-in ones (AGENT.md)",
            isPersonal: true, needsRestart: true),
        Setting(
            .agentSteps, .number(1...1000), .number(40),
            "rounds of tool calls that a model may take for one message, where the built-in agent speaks with it",
            isPersonal: true, needsRestart: true),
    ]

    private static let rows: [SettingName: Setting] = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The row of a name.
    public static func row(_ name: SettingName) -> Setting {
        guard let row = rows[name] else { preconditionFailure("every name has its row; SettingTableTests holds that") }
        return row
    }
}
