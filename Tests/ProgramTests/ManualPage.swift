// The manual page, made from what the parser's library dumps of the command line (ToolInfo, serialization 0).
import Console
import JSON

/// Source for man(7): its macros are understood by groff and mandoc alike.
struct ManualPage {
    let root: JSONValue
    let version: String

    var text: String {
        var page = Troff()
        page.raw(".\\\" Printed from the program's definitions; a test holds this file to them.")
        page.raw(".TH OROPENDOLA 1 \"\" \"oropendola \(version)\" \"User Commands\"")
        page.section("NAME")
        // The form that whatis and apropos look for.
        page.raw("oropendola \\- \(Troff.escaped(uncapitalised(word(root, "abstract"))))")
        page.section("SYNOPSIS")
        page.raw(".B oropendola\n[options]\n.RI [ PROMPT ...]\n.br")
        for command in commands {
            page.raw(".B oropendola \(Troff.escaped(word(command, "commandName")))\n\(synopsis(command))\n.br")
        }
        page.section("DESCRIPTION")
        page.discussion(word(root, "discussion"))
        page.section("OPTIONS")
        page.tagged(
            "PROMPT", "A first message, sent when the program is up. Words behind -- are never taken for a command.")
        arguments(of: root, &page)
        page.section("COMMANDS")
        for command in commands {
            page.raw(".SS \(word(command, "commandName"))")
            page.paragraph(word(command, "abstract"))
            arguments(of: command, &page)
            if Troff.beginsPlainly(word(command, "discussion")) { page.raw(".PP") }
            page.discussion(word(command, "discussion"))
        }
        page.section("EXIT STATUS")
        for status in ExitStatus.table { page.tagged("\(status.number)", status.meaning) }
        page.section("ENVIRONMENT")
        for (name, meaning) in Self.environment { page.tagged(name, meaning) }
        page.section("FILES")
        for (name, meaning) in Self.files { page.tagged(name, meaning) }
        page.section("SEE ALSO")
        page.raw(".BR git (1),\n.BR tmux (1)")
        return page.text
    }

    private static let environment = [
        ("TERM", "Which terminal it is."),
        ("NO_COLOR", "Set to anything: no colours."),
        ("COLORTERM", "truecolor or 24bit: the terminal takes red, green and blue."),
        ("COLORFGBG", "The terminal's colours of text and ground, for themes that fit both grounds."),
        ("LC_ALL, LC_CTYPE, LANG", "Without UTF-8 in them, signs are drawn in ASCII."),
        ("OROPENDOLA_SERVER", "The account or server to use instead of the default one."),
        ("OROPENDOLA_SYNTAX", "Set to off: source text has no colours of its own."),
        (
            "OROPENDOLA_NOTIFY",
            "How you are told, while you look elsewhere, that a turn ended or waits: auto, bell, osc9, osc777 or off. Every setting of docs/SETTINGS.md has such a variable."
        ),
        (
            "OROPENDOLA_NOTIFY_COMMAND",
            "A program with its options that is run for it instead; the words are its last argument."
        ),
        ("VISUAL, EDITOR", "The editor for messages and proposed files."),
        ("XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME", "Where our own files are."),
        ("TMPDIR", "Where the demo's folder and copies without a clipboard go."),
        ("http_proxy, https_proxy, all_proxy, no_proxy", "How connections leave the machine."),
    ]

    private static let files = [
        ("~/.config/oropendola/", "Settings and accounts; readable by you alone."),
        ("~/.local/state/oropendola/", "Conversations, journals of what was written, and the log."),
        ("~/.cache/oropendola/", "What can be made again."),
    ]

    private var commands: [JSONValue] {
        // `help` is the library's own, and goes without saying.
        (root["subcommands"]?.asArray ?? []).filter { word($0, "commandName") != "help" }
    }

    private func word(_ value: JSONValue, _ key: String) -> String { value[key]?.asString ?? "" }

    private func uncapitalised(_ text: String) -> String {
        text.prefix(1).lowercased() + text.dropFirst().drop { $0 == "." }.prefix { $0 != "." }
    }

    private func shown(_ command: JSONValue) -> [JSONValue] {
        (command["arguments"]?.asArray ?? []).filter { $0["shouldDisplay"] == true }
    }

    private func synopsis(_ command: JSONValue) -> String {
        let positional = shown(command).filter { $0["kind"] == "positional" }
        let hasOptions = shown(command).contains { $0["kind"] != "positional" }
        let words = positional.map { argument in
            let isOptional = argument["isOptional"] == true
            let name = Troff.escaped(word(argument, "valueName").uppercased())
            let dots = argument["isRepeating"] == true ? "..." : ""
            return ".RI \(isOptional ? "[" : "") \(name) \(dots)\(isOptional ? "]" : "")"
        }
        return ((hasOptions ? ["[options]"] : []) + words).joined(separator: "\n")
    }

    private func arguments(of command: JSONValue, _ page: inout Troff) {
        for argument in shown(command) {
            var abstract = word(argument, "abstract")
            if let missing = argument["defaultValue"]?.asString, !missing.isEmpty {
                abstract += " (\(missing) unless said)"
            }
            guard argument["kind"] != "positional" else {
                if word(argument, "valueName") != "prompt" {
                    page.tagged(word(argument, "valueName").uppercased(), abstract)
                }
                continue
            }
            let names = (argument["names"]?.asArray ?? []).map { name in
                (word(name, "kind") == "long" ? "--" : "-") + word(name, "name")
            }
            page.option(names, value: argument["kind"] == "option" ? word(argument, "valueName") : nil, abstract)
        }
    }
}

/// Text with man(7)'s macros.
struct Troff {
    private(set) var text = ""

    mutating func raw(_ line: String) { text += line + "\n" }
    mutating func section(_ name: String) { raw(".SH \(name)") }
    mutating func paragraph(_ words: String) { raw(Self.line(words)) }

    mutating func tagged(_ tag: String, _ words: String) {
        raw(".TP\n.B \(Self.escaped(tag))\n\(Self.line(words))")
    }

    mutating func option(_ names: [String], value: String?, _ words: String) {
        let tags = names.map { "\\fB\(Self.escaped($0))\\fR" }.joined(separator: ", ")
        raw(".TP\n\(tags)\(value.map { " \\fI\(Self.escaped($0))\\fR" } ?? "")\n\(Self.line(words))")
    }

    /// Paragraphs, and lines of two columns, which become tagged ones.
    mutating func discussion(_ words: String) {
        for (number, part) in Self.paragraphs(words).enumerated() {
            if number > 0, part.first.map({ Self.columns($0) == nil }) == true { raw(".PP") }
            for line in part {
                if let (tag, meaning) = Self.columns(line) { tagged(tag, meaning) } else { paragraph(line) }
            }
        }
    }

    /// It begins with a paragraph, and not with columns.
    static func beginsPlainly(_ words: String) -> Bool {
        paragraphs(words).first?.first.map { columns($0) == nil } == true
    }

    private static func paragraphs(_ words: String) -> [[String]] {
        words.split(separator: "\n", omittingEmptySubsequences: false).split(separator: "").map { $0.map(String.init) }
    }

    /// What stands before and behind the first two blanks in a row.
    private static func columns(_ line: String) -> (String, String)? {
        guard let gap = line.firstRange(of: "  "), gap.lowerBound != line.startIndex else {
            return line.hasPrefix("oropendola ") ? (line, "") : nil
        }
        return (String(line[..<gap.lowerBound]), String(line[gap.upperBound...].drop { $0 == " " }))
    }

    /// A line of text: no macro, whatever it begins with.
    private static func line(_ words: String) -> String {
        let escaped = escaped(words)
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }

    static func escaped(_ words: String) -> String {
        words.map { letter in
            switch letter {
            case "\\": "\\e"
            case "-": "\\-"
            default: String(letter)
            }
        }.joined()
    }
}
