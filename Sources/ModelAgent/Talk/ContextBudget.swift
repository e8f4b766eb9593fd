// Makes a conversation fit a model's context. The task stays; what was read longest ago goes first, and the model sees
// that something is gone.

import JSON
import ModelWire

/// A conversation that fits.
struct Fitted: Equatable, Sendable {
    var messages: [ModelMessage]
    /// As it is estimated, before it is scaled.
    var estimate: Int
    /// Calls whose results are short from here on, and whose steps are left out.
    var shortened: [String]
    var leftOut: [String]
    /// What else was shortened: attachments, arguments, the latest results.
    var others: Int
    var count: Int { shortened.count + leftOut.count + others }
}

struct ContextBudget: Equatable, Sendable {
    /// The context in tokens, and what each estimated hundred counts.
    var context: Int
    var scale: Int
    /// Room for the answer.
    var answer: Int

    static let shortBytes = 900
    static let leastBytes = 600

    init(context: Int, scale: Int, answer: Int?) {
        self.context = context
        self.scale = scale
        self.answer = min(answer ?? 4096, context / 4)
    }

    /// What may be sent.
    var room: Int { context - answer }

    func scaled(_ estimate: Int) -> Int { (estimate * scale + 99) / 100 }

    /// nil: it can't be made to fit; then `needs` says what the least of it takes.
    func fit(
        _ dialogue: Dialogue, before head: ModelMessage, after tail: [ModelMessage], tools: [ModelTool],
        _ memory: ConversationMemory, needs: inout Int
    ) -> Fitted? {
        let fixed = TokenEstimate.of(head) + TokenEstimate.of(tools) + tail.reduce(0) { $0 + TokenEstimate.of($1) }
        var fit = Fitting(dialogue.entries, memory, limit: room, fixed: fixed, scale: scale)
        fit.work()
        needs = fit.tokens
        guard fit.tokens <= room else { return nil }
        let messages = [head] + Self.merged(fit.messages + tail)
        return Fitted(
            messages: messages, estimate: fit.estimate, shortened: fit.shortened, leftOut: fit.leftOut,
            others: fit.others)
    }

    /// Templates of many models want the roles to take turns.
    static func merged(_ messages: [ModelMessage]) -> [ModelMessage] {
        var merged: [ModelMessage] = []
        for message in messages {
            if let last = merged.last, last.role == message.role, last.calls.isEmpty, message.calls.isEmpty,
                message.role == .user || message.role == .assistant
            {
                merged[merged.count - 1].text += "\n\n" + message.text
                merged[merged.count - 1].images += message.images
            } else {
                merged.append(message)
            }
        }
        return merged
    }
}

/// One conversation while it is made to fit.
private struct Fitting {
    var entries: [Dialogue.Entry]
    let limit: Int
    let fixed: Int
    let scale: Int
    var shortened: [String] = []
    var leftOut: [String] = []
    var others = 0
    /// Messages that are left out, those of before too.
    private var gone = 0
    private var sum = 0

    init(_ entries: [Dialogue.Entry], _ memory: ConversationMemory, limit: Int, fixed: Int, scale: Int) {
        self.entries = entries
        self.limit = limit
        self.fixed = fixed
        self.scale = scale
        let short = Set(memory.shortened)
        let left = Set(memory.leftOut)
        // The last step stays as it is, whatever was decided before: the model has not seen its results.
        let last = entries.lastIndex { if case .step = $0.kind { true } else { false } } ?? entries.count
        for index in entries.indices where index < last {
            if case .result(let id) = entries[index].kind, short.contains(id) { shorten(index) }
        }
        for index in entries.indices.reversed() where index < last {
            switch entries[index].kind {
            case .step(let ids) where ids.contains(where: left.contains): remove(index)
            case .result(let id) where left.contains(id): remove(index)
            default: continue
            }
        }
        sum = self.entries.reduce(0) { $0 + TokenEstimate.of($1.message) }
    }

    /// A margin for joining messages, and for the line that says what is gone.
    var estimate: Int { fixed + sum + (gone > 0 ? 40 : 0) }
    var tokens: Int { (estimate * scale + 99) / 100 }

    var messages: [ModelMessage] {
        var messages = entries.map(\.message)
        guard gone > 0 else { return messages }
        let first = entries.firstIndex { $0.kind == .words }.map { $0 + 1 } ?? 0
        messages.insert(
            ModelMessage(.user, "[\(gone) earlier messages are left out here, to fit your context.]"), at: first)
        return messages
    }

    mutating func work() {
        guard tokens > limit else { return }
        // Down to four fifths, so that it is not done, and said, again with each request.
        let target = limit / 5 * 4
        let step = entries.lastIndex { if case .step = $0.kind { true } else { false } } ?? entries.count
        for index in 0..<step {
            guard tokens > target else { return }
            switch entries[index].kind {
            case .result(let id) where entries[index].message.text.utf8.count > ContextBudget.shortBytes * 4 / 3:
                shorten(index)
                shortened.append(id)
            case .step: shortenArguments(index)
            default: continue
            }
        }
        leaveOut(down: target)
        guard tokens > limit else { return }
        halve(down: limit) { entry in
            switch entry.kind {
            case .result, .step, .said, .program: entry.message.text.utf8.count
            case .words: 0
            }
        }
        for index in entries.indices where tokens > limit {
            if case .step = entries[index].kind { shortenArguments(index) }
        }
        halve(down: limit) { $0.kind == .words ? $0.message.attachedBytes : 0 }
    }

    /// Whole steps, the oldest first; never the user's first and latest words, nor the last step.
    private mutating func leaveOut(down target: Int) {
        let words = entries.indices.filter { entries[$0].kind == .words }
        let last = entries.lastIndex { if case .step = $0.kind { true } else { false } } ?? entries.count
        var doomed: [Int] = []
        var index = 0
        var saved = 0
        while index < last {
            guard (max(0, estimate - saved) * scale + 99) / 100 > target else { break }
            var next = index + 1
            if case .step = entries[index].kind {
                while next < entries.count, case .result = entries[next].kind { next += 1 }
            }
            if index != words.first, index != words.last, next <= last {
                doomed += index..<next
                saved += entries[index..<next].reduce(0) { $0 + TokenEstimate.of($1.message) }
            }
            index = next
        }
        for index in doomed.reversed() {
            switch entries[index].kind {
            case .result(let id): leftOut.append(id)
            case .step: break
            default: others += 1
            }
            sum -= TokenEstimate.of(entries[index].message)
            remove(index)
        }
    }

    private mutating func remove(_ index: Int) {
        entries.remove(at: index)
        gone += 1
    }

    private mutating func shorten(_ index: Int, to bytes: Int = ContextBudget.shortBytes) {
        let before = TokenEstimate.of(entries[index].message)
        entries[index].message.text = headAndTail(entries[index].message.text, bytes: bytes) { lines in
            "[… \(lines) lines are left out here, to fit your context; read them again if you need them]"
        }
        sum += TokenEstimate.of(entries[index].message) - before
    }

    /// The largest of what counts is halved, again and again.
    private mutating func halve(down target: Int, _ size: (Dialogue.Entry) -> Int) {
        var touched: Set<Int> = []
        while tokens > target {
            guard let index = entries.indices.max(by: { size(entries[$0]) < size(entries[$1]) }) else { break }
            let bytes = size(entries[index])
            guard bytes > ContextBudget.leastBytes * 2 else { break }
            let before = TokenEstimate.of(entries[index].message)
            if entries[index].kind == .words {
                entries[index].message.shortenAttached(to: bytes / 2)
                sum += TokenEstimate.of(entries[index].message) - before
            } else {
                shorten(index, to: bytes / 2)
            }
            guard TokenEstimate.of(entries[index].message) < before else { break }
            touched.insert(index)
        }
        others += touched.count
    }

    /// Long texts in what a model called: it has seen what became of them.
    private mutating func shortenArguments(_ index: Int) {
        let before = TokenEstimate.of(entries[index].message)
        for call in entries[index].message.calls.indices {
            let arguments = entries[index].message.calls[call].arguments
            guard arguments.utf8.count > ContextBudget.shortBytes, let value = try? JSONValue.parse(arguments),
                var members = value.asObject
            else { continue }
            for (key, value) in members.pairs {
                guard let text = value.asString, text.utf8.count > ContextBudget.shortBytes else { continue }
                members[key] = .string(
                    headAndTail(text, bytes: ContextBudget.leastBytes) { "[… \($0) lines are left out here]" })
            }
            entries[index].message.calls[call].arguments = JSONValue.object(members).text
        }
        sum += TokenEstimate.of(entries[index].message) - before
    }
}

extension ModelMessage {
    private static let attached = "\n\n[attached]\n"

    /// Of what the client put behind the user's words.
    fileprivate var attachedBytes: Int {
        text.firstRange(of: Self.attached).map { text[$0.upperBound...].utf8.count } ?? 0
    }

    fileprivate mutating func shortenAttached(to bytes: Int) {
        guard let place = text.firstRange(of: Self.attached) else { return }
        let short = headAndTail(String(text[place.upperBound...]), bytes: bytes) {
            "[… \($0) lines are left out here, to fit your context; read them if you need them]"
        }
        text = String(text[..<place.upperBound]) + short
    }
}
