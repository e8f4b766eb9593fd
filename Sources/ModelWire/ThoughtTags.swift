// Reasoning that comes in the text: models think between tags where their server does not tell thinking from answer.

/// Splits a text that begins with `<think>…</think>` (or another tag of the list) as it streams. Only a tag at the
/// start counts, white space aside: later on it may be what the user asked about.
struct ThoughtTags: Equatable, Sendable {
    /// DeepSeek R1 and Qwen 3; Claude's habit in prompts; Gemini and Gemma; Granite and others.
    static let names = ["think", "thinking", "thought", "reasoning"]

    private enum State: Equatable, Sendable {
        /// What came may become a tag.
        case start(String)
        /// Inside; what may be the beginning of the closing tag.
        case thinking(tag: String, held: String, isFirst: Bool)
        /// Behind the closing tag: white space before the answer goes.
        case between
        case answer
    }

    private var state = State.start("")

    /// The pieces that a part of the text comes to.
    mutating func take(_ text: String) -> [ModelPiece] {
        var pieces: [ModelPiece] = []
        var rest = text
        while !rest.isEmpty {
            switch state {
            case .start(let held): rest = open(held + rest)
            case .thinking(let tag, let held, let isFirst): rest = think(tag, held + rest, isFirst, &pieces)
            case .between:
                rest = String(rest.drop(while: \.isWhitespace))
                if !rest.isEmpty { state = .answer }
            case .answer:
                pieces.append(.text(rest))
                rest = ""
            }
        }
        return pieces
    }

    /// The text is over: what was held back.
    mutating func finish() -> [ModelPiece] {
        defer { state = .answer }
        switch state {
        case .start(let held): return held.isEmpty ? [] : [.text(held)]
        case .thinking(_, let held, _): return held.isEmpty ? [] : [.reasoning(held)]
        case .between, .answer: return []
        }
    }

    /// Something else than text came, a call or a reasoning field: no tag can be at the start any more.
    mutating func interrupt() -> [ModelPiece] {
        guard case .start(let held) = state else { return [] }
        state = .answer
        return held.isEmpty ? [] : [.text(held)]
    }

    /// The rest that is to be read in the next state.
    private mutating func open(_ text: String) -> String {
        let words = text.drop(while: \.isWhitespace)
        for name in Self.names where words.hasPrefix("<\(name)>") {
            state = .thinking(tag: "</\(name)>", held: "", isFirst: true)
            return String(words.dropFirst(name.count + 2))
        }
        // A tag of a few letters and some blanks: what is longer is text.
        let mayBecome = words.isEmpty || Self.names.contains { "<\($0)>".hasPrefix(words) }
        if mayBecome, text.utf8.count < 256 {
            state = .start(text)
            return ""
        }
        state = .answer
        return text
    }

    private mutating func think(
        _ tag: String, _ text: String, _ isFirst: Bool, _ pieces: inout [ModelPiece]
    ) -> String {
        var text = text
        if isFirst {
            text = String(text.drop(while: \.isWhitespace))
            guard !text.isEmpty else { return "" }
        }
        if let end = text.firstRange(of: tag) {
            if end.lowerBound > text.startIndex { pieces.append(.reasoning(String(text[..<end.lowerBound]))) }
            state = .between
            return String(text[end.upperBound...])
        }
        let held = Self.overlap(text, tag)
        let said = text.dropLast(held)
        if !said.isEmpty { pieces.append(.reasoning(String(said))) }
        state = .thinking(tag: tag, held: String(text.suffix(held)), isFirst: isFirst && said.isEmpty)
        return ""
    }

    /// How many characters at the end of a text begin the tag.
    private static func overlap(_ text: String, _ tag: String) -> Int {
        var length = min(text.count, tag.count - 1)
        while length > 0, !tag.hasPrefix(text.suffix(length)) { length -= 1 }
        return length
    }
}

extension ModelReply {
    /// Templates that open the tag in the prompt leave a model to close it alone: all before that was thinking.
    mutating func splitUnopenedThought() {
        guard reasoning.isEmpty else { return }
        for name in ThoughtTags.names {
            guard let end = text.firstRange(of: "</\(name)>"), text.firstRange(of: "<\(name)>") == nil else { continue }
            reasoning = String(text[..<end.lowerBound])
            text = String(text[end.upperBound...].drop(while: \.isWhitespace))
            return
        }
    }
}
