// A history grows, and what a model reads does not: which of its messages the requests carry. The chat keeps them all.

/// What requests leave out of the history, by the messages' places.
struct SentHistory: Equatable, Sendable {
    /// So many messages at the end always go along.
    static let keptAtEnd = 8
    static let tokensPerImage = 765

    private(set) var omitted: Set<Int> = []
    /// Messages in whose place a summary goes.
    private(set) var condensed: Range<Int>?
    private(set) var summary = ""
    /// A server said that this was too much, in tokens.
    private var tooMuch: Int?

    /// 3.5 bytes a token.
    static func tokens(of message: ChatMessage) -> Int {
        (message.content.utf8.count * 2 + 6) / 7 + message.images.count * tokensPerImage
    }

    /// What goes along, in order.
    func messages(of history: [ChatMessage]) -> [ChatMessage] {
        guard !omitted.isEmpty || condensed != nil else { return history }
        var messages: [ChatMessage] = []
        for (index, message) in history.enumerated() {
            if index == condensed?.lowerBound { messages.append(summaryMessage) }
            if isSent(index) { messages.append(message) }
        }
        return messages
    }

    func tokens(of history: [ChatMessage]) -> Int {
        messages(of: history).reduce(0) { $0 + Self.tokens(of: $1) }
    }

    /// Leaves out what does not fit: from nine tenths of `limit` down to three quarters, so that it is not said with
    /// every request. Tool results go first, the oldest of them first, then other messages; never the first of the
    /// user's, nor the last ones.
    ///
    /// - Parameter prompt: the tokens that every request carries beside the history.
    /// - Returns: what is left out from here on, or nil.
    mutating func fit(_ history: [ChatMessage], prompt: Int, limit: Int) -> Remark? {
        let limit = min(limit, tooMuch.map { $0 * 4 / 5 } ?? limit)
        var total = prompt + tokens(of: history)
        guard total > limit / 10 * 9 else { return nil }
        let candidates = Self.middle(of: history).filter { isSent($0) }
        let results = candidates.filter { Self.isToolResult(history[$0]) }
        let others = candidates.filter { !Self.isToolResult(history[$0]) }
        var left = Remark(.omitted)
        for index in results + others where total > limit / 4 * 3 {
            let tokens = Self.tokens(of: history[index])
            omitted.insert(index)
            total -= tokens
            left.count += 1
            left.tokens += tokens
        }
        return left.count > 0 ? left : nil
    }

    /// What a summary can stand for, or nil when there is nothing between the first message and the last ones.
    func condensable(_ history: [ChatMessage], keeping kept: Int) -> Range<Int>? {
        let middle = Self.middle(of: history, keeping: kept)
        guard let first = middle.first, let last = middle.last else { return nil }
        let range = first..<(last + 1)
        return range == condensed ? nil : range
    }

    /// The messages of a place as one text, each by its beginning.
    func text(of range: Range<Int>, in history: [ChatMessage], characters: Int, each: Int) -> String {
        var text = range.lowerBound == condensed?.lowerBound ? summary : ""
        for index in range where isSent(index) {
            let message = history[index]
            guard text.utf8.count < characters else { break }
            if !text.isEmpty { text += "\n" }
            text += "\(message.role.rawValue): " + String(message.content.prefix(each))
        }
        return String(text.prefix(characters))
    }

    mutating func condense(_ range: Range<Int>, to summary: String) {
        condensed = range
        self.summary = summary
        omitted = omitted.filter { !range.contains($0) }
    }

    /// The server found this history too long.
    mutating func noteTooMuch(_ history: [ChatMessage], prompt: Int) {
        tooMuch = prompt + tokens(of: history)
    }

    /// The history has so many messages now.
    mutating func shorten(to count: Int) {
        omitted = omitted.filter { $0 < count }
        if let range = condensed, range.upperBound > count {
            condensed = nil
            summary = ""
        }
    }

    private func isSent(_ index: Int) -> Bool {
        !omitted.contains(index) && condensed?.contains(index) != true
    }

    private var summaryMessage: ChatMessage {
        ChatMessage(role: .user, content: "[summary of \(condensed?.count ?? 0) earlier messages]\n" + summary)
    }

    private static func middle(of history: [ChatMessage], keeping kept: Int = keptAtEnd) -> Range<Int> {
        let first = history.firstIndex { $0.role == .user } ?? 0
        return first + 1..<max(first + 1, history.count - kept)
    }

    private static func isToolResult(_ message: ChatMessage) -> Bool {
        message.role == .user && message.content.hasPrefix(ToolResult.headerStart)
    }
}
