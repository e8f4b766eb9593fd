// Commands that begin with a slash: done here, never sent to the agent.

public enum SlashCommand: String, CaseIterable, Sendable {
    case help, new, status, quit

    public var help: String {
        switch self {
        case .help: "keys and commands"
        case .new: "a new conversation; staged changes stay"
        case .status: "link, server, counters, staged changes, folders"
        case .quit: "quit; staged changes are kept"
        }
    }

    enum Reading: Equatable {
        case command(SlashCommand)
        /// Looks like a command and is none; the nearest one, if any is near.
        case unknown(String, suggestion: SlashCommand?)
    }

    /// nil when the text is an ordinary message. `/usr/bin/env …` is one: a command's name has letters alone.
    static func reading(of text: String) -> Reading? {
        guard text.hasPrefix("/"), !text.contains("\n") else { return nil }
        let name = String(text.dropFirst().prefix { !$0.isWhitespace })
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0 == "-" }) else { return nil }
        if let command = SlashCommand(rawValue: name) { return .command(command) }
        return .unknown(name, suggestion: nearest(to: name))
    }

    private static func nearest(to name: String) -> SlashCommand? {
        let ranked = allCases.map { ($0, distance(Array(name), Array($0.rawValue))) }
        if let begun = allCases.first(where: { $0.rawValue.hasPrefix(name) }) { return begun }
        guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= 2 else { return nil }
        return best.0
    }

    /// Edits from one word to another (Levenshtein), for words of a few letters.
    private static func distance(_ a: [Character], _ b: [Character]) -> Int {
        guard a.count < 40 else { return a.count }
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let change = diagonal + (letter == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
