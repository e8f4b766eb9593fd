// The list of conversations, for people and for programs, and how one of it is named.

public import JSON
public import TaskMachine

/// Conversations in the order in which they are listed: the latest first.
public struct SessionList: Sendable {
    var all: [ConversationSummary]
    /// Seconds since 1970.
    var now: Int

    public init(_ all: [ConversationSummary], now: Int) {
        self.all = all
        self.now = now
    }

    /// Those whose title or id has these words in it, in any case.
    public func matching(_ words: String) -> [ConversationSummary] {
        guard !words.isEmpty else { return all }
        let words = words.lowercased()
        return all.filter { $0.title.lowercased().contains(words) || $0.id.contains(words) }
    }

    /// A line for each: its number, id, age, messages and title. `shown` are of this list.
    public func lines(_ shown: [ConversationSummary], isNumbered: Bool, _ style: ConsoleStyle) -> [String] {
        let numbers = Dictionary(all.enumerated().map { ($1.id, "\($0 + 1)") }) { first, _ in first }
        let ages = shown.map { age(of: $0.updated) }
        let counts = shown.map {
            $0.state == .unreadable ? "" : $0.messages == 1 ? "1 message" : "\($0.messages) messages"
        }
        let widths = (
            shown.map { numbers[$0.id]?.count ?? 0 }.max() ?? 0, ages.map(\.count).max() ?? 0,
            counts.map(\.count).max() ?? 0
        )
        return shown.indices.map { index in
            let one = shown[index]
            let number = isNumbered ? padded(numbers[one.id] ?? "", widths.0, isLeft: false) + "  " : ""
            let title =
                (one.trouble.isEmpty ? one.title : one.trouble).split(whereSeparator: \.isNewline).first.map(
                    String.init) ?? ""
            let words = title.isEmpty ? style.paint("(no title)", .dim) : style.clean(style.short(title, 60))
            return number + style.clean(one.id) + "  " + style.paint(padded(ages[index], widths.1), .dim) + "  "
                + style.paint(padded(counts[index], widths.2, isLeft: false), .dim) + "  " + words
                + state(one.state, style)
        }
    }

    /// One object: `id`, `title`, `messages`, `created`, `updated` (RFC 3339), `project`, `state` and `bytes`; of one
    /// that can't be read the `reason`, too.
    public static func json(_ one: ConversationSummary) -> JSONValue {
        var object: JSONObject = [
            "id": .string(one.id), "title": .string(one.title), "messages": JSONValue(one.messages),
            "created": .string(UniversalTime(seconds: one.created).text),
            "updated": .string(UniversalTime(seconds: one.updated).text), "project": .string(one.project),
            "state": .string(one.state.rawValue), "bytes": JSONValue(one.bytes),
        ]
        if !one.trouble.isEmpty { object["reason"] = .string(one.trouble) }
        return .object(object)
    }

    /// The one that a person means: its id, the beginning of it, or its number in the list. Without a word the latest that
    /// can be read.
    public func choose(_ word: String?) throws(UsageProblem) -> ConversationSummary {
        guard let word else {
            guard let latest = all.first(where: { $0.state != .unreadable }) else {
                throw UsageProblem("no conversation is kept in this folder yet.")
            }
            return latest
        }
        if let one = all.first(where: { $0.id == word }) { return one }
        if word.count <= 4, let number = Int(word), all.indices.contains(number - 1) { return all[number - 1] }
        let begun = all.filter { $0.id.hasPrefix(word) }
        if begun.count == 1, let one = begun.first { return one }
        let shown = ConsoleStyle(isUnicode: true, usesColour: false).clean(word)
        guard begun.isEmpty || word.isEmpty else {
            throw UsageProblem("\(begun.count) conversations begin with \(shown): type more of the id.")
        }
        throw UsageProblem("there is no conversation \(shown) in this folder: `oropendola sessions` lists them.")
    }

    private func state(_ state: ConversationSummary.State, _ style: ConsoleStyle) -> String {
        switch state {
        case .closed: ""
        case .interrupted: style.paint("  interrupted", .yellow)
        case .unreadable: style.paint("  unreadable", .red)
        case .here, .elsewhere: style.paint("  open in another oropendola", .yellow)
        }
    }

    /// `3 min ago`, `yesterday`, and from a week on the day.
    private func age(of seconds: Int) -> String {
        let age = now - seconds
        return switch age {
        case ..<60: "just now"
        case ..<3600: "\(age / 60) min ago"
        case ..<86400: "\(age / 3600) h ago"
        case ..<172_800: "yesterday"
        case ..<604_800: "\(age / 86400) days ago"
        default: UniversalTime(seconds: seconds).day
        }
    }

    private func padded(_ text: String, _ width: Int, isLeft: Bool = true) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.count))
        return isLeft ? text + blanks : blanks + text
    }
}
