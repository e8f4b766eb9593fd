// A request as a line that can be typed, for what is offered.

extension HelperRequest {
    /// Read again, it is the same request.
    var spelled: String {
        switch self {
        case .find(let text, let scope): "find \(text.spelled)\(scope.spelled)"
        case .rename(let old, let new, let scope, let way):
            "rename \(old.spelled) to \(new.spelled)\(scope.spelled)"
                + (way.everyCase ? " preserving case" : "") + (way.insideWords ? " inside words" : "")
        case .replace(let text, let new, let scope, let firstOnly):
            "replace \(text.spelled) with \(text.isExpression ? new.spelledTemplate : new.spelled)\(scope.spelled)"
                + (firstOnly ? " first only" : "")
        case .create(let path, let content, let overwriting):
            (overwriting ? "overwrite " : "create ") + path.spelled + content.spelled
        case .delete(let path): "delete \(path.spelled)"
        case .move(let from, let to, let withImports):
            "move \(from.spelled) to \(to.spelled)" + (withImports ? "" : " without imports")
        case .run(let command): "run \(command)"
        case .preview(let request): "preview \(request.spelled)"
        case .undo(.last(nil)): "undo"
        case .undo(.last(let verb?)): "undo the last \(verb.rawValue)"
        case .undo(.file(let path)): "undo \(path.looksLikePath ? path.spelled : path.quoted)"
        case .goOn: "yes"
        case .explain: "explain"
        case .help(let verb): verb.map { "help \($0.rawValue)" } ?? "help"
        }
    }
}

extension SearchText {
    fileprivate var isExpression: Bool { if case .expression = self { true } else { false } }

    fileprivate var spelled: String {
        switch self {
        case .plain(let text): return text.spelled
        case .expression(let pattern, let ignoringCase):
            var text = ""
            for character in pattern { text += character == "/" ? "\\/" : String(character) }
            return "/\(text)/\(ignoringCase ? "i" : "")"
        }
    }
}

extension SearchScope {
    fileprivate var spelled: String {
        switch self {
        case .everywhere: ""
        case .files(let glob): " in \(glob.spelled)"
        case .folder(let path): " in \((path + "/").spelled)"
        }
    }
}

extension NewContent {
    fileprivate var spelled: String { if case .given(let text) = self { " with \(text.quoted)" } else { "" } }
}

extension String {
    /// Bare where that is read as it stands, else in quotes.
    fileprivate var spelled: String {
        let isBare =
            !isEmpty && allSatisfy { $0.isLetter || $0.isNumber || "_-./$#@+".contains($0) }
            && first?.isPunctuation != true && last != "." && !["the", "to", "in", "all"].contains(lowercased())
        return isBare || isPlainGlob ? self : quoted
    }

    private var isPlainGlob: Bool { hasPrefix("*.") && dropFirst(2).allSatisfy { $0.isLetter || $0.isNumber } }

    fileprivate var quoted: String {
        var text = "'"
        for character in self {
            switch character {
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\\", "'": text += ["\\", character]
            default: text.append(character)
            }
        }
        return text + "'"
    }

    /// A template has escapes of its own: only the quote is one of the quotes.
    fileprivate var spelledTemplate: String {
        var text = "'"
        for character in self { text += character == "'" ? "\\'" : character == "\n" ? "\\n" : String(character) }
        return text + "'"
    }
}
