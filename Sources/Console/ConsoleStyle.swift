// How lines for people look on what they are written to: a terminal with colours, one without, a file.

import Screen

/// What the output can show.
public struct ConsoleStyle: Equatable, Sendable {
    /// The locale is UTF-8; else every character is ASCII.
    public var isUnicode: Bool
    /// The output is a terminal, and the user has nothing against colours (`NO_COLOR`).
    public var usesColour: Bool
    /// Characters of a payload that a line shows.
    public var payloadLimit = 160

    public init(isUnicode: Bool, usesColour: Bool) {
        self.isUnicode = isUnicode
        self.usesColour = usesColour
    }

    enum Colour: String {
        case dim = "2"
        case bold = "1"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    /// Note: what is painted has to be `clean` before.
    func paint(_ text: String, _ colour: Colour) -> String {
        usesColour && !text.isEmpty ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// A text from outside as one line that commands nothing: control characters are spelled out.
    ///
    /// - Parameter keepingLines: line ends and tabs of the text stay what they are.
    public func clean(_ text: String, keepingLines: Bool = false) -> String {
        let visible = visibleText(text, keepingLines: keepingLines)
        guard !isUnicode else { return visible }
        return visible.unicodeScalars.map { $0.isASCII ? String($0) : Self.plain[$0] ?? "?" }.joined()
    }

    /// A text from outside that stands above what belongs to it.
    public func heading(_ text: String) -> String { paint(clean(text), .bold) }

    /// A text with words from outside in it.
    public func line(_ text: String) -> String { clean(text) }

    /// At most so many characters of it; a cut is marked.
    func short(_ text: String, _ limit: Int) -> String {
        // Long texts are cut before they are looked at closely: a payload may have megabytes.
        let start = text.prefix(limit + 1)
        return start.count <= limit ? String(start) : start.prefix(limit - 1) + (isUnicode ? "…" : "..")
    }

    var done: String { isUnicode ? "✓" : "+" }
    var failed: String { isUnicode ? "✗" : "x" }
    var remark: String { "!" }
    var skipped: String { isUnicode ? "○" : "o" }

    /// Our own signs and those of controls; everything else becomes a question mark.
    private static let plain: [Unicode.Scalar: String] = [
        "…": "..", "–": "-", "·": "-", "‹": "<", "›": ">", "␛": "^[", "␊": "^J", "␍": "^M", "␉": "^I", "␇": "^G",
        "␈": "^H", "␀": "^@",
    ]
}
