// What of the conversation was printed, and what is still to be: each thing once, whole, when it is final.

internal import TaskMachine

struct PlainTranscript: Equatable, Sendable {
    /// What was printed of an entry that may go on.
    private enum Printed: Equatable, Sendable {
        case done
        /// So much of an answer's text, whole lines, of so many bytes that it had when it was looked at.
        case answer(text: String, thoughts: Bool, of: Int)
        /// Lines that came one by one, and how often each.
        case rows([String: Int])
        /// A notice that came so many times.
        case times(Int)
    }

    private var printed: [Int: Printed] = [:]
    /// The revision that was looked at last.
    private var seen: [Int: Int] = [:]
    /// The latest entry that was looked at.
    private var latest = -1
    /// Those up to it that may go on.
    private var open: [Int] = []
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
        latest = turn > 0 ? entries[turn - 1].id : -1
        return turn
    }

    /// Forgets everything: the conversation is another one, with nothing in it.
    mutating func begin() { self = PlainTranscript() }

    /// What was not printed yet of the entries, which are all there are.
    mutating func news(of entries: [Entry], _ words: PlainEntry) -> [String] {
        // Ids grow: what is new stands at the end, and of the rest only what may go on is looked at. A turn may be long.
        var start = entries.count
        while start > 0, entries[start - 1].id > latest { start -= 1 }
        var lines: [String] = []
        for id in open {
            guard let place = Self.place(of: id, in: entries[..<start]) else {
                printed[id] = .done
                continue
            }
            lines += look(at: entries[place], words)
        }
        for entry in entries[start...] {
            latest = entry.id
            // What a turn left is final when the next one has begun, but for what still runs.
            if case .user = entry.content { for id in open where printed[id] != nil { printed[id] = .done } }
            open.append(entry.id)
            lines += look(at: entry, words)
        }
        // Notices and rows have no end of their own: those far above do not go on.
        for id in open.dropLast(Self.mostOpen) where printed[id] != nil { printed[id] = .done }
        for id in open where printed[id] == .done { (printed[id], seen[id]) = (nil, nil) }
        open.removeAll { seen[$0] == nil }
        return lines
    }

    /// So many of the entries that may go on are looked at again with each piece of news.
    private static let mostOpen = 32

    private static func place(of id: Int, in entries: ArraySlice<Entry>) -> Int? {
        var (low, high) = (entries.startIndex, entries.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < entries.endIndex && entries[low].id == id ? low : nil
    }

    private mutating func look(at entry: Entry, _ words: PlainEntry) -> [String] {
        guard printed[entry.id] != .done, seen[entry.id] != entry.revision else { return [] }
        seen[entry.id] = entry.revision
        return news(of: entry, words)
    }

    private mutating func news(of entry: Entry, _ words: PlainEntry) -> [String] {
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
        let isFinal = answer.state != .streaming
        if case .answer(let text, let thoughts, let bytes) = printed[id] {
            // Each look goes through all of the text: in a long one it is worth it after some lines only.
            let new = answer.text.utf8.count - bytes
            if !isFinal, new >= 0, new < bytes / 256 { return [] }
            (before, toldThoughts) = (text, thoughts)
        }
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
            printed[id] = .answer(text: before + new, thoughts: toldThoughts, of: answer.text.utf8.count)
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
        return speaker == id ? PlainEntry.indented(lines) : words.labelled("Oropendola", lines)
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
