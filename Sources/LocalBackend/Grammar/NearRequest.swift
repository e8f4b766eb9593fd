// What may have been meant by words that are not the helper's language: misspelt verbs, other orders, questions.

import Matching

/// A request that is near to what was typed. It is offered and never done unasked, so a silly one costs a line; free
/// language still gets none, since everything has to fit: the words around, and what they surround.
enum NearRequest {
    static func read(_ head: Substring) -> HelperRequest? {
        let line = withoutPoliteWords(head)
        if let request = substitution(line) { return request }
        guard let words = try? RequestWordReader.words(of: line) else { return nil }
        return arrow(words) ?? pattern(words) ?? misspelt(words)
    }

    private static func withoutPoliteWords(_ head: Substring) -> Substring {
        var rest = head.drop { $0.isWhitespace }
        while true {
            let word = rest.prefix { !$0.isWhitespace }
            guard RequestReader.politeWords.contains(word.lowercased().trimmed(of: ",:!")),
                word.endIndex < rest.endIndex
            else { break }
            rest = rest[word.endIndex...].drop { $0.isWhitespace }
        }
        while let last = rest.last, last.isWhitespace || last == "?" || last == "!" { rest.removeLast() }
        return rest
    }

    private static func strictly(_ line: String) -> HelperRequest? {
        if case .request(let request) = RequestReader.strictly(line[...]) { request } else { nil }
    }

    /// `s/a/b/g`, bare or behind `sed`.
    private static func substitution(_ line: Substring) -> HelperRequest? {
        var text = line
        if text.hasPrefix("sed ") { text = text.dropFirst(4).drop { $0 == " " }.trimmedQuotes }
        guard text.first == "s", let mark = text.dropFirst().first, "/|#,".contains(mark) else { return nil }
        var parts: [String] = [""]
        var isEscaped = false
        for character in text.dropFirst(2) {
            if character == mark, !isEscaped {
                parts.append("")
            } else {
                if isEscaped, character == mark { parts[parts.count - 1].removeLast() }
                parts[parts.count - 1].append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        guard parts.count == 3, !parts[0].isEmpty else { return nil }
        let flags = parts[2].prefix { !$0.isWhitespace }
        let scope = parts[2][flags.endIndex...]
        guard flags.allSatisfy({ "gi".contains($0) }) else { return nil }
        let isPlain = !flags.contains("i") && parts[0].allSatisfy { $0.isLetter || $0.isNumber || "_ -".contains($0) }
        let old: SearchText = isPlain ? .plain(parts[0]) : .expression(parts[0], ignoringCase: flags.contains("i"))
        let request = HelperRequest.replace(
            old, with: isPlain ? parts[1] : parts[1].replacingAmpersands, in: .everywhere,
            firstOnly: !flags.contains("g"))
        return strictly(request.spelled + scope)
    }

    /// `a → b everywhere`.
    private static func arrow(_ words: [RequestWord]) -> HelperRequest? {
        guard words.count >= 3, words[1].says(oneOf: ["→", "->", "=>", "⇒"]), words[0].isName, words[2].isName else {
            return nil
        }
        return strictly("rename \(words[0].typed) to " + words[2...].map { String($0.typed) }.joined(separator: " "))
    }

    /// Words with holes: `X` is a name, `Y` another, `P` a path, `*` the rest of the line.
    private static let patterns: [(words: String, request: String)] = [
        ("where is X used *", "find X *"), ("where is X called *", "find X *"), ("where is X defined *", "find X *"),
        ("where are X used *", "find X *"), ("where do we use X *", "find X *"), ("where do i use X *", "find X *"),
        ("where is C", "find C"),
        ("show me uses of X *", "find X *"), ("show me all uses of X *", "find X *"), ("show uses of X *", "find X *"),
        ("show all uses of X *", "find X *"), ("show me where X is used *", "find X *"),
        ("show me usages of X *", "find X *"),
        ("list uses of X *", "find X *"), ("list all uses of X *", "find X *"), ("all uses of X *", "find X *"),
        ("uses of X *", "find X *"), ("usages of X *", "find X *"), ("occurrences of X *", "find X *"),
        ("who uses C", "find C"), ("who calls C", "find C"), ("what uses C", "find C"), ("what calls C", "find C"),
        ("which files use X", "find X"), ("which files contain X", "find X"), ("which files mention X", "find X"),
        ("what files contain X", "find X"),
        ("get rid of P", "delete P"), ("get rid of file P", "delete P"), ("get rid of the file P", "delete P"),
        ("throw away P", "delete P"), ("drop P", "delete P"), ("erase P", "delete P"), ("git rm P", "delete P"),
        ("drop the file P", "delete P"), ("git mv P P", "move P P"), ("touch P", "create P"),
        ("X should be called Y *", "rename X to Y *"), ("X should be named Y *", "rename X to Y *"),
        ("call X Y instead", "rename X to Y"), ("rename X Y", "rename X to Y"),
        ("rename X with Y *", "rename X to Y *"),
        ("rename X by Y *", "rename X to Y *"), ("rename from X to Y *", "rename X to Y *"),
        ("replace X Y", "replace X with Y"), ("replace X for Y *", "replace X with Y *"),
        ("substitute Y for X *", "replace X with Y *"), ("move P in P", "move P P"),
        ("bring P back", "put P back"), ("bring back P", "put P back"), ("get P back", "put P back"),
        ("reset P", "put P back"),
    ]

    private static func pattern(_ words: [RequestWord]) -> HelperRequest? {
        for (pattern, request) in patterns {
            guard var holes = fill(pattern, words) else { continue }
            var line = ""
            for word in request.split(separator: " ") {
                let index = holes.firstIndex { $0.name == word }
                line += (index.map { holes.remove(at: $0).text } ?? String(word)) + " "
            }
            if let request = strictly(line) { return request }
        }
        return nil
    }

    private static func fill(_ pattern: String, _ words: [RequestWord]) -> [(name: String, text: String)]? {
        var holes: [(name: String, text: String)] = []
        var rest = words[...]
        for part in pattern.split(separator: " ").map(String.init) {
            if part == "*" {
                // Behind the last hole only a place may follow.
                guard rest.isEmpty || rest.first?.says(oneOf: ["in", "within", "everywhere"]) == true else {
                    return nil
                }
                holes.append((part, rest.map { String($0.typed) }.joined(separator: " ")))
                return holes
            }
            guard let word = rest.popFirst() else { return nil }
            switch part {
            case "X", "Y": guard word.isName else { return nil }
            case "C": guard word.isCode else { return nil }
            case "P": guard word.kind == .quoted || word.text.looksLikePath else { return nil }
            default:
                guard word.says(part) else { return nil }
                continue
            }
            holes.append((part, word.kind == .plain ? word.text.withoutCall : String(word.typed)))
        }
        return rest.isEmpty ? holes : nil
    }

    /// A verb with a slip in it, and a rest that fits.
    private static func misspelt(_ words: [RequestWord]) -> HelperRequest? {
        guard let first = words.first, first.kind == .plain, !RequestReader.isVerb(first.text.lowercased()) else {
            return nil
        }
        let typed = Array(first.text.lowercased())
        let near = RequestReader.plainVerbs.filter { isNear(typed, Array($0)) }
        let rest = words.dropFirst().map { String($0.typed) }.joined(separator: " ")
        for verb in near {
            guard let request = strictly(verb + " " + rest) else { continue }
            switch request {
            case .find, .rename, .replace, .explain, .help, .preview: return request
            case .undo(.last): return request
            case .create(let path, _, _), .delete(let path), .undo(.file(let path)):
                if path.looksLikePath { return request }
            case .move(let from, let to, _): if from.looksLikePath || to.looksLikePath { return request }
            case .run, .goOn: continue
            }
        }
        return nil
    }

    /// One slip, or two in a long word. Another letter in the place of one is a slip in long words only: `mind` is not
    /// `find`, and `resume` not `rename`.
    private static func isNear(_ typed: [Character], _ verb: [Character]) -> Bool {
        guard verb.count >= 4, typed.count > 2, Set(typed.prefix(2)).contains(verb[0]) else { return false }
        guard typed[0] == verb[0] || typed[1] == verb[0] && typed[0] == verb[1] else { return false }
        var left = typed
        var missing = 0
        for letter in verb {
            if let index = left.firstIndex(of: letter) { left.remove(at: index) } else { missing += 1 }
        }
        let isLong = verb.count >= 6
        guard left.count + missing <= (isLong ? 2 : 1) else { return false }
        return editDistance(typed, verb, swapsNeighbours: true) <= (isLong ? 2 : 1)
    }
}

extension RequestWord {
    /// One thing that has a name; not what a sentence points at.
    fileprivate var isName: Bool {
        if kind != .plain { return kind == .quoted && !text.isEmpty }
        let pointers: Set<String> = [
            "this", "that", "it", "these", "those", "they", "them", "everything", "anything", "something", "nothing",
            "all", "the", "my", "our", "your", "which", "what", "he", "she", "we", "you", "to", "of",
        ]
        return !pointers.contains(text.lowercased()) && !text.withoutCall.isEmpty
    }

    /// A name that is no everyday word: quoted, or with a capital inside, a digit, an underscore or a point.
    fileprivate var isCode: Bool {
        guard isName else { return false }
        let text = text.withoutCall
        return kind == .quoted || self.text.hasSuffix("()") || text.contains("_") || text.dropLast().contains(".")
            || text.dropFirst().contains { $0.isUppercase || $0.isNumber }
    }
}

extension String {
    /// `parse()` as one writes a function.
    fileprivate var withoutCall: String {
        let text = trimmed(of: ".,;!?")
        return text.hasSuffix("()") ? String(text.dropLast(2)) : text
    }

    /// sed's `&` in the helper's words, `$0`.
    fileprivate var replacingAmpersands: String {
        var result = ""
        var isEscaped = false
        for character in self {
            if character == "&" {
                if isEscaped { result.removeLast() }
                result += isEscaped ? "&" : "$0"
            } else {
                result.append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        return result
    }
}

extension Substring {
    fileprivate var trimmedQuotes: Substring {
        guard count > 1, let first, first == last, "'\"".contains(first) else { return self }
        return dropFirst().dropLast()
    }
}
