// Patterns as models write them, in the words of POSIX extended expressions with GNU's `\w \s \b \< \>`.
//
// What POSIX has no words for is translated where it means the same on one line (`\d`, `(?:`, lazy quantifiers), and
// refused where it does not. Back-references are refused, since they alone make matching exponential.

struct RegexTranslation: Equatable {
    var pattern: String
    var ignoresCase: Bool

    /// The longest pattern, bytes.
    static let longest = 2000

    init(_ text: String, ignoresCase: Bool) throws(ToolFailure) {
        self.ignoresCase = ignoresCase
        guard !text.isEmpty else { throw ToolFailure("the regex is empty") }
        guard text.utf8.count <= RegexTranslation.longest else { throw ToolFailure("the regex is too long") }
        guard !text.utf8.contains(0), !text.utf8.contains(UInt8(ascii: "\n")) else {
            throw ToolFailure("the regex can't match across lines")
        }
        var rest = Array(text.unicodeScalars)[...]
        if rest.starts(with: "(?i)".unicodeScalars) {
            rest.removeFirst(4)
            self.ignoresCase = true
        }
        var out = String.UnicodeScalarView()
        var repeats = 1
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\\": try RegexTranslation.escape(&rest, into: &out)
            case "[": try RegexTranslation.bracket(&rest, into: &out)
            case "(":
                out.append("(")
                guard rest.first == "?" else { continue }
                guard rest.starts(with: "?:".unicodeScalars) else {
                    throw ToolFailure("the regex has a (? group that is not supported: only (?: and a leading (?i) are")
                }
                rest.removeFirst(2)
            case "*", "+", "?", "}":
                out.append(scalar)
                // Lazy and possessive forms match the same lines.
                if let next = rest.first, next == "?" || (next == "+" && scalar != "}") { rest.removeFirst() }
            case "{":
                let bound = rest.prefix { $0 != "}" }
                let parts = bound.split(separator: ",", omittingEmptySubsequences: false).map {
                    String(String.UnicodeScalarView($0))
                }
                let numbers = parts.compactMap(Int.init)
                guard rest.count > bound.count, !numbers.isEmpty, parts.count <= 2,
                    parts.allSatisfy({ $0.isEmpty || Int($0) != nil }), !parts[0].isEmpty
                else {
                    // A brace of the text, as in `func {`.
                    out.append(contentsOf: "\\{".unicodeScalars)
                    continue
                }
                let (product, overflow) = repeats.multipliedReportingOverflow(by: max(1, numbers.max() ?? 1))
                // Nested repeats multiply the size of the compiled expression.
                guard !overflow, product <= 10_000 else { throw ToolFailure("the regex repeats too much") }
                repeats = product
                out.append("{")
            default: out.append(scalar)
            }
        }
        pattern = String(out)
    }

    /// Plain text as a pattern.
    static func escaped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if "\\.[](){}*+?^$|".unicodeScalars.contains(scalar) { out.append("\\") }
            out.append(scalar)
        }
        return String(out)
    }

    private static func escape(
        _ rest: inout ArraySlice<Unicode.Scalar>, into out: inout String.UnicodeScalarView
    ) throws(ToolFailure) {
        guard let letter = rest.popFirst() else { throw ToolFailure("the regex ends with a backslash") }
        switch letter {
        case "d": out.append(contentsOf: "[0-9]".unicodeScalars)
        case "D": out.append(contentsOf: "[^0-9]".unicodeScalars)
        case "t": out.append("\t")
        case "r": out.append("\r")
        case "f": out.append("\u{C}")
        case "v": out.append("\u{B}")
        case "A": out.append("^")
        case "z", "Z": out.append("$")
        case "n": throw ToolFailure("the regex can't match across lines")
        case "1"..."9": throw ToolFailure("the regex has a back-reference, which is not supported")
        case "w", "W", "s", "S", "b", "B", "<", ">", ".", "[", "]", "(", ")", "{", "}", "*", "+", "?", "^", "$", "|",
            "\\":
            out.append("\\")
            out.append(letter)
        case _ where letter.properties.isAlphabetic || letter == "0":
            throw ToolFailure("the regex has \\\(letter), which is not supported")
        default: out.append(letter)
        }
    }

    /// A set. In POSIX a backslash in it is a plain character, so escapes are spelled out, and `]` `^` `-` are put
    /// where they mean themselves.
    private static func bracket(
        _ rest: inout ArraySlice<Unicode.Scalar>, into out: inout String.UnicodeScalarView
    ) throws(ToolFailure) {
        var isNegated = false
        if rest.first == "^" {
            isNegated = true
            rest.removeFirst()
        }
        var body = String.UnicodeScalarView()
        var hasClosing = false
        var hasHyphen = false
        var hasCaret = false
        var isFirst = true
        while true {
            guard let scalar = rest.popFirst() else { throw ToolFailure("the regex has a [ without its ]") }
            defer { isFirst = false }
            if scalar == "]" {
                if !isFirst { break }
                hasClosing = true
            } else if scalar == "[", rest.first == ":" {
                let name = rest.prefix { $0 != "]" }
                body.append("[")
                body.append(contentsOf: name)
                body.append("]")
                rest.removeFirst(min(rest.count, name.count + 1))
            } else if scalar == "\\" {
                guard let letter = rest.popFirst() else { throw ToolFailure("the regex ends with a backslash") }
                switch letter {
                case "d": body.append(contentsOf: "0-9".unicodeScalars)
                case "w": body.append(contentsOf: "[:alnum:]_".unicodeScalars)
                case "s": body.append(contentsOf: "[:space:]".unicodeScalars)
                case "t": body.append("\t")
                case "r": body.append("\r")
                case "]": hasClosing = true
                case "-": hasHyphen = true
                case "^": hasCaret = true
                case _ where letter.properties.isAlphabetic:
                    throw ToolFailure("the regex has \\\(letter) in a set, which is not supported")
                default: body.append(letter)
                }
            } else if scalar == "-", isFirst || rest.first == "]" {
                hasHyphen = true
            } else if scalar == "^" {
                hasCaret = true
            } else {
                body.append(scalar)
            }
        }
        if hasCaret, !isNegated, !hasClosing, body.isEmpty {
            // The caret must not come first, where it means something else.
            out.append(contentsOf: (hasHyphen ? "[-^]" : "\\^").unicodeScalars)
            return
        }
        out.append("[")
        if isNegated { out.append("^") }
        if hasClosing { out.append("]") }
        out.append(contentsOf: body)
        if hasCaret { out.append("^") }
        if hasHyphen { out.append("-") }
        out.append("]")
    }
}
