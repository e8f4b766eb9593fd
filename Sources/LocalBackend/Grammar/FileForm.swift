// The forms of the verbs that work on whole files and commands: `create`, `delete`, `move`, `run`.

/// Reads what stands behind those verbs.
enum FileForm {
    static func create(_ line: RequestLine, overwriting: Bool) throws(RequestMistake) -> HelperRequest {
        var reader = RequestWordReader(line.rest)
        var path = try next(&reader)
        while let word = path, word.says(oneOf: ["a", "an", "the", "new", "file", "called", "named", "at"]) {
            var ahead = reader
            guard let name = try next(&ahead), !name.says(oneOf: ["with", "containing", "from"]) else { break }
            path = name
            reader = ahead
        }
        guard let path, !path.text.isEmpty else { throw RequestMistake("`create` needs a path.") }
        var name = path.text
        var rest = reader.rest
        var announcesText = false
        if path.kind == .plain, name.count > 1, name.hasSuffix(":") {
            name.removeLast()
            announcesText = true
        } else if rest.first == ":" {
            rest = rest.dropFirst().drop { $0.isWhitespace }
            announcesText = true
        }
        if name.hasSuffix("/") { throw RequestMistake("Folders come by themselves with the files in them.") }
        if let content = try content(rest, body: line.body, isAnnounced: announcesText) {
            return .create(path: name, content: .given(content), overwriting: overwriting)
        }
        return .create(path: name, content: .template, overwriting: overwriting)
    }

    /// The text of a new file: behind `with` or a colon, or on the lines below. Nil when there is none.
    private static func content(
        _ rest: Substring, body: Substring, isAnnounced: Bool
    ) throws(RequestMistake) -> String? {
        var reader = RequestWordReader(rest)
        var rest = rest
        var isAnnounced = isAnnounced
        if !isAnnounced, !rest.isEmpty {
            let keyword = try next(&reader)
            if keyword?.says("from") == true, try next(&reader)?.says("template") == true, reader.rest.isEmpty,
                body.isEmpty
            {
                return nil
            }
            guard let keyword, keyword.says(oneOf: ["with", "with:", "containing", "containing:"]) else {
                throw RequestMistake("`create` takes one path, then `with` and the text.")
            }
            rest = reader.rest
            isAnnounced = true
            rest = withoutContentWord(rest)
        }
        if rest.isEmpty {
            if !body.isEmpty { return withFinalLineEnd(withoutFence(body)) }
            guard isAnnounced else { return nil }
            throw RequestMistake("The text of the file is missing.")
        }
        guard body.isEmpty else {
            return withFinalLineEnd(rest + "\n" + body)
        }
        if let first = rest.first, "'\"`".contains(first) {
            var quoted = RequestWordReader(rest)
            if let word = try next(&quoted), quoted.rest.isEmpty { return withFinalLineEnd(word.text[...]) }
        }
        return withFinalLineEnd(rest)
    }

    /// `with content "…"`: the word is no part of the text when a quote or nothing follows.
    private static func withoutContentWord(_ rest: Substring) -> Substring {
        let word = rest.prefix { !$0.isWhitespace }
        let behind = rest[word.endIndex...].drop { $0.isWhitespace }
        let names: Set<String> = ["content", "contents", "text", "content:", "contents:", "text:", "the", "lines:"]
        guard names.contains(word.lowercased()) else { return rest }
        if let first = behind.first { return "'\"`".contains(first) || word.hasSuffix(":") ? behind : rest }
        return word.hasSuffix(":") ? behind : rest
    }

    /// A text that is one fenced code block, as Markdown writes it, stands without its fence.
    private static func withoutFence(_ text: Substring) -> Substring {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        guard lines.count >= 2, let first = lines.first, first.hasPrefix("```"), lines.last == "```" else {
            return text
        }
        return Substring(lines.dropFirst().dropLast().joined(separator: "\n"))
    }

    private static func withFinalLineEnd(_ text: Substring) -> String {
        text.isEmpty || text.utf8.last == 10 ? String(text) : text + "\n"
    }

    static func delete(_ line: RequestLine) throws(RequestMistake) -> HelperRequest {
        let words = try withoutFillers(line.words(), ["the", "file"])
        guard words.count == 1, let path = words.first, !path.text.isEmpty else {
            throw RequestMistake("`delete` takes one path; a path with blanks goes in quotes.")
        }
        try checkNoGlob(path)
        return .delete(path: path.text)
    }

    static func move(_ line: RequestLine) throws(RequestMistake) -> HelperRequest {
        var all = try line.words()
        let withImports = !RequestOption.withoutImports.isTaken(from: &all)
        var words = withoutFillers(all, ["the", "file", "folder", "directory"])
        if words.count == 3, words[1].says(oneOf: ["to", "into", "->"]) { words.remove(at: 1) }
        if words.count == 1, let path = words.first, !path.text.isEmpty {
            throw RequestMistake("The target is missing: \("move \(path.typed) to PATH".inCode).")
        }
        guard words.count == 2 else {
            throw RequestMistake("`move` takes two paths; a path with blanks goes in quotes.")
        }
        return try move(from: words[0], to: words[1], scope: .everywhere, withImports: withImports)
    }

    static func move(
        from: RequestWord, to: RequestWord, scope: SearchScope, withImports: Bool = true
    ) throws(RequestMistake) -> HelperRequest {
        guard !from.text.isEmpty, !to.text.isEmpty, scope == .everywhere else {
            throw RequestMistake("`move` takes two paths.")
        }
        try checkNoGlob(from)
        let source = withoutDot(from.text)
        var target = withoutDot(to.text)
        if source.hasSuffix("/") {
            guard source != "/", !target.hasPrefix(source) else {
                throw RequestMistake("A folder can't be moved into itself.")
            }
            // `move a/ b` and `move a/ b/` both make b of a: nothing says whether b is there.
            return .move(from: source, to: target.hasSuffix("/") ? target : target + "/", withImports: withImports)
        }
        if target.isEmpty || target.hasSuffix("/") { target += source.split(separator: "/").last ?? source[...] }
        return .move(from: source, to: target, withImports: withImports)
    }

    private static func withoutDot(_ path: String) -> String {
        var rest = path[...]
        while rest.hasPrefix("./") { rest = rest.dropFirst(2) }
        return String(rest)
    }

    static func run(_ line: RequestLine) throws(RequestMistake) -> HelperRequest {
        var command = line.rest
        while command.last?.isWhitespace == true { command.removeLast() }
        let first = command.prefix { !$0.isWhitespace }.lowercased()
        if command.isEmpty { throw RequestMistake("`run` needs a command.") }
        if ["the", "my", "all", "a", "every", "it", "this", "that", "these", "them"].contains(first) {
            throw RequestMistake("`run` takes the command itself, as you would type it in a shell.")
        }
        // A command in backticks, as chat writes code, is meant without them.
        if command.count > 2, command.first == "`", command.last == "`", !command.dropFirst().dropLast().contains("`") {
            command = command.dropFirst().dropLast()
        }
        return .run(command: String(command))
    }

    private static func checkNoGlob(_ word: RequestWord) throws(RequestMistake) {
        if word.kind == .plain, word.text.contains("*") || word.text.contains("?") {
            throw RequestMistake("One file at a time: \(word.text.inCode) is a pattern. Quote it if it is a name.")
        }
    }

    private static func withoutFillers(_ words: [RequestWord], _ fillers: Set<String>) -> ArraySlice<RequestWord> {
        var words = words[...]
        while words.count > 1, let last = words.last, last.says("please") { words.removeLast() }
        while words.count > 1, let word = words.first, word.says(oneOf: fillers) { words.removeFirst() }
        return ArraySlice(Array(words))
    }

    private static func next(_ reader: inout RequestWordReader) throws(RequestMistake) -> RequestWord? {
        do {
            return try reader.next()
        } catch {
            throw RequestMistake(error)
        }
    }
}
