// From what a server says in the place of an answer to what a user can do about it.

import JSON

extension ModelFailure {
    /// Reads the body of an answer that is none. What the server said is in the failure, as one line of at most 400
    /// characters.
    ///
    /// - Parameters:
    ///   - head: status and time to wait.
    ///   - body: JSON of any known form, HTML, or text.
    public init(_ head: AnswerHead, body: some Sequence<UInt8>) {
        let bytes = Array(body)
        if let value = try? JSONValue.parse(bytes) {
            self.init(status: head.status, retryAfter: head.retryAfter, value)
        } else {
            self.init(
                status: head.status, retryAfter: head.retryAfter,
                FailureWords(text: FailureWords.plain(String(decoding: bytes.prefix(16 << 10), as: UTF8.self))))
        }
    }

    /// Reads an error in the middle of a stream.
    init(inStream value: JSONValue) { self.init(status: nil, retryAfter: nil, value) }

    private init(status: Int?, retryAfter: Int?, _ value: JSONValue) {
        self.init(status: status, retryAfter: retryAfter, FailureWords(value))
    }

    private init(status: Int?, retryAfter: Int?, _ words: FailureWords) {
        // A gateway's own status says less than that of the error that it hands on.
        let status = words.status ?? status
        let said = words.shown(status)
        let seconds = retryAfter ?? words.retryAfter
        switch FailureKind(words, status) {
        case .overflow: self = .contextOverflow(limit: words.limit, said)
        case .memory: self = .outOfMemory(said)
        case .tools: self = .toolsUnsupported(said)
        case .quota: self = .quotaExhausted(said)
        case .model: self = .modelNotFound(said)
        case .rate: self = .rateLimited(retryAfter: seconds, said)
        case .key: self = .keyRefused(said)
        case .address: self = .notReached(said)
        case .other: self = .serverFailed(status: status, said)
        }
    }

    /// The server is up and still loads its model (llama.cpp: 503 `Loading model`): the same question is worth asking
    /// again in a moment.
    public var isLoading: Bool {
        guard case .serverFailed(503?, let said) = self else { return false }
        return said.lowercased().contains("loading model")
    }
}

/// What an error says, wherever its server puts that.
struct FailureWords: Equatable, Sendable {
    /// One line.
    var text: String
    /// `code` and `type`, and `reason` or `status` where they are words, in lower case.
    var codes: [String] = []
    var status: Int?
    var limit: Int?
    var retryAfter: Int?

    init(text: String) {
        self.text = text
        limit = Self.limit(in: text)
        retryAfter = RetryTime.told(in: text)
    }

    /// - Parameter value: `{"error":{…}}` (OpenAI, llama.cpp, LM Studio, OpenRouter), `{"error":"…"}` (Ollama), the
    ///   same in an array (Gemini), `{"object":"error","message":…}` (vLLM), `{"detail":…}` (FastAPI), `{"type":"error"}`
    ///   (Anthropic).
    init(_ value: JSONValue) {
        let whole = value.asArray?.first ?? value
        let error = whole["error"].flatMap { $0.isNull ? nil : $0 } ?? whole
        var said = error.asString ?? Self.message(error) ?? Self.message(whole) ?? ""
        // A gateway says "Provider returned error", and keeps the provider's words beside that.
        if let raw = error["metadata"]?["raw"] {
            let nested = raw.asString.map { (try? JSONValue.parse($0)) ?? .string($0) } ?? raw
            let inner = nested.asString ?? FailureWords(nested).text
            if !inner.isEmpty { said += said.isEmpty ? inner : ": \(inner)" }
        }
        self.init(text: Self.plain(said))
        for key in ["code", "type", "status", "reason"] {
            if let word = error[key]?.asString { codes.append(word.lowercased()) }
        }
        let number = error["code"]?.asInt ?? error["code"]?.asString.flatMap { Int($0) }
        if let number = number ?? error["status"]?.asInt, 400...599 ~= number { status = number }
        if let limit = error["n_ctx"]?.asInt, Self.limits.contains(limit) { self.limit = limit }
        for detail in error["details"]?.asArray ?? [] {
            // Gemini: `google.rpc.RetryInfo`, "34s".
            guard let delay = detail["retryDelay"]?.asString, delay.hasSuffix("s") else { continue }
            retryAfter = RetryTime.told(in: "try again in \(delay)")
        }
    }

    private static func message(_ value: JSONValue) -> String? {
        if let message = value["message"]?.asString ?? value["detail"]?.asString { return message }
        return (value["detail"] ?? value["message"])?.asArray?.compactMap { $0["msg"]?.asString }.joined(
            separator: "; ")
    }

    /// Words for a failure: what was said, else the status.
    func shown(_ status: Int?) -> String {
        if !text.isEmpty { return text }
        if let code = codes.first, !code.isEmpty { return String(code.prefix(100)) }
        return status.map { "HTTP \($0)" } ?? "no reason was given"
    }

    /// One line: of an HTML page its title, of all else the words, without what a terminal acts on.
    static func plain(_ text: String) -> String {
        var text = text[...]
        let start = text.drop(while: \.isWhitespace).prefix(15).lowercased()
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") || start.hasPrefix("<head") {
            guard let open = text.firstRange(of: "<title>") ?? text.firstRange(of: "<TITLE>"),
                let close = text[open.upperBound...].firstRange(of: "</")
            else { return "a web page" }
            text = "a web page: " + text[open.upperBound..<close.lowerBound]
        }
        var line = ""
        for scalar in text.unicodeScalars {
            let isBlank = scalar.value < 0x21 || 0x7F...0xA0 ~= scalar.value || 0x2028...0x202E ~= scalar.value
            if !isBlank { line.unicodeScalars.append(scalar) } else if !line.isEmpty, line.last != " " { line += " " }
            if line.utf8.count > 2_000 { break }
        }
        if line.last == " " { line.removeLast() }
        return line.count > 400 ? line.prefix(399) + "…" : line
    }

    /// What can be the size of a context; whoever reckons with a larger one reckons with nonsense.
    private static let limits = 1...100_000_000

    /// The size of a context, behind the words with which servers tell it.
    private static func limit(in text: String) -> Int? {
        let lower = text.lowercased()
        for words in [
            "maximum context length is ", "context length of only ", "available context size (", "context size of ",
            "tokens allowed (", "context window of ", "context length of ", "context length is ", "tokens > ",
            "n_ctx: ",
            "n_ctx = ",
        ] {
            guard let mark = lower.firstRange(of: words) else { continue }
            let digits = lower[mark.upperBound...].prefix { $0.isNumber || $0 == "," }.filter(\.isNumber)
            if let number = Int(digits), limits.contains(number) { return number }
        }
        return nil
    }
}
