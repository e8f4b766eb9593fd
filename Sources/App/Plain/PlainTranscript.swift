// What of the conversation was printed, and what is still to be: each thing once, whole, when it is final.

internal import TaskMachine

struct PlainTranscript: Equatable, Sendable {
    /// What was printed of an entry that may go on.
    private enum Printed: Equatable, Sendable {
        case done
        /// So much of an answer's text, whole lines.
        case answer(text: String, thoughts: Bool)
        /// Lines that came one by one, and how often each.
        case rows([String: Int])
        /// A notice that came so many times.
        case times(Int)
    }

    private var printed: [Int: Printed] = [:]
    /// The revision that was looked at last.
    private var seen: [Int: Int] = [:]
    /// Entries below this one are printed.
    private var settledBelow = 0
    /// The user's words that are on the page because the user has written them there.
    private var said: String?
    /// The answer whose lines were printed last.
    private var speaker: Int?

    /// These words are on the page.
    mutating func heard(_ text: String) { said = text }

    /// Another conversation is there. What was before its latest turn is not printed by itself; so many parts.
    mutating func takeUp(_ entries: [Entry]) -> Int {
        self = PlainTranscript()
        let turn = entries.lastIndex { if case .user = $0.content { true } else { false } } ?? 0
        for entry in entries[..<turn] { printed[entry.id] = .done }
        return turn
    }

    /// Forgets everything: the conversation is another one, with nothing in it.
    mutating func begin() { self = PlainTranscript() }

    /// What was not printed yet of the entries, which are all there are.
    mutating func news(of entries: [Entry], _ words: PlainEntry) -> [String] {
        // Ids grow, and what a turn left is final when the next one has begun: only the end is looked at.
        var start = entries.count
        while start > 0, entries[start - 1].id >= settledBelow { start -= 1 }
        var lines: [String] = []
        for entry in entries[start...] where seen[entry.id] != entry.revision {
            seen[entry.id] = entry.revision
            lines += news(of: entry, words)
            guard case .user = entry.content else { continue }
            settledBelow = entry.id
        }
        if printed.count > 512 {
            printed = printed.filter { $0.key >= settledBelow }
            seen = seen.filter { $0.key >= settledBelow }
        }
        return lines
    }

    private mutating func news(of entry: Entry, _ words: PlainEntry) -> [String] {
        guard printed[entry.id] != .done else { return [] }
        var lines: [String] = []
        switch entry.content {
        case .user(let text):
            printed[entry.id] = .done
            if said == text {
                said = nil
                return []
            }
            lines = words.labelled("You", PlainText.lines(text))
        case .assistant(let answer): return news(of: answer, entry.id, words)
        case .progress(let block): lines = newRows(words.rows(of: block, entry: entry.id), entry.id)
        case .tool(let line):
            guard line.state != .running, line.state != .awaitingApproval else { return [] }
            printed[entry.id] = .done
            lines = words.lines(of: line)
        case .notice(let text, let times):
            let before: Int = if case .times(let count) = printed[entry.id] { count } else { 0 }
            printed[entry.id] = .times(times)
            guard times > before else { return [] }
            lines = before == 0 ? words.notice(text) : ["The same again, \(times) times now."]
        case .feedGap(let times, _):
            let before: Int = if case .times(let count) = printed[entry.id] { count } else { 0 }
            printed[entry.id] = .times(times)
            guard times > before else { return [] }
            lines = words.lines(of: entry)
        case .question(_, let answer):
            // The question was asked with its number; here is what it got.
            guard answer != nil else { return [] }
            printed[entry.id] = .done
        default:
            printed[entry.id] = .done
            lines = words.lines(of: entry)
        }
        if !lines.isEmpty { speaker = nil }
        return lines
    }

    // MARK: Answers

    private mutating func news(of answer: AssistantText, _ id: Int, _ words: PlainEntry) -> [String] {
        var (before, toldThoughts) = ("", false)
        if case .answer(let text, let thoughts) = printed[id] { (before, toldThoughts) = (text, thoughts) }
        let isFinal = answer.state != .streaming
        let text = answer.shownText
        var result: [String] = []
        // Bytes are compared: a mark that combines with what was printed must not make another beginning of it.
        let goesOn = text.utf8.starts(with: before.utf8)
        var new = goesOn ? String(decoding: text.utf8.dropFirst(before.utf8.count), as: UTF8.self) : ""
        // A line that has no end may go on.
        if !isFinal { new = Self.wholeLines(of: new) }
        if !toldThoughts, !answer.reasoning.text.isEmpty, isFinal || !new.isEmpty {
            toldThoughts = true
            result.append(words.thoughts(answer))
        }
        if goesOn {
            result += spoken(Self.lines(new, isLast: isFinal), id, words)
        } else if isFinal {
            // The reply is not what was streamed: what of it is new stands below a line that says so.
            let (now, shown) = (Self.lines(text, isLast: true), Self.lines(before, isLast: false))
            let common = zip(now, shown).prefix { $0 == $1 }.count
            result.append("The reply reads otherwise from here on:")
            speaker = nil
            result += spoken(Array(now.dropFirst(common)), id, words)
        }
        guard isFinal else {
            // What was found to be no text after all, or not yet, stays printed.
            printed[id] = .answer(text: before + new, thoughts: toldThoughts)
            return result
        }
        printed[id] = .done
        let rest = words.marks(of: answer, entry: id)
        if !rest.isEmpty { speaker = nil }
        return result + rest
    }

    /// Up to the last line end.
    private static func wholeLines(of text: String) -> String {
        guard let end = text.utf8.lastIndex(of: 0x0A) else { return "" }
        return String(decoding: text.utf8[...end], as: UTF8.self)
    }

    /// Lines without the empty one behind the last line end; at a text's end without any empty ones there.
    private static func lines(_ text: String, isLast: Bool) -> [String] {
        guard !text.isEmpty else { return [] }
        var lines = PlainText.lines(text)
        if lines.last?.isEmpty == true { lines.removeLast() }
        while isLast, lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private mutating func spoken(_ lines: [String], _ id: Int, _ words: PlainEntry) -> [String] {
        guard !lines.isEmpty else { return [] }
        defer { speaker = id }
        return speaker == id ? lines : words.labelled("Oropendola", lines)
    }

    /// Rows come, change and go; a line is printed as often as it has stood there.
    private mutating func newRows(_ lines: [String], _ id: Int) -> [String] {
        var before: [String: Int] = [:]
        if case .rows(let rows) = printed[id] { before = rows }
        var counts: [String: Int] = [:]
        var new: [String] = []
        for line in lines {
            counts[line, default: 0] += 1
            if counts[line, default: 0] > before[line, default: 0] { new.append(line) }
        }
        printed[id] = .rows(before.merging(counts) { max($0, $1) })
        return new
    }
}
