// docs/SETTINGS.md, printed from the table of settings.

internal import Settings

extension SettingsWords {
    public static var markdown: String {
        var text = """
            # Settings

            Printed from the program's table of settings; a test holds this file to it.

            `$XDG_CONFIG_HOME/oropendola/settings.json` (`~/.config/oropendola/settings.json`) is yours; a project may bring \
            `.oropendola/settings.json`, which is not used until you trust the folder: `/trust`, or `oropendola config \
            trust`. Both are JSON with comments and trailing commas:

            ```json
            {
                // More of the file around each change.
                "contextLines": 6,
                "keyPreset": "vim",
                "keys": {
                    "changes": { "Ctrl-X": "write", "w": null },
                },
            }
            ```

            Where several set the same, a flag wins over an environment variable, that over the project's file, that over \
            yours. What is wrong in a file is left out and said, with line and column; `oropendola config check` lists it \
            all, `oropendola config show` says where each value comes from. A file that is written while the program runs \
            holds at once, but for what is marked *next start*.

            | Setting | Takes | Default | Does | Variable |
            |---|---|---|---|---|

            """
        for row in Setting.all {
            let takes: String
            switch row.kind {
            case .choice(let words): takes = words.map { "`\($0)`" }.joined(separator: " ")
            case .flag: takes = "`true` `false`"
            case .number(let range): takes = "\(range.lowerBound) to \(range.upperBound)"
            case .text: takes = "a text"
            case .names: takes = "a list of [fields](#the-status-line)"
            case .profiles: takes = "a list of [rows](AGENT.md#profiles)"
            }
            var help = row.help
            if row.needsRestart { help += " *(next start)*" }
            if row.isPersonal { help += " *(yours alone)*" }
            text += "| `\(row.name.rawValue)` | \(takes) | \(code(row.standard)) | \(help) | `\(row.variable)` |\n"
        }
        text += """

            A project can't set what is *yours alone*, nor `keys`. Variables take `on` and `off` for true and false. \
            `--set contextLines=6` sets one for one run; `--server` is `server`.

            ## The status line

            `"statusLeft": ["activity", "elapsed"]` has these two at the left; a variable has blanks between them. Where \
            there is no room, fields go from the top of this table down; none is cut inside a number. What warns stays \
            longer: `mode` while it is auto, `context` when little is left, `lastEvent` from 15 s on.

            | Field | Shows |
            |---|---|
            \(fields)

            ## Keys

            `keys` has an object for each part of the screen: \(contexts). In it a key gets an \
            action by the name that [KEYS.md](KEYS.md) and the palette (F2) have, or `null` for none. Keys are written as \
            they are shown there: `Ctrl-X`, `Alt-Enter`, `Shift-F6`, `PgUp`, `Up`, `space`, `x`. An action of *Everywhere* can \
            have a key in any part; others have theirs where they work. Terminals send the same for `Ctrl-I` and `Tab`, \
            `Ctrl-M` and `Enter`, `Ctrl-[` and `Esc`: they are one key.

            What would do harm is refused: letters in the composer, which could not be typed any more, and Enter as a yes to \
            a command. What may surprise is done and said with both actions: a key that two lines give away, one that was \
            the only key of another action, one that another part takes first.

            `keyPreset` has the keys to begin with. Each keeps every action of the standard map within reach and adds:

            | Preset | Part | Keys |
            |---|---|---|

            """
        for preset in KeyPreset.allCases where preset != .standard {
            for (context, added) in preset.added {
                let keys = added.map { "`\($0.key.name)` \($0.action.words)" }.joined(separator: ", ")
                text += "| `\(preset.rawValue)` | \(context.rawValue) | \(keys) |\n"
            }
        }
        return text
    }

    private static var fields: String {
        StatusField.allCases.map { "| `\($0.rawValue)` | \($0.help) |" }.joined(separator: "\n")
    }

    private static var contexts: String {
        KeyContext.allCases.map { "`\($0.settingsName)`" }.joined(separator: ", ")
    }

    private static func code(_ value: SettingValue) -> String {
        switch value {
        case .flag(let flag): "`\(flag)`"
        case .number(let number): "\(number)"
        case .text(let text): text.isEmpty ? "" : "`\(text)`"
        }
    }
}
