// Plays a scenario against the model: keys and events in, effects remembered, timers fired by hand.

import ChangeReview
import JSON
import Screen
import TaskMachine
import TestSupport
import Testing

@testable import App

struct ScenarioPlayer {
    var model: AppModel
    /// The same without a screen; `model` is its model then.
    var plain: PlainChat?
    /// What it printed.
    var printed: [String] = []
    let size: Size
    private(set) var effects: [AppEffect] = []
    private(set) var request = 0
    private(set) var call: ToolCall?
    /// What the next message is found to take along.
    var attached: [AttachedLine] = []
    /// What an undo would find changed.
    var leftAlone: [SkippedFile] = []
    private var timers = DueTimers<AppTimer>()
    private(set) var report = StartReport(
        version: "0.1.0", folder: "~/shop", folderPath: "/home/ada/shop",
        stateFolder: "/home/ada/.local/state/oropendola/projects/shop-1a2b")

    var time: Int { timers.time }

    init(size: Size, unicode: Bool = true) {
        self.size = size
        report.unicode = unicode
        model = AppModel(report)
        send(.input(.resized(size)))
    }

    mutating func draw() -> Frame { model.frame(in: size) }

    mutating func send(_ message: AppMessage) {
        guard plain != nil else { return take(model.update(message)) }
        hear(.news(message))
    }

    /// What the program without a screen makes of it.
    mutating func hear(_ event: PlainEvent) {
        let all = plain?.handle(event) ?? []
        if let plain { model = plain.model }
        take(show(all))
    }

    /// Keeps what is printed; what is ordered.
    mutating func show(_ effects: [PlainEffect]) -> [AppEffect] {
        effects.flatMap { effect -> [AppEffect] in
            switch effect {
            case .print(let lines):
                printed += lines
                return []
            case .order(let order): return [order]
            }
        }
    }

    private mutating func take(_ new: [AppEffect]) {
        effects += new
        for effect in new {
            switch effect {
            case .agent(.send(let sent)): request = sent.id
            case .execute(let call, _, _): self.call = call
            case .prepare(let preparation):
                send(.prepared(PreparedTurn(attached: attached), id: preparation.id))
                attached = []
            case .startTimer(let timer, let milliseconds): timers.start(timer, milliseconds: milliseconds)
            case .stopTimer(let timer): timers.stop(timer)
            case .previewUndo(let entry): preview(entry)
            default: break
            }
        }
        if timers.isDue(.tick) { pass(0) }
    }

    private mutating func preview(_ entry: Int) {
        guard case .write(entry, let plan) = model.changes.nextUndo else { return }
        let skipped = Set(leftAlone.map(\.path))
        send(
            .undoPreviewed(
                UndoPreview(
                    entry: entry, steps: plan.inverse.steps.filter { !skipped.contains($0.path) }, skipped: leftAlone)))
    }

    /// Lets time go by, firing what is due on the way.
    mutating func pass(_ milliseconds: Int) {
        let end = time + milliseconds
        while let timer = timers.next(until: end) { send(.timerFired(timer, at: time)) }
    }

    mutating func play(_ step: Scenario.Step) {
        let words = step.words.map(\.unquoted)
        switch words[0] {
        case "start": start(Array(words.dropFirst()))
        case "keys": for word in step.words.dropFirst() { type(word) }
        case "paste": send(.input(.pasted(words[1])))
        case "time": pass(Int(words[1]) ?? 0)
        case "mouse": mouse(words)
        case "server": server(words)
        case "tool": tool(words)
        case "propose": propose(words, step.body)
        case "disk": disk(words, step.body)
        case "written": send(.applied(journalEntry: Int(words[1]) ?? 1))
        case "undone": send(.undone(journalEntry: Int(words[1]) ?? 1, skipped: [], plan: nil))
        case "refused": send(.applyFailed(.failed(path: nil, reason: words[1])))
        default: if !news(words) { Issue.record("line \(step.line): what is \(words[0])?") }
        }
    }

    private mutating func start(_ words: [String]) {
        if words.contains("second") { report.isSecond = true }
        if words.contains("readonly") { report.isReadOnly = true }
        if let address = words.first(where: { $0.hasPrefix("https://") }) { report.server = .remote(address) }
        report.recorded = effects.compactMap { if case .record(let event) = $0 { event } else { nil } }
        if words.contains("again") { model = AppModel(report) }
        if let isTyped = plain?.isTyped, words.contains("again") { plain = PlainChat(report, isTyped: isTyped) }
        send(.input(.resized(size)))
        send(.started(report))
        send(.agent(.linkChanged(LinkStatus(state: .online, server: "127.0.0.1:8123")), at: time))
    }

    // MARK: Keys

    mutating func type(_ word: String) {
        guard !word.hasPrefix("\"") else {
            for character in word.dropFirst() { send(.input(.key(Key(character)))) }
            return
        }
        send(.input(.key(Key(named: word))))
    }

    // MARK: News

    private mutating func server(_ words: [String]) {
        let text = words.last ?? ""
        switch words[1] {
        case "thinking": progress(.thinking, text)
        case "plan": progress(.plan, text)
        case "working": progress(.working, text, numbers: words[2])
        case "done": progress(.stepComplete, text, numbers: words[2])
        case "failed": progress(.stepComplete, text, numbers: words[2], failed: true)
        case "complete": progress(.complete, text)
        case "error": progress(.error, text)
        case "event": event(text)
        case "missed":
            let gap = FeedGap(milliseconds: Int(words[2]) ?? 0, latestAnswer: words.count > 3 ? text : nil)
            send(.agent(.feedMissed(gap), at: time))
        case "connected": send(.agent(.linkChanged(connected(words)), at: time))
        case "online": send(.agent(.linkChanged(LinkStatus(state: .online)), at: time))
        case "offline": send(.agent(.linkChanged(LinkStatus(state: .offline(reason: text))), at: time))
        case "norealtime": send(.agent(.linkChanged(LinkStatus(state: .realtimeOff(reason: text))), at: time))
        case "reconnecting":
            let state = LinkStatus.State.reconnecting(attempt: 2, limit: 5, milliseconds: 3000)
            send(.agent(.linkChanged(LinkStatus(state: state)), at: time))
        case "notice": send(.agent(.noticed(text), at: time))
        case "unreachable": send(.agent(.requestFailed(.unreachable(text), request: request), at: time))
        case "interrupted": send(.agent(.requestFailed(.interrupted(text), request: request), at: time))
        case "reply":
            reply(ChatReply(text: text, model: "helper", inputTokens: 900, outputTokens: 100, milliseconds: 2100))
        case "calls": reply(ChatReply(text: text, toolCalls: calls(words[2]), conversationID: "c-1"))
        default: if !failure(words) { Issue.record("what does a server do with \(words[1])?") }
        }
    }

    /// A payload of the feed, as JSON.
    private mutating func event(_ json: String) {
        guard let value = try? JSONValue.parse(json), let progress = AgentProgress(reading: value) else {
            Issue.record("no event in \(json)")
            return
        }
        send(.agent(.progressed(progress), at: time))
    }

    /// All that a link tells of its connection.
    private func connected(_ words: [String]) -> LinkStatus {
        var status = LinkStatus(state: .online, server: "https://erp.example")
        status.namespace = "/erp.example"
        status.transport = "websocket"
        status.socketID = "VPjGAzQ2mNwEAAAB"
        status.metrics.eventsReceived = 1_512
        status.isGuest = words.contains("guest")
        status.lastError = words.contains("trouble") ? "The websocket was closed (1006)" : nil
        return status
    }

    private mutating func reply(_ reply: ChatReply) {
        send(.agent(.replied(reply, request: request), at: time))
    }

    private func calls(_ json: String) -> [ToolCall] {
        let values = (try? JSONValue.parse(json))?.asArray ?? []
        #expect(!values.isEmpty, "no calls in \(json)")
        return values.enumerated().compactMap { index, value in
            guard let object = value.asObject else { return nil }
            let action = object["action"]?.asString ?? ""
            return ToolCall(id: "r\(request)c\(index)", action: action, arguments: object)
        }
    }

    private mutating func progress(
        _ kind: AgentProgress.Kind, _ text: String, numbers: String = "", failed: Bool = false
    ) {
        let parts = numbers.split(separator: "/").map { Int($0) }
        let event = AgentProgress(
            kind: kind, message: text, step: parts.first ?? nil, total: parts.count > 1 ? parts[1] : nil, failed: failed
        )
        send(.agent(.progressed(event), at: time))
    }

    private mutating func tool(_ words: [String]) {
        finishCall(words, [])
    }

    private mutating func finishCall(_ words: [String], _ steps: [FileStep]) {
        guard let call else {
            Issue.record("no tool runs")
            return
        }
        let isCommand = call.command != nil
        let status = words.first { $0.hasPrefix("exit=") }.flatMap { Int32($0.dropFirst(5)) }
        self.call = nil
        send(
            .toolFinished(
                ToolResult(
                    callID: call.id, action: call.action, succeeded: words[1] == "success", text: words.last ?? "",
                    proposed: steps, exitStatus: isCommand ? status ?? 0 : nil, milliseconds: isCommand ? 3400 : nil),
                at: time))
    }

    /// The tool that runs stages this file.
    private mutating func propose(_ words: [String], _ body: [String]) {
        guard let path = RelativePath(words[1]) else {
            Issue.record("no path in \(words)")
            return
        }
        var before: [String] = []
        var after: [String] = []
        for line in body {
            if line.hasPrefix("~") {
                let filler = (0..<(Int(line.dropFirst()) ?? 0)).map { "    // line \(before.count + $0 + 1)" }
                before += filler
                after += filler
                continue
            }
            if !line.hasPrefix("+") { before.append(String(line.dropFirst())) }
            if !line.hasPrefix("-") { after.append(String(line.dropFirst())) }
        }
        func state(_ lines: [String]) -> FileState? {
            lines.isEmpty ? nil : FileState(bytes: Array((lines.joined(separator: "\n") + "\n").utf8))
        }
        let added = body.count { $0.hasPrefix("+") }
        let removed = body.count { $0.hasPrefix("-") }
        finishCall(
            ["tool", "success", "staged: \(path.text) +\(added) -\(removed) (not on disk until accepted)"],
            [FileStep(path: path, before: state(before), after: state(after))])
    }

    private mutating func disk(_ words: [String], _ body: [String]) {
        guard let path = RelativePath(words[1]) else {
            Issue.record("no path in \(words)")
            return
        }
        let text = body.joined(separator: "\n")
        send(.changedOnDisk(path, words.last == "gone" ? .missing : .file(FileState(bytes: Array(text.utf8)))))
    }
}
