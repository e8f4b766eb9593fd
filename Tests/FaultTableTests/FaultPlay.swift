// The real client against the real server, which plays a fault; what comes of it goes into the application's model.
//
// A folder of Tests/Fixtures/Faults holds `scenario.jsonl` (docs/SCENARIOS.md), `expected.screen`, and `play.txt` where
// the user does more than to ask. Its lines:
//
//     chat agent-mode KEY          before anything: another chat, another user's password, no feed
//     password wrong
//     ai-key K                     the account of somebody who has no more than an AI API Key
//     feed none
//     file Sources/a.swift text    a file of the project
//     link Sources/b /etc          a symbolic link in it
//     say Words                    typed, and sent
//     keys y enter                 as in the other pictures
//     until over                   see `Condition`; everything waits for a condition, with a deadline
//     edit README.md text          the user's own change, on disk
//     stop                         the server goes away
//     fire retry                   a wait of the task is over
//     pass 500                     time goes by on the screen
import App
import Backend
import ChangeReview
import Glibc
import JSON
import LocalBackend
import Logging
import NIOTransport
import Scenarios
import Screen
import Storage
import TaskMachine
import TestSupport
import Testing
import Transport
import Workspace

/// What is waited for.
enum Condition: Equatable {
    /// No turn runs.
    case over
    case waiting
    case approval
    case online
    case link(String)
    /// Words on the screen.
    case text(String)

    init(_ words: String) {
        switch words {
        case "over": self = .over
        case "waiting": self = .waiting
        case "approval": self = .approval
        case "online": self = .online
        case "reconnecting", "off", "offline": self = .link(words)
        default: self = .text(words)
        }
    }
}

actor FaultPlay {
    struct Late: Error, CustomStringConvertible {
        let step: String
        let screen: [String]
        var description: String { "\(step) never came:\n" + screen.joined(separator: "\n") }
    }

    private enum News {
        case message(AppMessage)
        case late(Int)
    }

    private static let size = Size(columns: 80, rows: 24)
    private static let seconds = 25

    private let server: LocalServer
    private let link: OropendolaLink
    private let http = NIOHTTPTransport()
    private let webSockets = NIOWebSocketTransport()
    private let folder: TemporaryFolder
    private let project: ProjectFolder
    private let tools: ToolBox
    private(set) var model: AppModel
    private var news: AsyncStream<News>.Iterator
    private let post: AsyncStream<News>.Continuation
    private var forwarding: Task<Void, Never>?
    private var timers: Set<AppTimer> = []
    private var time = 0
    private var wait = 0
    private let steps: [String]

    init(_ scenario: Scenario, _ play: String) async throws {
        let lines = play.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
        steps = lines
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        server = try await LocalServer.start(
            session: LocalSession(user: "you@localhost", password: "right"), engine: ScriptedEngine(scenario),
            faults: scenario.faults, log: log)
        var configuration = LinkConfiguration(
            server: try #require(ServerAddress("http://127.0.0.1:\(server.port)")), siteName: "oropendola.local",
            credentials: Credentials(user: "you@localhost", password: Self.setting("password", in: lines) ?? "right"))
        if let chat = Self.setting("chat", in: lines) {
            configuration.chat = .agentMode(apiKey: chat.split(separator: " ").dropFirst().first.map(String.init))
        }
        if let key = Self.setting("ai-key", in: lines) {
            var rules = SignInRules()
            rules.aiKeys = [key]
            await server.signIns(follow: rules)
            configuration.identity = .account(KeptKey(key: Secret(key)))
            configuration.chat = .agentMode(apiKey: key)
        }
        link = OropendolaLink(configuration, http: http, webSockets: webSockets, log: log)
        folder = try TemporaryFolder()
        try folder.write("shop/README.md", "A shop.\n")
        for step in lines where step.hasPrefix("file ") {
            let words = step.split(separator: " ", maxSplits: 2).map(String.init)
            try folder.write("shop/" + words[1], words[2] + "\n")
        }
        for step in lines where step.hasPrefix("link ") {
            let words = step.split(separator: " ", maxSplits: 2).map(String.init)
            try #require(symlink(words[2], "\(folder.path)/shop/\(words[1])") == 0)
        }
        project = try ProjectFolder(
            "\(folder.path)/shop",
            folders: Folders(
                state: "\(folder.path)/state", config: "\(folder.path)/config", cache: "\(folder.path)/cache"))
        tools = ToolBox(project: project, environment: ["PATH": "/usr/bin:/bin"])
        let (stream, post) = AsyncStream<News>.makeStream()
        news = stream.makeAsyncIterator()
        self.post = post
        model = AppModel(StartReport())
        forwarding = Task { [link] in
            for await event in link.events { post.yield(.message(.agent(event, at: 0))) }
        }
        let report = StartReport(
            version: "0.1.0", folder: "~/shop", folderPath: "/home/ada/shop",
            stateFolder: "/home/ada/.local/state/oropendola/projects/shop-1a2b", server: .remote("https://erp.example"))
        await tell(.input(.resized(Self.size)))
        await tell(.started(report))
        if Self.setting("feed", in: lines) == nil { await link.perform(.retryRealtime) }
    }

    private static func setting(_ name: String, in lines: [String]) -> String? {
        lines.first { $0.hasPrefix(name + " ") }.map { String($0.dropFirst(name.count + 1)) }
    }

    /// Plays all steps; by default the user asks, once the feed is there, and waits for the end.
    func play() async throws {
        for step in steps {
            let words = step.split(separator: " ", maxSplits: 1).map(String.init)
            let rest = words.count > 1 ? words[1] : ""
            switch words[0] {
            case "chat", "password", "feed", "file", "link", "ai-key": break
            case "say": await say(rest)
            case "keys": for name in rest.split(separator: " ") { await type(Key(named: name)) }
            case "until": try await until(Condition(rest), step)
            case "edit":
                let words = rest.split(separator: " ", maxSplits: 1).map(String.init)
                try folder.write("shop/" + words[0], words[1] + "\n")
            case "stop": await server.shutdown()
            case "fire": await tell(.timerFired(rest == "retry" ? .task(.retry) : .arming, at: time))
            case "pass":
                // The first time that a turn hears of is its beginning.
                await tell(.timerFired(.tick, at: time))
                time += Int(rest) ?? 0
                if timers.contains(.arming) { await tell(.timerFired(.arming, at: time)) }
                await tell(.timerFired(.tick, at: time))
            default: Issue.record("what is \(step)?")
            }
        }
    }

    func end() async {
        forwarding?.cancel()
        await link.shutdown()
        await webSockets.shutdown()
        await http.shutdown()
        await server.shutdown()
    }

    /// A file of the project; nil when it is not there.
    func file(_ name: String) -> String? {
        folder.exists("shop/" + name) ? try? folder.text("shop/" + name) : nil
    }

    /// The picture, without what differs from run to run.
    func picture() -> [String] {
        let frame = model.frame(in: Self.size)
        let cursor = frame.cursor.map { "@ cursor \($0.column),\($0.row)" } ?? "@ no cursor"
        let rows = frame.cells.textRows.map { "|\(Self.without("\(server.port)", in: $0))|" }
        return rows + frame.cells.roleRows.map { ":\($0):" } + [cursor]
    }

    private static func without(_ port: String, in row: String) -> String {
        guard let place = row.firstRange(of: ":" + port) else { return row }
        return row[..<place.lowerBound] + ":" + String(repeating: "0", count: port.count) + row[place.upperBound...]
    }

    // MARK: The user

    func say(_ text: String) async {
        for character in text { await type(Key(character)) }
        await type(Key(.enter))
    }

    private func type(_ key: Key) async { await tell(.input(.key(key))) }

    func until(_ condition: Condition, _ step: String) async throws {
        wait += 1
        let number = wait
        let alarm = Task { [post] in
            guard (try? await Task.sleep(for: .seconds(Self.seconds))) != nil else { return }
            post.yield(.late(number))
        }
        defer { alarm.cancel() }
        while !holds(condition) {
            switch await next() {
            case .message(let message)?: if !isOfATry(message) { await tell(Self.steady(message, at: time)) }
            case .late(number)?, nil: throw Late(step: step, screen: model.frame(in: Self.size).cells.textRows)
            case .late: continue
            }
        }
    }

    private func next() async -> News? {
        var iterator = news
        let value = await iterator.next(isolation: self)
        news = iterator
        return value
    }

    /// Between two waits the feed connects for a moment; a picture must not depend on which it meets.
    private func isOfATry(_ message: AppMessage) -> Bool {
        guard case .agent(.linkChanged(let status), _) = message, status.state == .connecting,
            case .reconnecting = model.conversation.link.state
        else { return false }
        return true
    }

    private func holds(_ condition: Condition) -> Bool {
        let conversation = model.conversation
        switch condition {
        case .over: return conversation.task.lifecycle.isOver
        case .waiting:
            switch conversation.task.lifecycle {
            case .waitingToRetry, .rateLimited: return true
            default: return false
            }
        case .approval:
            if case .awaitingApproval = conversation.task.lifecycle { return true }
            return false
        case .online: return conversation.link.state == .online
        case .link(let word):
            switch conversation.link.state {
            case .reconnecting: return word == "reconnecting"
            case .offline: return word == "offline"
            case .realtimeOff: return word == "off"
            case .connecting, .online: return false
            }
        case .text(let words):
            let screen = model.frame(in: Self.size).cells.textRows.map { row in
                row.split(separator: " ").joined(separator: " ")
            }
            return screen.joined(separator: " ").contains(words)
        }
    }

    /// What a message brings, without what a clock or chance put into it.
    private static func steady(_ message: AppMessage, at time: Int) -> AppMessage {
        switch message {
        case .agent(.replied(var reply, let request), _):
            reply.milliseconds = nil
            return .agent(.replied(reply, request: request), at: time)
        case .agent(.linkChanged(var status), _):
            if case .reconnecting(_, let limit, _) = status.state {
                status.state = .reconnecting(attempt: 1, limit: limit, milliseconds: 1_000)
            }
            if status.socketID != nil { status.socketID = "5fa9c1d0" }
            return .agent(.linkChanged(status), at: time)
        case .agent(let event, _): return .agent(event, at: time)
        case .toolFinished(var result, _):
            if result.milliseconds != nil { result.milliseconds = 100 }
            return .toolFinished(result, at: time)
        default: return message
        }
    }

    // MARK: The application

    private func tell(_ message: AppMessage) async {
        for effect in model.update(message) {
            switch effect {
            case .agent(let command): await link.perform(command)
            case .execute(let call, let staged, _):
                let result = await tools.execute(call, staged: staged)
                post.yield(.message(.toolFinished(result, at: time)))
            case .apply(let plan): post.yield(.message(await written(plan)))
            case .previewUndo(let entry): post.yield(.message(previewed(entry)))
            case .undo(let entry): post.yield(.message(await undone(entry)))
            case .prepare(let preparation): post.yield(.message(.prepared(PreparedTurn(), id: preparation.id)))
            case .startTimer(let timer, _): timers.insert(timer)
            case .stopTimer(let timer): timers.remove(timer)
            default: break
            }
        }
    }

    private func written(_ plan: ChangePlan) async -> AppMessage {
        do throws(ApplyFailure) {
            return .applied(journalEntry: try await project.apply(plan).entry)
        } catch {
            return .applyFailed(.failed(path: nil, reason: "\(error)"))
        }
    }

    private func previewed(_ entry: Int) -> AppMessage {
        do throws(ApplyFailure) { return .undoPreviewed(try project.previewUndo(entry)) } catch {
            return .undoFailed(reason: "\(error)")
        }
    }

    private func undone(_ entry: Int) async -> AppMessage {
        do throws(ApplyFailure) {
            let undone = try await project.undo(entry)
            return .undone(journalEntry: entry, skipped: undone.skipped, plan: undone.plan, by: undone.entry)
        } catch {
            return .undoFailed(reason: "\(error)")
        }
    }
}

/// An account that nobody else changes.
private struct KeptKey: AccountSource {
    let key: Secret

    func credential() async -> AccountCredential? { .aiKey(key) }
    func keep(_ renewed: AccountCredential, insteadOf old: AccountCredential) async {}
}
