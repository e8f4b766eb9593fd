// The forms of the three verbs that work on text in files: `find`, `rename`, `replace`.

/// Reads `X`, `X to Y` or `X with Y`, each with an `in GLOB` behind it.
///
/// The strict form is tried first; then again without a filler word in front ("the function", "all uses of"), as
/// long as there are some. So `rename the to a` renames `the`, and `rename the function f to g` renames `f`.
enum SearchForm {
    static func find(_ line: RequestLine) throws(RequestMistake) -> HelperRequest {
        let words = try line.words(readingExpressions: true)
        guard !words.isEmpty else { throw RequestMistake("`find` needs a text to look for.") }
        for start in starts(of: words) {
            let rest = words[start...]
            guard let first = rest.first, let scope = scope(rest.dropFirst()) else { continue }
            return .find(try searchText(first), in: scope)
        }
        throw RequestMistake("`find` looks for one text; a text with blanks goes in quotes.")
    }

    static func rename(_ line: RequestLine) throws(RequestMistake) -> HelperRequest {
        var words = try line.words()
        let way = RenameWay(
            everyCase: RequestOption.everyCase.isTaken(from: &words),
            insideWords: RequestOption.insideWords.isTaken(from: &words))
        for start in starts(of: words) {
            guard let (old, new, scope) = pair(words[start...], joinedBy: ["to", "into", "as", "->", "=>"]) else {
                continue
            }
            if words[..<start].contains(where: { $0.says("file") }) {
                return try FileForm.move(from: old, to: new, scope: scope)
            }
            try checkName(old)
            try checkName(new)
            let name = withoutSentenceEnd(new, unlike: old)
            if way.everyCase {
                guard let forms = NameForms(from: old.text, to: name) else {
                    throw RequestMistake(
                        "In every case goes with names of letters, digits, `_` and `-` that begin with a letter.")
                }
                guard case .expression(let pattern, _) = forms.expression, pattern.utf8.count <= 1000 else {
                    throw RequestMistake("These names are too long to be looked for in every case.")
                }
            }
            return .rename(from: old.text, to: name, in: scope, way: way)
        }
        if words.count == 1 || words.count == 2 && words[1].says("to"), let old = words.first, !old.text.isEmpty {
            throw RequestMistake("The new name is missing: \("rename \(old.typed) to NEW".inCode).")
        }
        throw RequestMistake("`rename` needs an old and a new name; a name with blanks goes in quotes.")
    }

    static func replace(_ line: RequestLine) throws(RequestMistake) -> HelperRequest {
        var words = try line.words(readingExpressions: true)
        let firstOnly = RequestOption.firstOnly.isTaken(from: &words)
        for start in starts(of: words) {
            guard
                let (old, new, scope) = pair(words[start...], joinedBy: ["with", "by", "to", "into", "->", "=>"])
            else { continue }
            let text = try searchText(old)
            var target = new.kind == .quoted || new.kind == .plain ? new.text : String(new.typed)
            if case .expression(let pattern, _) = text {
                if new.kind == .quoted { target = new.template }
                try checkGroups(of: ReplacementTemplate(target), pattern)
            }
            if target.utf8.contains(0) { throw RequestMistake("A text cannot hold a NUL.") }
            return .replace(text, with: target, in: scope, firstOnly: firstOnly)
        }
        if words.count == 1 || words.count == 2 && words[1].says("with"), let old = words.first, !old.text.isEmpty {
            throw RequestMistake("The new text is missing: \("replace \(old.typed) with TEXT".inCode).")
        }
        throw RequestMistake("`replace` needs two texts; a text with blanks goes in quotes.")
    }

    private static func checkGroups(of template: ReplacementTemplate, _ pattern: String) throws(RequestMistake) {
        let count = ExtendedExpression.groupCount(of: pattern)
        guard template.lastGroup > count else { return }
        let groups = count == 0 ? "no group" : HelperText.count(count, "group")
        throw RequestMistake(
            "The replacement names group \(template.lastGroup), and the expression has \(groups). "
                + "A dollar sign before a digit is written `$$`.")
    }

    /// The full stop of the sentence is no part of a bare name, unless the old name has one too.
    private static func withoutSentenceEnd(_ new: RequestWord, unlike old: RequestWord) -> String {
        guard new.kind == .plain, new.text.count > 1, let last = new.text.last, ".,;!?".contains(last),
            old.text.last != last
        else { return new.text }
        return String(new.text.dropLast())
    }

    private static func checkName(_ word: RequestWord) throws(RequestMistake) {
        if word.text.isEmpty { throw RequestMistake("A name cannot be empty.") }
        try checkOneLine(word.text)
        if word.text.first?.isWhitespace == true || word.text.last?.isWhitespace == true {
            throw RequestMistake("A name cannot begin or end with a blank; use `replace` for that.")
        }
    }

    private static func checkOneLine(_ text: String) throws(RequestMistake) {
        for byte in text.utf8 where byte == 10 || byte == 13 || byte == 0 {
            throw RequestMistake("Files are read line by line: a text with a line end cannot be looked for.")
        }
    }

    private static func searchText(_ word: RequestWord) throws(RequestMistake) -> SearchText {
        if word.text.isEmpty { throw RequestMistake("The text to look for is empty.") }
        try checkOneLine(word.text)
        guard case .expression(let ignoringCase) = word.kind else { return .plain(word.text) }
        if let fault = ExtendedExpression.fault(in: word.text) {
            throw RequestMistake("The regular expression \(word.typed.inCode) can't be used: \(fault).")
        }
        return .expression(word.text, ignoringCase: ignoringCase)
    }

    /// Where a form may begin: at the first word, and behind each filler word in front.
    private static func starts(of words: [RequestWord]) -> [Int] {
        var starts = [0]
        for (index, word) in words.enumerated() {
            guard word.says(oneOf: fillers) else { break }
            starts.append(index + 1)
        }
        return starts
    }

    private static let fillers: Set<String> = [
        "the", "a", "an", "all", "any", "every", "each", "of", "for", "me", "where", "my", "our", "both", "named",
        "called", "file", "files", "function", "func", "method", "class", "struct", "enum", "protocol", "interface",
        "type", "variable", "var", "constant", "property", "field", "parameter", "module", "symbol", "identifier",
        "name", "word", "words", "text", "string", "occurrence", "occurrences", "use", "uses", "usage", "usages",
        "instance", "instances", "reference", "references", "line", "lines",
    ]

    private static func pair(
        _ words: ArraySlice<RequestWord>, joinedBy keywords: Set<String>
    ) -> (RequestWord, RequestWord, SearchScope)? {
        let start = words.startIndex
        guard words.count >= 3, words[start + 1].says(oneOf: keywords), let scope = scope(words[(start + 3)...])
        else { return nil }
        return (words[start], words[start + 2], scope)
    }

    /// Nothing, `in GLOB`, `in all GLOB files`, `in the whole project`, `everywhere`; nil for anything else.
    private static func scope(_ words: ArraySlice<RequestWord>) -> SearchScope? {
        guard let first = words.first else { return .everywhere }
        // Looked at before what stands behind: each filler word in front asks again.
        guard first.says(oneOf: ["in", "within", "everywhere", "here", "please", "thanks"]) else { return nil }
        var words = words
        while let last = words.last, last.says("please") || last.says("thanks") { words.removeLast() }
        if words.isEmpty { return .everywhere }
        if words.count == 1, first.says("everywhere") || first.says("here") { return .everywhere }
        guard first.says("in") || first.says("within") else { return nil }
        words.removeFirst()
        while words.count > 1, let word = words.first, word.says(oneOf: scopeFillers) { words.removeFirst() }
        if words.count > 1, let last = words.last, last.says("files") || last.says("file") { words.removeLast() }
        guard words.count == 1, let word = words.first, !word.text.isEmpty else { return nil }
        if word.says(oneOf: ["files", "file", "project", "folder", "repository", "repo", ".", "./", "everything", "*"])
        {
            return .everywhere
        }
        let text = word.kind == .quoted ? word.text : word.typed.trimmed(of: ",;")
        return text.hasSuffix("/") ? .folder(String(text.dropLast())) : .files(text)
    }

    private static let scopeFillers: Set<String> = ["all", "every", "each", "the", "this", "my", "whole", "entire"]
}
