// `ask_followup_question` as models write it: the answers it offers have three names and two forms.

import JSON

extension FollowUpQuestion {
    /// Answers that are offered beyond this many are left out.
    static let maximumChoices = 9

    /// nil without a question.
    init?(reading arguments: JSONObject) {
        let named = ["question", "text", "message"].lazy.compactMap { arguments[$0]?.nonEmptyText }
        guard let text = named.map(PlainText.trimmed).first(where: { !$0.isEmpty }) else { return nil }
        let offered = ["suggested_answers", "follow_up", "suggestions", "choices", "options"].lazy
            .compactMap { arguments[$0] }.map(Self.answers).first { !$0.isEmpty }
        self.init(text: text, choices: Array((offered ?? []).prefix(Self.maximumChoices)))
    }

    private static func answers(_ value: JSONValue) -> [String] {
        let raw: [String] =
            switch value {
            case .array(let items):
                items.compactMap { $0.nonEmptyText ?? $0["answer"]?.nonEmptyText ?? $0["text"]?.nonEmptyText }
            case .string(let text): text.contains("<suggest") ? tagged(text) : lines(text)
            default: []
            }
        var known: Set<String> = []
        return raw.map(PlainText.trimmed).filter { !$0.isEmpty && known.insert($0).inserted }
    }

    /// `<suggest>one</suggest>`, attributes allowed.
    private static func tagged(_ text: String) -> [String] {
        var answers: [String] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "<suggest") {
            guard let open = rest[start.upperBound...].firstIndex(of: ">") else { break }
            let inner = rest[rest.index(after: open)...]
            let end = inner.firstRange(of: "</suggest>")
            answers.append(String(inner[..<(end?.lowerBound ?? inner.endIndex)]))
            rest = inner[(end?.upperBound ?? inner.endIndex)...]
        }
        return answers
    }

    /// A JSON list as text, or one answer a line, with or without a bullet.
    private static func lines(_ text: String) -> [String] {
        if let list = try? JSONValue.parse(text), list.asArray != nil { return answers(list) }
        return text.split(whereSeparator: \.isNewline).map { line in
            let line = line.drop { $0 == " " || $0 == "\t" }
            return String(line.hasPrefix("- ") || line.hasPrefix("* ") ? line.dropFirst(2) : line)
        }
    }
}
