// Every sign of the program's own, once, in Unicode and for terminals that have ASCII alone.

internal import Settings

/// What the program draws that is not text.
struct Signs: Equatable, Sendable {
    var done = "✓"
    var failed = "✗"
    var running = "●"
    var spinner = ["⠋", "⠙", "⠸", "⠴", "⠦", "⠇"]
    var waiting = "○"
    var partly = "◐"
    var conflict = "!"
    var cut = "…"
    var vertical = "│"
    var horizontal = "─"
    var joinDown = "┬"
    var joinUp = "┴"
    var cross = "┼"
    var bullet = "•"
    var separator = "·"
    var prompt = "›"
    var more = "▸"
    var down = "↓"
    var up = "↑"
    var minus = "−"
    var arrow = "→"
    var pointer = "▌"
    var dots = "…"
    var edited = "✎"
    var comment = "¶"
    /// A piece of a bar of time.
    var bar = "━"
    /// Source text has the colours of its syntax.
    var coloursSyntax = true

    /// Links can be followed where they stand, so that their addresses need not.
    var hidesAddresses = false

    static let unicode = Signs()

    static let ascii = Signs(
        done: "+", failed: "x", running: "*", spinner: ["|", "/", "-", "\\"], waiting: "o", partly: "~", conflict: "!",
        cut: "..", vertical: "|", horizontal: "-", joinDown: "+", joinUp: "+", cross: "+", bullet: "-", separator: "-",
        prompt: ">", more: ">", down: "v", up: "^", minus: "-", arrow: "->", pointer: ">", dots: "...", edited: "e",
        comment: "c", bar: "=")

    /// A text of the program's own with the signs that this terminal has.
    func adapted(_ text: String) -> String {
        guard vertical == Self.ascii.vertical else { return text }
        return text.reduce(into: "") { result, character in
            switch character {
            case "↑": result += "Up"
            case "↓": result += "Down"
            case "←": result += "Left"
            case "→": result += "Right"
            case "↔": result += "<->"
            case "·": result += "-"
            case "…": result += "..."
            case "−": result += "-"
            default: result.append(character)
            }
        }
    }
}

extension Signs {
    /// What a terminal can show of what the settings want.
    init(unicode: Bool, hasColour: Bool, isRemote: Bool, _ settings: ChosenSettings) {
        self = unicode && settings.text(.signs) != "ascii" ? .unicode : .ascii
        coloursSyntax = hasColour && settings.flag(.syntax)
        let animation = settings.text(.animation)
        if animation == "off" || (animation == "auto" && isRemote) { spinner = [running] }
    }

    init(_ report: StartReport, _ settings: ChosenSettings, hasColour: Bool = true) {
        self.init(
            unicode: report.unicode, hasColour: report.hasColour && hasColour, isRemote: report.isRemote, settings)
        hidesAddresses = report.hidesAddresses
    }
}
