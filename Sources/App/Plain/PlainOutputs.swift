// What commands print while they run, line by line, whatever the pieces are and however many commands run.

internal import TaskMachine

struct PlainOutputs: Equatable, Sendable {
    /// Lines of one command that are printed as they come.
    static let most = 200
    /// Characters of a line; what is longer is printed in parts that say so.
    static let longest = 4_000

    /// One command that runs.
    fileprivate struct Following: Equatable, Sendable {
        /// A line without its end.
        var open = ""
        /// The open line's beginning is printed.
        var isPart = false
        var count = 0
    }

    /// Calls of which lines were printed.
    private(set) var followed: Set<String> = []
    /// Notices that others wrote, the latest ones.
    private(set) var foreign: [String] = []
    private var running: [String: Following] = [:]

    mutating func hear(_ message: AppMessage, into page: inout [String]) {
        switch message {
        case .toolOutput(let id, let text):
            followed.insert(id)
            // Taken out, so that its text is not copied for each piece.
            var one = running.removeValue(forKey: id) ?? Following()
            one.hear(text, into: &page)
            running[id] = one
        case .toolFinished(let result, _):
            running.removeValue(forKey: result.callID)?.end(into: &page)
        case .agent(.noticed(let text), _) where !foreign.contains(text):
            foreign = foreign.suffix(31) + [text]
        default: break
        }
    }
}

extension PlainOutputs.Following {
    fileprivate mutating func hear(_ text: String, into page: inout [String]) {
        open += text
        // The other half of a line's end may come with the next piece.
        let isHalf = open.last == "\r"
        if isHalf { open.removeLast() }
        let parts = open.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for line in parts.dropLast() { add(line, isWhole: true, into: &page) }
        var rest = parts.last ?? ""
        while rest.count > PlainOutputs.longest {
            add(rest.prefix(PlainOutputs.longest), isWhole: false, into: &page)
            rest = rest.dropFirst(PlainOutputs.longest)
        }
        open = String(rest) + (isHalf ? "\r" : "")
    }

    /// The last line has no end of its own.
    fileprivate func end(into page: inout [String]) {
        var one = self
        if one.open.last == "\r" { one.open.removeLast() }
        if !one.open.isEmpty { one.add(one.open[...], isWhole: true, into: &page) }
    }

    private mutating func add(_ line: Substring, isWhole: Bool, into page: inout [String]) {
        defer { isPart = !isWhole }
        count += 1
        let head = isPart ? "   (goes on) " : "   "
        if count <= PlainOutputs.most { page.append(head + PlainText.line(line)) }
        if count == PlainOutputs.most { page.append("   More lines come; output prints them when it is done.") }
    }
}
