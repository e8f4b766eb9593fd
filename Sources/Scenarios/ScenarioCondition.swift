// When a block of a scenario answers: what has to be true of a request. All that is said has to hold; of a list, one.

internal import JSON
internal import TaskMachine

struct ScenarioCondition: Equatable, Sendable {
    var says: [String] = []
    var contains: [String] = []
    var word: [String] = []
    var matches: [WildcardPattern] = []
    /// As they were written, for whoever asks what would match.
    var patterns: [String] = []
    /// Results of these actions; empty: of any; nil: it is no result that is answered.
    var results: [String]?
    var succeeded: Bool?
    var mode: [String] = []
    var isFirst: Bool?
    var told: [String] = []
    var after: [String] = []
    var before: [String] = []
    var isBeside = false

    static let keys = [
        "says", "contains", "word", "matches", "tool_result", "succeeded", "mode", "first", "told", "after", "before",
        "beside",
    ]
    private static let modes = ["agent", "ask", "auto"]

    init(_ value: PlacedValue) throws(Misread) {
        try value.only(Self.keys)
        if try value.object().isEmpty {
            throw value.wrong("`when` says nothing; a block for everything else begins with {\"otherwise\": true}")
        }
        says = try value.member("says")?.texts().map(Self.bare) ?? []
        contains = try value.member("contains")?.texts().map(WildcardPattern.folded) ?? []
        word = try value.member("word")?.texts().map(Self.bare) ?? []
        patterns = try value.member("matches")?.texts() ?? []
        matches = patterns.map(WildcardPattern.init)
        try readResults(value)
        if let member = value.member("mode") {
            mode = try member.texts()
            if let odd = mode.first(where: { !Self.modes.contains($0) }) {
                throw member.wrong("`\(odd)` is no mode: there is agent, ask, auto")
            }
        }
        isFirst = try value.member("first")?.flag()
        told = try value.member("told")?.texts().map(WildcardPattern.folded) ?? []
        after = try value.member("after")?.texts() ?? []
        before = try value.member("before")?.texts() ?? []
        isBeside = try value.member("beside")?.flag() ?? false
    }

    private mutating func readResults(_ value: PlacedValue) throws(Misread) {
        if let member = value.member("tool_result") {
            if member.value == true {
                results = []
            } else {
                var names: [String] = []
                for name in try member.texts() { names.append(try member.action(name).name) }
                results = names
            }
        }
        guard let member = value.member("succeeded") else { return }
        guard results != nil else { throw member.wrong("`succeeded` belongs to `tool_result`", atKey: true) }
        succeeded = try member.flag()
    }

    /// How many texts a pattern of it catches.
    var stars: Int { matches.map(\.stars).max() ?? 0 }

    /// What was caught; nil: it does not hold. `played`: the names of the blocks that this conversation has begun.
    func match(_ request: ScenarioRequest, played: Set<String>) -> [String]? {
        guard request.isBesideChat == isBeside, mode.isEmpty || mode.contains(request.mode),
            isFirst == nil || isFirst == request.isFirst, after.allSatisfy(played.contains),
            !before.contains(where: played.contains)
        else { return nil }
        let words = request.words
        let attached = WildcardPattern.folded(words.attached)
        guard told.isEmpty || told.contains(where: attached.contains) else { return nil }
        let answered = request.results
        guard let results else { return answered.isEmpty ? match(words.said) : nil }
        for result in answered where succeeded == nil || succeeded == result.succeeded {
            let name = ToolAction.named(result.action)?.name ?? result.action
            guard results.isEmpty || results.contains(name), let caught = match(result.text) else { continue }
            return caught
        }
        return nil
    }

    private func match(_ text: String) -> [String]? {
        let bare = Self.bare(text)
        guard says.isEmpty || says.contains(bare),
            word.isEmpty || word.contains(where: { " \(bare) ".contains(" \($0) ") })
        else { return nil }
        guard contains.isEmpty || contains.contains(where: WildcardPattern.folded(text).contains) else { return nil }
        guard !matches.isEmpty else { return [] }
        for pattern in matches { if let caught = pattern.match(text) { return caught } }
        return nil
    }

    /// Letters and digits alone, each run of anything else one blank: `Go on!` is `go on`.
    static func bare(_ text: String) -> String {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    }

    /// In words, for a request that nothing matches.
    var words: String {
        var parts: [String] = []
        func add(_ lead: String, _ texts: [String]) {
            if !texts.isEmpty { parts.append(lead + texts.map { "\"\($0)\"" }.joined(separator: " or ")) }
        }
        add("says ", says)
        add("contains ", contains)
        add("has the word ", word)
        add("is like ", patterns)
        add("comes with ", told)
        add("comes after ", after)
        add("comes before ", before)
        if isFirst == true { parts.append("is the first") }
        if isFirst == false { parts.append("is not the first") }
        if !mode.isEmpty { parts.append("is in mode \(mode.joined(separator: " or "))") }
        var subject = isBeside ? "a question beside the chat" : "a message"
        if let results {
            subject = succeeded.map { $0 ? "a good result" : "a failed result" } ?? "a result"
            if !results.isEmpty { subject += " of \(results.joined(separator: " or "))" }
        }
        return parts.isEmpty ? subject : "\(subject) that \(parts.joined(separator: " and "))"
    }
}
