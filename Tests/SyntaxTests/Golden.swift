// Golden files of roles: each line of source, and below it a letter for what each character is.

import Syntax

/// One file's picture.
///
/// ```
/// |let x = "a\n" // why
/// :kkk     ssees cccccc
/// ```
enum Golden {
    /// Blank for plain.
    static func letter(of role: SyntaxRole) -> Character {
        switch role {
        case .plain: " "
        case .keyword: "k"
        case .type: "t"
        case .function: "f"
        case .constant: "o"
        case .number: "n"
        case .string: "s"
        case .escape: "e"
        case .comment: "c"
        case .attribute: "a"
        case .variable: "v"
        case .tag: "g"
        case .key: "y"
        case .heading: "h"
        case .emphasis: "m"
        case .inserted: "+"
        case .deleted: "-"
        }
    }

    /// A tab is shown as one sign, so that letters stand below their characters.
    static func picture(of text: String, in language: Language) -> String {
        let lexer = Lexer(language)
        var state = lexer.start
        var picture = ""
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        for line in lines {
            let spans = lexer.spans(of: Array(line.utf8)[...], state: &state)
            picture += "|" + line.replacing("\t", with: "⇥") + "\n"
            let letters = letters(spans, under: line)
            if !letters.isEmpty { picture += ":" + letters + "\n" }
        }
        return picture
    }

    private static func letters(_ spans: [SyntaxSpan], under line: Substring) -> String {
        var letters = ""
        var offset = 0
        for scalar in line.unicodeScalars {
            let span = spans.first { $0.range.contains(offset) }
            letters.append(letter(of: span?.role ?? .plain))
            offset += scalar.utf8.count
        }
        while letters.last == " " { letters.removeLast() }
        return letters
    }
}
