// What a turn did and when, for whoever asks where the time went. Times come with messages; nothing here reads a clock.

internal import TaskMachine

/// The running turn, or the latest one. All times are the messages' milliseconds.
struct TurnTimeline: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        case plan
        /// A step of the server's, with its number where it has one.
        case step(Int?)
        /// A tool that the server runs.
        case tool(Int?)
        /// A call of ours, by its id.
        case call(String)
        /// The model was asked, by the request's number.
        case request(Int)
        /// Something waits for a word of the user's.
        case question
        /// A try failed; the next one waits.
        case retry(attempt: Int, limit: Int)
    }

    enum State: Equatable, Sendable {
        case running, done, failed
        /// Another plan took its place.
        case replaced
        /// The turn ended, and nobody said how it did.
        case left
    }

    struct Item: Equatable, Sendable {
        var kind: Kind
        var title: String
        var state: State
        /// nil until the next time comes: what a key began has none of its own.
        var start: Int?
        var end: Int?
        /// It happened while a step ran.
        var isInStep = false
        /// Of a request: what the feed told while it was on its way.
        var events = 0
    }

    static let mostItems = 500
    private static let longestTitle = 200

    private(set) var items: [Item] = []
    /// Older ones that are not kept.
    private(set) var dropped = 0
    private(set) var start: Int?
    private(set) var end: Int?
    /// How it ended; nil: it runs, or there was none.
    private(set) var ending: AgentTask.Lifecycle?
    private(set) var events = 0
    private(set) var retries = 0
    /// How many steps there are, where the server said a number that can be.
    private(set) var total: Int?
    private(set) var isRunning = false
    /// The time of the message that is being taken in; nil: it has none.
    private var time: Int?
    private var hasOpenTimes = false

    /// A message comes, with its time where it has one.
    mutating func pass(at time: Int?) {
        self.time = time
        guard let time, hasOpenTimes else { return }
        hasOpenTimes = false
        if start == nil { start = time }
        if !isRunning, end == nil { end = time }
        for index in items.indices {
            if items[index].start == nil { items[index].start = time }
            if items[index].state != .running, items[index].end == nil { items[index].end = time }
        }
    }

    // MARK: The turn

    private mutating func begin() {
        guard !isRunning else { return }
        let time = time
        self = TurnTimeline()
        self.time = time
        isRunning = true
        start = time
        hasOpenTimes = time == nil
    }

    mutating func end(_ ending: AgentTask.Lifecycle) {
        guard isRunning else { return }
        isRunning = false
        self.ending = ending
        end = time
        if time == nil { hasOpenTimes = true }
        for index in items.indices where items[index].state == .running {
            switch items[index].kind {
            // A plan, and steps that nobody ended, are not known to be done.
            case .step, .tool, .plan: close(index, items[index].kind == .plan ? .done : .left)
            default: close(index, ending == .completed ? .done : .failed)
            }
        }
    }

    // MARK: What happens in it

    mutating func asked(_ request: Int) {
        begin()
        close { if case .retry = $0 { true } else { false } }
        let number = items.count { if case .request = $0.kind { true } else { false } } + 1
        open(.request(request), "request \(number)")
    }

    /// The answer came, or the failure that is named.
    mutating func answered(_ request: Int, failure: RequestFailure? = nil) {
        close(failure == nil ? .done : .failed) { $0 == .request(request) }
    }

    mutating func waits(attempt: Int, limit: Int) {
        retries += 1
        open(.retry(attempt: attempt, limit: limit), "asking again, \(attempt) of \(limit)")
    }

    mutating func called(_ call: ToolCall, _ words: String) {
        begin()
        open(.call(call.id), words)
    }

    mutating func finished(_ result: ToolResult) {
        close(result.succeeded ? .done : .failed) { $0 == .call(result.callID) }
    }

    mutating func asksUser(_ words: String) { open(.question, words) }

    mutating func userAnswered() { close { $0 == .question } }

    mutating func heard(_ event: AgentProgress) {
        guard isRunning else { return }
        events += 1
        if let index = lastRunning({ if case .request = $0 { true } else { false } }) { items[index].events += 1 }
        if let step = event.step, let total = event.total, step > 0, total >= step { self.total = total }
        switch event.kind {
        case .plan: replacePlan(event.message)
        case .working: work(event)
        case .stepComplete: finishStep(event)
        case .toolStarted: open(.tool(event.step), event.message)
        case .toolEnded:
            close(event.failed ? .failed : .done) { kind in
                if case .tool(let number) = kind { number == event.step } else { false }
            }
        default: break
        }
    }

    private mutating func replacePlan(_ text: String) {
        guard !text.isEmpty else { return }
        if let index = lastRunning({ $0 == .plan }) {
            guard items[index].title != Self.title(text) else { return }
            close(index, .replaced)
        }
        open(.plan, text)
    }

    /// As in the chat: a step is known by its number as long as nobody said that it ended.
    private mutating func work(_ event: AgentProgress) {
        if let index = lastRunning({ $0 == .step(event.step) }) {
            let hasOtherWords = !event.message.isEmpty && Self.title(event.message) != items[index].title
            if event.step != nil || !hasOtherWords {
                if hasOtherWords { items[index].title = Self.title(event.message) }
                return
            }
            // Without numbers, other words are another step.
            close(index, .left)
        }
        open(.step(event.step), event.message)
    }

    private mutating func finishStep(_ event: AgentProgress) {
        if lastRunning({ $0 == .step(event.step) }) == nil { open(.step(event.step), event.message) }
        guard let index = lastRunning({ $0 == .step(event.step) }) else { return }
        if !event.message.isEmpty { items[index].title = Self.title(event.message) }
        close(index, event.failed ? .failed : .done)
    }

    // MARK: Items

    private mutating func open(_ kind: Kind, _ title: String) {
        guard isRunning else { return }
        var item = Item(kind: kind, title: Self.title(title), state: .running, start: time)
        switch kind {
        case .tool, .call, .question: item.isInStep = lastRunning { if case .step = $0 { true } else { false } } != nil
        default: break
        }
        if time == nil { hasOpenTimes = true }
        if items.count >= Self.mostItems {
            items.removeFirst()
            dropped += 1
        }
        items.append(item)
    }

    private mutating func close(_ state: State = .done, where isMeant: (Kind) -> Bool) {
        if let index = lastRunning(isMeant) { close(index, state) }
    }

    private mutating func close(_ index: Int, _ state: State) {
        items[index].state = state
        items[index].end = time
        if time == nil { hasOpenTimes = true }
    }

    private func lastRunning(_ isMeant: (Kind) -> Bool) -> Int? {
        items.lastIndex { $0.state == .running && isMeant($0.kind) }
    }

    private static func title(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline)
        let first = lines.first.map { String($0.prefix(longestTitle)) } ?? ""
        return lines.count > 1 ? "\(first) (\(lines.count) lines)" : first
    }
}
