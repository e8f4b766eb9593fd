// SEARCH/REPLACE blocks as models write them: markers a little off, a fence around, lines with the numbers of reading.

enum EditBlocks {
    /// The blocks in the client's form: markers of seven signs, each block whole, and no SEARCH that is empty.
    static func checked(_ text: String) throws(CallMistake) -> String {
        var lines = text.lines.map(String.init)
        if let first = lines.first(where: { !$0.trimmed.isEmpty }), first.hasPrefix("```") {
            lines.removeAll { $0.hasPrefix("```") && $0.trimmed.allSatisfy { $0 == "`" || $0.isLetter } }
        }
        var state = State.between
        var search: [Substring] = []
        var replace: [Substring] = []
        var head: [String] = []
        var result: [String] = []
        var blocks = 0
        for line in lines {
            switch (state, Marker(line)) {
            case (.between, .search?):
                state = .search
                search = []
                replace = []
                head = []
            case (.between, nil) where line.trimmed.isEmpty: continue
            case (.search, nil) where search.isEmpty && isHead(line, after: head): head.append(line)
            case (.search, nil): search.append(Substring(line))
            case (.search, .divider?): state = .replace
            case (.replace, nil): replace.append(Substring(line))
            case (.replace, .replace?):
                guard search.contains(where: { !$0.trimmed.isEmpty }) else {
                    throw .noBlocks(why: "has a SEARCH part without lines. A new file is made with create")
                }
                let bare = withoutNumbers(search)
                result += ["<<<<<<< SEARCH"] + head + (bare ?? search).map(String.init) + ["======="]
                result += (bare == nil ? replace : withoutNumbers(replace) ?? replace).map(String.init)
                result.append(">>>>>>> REPLACE")
                blocks += 1
                state = .between
            case (let place, let marker):
                throw .noBlocks(
                    why: marker == nil
                        ? "has a line outside of its blocks: `\(line.prefix(60))`"
                        : "has `\(line.trimmed.prefix(20))` where \(place.wanted) is to come")
            }
        }
        guard state == .between else { throw .noBlocks(why: "ends before \(state.wanted)") }
        guard blocks > 0 else { throw .noBlocks(why: "has no block") }
        return result.joined(separator: "\n") + "\n"
    }

    /// The client takes a line number and a rule before the lines.
    private static func isHead(_ line: String, after head: [String]) -> Bool {
        line.hasPrefix(":start_line:") || line.hasPrefix(":end_line:") || (!head.isEmpty && line == "-------")
    }

    private enum State {
        case between, search, replace
        var wanted: String {
            switch self {
            case .between: "<<<<<<< SEARCH"
            case .search: "======="
            case .replace: ">>>>>>> REPLACE"
            }
        }
    }

    enum Marker: Equatable {
        case search, divider, replace

        /// Five to nine signs with their word, as models count them; the rule in the middle stands alone and has to be
        /// exact: such lines are common in texts.
        init?(_ line: String) {
            let line = line.trimmed
            if line == "=======" {
                self = .divider
                return
            }
            guard let sign = line.utf8.first, sign == UInt8(ascii: "<") || sign == UInt8(ascii: ">") else { return nil }
            let run = line.utf8.prefix { $0 == sign }.count
            guard (5...9).contains(run) else { return nil }
            let word = String(line.dropFirst(run)).trimmed
            switch (sign, word) {
            case (UInt8(ascii: "<"), "SEARCH"), (UInt8(ascii: "<"), "SEARCH>"), (UInt8(ascii: "<"), "ORIGINAL"):
                self = .search
            case (UInt8(ascii: ">"), "REPLACE"), (UInt8(ascii: ">"), "UPDATED"): self = .replace
            default: return nil
            }
        }
    }

    /// Lines of the form `12 | text` whose numbers follow each other, without these; nil where they are none. A last
    /// empty line may stand behind them.
    static func withoutNumbers(_ lines: [Substring]) -> [Substring]? {
        var bare: [Substring] = []
        var expected: Int?
        for (index, line) in lines.enumerated() {
            if index == lines.count - 1, index > 0, line.isEmpty {
                bare.append(line)
                continue
            }
            let rest = line.drop { $0 == " " }
            let digits = rest.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard let number = Int(String(decoding: digits, as: UTF8.self)), expected == nil || number == expected,
                number < .max
            else { return nil }
            let behind = rest[digits.endIndex...]
            guard behind.hasPrefix(" | ") || behind == " |" else { return nil }
            expected = number + 1
            bare.append(behind.dropFirst(behind == " |" ? 2 : 3))
        }
        return expected == nil ? nil : bare
    }
}
