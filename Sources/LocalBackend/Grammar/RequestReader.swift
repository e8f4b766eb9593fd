// Reads a message into a request: finds the verb behind polite words, then hands the rest to the verb's own form.

/// Reads the helper's language. Verbs and keywords in any case; quoted words are never keywords.
enum RequestReader {
    static func read(_ message: String) -> RequestReading {
        let (head, body) = headAndBody(of: message)
        let reading = strictly(head, body)
        switch reading {
        case .request, .near: return reading
        case .mistake, .beyondRules:
            guard body.isEmpty, head.utf8.count <= nearLimit, let near = NearRequest.read(head) else { return reading }
            return .near(near)
        }
    }

    /// In bytes: nobody misspells a longer line, and it is read once for each guess.
    private static let nearLimit = 8192

    /// Whether what was said before matters to it.
    static func asksForPast(_ message: String) -> Bool {
        switch read(message) {
        case .request(.goOn), .request(.undo(.last)): true
        default: false
        }
    }

    /// Without a thought of what may have been meant.
    static func strictly(_ head: Substring, _ body: Substring = "") -> RequestReading {
        PreviewForm.asked(head) ?? order(head, body)
    }

    /// Verbs alone. Behind `preview` no other one is read: a line of nothing else would end in no time but the stack's.
    static func order(_ head: Substring, _ body: Substring = "", inPreview: Bool = false) -> RequestReading {
        var reader = RequestWordReader(head)
        while true {
            let start = reader.rest
            guard let word = try? reader.next(), word.kind == .plain else { return .beyondRules }
            let name = word.text.lowercased().trimmed(of: ",:!")
            if let request = phrase(start), body.isEmpty { return .request(request) }
            if politeWords.contains(name) { continue }
            guard let spelling = spellings[name], !inPreview || spelling.verb != .preview else { return .beyondRules }
            let line = RequestLine(rest: reader.rest, body: body)
            let reading = read(spelling, line)
            // "make it faster" is no broken `create`: a weak verb that does not fit is no verb.
            if case .mistake = reading, spelling.isWeak { return .beyondRules }
            return reading
        }
    }

    /// A way to say a verb.
    private struct Spelling {
        var verb: HelperVerb
        /// The word has other uses: a text that does not fit is taken for free language.
        var isWeak = false
        var overwrites = false
        /// `put x` and `take x` mean it with `back` alone.
        var wantsBack = false
    }

    private static let spellings: [String: Spelling] = [
        "find": Spelling(verb: .find), "search": Spelling(verb: .find), "grep": Spelling(verb: .find),
        "look": Spelling(verb: .find, isWeak: true), "locate": Spelling(verb: .find, isWeak: true),
        "rename": Spelling(verb: .rename),
        "replace": Spelling(verb: .replace), "substitute": Spelling(verb: .replace),
        "change": Spelling(verb: .replace, isWeak: true),
        "create": Spelling(verb: .create), "overwrite": Spelling(verb: .create, overwrites: true),
        "new": Spelling(verb: .create, isWeak: true), "make": Spelling(verb: .create, isWeak: true),
        "add": Spelling(verb: .create, isWeak: true),
        "delete": Spelling(verb: .delete), "remove": Spelling(verb: .delete, isWeak: true),
        "rm": Spelling(verb: .delete, isWeak: true),
        "move": Spelling(verb: .move), "mv": Spelling(verb: .move),
        "run": Spelling(verb: .run), "execute": Spelling(verb: .run, isWeak: true),
        "preview": Spelling(verb: .preview), "dry-run": Spelling(verb: .preview),
        "count": Spelling(verb: .preview, isWeak: true),
        "undo": Spelling(verb: .undo), "revert": Spelling(verb: .undo), "discard": Spelling(verb: .undo),
        "restore": Spelling(verb: .undo, isWeak: true), "put": Spelling(verb: .undo, isWeak: true, wantsBack: true),
        "take": Spelling(verb: .undo, isWeak: true, wantsBack: true),
        "explain": Spelling(verb: .explain, isWeak: true),
        "help": Spelling(verb: .help, isWeak: true), "?": Spelling(verb: .help),
    ]

    /// Words that open a sentence and say nothing.
    static let politeWords: Set<String> = [
        "please", "can", "could", "would", "will", "you", "now", "then", "and", "also", "ok", "okay", "hey", "hi",
        "hello", "just", "kindly", "let's", "lets", "us", "i", "want", "to", "need", "like", "i'd", "thanks", "thank",
    ]

    /// The verbs that are no everyday words, for what is misspelt.
    static let plainVerbs: [String] = Array(spellings.keys).sorted().filter { word in
        guard let spelling = spellings[word] else { return false }
        return spelling.isWeak ? word == "explain" || word == "help" : spelling.verb != .run
    }

    static func isVerb(_ word: String) -> Bool { spellings[word] != nil }

    /// Whole sentences that mean a request.
    private static func phrase(_ text: Substring) -> HelperRequest? {
        // Asked behind each polite word: a long rest is not looked through so often.
        guard text.utf8.count <= 64 else { return nil }
        return switch text.lowercased().trimmed(of: " ?.!").filter({ $0 != "," }) {
        case "what can you do", "what do you understand", "what can i do": .help()
        case "what is staged", "what's staged", "what changed", "what has changed", "show changes": .explain
        case "yes", "y", "yes please", "yes do it", "yes do that", "yes go ahead", "do it", "do that", "go ahead",
            "go on", "proceed", "apply it", "make it so":
            .goOn
        default: nil
        }
    }

    private static func read(_ spelling: Spelling, _ line: RequestLine) -> RequestReading {
        do throws(RequestMistake) {
            if !line.body.isEmpty, spelling.verb != .create {
                throw RequestMistake("One request per message, please: there are more lines below the first.")
            }
            switch spelling.verb {
            case .find: return .request(try SearchForm.find(line))
            case .rename: return .request(try SearchForm.rename(line))
            case .replace: return .request(try SearchForm.replace(line))
            case .create: return .request(try FileForm.create(line, overwriting: spelling.overwrites))
            case .delete: return .request(try FileForm.delete(line))
            case .move: return .request(try FileForm.move(line))
            case .run: return .request(try FileForm.run(line))
            case .preview: return .request(.preview(try PreviewForm.inner(line)))
            case .yes: return .beyondRules
            case .undo:
                if spelling.wantsBack, try !line.words().contains(where: { $0.says("back") }) { return .beyondRules }
                return .request(.undo(try UndoForm.read(line)))
            case .explain: return .request(try explain(line))
            case .help: return .request(try help(line))
            }
        } catch {
            return .mistake(spelling.verb, reason: error.reason)
        }
    }

    private static func explain(_ line: RequestLine) throws(RequestMistake) -> HelperRequest {
        let known: Set<String> = ["the", "staged", "what", "is", "changes", "change", "diff", "my", "all", "please"]
        for word in try line.words() where !known.contains(word.text.lowercased().trimmed(of: ".?!")) {
            throw RequestMistake("`explain` says what is staged; more needs a model.")
        }
        return .explain
    }

    private static func help(_ line: RequestLine) throws(RequestMistake) -> HelperRequest {
        let known: Set<String> = ["me", "please", "with", "on", "about"]
        let words = try line.words().map { $0.text.lowercased().trimmed(of: ".?!`") }.filter { !known.contains($0) }
        guard let word = words.first else { return .help() }
        guard words.count == 1, let verb = HelperVerb(rawValue: word) ?? spellings[word]?.verb else {
            throw RequestMistake("`help` stands alone, or before one verb.")
        }
        return .help(verb)
    }

    /// The first line that is not blank, and all behind it. Line ends become LF.
    private static func headAndBody(of message: String) -> (head: Substring, body: Substring) {
        let text = message.utf8.contains(13) ? withPlainLineEnds(message) : message
        var lines = Substring(text)
        while true {
            let end = lines.utf8.firstIndex(of: 10) ?? lines.endIndex
            let line = lines[..<end]
            let rest = end < lines.endIndex ? lines[lines.utf8.index(after: end)...] : ""
            if !line.allSatisfy(\.isWhitespace) || rest.isEmpty {
                return (line, rest.allSatisfy(\.isWhitespace) ? "" : rest)
            }
            lines = rest
        }
    }

    private static func withPlainLineEnds(_ text: String) -> String {
        var bytes: [UInt8] = []
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 10, previous == 13 { bytes.removeLast() }
            bytes.append(byte)
            previous = byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
