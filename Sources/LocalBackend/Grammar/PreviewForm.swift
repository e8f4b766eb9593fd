// The forms of `preview`: another request behind the word, or a question about what it would change.

/// Reads what is to be counted and not to be done.
enum PreviewForm {
    /// Behind `preview`: a request; a text alone is looked for.
    static func inner(_ line: RequestLine) throws(RequestMistake) -> HelperRequest {
        switch RequestReader.order(line.rest, inPreview: true) {
        case .request(let request): return try checked(request)
        case .mistake(_, let reason): throw RequestMistake(reason)
        case .near, .beyondRules:
            guard !line.rest.isEmpty else { throw RequestMistake("`preview` needs a request.") }
            return try checked(try SearchForm.find(line))
        }
    }

    private static func checked(_ request: HelperRequest) throws(RequestMistake) -> HelperRequest {
        switch request {
        case .find, .rename, .replace, .move: return request
        default: throw RequestMistake("Only `rename`, `replace`, `move` and `find` have a preview.")
        }
    }

    /// `what would renaming a to b change?`, `how many places would … touch?`, `dry run: …`; nil for all else.
    static func asked(_ head: Substring) -> RequestReading? {
        let opening = head.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }.lowercased()
        guard ["dry", "what", "how"].contains(opening) else { return nil }
        var words = head.split(whereSeparator: \.isWhitespace)[...]
        func says(_ wanted: [String]) -> Bool { words.prefix(wanted.count).map { $0.lowercased() } == wanted }
        if says(["dry", "run"]) || says(["dry", "run:"]) {
            words = words.dropFirst(2)
        } else if says(["what", "would"]) {
            words = words.dropFirst(2)
        } else if says(["how", "many"]) || says(["how", "much"]) {
            guard let would = words.prefix(4).firstIndex(where: { $0.lowercased() == "would" }) else { return nil }
            words = words[(would + 1)...]
        } else {
            return nil
        }
        let ends: Set<String> = [
            "change", "do", "touch", "affect", "hit", "change?", "do?", "touch?", "affect?", "hit?",
        ]
        if let last = words.last, ends.contains(last.lowercased()) { words.removeLast() }
        guard let verb = words.first, let last = words.last else { return nil }
        let gerunds = ["renaming": "rename", "replacing": "replace", "moving": "move"]
        // The words as they were typed, blanks in quotes too.
        var line = gerunds[verb.lowercased()] ?? String(verb)
        line += head[verb.endIndex..<last.endIndex].trimmed(of: "?")
        guard case .request(let request) = RequestReader.order(line[...], inPreview: true),
            let request = try? checked(request)
        else { return nil }
        return .request(.preview(request))
    }
}
