// Regular expressions as people write them, in the words of POSIX: the same rules as the `search_files` tool has.

/// What is understood of an expression. `search_files` takes it as typed and reads it by these rules too
/// (docs/PROTOCOL.md); what would make search and replacement differ is refused.
struct ExpressionDialect {
    /// For `regcomp` with `REG_EXTENDED`.
    let pattern: String

    /// - Throws: the reason, a piece of a sentence.
    init(_ text: String) throws(ExtendedExpression.Fault) {
        var rest = Array(text.unicodeScalars)[...]
        var out = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\\": try Self.escape(&rest, into: &out)
            case "[": try Self.set(&rest, into: &out)
            case "(":
                if rest.first == "?" { throw Self.oddGroup(rest.dropFirst()) }
                out.append(scalar)
            case "*", "+", "?", "}":
                guard rest.first != "?" else { throw .init(reason: "lazy repeats such as *? are not understood") }
                guard rest.first != "+" else { throw .init(reason: "possessive repeats such as *+ are not understood") }
                out.append(scalar)
            case "{":
                // A brace that opens no bound is one of the text, as in `func {`.
                if !Self.isBound(rest.prefix { $0 != "}" }) || !rest.contains("}") { out.append("\\") }
                out.append(scalar)
            default: out.append(scalar)
            }
        }
        pattern = String(out)
    }

    /// `(?<name>…)` and `(?P<name>…)` are told from look-around and options.
    private static func oddGroup(_ rest: ArraySlice<Unicode.Scalar>) -> ExtendedExpression.Fault {
        let head = rest.first == "P" ? rest.dropFirst() : rest
        let isNamed = [.some("<"), .some("'")].contains(head.first) && head.dropFirst().first.map(isNameStart) == true
        return .init(
            reason: isNamed
                ? "groups have numbers here and no names: write ( ) and \\1"
                : "groups that begin with (? are not understood"
        )
    }

    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic
    }

    private static func isBound(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let areNumbers = parts.allSatisfy { part in part.allSatisfy { ("0"..."9").contains($0) } }
        return areNumbers && parts.count <= 2 && parts.first?.isEmpty == false
    }

    private static func escape(
        _ rest: inout ArraySlice<Unicode.Scalar>, into out: inout String.UnicodeScalarView
    ) throws(ExtendedExpression.Fault) {
        guard let letter = rest.popFirst() else { throw .init(reason: "it ends with a backslash") }
        switch letter {
        case "d": out.append(contentsOf: "[0-9]".unicodeScalars)
        case "D": out.append(contentsOf: "[^0-9]".unicodeScalars)
        case "t": out.append("\t")
        case "r": out.append("\r")
        case "f": out.append("\u{C}")
        case "v": out.append("\u{B}")
        case "A": out.append("^")
        case "z", "Z": out.append("$")
        case "n": throw .init(reason: "it sees one line at a time")
        case "1"..."9": throw .init(reason: "back references are not understood")
        case "w", "W", "s", "S", "b", "B", "<", ">", ".", "[", "]", "(", ")", "{", "}", "*", "+", "?", "^", "$", "|",
            "\\":
            out.append("\\")
            out.append(letter)
        case _ where letter.properties.isAlphabetic || letter == "0":
            throw .init(reason: "\\\(letter) is not understood")
        default: out.append(letter)
        }
    }

    /// In POSIX a backslash in a set is a plain character: escapes are spelled out, and `]`, `^` and `-` go where they
    /// mean themselves.
    private static func set(
        _ rest: inout ArraySlice<Unicode.Scalar>, into out: inout String.UnicodeScalarView
    ) throws(ExtendedExpression.Fault) {
        let isNegated = rest.first == "^"
        if isNegated { rest.removeFirst() }
        var body = String.UnicodeScalarView()
        var special: Set<Unicode.Scalar> = []
        var isFirst = true
        while true {
            guard let scalar = rest.popFirst() else { throw .init(reason: "a [ has no ]") }
            if scalar == "]", !isFirst { break }
            switch scalar {
            case "\\":
                guard let letter = rest.popFirst() else { throw .init(reason: "a [ has no ]") }
                switch letter {
                case "d": body.append(contentsOf: "0-9".unicodeScalars)
                case "w": body.append(contentsOf: "[:alnum:]_".unicodeScalars)
                case "s": body.append(contentsOf: "[:space:]".unicodeScalars)
                case "t": body.append("\t")
                case "r": body.append("\r")
                case "]", "-", "^": special.insert(letter)
                case _ where letter.properties.isAlphabetic:
                    throw .init(reason: "\\\(letter) in a set is not understood")
                default: body.append(letter)
                }
            case "[" where rest.first == ":":
                let name = rest.prefix { $0 != "]" }
                body.append("[")
                body.append(contentsOf: name)
                body.append("]")
                rest = rest.dropFirst(name.count + 1)
            case "-" where isFirst || rest.first == "]": special.insert(scalar)
            case "]", "^": special.insert(scalar)
            default: body.append(scalar)
            }
            isFirst = false
        }
        if special.contains("^"), !special.contains("]"), !isNegated, body.isEmpty {
            out.append(contentsOf: (special.contains("-") ? "[-^]" : "\\^").unicodeScalars)
            return
        }
        out.append(contentsOf: (isNegated ? "[^" : "[").unicodeScalars)
        if special.contains("]") { out.append("]") }
        out.append(contentsOf: body)
        if special.contains("^") { out.append("^") }
        if special.contains("-") { out.append("-") }
        out.append("]")
    }
}
