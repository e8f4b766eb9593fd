// News of scenarios that come from beside the chat: what runs, what is kept, who is signed in.

import App
import Screen
import TaskMachine
import Testing

extension ScenarioPlayer {
    /// False when nobody knows the word.
    mutating func news(_ words: [String]) -> Bool {
        switch words[0] {
        case "output": if let call { send(.toolOutput(callID: call.id, words[1])) }
        case "attach":
            let isRefused = Int(words[3]) == nil
            attached.append(
                AttachedLine(
                    kind: AttachedLine.Kind(rawValue: words[1]) ?? .file, name: words[2], bytes: Int(words[3]) ?? 0,
                    refusal: isRefused ? words[3] : nil))
        case "branch": send(.commitNews(.possible(branch: words[1])))
        case "sessions": send(.conversationsListed(Self.conversations))
        case "rules": rule(words)
        case "signedin": send(.signedIn(user: words.count > 1 ? words[1] : nil))
        case "account":
            send(
                .agent(
                    .accountKnown(
                        Account(
                            user: "ada@example.org", plan: "Pro", status: "Trial", daysRemaining: Int(words[1]),
                            dailyLimit: 100, dailyRemaining: Int(words[2]))), at: time))
        case "models": models(words)
        default: return false
        }
        return true
    }

    /// `models offered`, `models list`, `models chosen NAME`.
    private mutating func models(_ words: [String]) {
        let found = [
            KnownModel(
                name: "qwen3:8b", choice: "http://127.0.0.1:11434/v1#qwen3:8b", source: .found("Ollama"),
                host: "127.0.0.1:11434", contextTokens: 40_960, takesTools: true),
            KnownModel(
                name: "lmstudio-community/gemma-3-4b-it-qat",
                choice: "http://127.0.0.1:1234/v1#lmstudio-community/gemma",
                source: .found("LM Studio"), host: "127.0.0.1:1234", contextTokens: 4_096, takesTools: false),
            KnownModel(
                name: "deepseek/deepseek-r1", choice: "https://openrouter.ai/api/v1#deepseek/deepseek-r1",
                source: .configured, host: "openrouter.ai", contextTokens: 163_840),
        ]
        switch words[1] {
        case "offered": send(.models(.offered(Array(found.prefix(2)))))
        case "list": send(.models(.known([.helper] + found, current: found[0].choice, isAsked: true)))
        default:
            guard let model = found.first(where: { $0.name == words[2] }) else { return }
            send(.models(.chosen(model, isKept: true)))
        }
    }

    /// Answers requests so that rules come of it: `rules p P d`, one command each.
    private mutating func rule(_ words: [String]) {
        let commands = ["swift test --filter A", "swift build -c debug", "git push origin main", "make check now"]
        for (command, key) in zip(commands, words.dropFirst()) {
            play(
                Scenario.Step(
                    line: 0,
                    words: [
                        "server", "calls", "\"[{\"action\":\"run_terminal\",\"command\":\"\(command)\"}]", "\"",
                    ], body: []))
            pass(500)
            type("ctrl-q")
            type(key)
            if self.call != nil { play(Scenario.Step(line: 0, words: ["tool", "success", "\"done"], body: [])) }
        }
    }

    mutating func failure(_ words: [String]) -> Bool {
        let text = words.last ?? ""
        let failure: RequestFailure
        switch words[1] {
        case "signedout": failure = .signedOut(text)
        case "ratelimited": failure = .rateLimited(retryAfterSeconds: Int(text))
        case "blocked": failure = .blocked(status: 403, text)
        case "nomethod": failure = .noSuchMethod(text)
        case "keywanted": failure = .keyWanted(text)
        case "quota": failure = .quotaExceeded(text)
        case "toolong": failure = .contextTooLong(text)
        case "model": failure = .modelFailed(text)
        case "timedout": failure = .timedOut(seconds: Int(text) ?? 0)
        case "refused": failure = .refused(status: 500, message: text)
        default: return false
        }
        send(.agent(.requestFailed(failure, request: request), at: time))
        return true
    }

    static let conversations: [ConversationSummary] = [
        ConversationSummary(
            id: "20261125-181902-3f9a2c", title: "Rename parse", messages: 6, created: 1_795_630_742,
            updated: 1_795_634_342, state: .here),
        ConversationSummary(
            id: "20261124-090000-77aa01", title: "Why does the writer drop the last line of a file without an end?",
            messages: 1_204, created: 1_795_510_800, updated: 1_795_530_800, state: .interrupted),
        ConversationSummary(
            id: "20261120-101010-00ff12", title: "", messages: 2, created: 1_795_169_410, updated: 1_795_169_410),
        ConversationSummary(
            id: "20261101-235900-ab12cd", title: "Release 0.4", messages: 88, created: 1_793_577_540,
            updated: 1_793_577_540, state: .elsewhere),
    ]
}

extension ScenarioPlayer {
    /// A player that has played these lines.
    static func playing(_ lines: String..., size: Size = Size(columns: 80, rows: 24)) -> ScenarioPlayer {
        var player = ScenarioPlayer(size: size)
        player.play(lines: lines)
        return player
    }

    /// `mouse press 3,5`: column and row; `drag`, `release`, `up`, `down` (the wheel) likewise.
    mutating func mouse(_ words: [String]) {
        let actions: [String: Mouse.Action] = [
            "press": .pressed, "drag": .dragged, "release": .released, "up": .wheelUp, "down": .wheelDown,
        ]
        let place = words[2].split(separator: ",").compactMap { Int($0) }
        guard let action = actions[words[1]], place.count == 2 else {
            Issue.record("what does a mouse do with \(words)?")
            return
        }
        send(.input(.mouse(Mouse(action, at: Point(column: place[0], row: place[1])))))
    }

    mutating func play(lines: [String]) {
        for line in lines { play(Scenario.Step(line: 0, words: Scenario.words(line), body: [])) }
    }

    /// What these lines order, timers and what is kept aside.
    mutating func orders(_ lines: String...) -> [AppEffect] {
        let seen = effects.count
        play(lines: lines)
        return effects[seen...].filter { effect in
            switch effect {
            case .startTimer, .stopTimer, .keep, .keepDraft, .bell, .prepare: false
            default: true
            }
        }
    }

    /// The tool that runs stages this file.
    mutating func stage(_ path: String, _ before: String = "old", _ after: String = "new") {
        play(Scenario.Step(line: 0, words: ["propose", path], body: ["-\(before)", "+\(after)"]))
    }

    /// The model calls these tools, as JSON objects.
    mutating func call(_ calls: String...) {
        play(
            Scenario.Step(
                line: 0, words: ["server", "calls", "\"[\(calls.joined(separator: ","))]", "\""], body: []))
    }

    /// A turn in which one file was staged and a command asks.
    static func askingWithStaged(_ command: String = "make check") -> ScenarioPlayer {
        var player = playing("start", #"keys "go" enter"#)
        player.call(
            #"{"action":"modify_file","path":"a.txt","content":"x"}"#,
            #"{"action":"run_terminal","command":"\#(command)"}"#)
        player.stage("a.txt")
        player.play(lines: ["time 500", "keys ctrl-q"])
        return player
    }
}
