// Data table of the themes that come with the program. Those that are not made in code are written as users write theirs.

internal import Screen

struct ThemePreset {
    var name: String
    var help: String
    /// What it is on a ground that is known to be light.
    var light: String?
    /// The theme, or the text of its file.
    var theme: Theme?
    var text = ""

    static let all: [ThemePreset] = [
        ThemePreset(
            name: "auto", help: "the terminal's own colours, on dark and light grounds", light: "terminal-light",
            theme: .terminal),
        ThemePreset(name: "terminal", help: "the terminal's own sixteen colours", theme: .terminal),
        ThemePreset(
            name: "terminal-light", help: "for light grounds, whatever the terminal's colours", theme: .terminalLight),
        ThemePreset(
            name: "colour-blind", help: "blue for added, orange for removed; the terminal's own colours",
            light: "colour-blind-light", text: colourBlind),
        ThemePreset(
            name: "colour-blind-light", help: "blue and orange for light grounds", text: colourBlindLight),
        ThemePreset(name: "mono", help: "no colours: bold, underlined, reversed", theme: .mono),
        ThemePreset(name: "dusk", help: "soft true colours for dark grounds", text: dusk),
        ThemePreset(name: "paper", help: "ink-like true colours for light grounds", text: paper),
    ]

    /// Blue and orange are told apart by all common kinds of colour blindness. The names and strings of source text
    /// leave blue to what is added.
    private static let colourBlind = """
        {
            "inherits": "terminal",
            "roles": {
                "added": { "fg": "bright-blue" },
                "removed": { "fg": 166 },
                "error": { "fg": 166 },
                "link": { "fg": "default" },
                "syntaxKeyword": { "fg": "default", "bold": true },
                "syntaxName": { "fg": "default" },
                "syntaxString": { "fg": "cyan" },
                "syntaxLiteral": { "fg": "cyan" },
            },
        }
        """

    private static let colourBlindLight = """
        {
            "ground": "light",
            "inherits": "terminal-light",
            "roles": {
                "added": { "fg": 25 },
                "removed": { "fg": 130 },
                "attention": { "fg": 90 },
                "error": { "fg": 130 },
                "link": { "fg": "default" },
                "syntaxKeyword": { "fg": "default", "bold": true },
                "syntaxName": { "fg": "default" },
                "syntaxString": { "fg": 23 },
                "syntaxLiteral": { "fg": 23 },
            },
        }
        """

    private static let dusk = """
        {
            "name": "Dusk",
            "ground": "dark",
            "roles": {
                "dim": { "fg": "#8f97ab", "dim": false },
                "user": { "fg": "#7dcfff" },
                "added": { "fg": "#8fd08a" },
                "removed": { "fg": "#f49090" },
                "attention": { "fg": "#e8c170" },
                "error": { "fg": "#ff8484" },
                "link": { "fg": "#8ab4f8" },
                "code": { "fg": "#e0c9a6" },
                "syntaxKeyword": { "fg": "#dca6f7" },
                "syntaxName": { "fg": "#8ab4f8" },
                "syntaxString": { "fg": "#7fd1c7" },
                "syntaxLiteral": { "fg": "#f0c27a" },
                "match": { "fg": "#1b1d23", "bg": "#7dcfff" },
                "matchHere": { "fg": "#1b1d23", "bg": "#ffcf5c" },
                "rule": { "fg": "#7a8296", "dim": false },
                "status": { "fg": "#ffffff", "bg": "#2f5d9b" },
                "statusAttention": { "fg": "#1b1d23", "bg": "#e8c170" },
                "statusError": { "fg": "#ffffff", "bg": "#b3373f" },
                "selected": { "bg": "#293449" },
                "addedWord": { "bg": "#24402b", "bold": true },
                "removedWord": { "bg": "#4c2b30", "bold": true },
            },
        }
        """

    private static let paper = """
        {
            "name": "Paper",
            "ground": "light",
            "roles": {
                "dim": { "fg": "#666d7a", "dim": false },
                "user": { "fg": "#0b6e8a" },
                "added": { "fg": "#17702d" },
                "removed": { "fg": "#b42318" },
                "attention": { "fg": "#865700" },
                "error": { "fg": "#b42318" },
                "link": { "fg": "#1d4fbf" },
                "code": { "fg": "#5b4636" },
                "syntaxKeyword": { "fg": "#8a2fb5" },
                "syntaxName": { "fg": "#1d4fbf" },
                "syntaxString": { "fg": "#0b695e" },
                "syntaxLiteral": { "fg": "#954700" },
                "match": { "fg": "#1b1d23", "bg": "#9fd8f0" },
                "matchHere": { "fg": "#1b1d23", "bg": "#ffd24d" },
                "rule": { "fg": "#7b8290", "dim": false },
                "status": { "fg": "#ffffff", "bg": "#2457a6" },
                "statusAttention": { "fg": "#1b1d23", "bg": "#f0c14b" },
                "statusError": { "fg": "#ffffff", "bg": "#b42318" },
                "selected": { "bg": "#dce8fb" },
                "addedWord": { "bg": "#d3f0d6", "bold": true },
                "removedWord": { "bg": "#fbdcd9", "bold": true },
            },
        }
        """
}
