// What a model may be told, at random: more keys than anything else, since most of what it does comes by them.

internal import App
internal import ChangeReview
internal import JSON
internal import Screen
internal import Settings
internal import TaskMachine

extension AppFuzz {
    /// Keys by which a command runs.
    static let yes: [Key] = [Key("y"), Key("c"), Key("o"), Key("w")]
    /// By these it runs, and others after it without a question: they would hide what the law is about.
    private static let lastingYes: Set<Key> = [Key("p"), Key("P")]
    private static let keys: [Key] =
        KeyMap.standard.bindings.flatMap(\.keys).filter { !lastingYes.contains($0) && $0 != .control("z") }
        + "abcdef ghijkl é漢\u{301}👩‍👩‍👧\u{202E}".map { Key($0) }
        + [Key(.insert), Key(.function(12)), Key(.up, [.control, .alt]), Key(.enter, .control)]
        + [Key(.enter), Key(.enter), .control("t"), .control("q"), .control("q"), Key("y"), Key("@"), Key(" ")]
    /// What a change has to be decided, written and taken back by; `y` and Enter answer questions.
    private static let panel = [" ", "a", "w", "w", "u", "u", "y", "o", "x", "]"].map { Key($0) } + [Key(.enter)]
    private static let paths = ["a.txt", "b/c.swift", "b/d e.md", "z"].compactMap(RelativePath.init)

    mutating func nextMessage() -> AppMessage {
        let time = run.time
        // A request is gone after a few keys: those that mean something there have to come often.
        if run.model.isAtRequest, number(0..<3) == 0 { return .input(.key(any(Self.yes))) }
        if run.model.isAtChanges, number(0..<3) == 0 { return .input(.key(any(Self.panel))) }
        switch number(0..<44) {
        case 0: return .input(.resized(randomSize()))
        case 1: return .input(.pasted(String(repeating: "päste\n", count: number(0..<40))))
        case 2:
            let place = Point(column: number(-2..<130), row: number(-2..<50))
            return .input(.mouse(Mouse(any([.wheelUp, .wheelDown, .pressed, .dragged, .released]), at: place)))
        case 3: return .agent(.progressed(progress()), at: time)
        case 4, 5: return .agent(.replied(reply(), request: request), at: time)
        case 6:
            return number(0..<6) == 0 ? .agent(.requestFailed(.unreachable("no"), request: request), at: time) : tick
        case 7, 8:
            guard let call = running.popLast() else { return tick }
            return .toolFinished(result(of: call), at: time)
        case 9:
            return .changedOnDisk(
                any(Self.paths), number(0..<2) == 0 ? .missing : .file(FileState(bytes: [UInt8(step % 200), 10])))
        case 10: return .input(.focused(number(0..<2) == 0))
        case 11: return beside()
        case 12: return .input(.key(Key(.enter)))
        default: return .input(.key(any(Self.keys)))
        }
    }

    private var tick: AppMessage { .timerFired(.tick, at: run.time) }
    private mutating func any<Value>(_ values: [Value]) -> Value { values[number(0..<values.count)] }

    mutating func randomSize() -> Size {
        let (columns, rows) = any([
            (80, 24), (120, 40), (40, 10), (0, 0), (1, 1), (20, 4), (number(0..<260), number(0..<70)),
        ])
        return Size(columns: columns, rows: rows)
    }

    private mutating func settings() -> ChosenSettings {
        var entries: [SettingName: SettingsLayer.Entry] = [:]
        for row in Setting.all where number(0..<3) == 0 {
            let value: SettingValue =
                switch row.kind {
                case .flag: .flag(number(0..<2) == 0)
                case .number(let range): .number(any([range.lowerBound, range.upperBound]))
                case .choice(let words): .text(any(words))
                case .text: .text(any(["", "mono", "x \u{1B}[2J"]))
                case .profiles: .text(any(["", "* edit=whole-file; x context=4k"]))
                case .names(let words): .text((0..<number(0..<5)).map { _ in any(words) }.joined(separator: " "))
                }
            entries[row.name] = SettingsLayer.Entry(value, .standard)
        }
        return ChosenSettings(entries)
    }

    private mutating func progress() -> AgentProgress {
        let kinds: [AgentProgress.Kind] = [
            .thinking, .plan, .working, .stepComplete, .complete, .error, .other("x"), .toolStarted, .toolEnded,
            .streamed(StreamedPiece(answer: "# Words\n\n- a\n", reasoning: step % 2 == 0 ? "hm\n\u{202E}" : "")),
            .streamed(StreamedPiece(answer: "```\nx", isWhole: step % 3 == 0)), .usage(Usage(inputTokens: step)),
        ]
        return AgentProgress(
            kind: any(kinds), message: "words\nmore", step: number(-3..<5), total: number(-1..<3), details: ["one"])
    }

    /// News that come from beside the turn.
    private mutating func beside() -> AppMessage {
        let time = run.time
        let commits: [CommitNews] = [
            .possible(branch: "main"), .made(CommitReport(id: "1a2b3c4", files: 1)), .refused(.noRepository),
            .refused(.git(["lint: \u{1B}[31mno", "", "more"])),
        ]
        switch number(0..<19) {
        case 0: return .toolOutput(callID: running.last?.id ?? "none", "one\n\u{1B}[2Jtwo\rthree")
        case 1: return .editorReturned(number(0..<2) == 0 ? nil : "from the editor")
        case 2:
            let entry = Entry(id: 1, content: .user("kept"))
            return .conversationOpened(
                ConversationState(entries: [entry], history: [ChatMessage(role: .user, content: "kept")]), id: "x")
        case 3: return .earlierEntries([Entry(id: 0, content: .user("older"))], isPartial: false)
        case 4: return .signedIn(user: number(0..<2) == 0 ? nil : "ada")
        case 5: return .agent(.accountKnown(Account(user: "ada", daysRemaining: 1)), at: time)
        case 6: return .agent(.answered("better", question: number(0..<3)), at: time)
        case 7: return .commitNews(any(commits))
        case 8: return .started(StartReport(folder: "~/x", folderPath: "/x"))
        case 9: return .agent(.linkChanged(LinkStatus(state: .offline(reason: "x"))), at: time)
        case 10: return .agent(.linkChanged(LinkStatus(state: .online)), at: time)
        case 11:
            let answer = number(0..<2) == 0 ? nil : "# Found \(time)"
            return .agent(.feedMissed(FeedGap(milliseconds: time, latestAnswer: answer)), at: time)
        case 12: return .conversationTroubled(.failed(reason: "no"))
        case 13, 14, 15: return .settingsChanged(settings())
        case 16: return .branchFound(any([nil, "main", "a\u{1B}[31m\u{202E}b"]))
        case 17:
            return .conversationsListed(
                (0..<number(0..<4)).map {
                    ConversationSummary(
                        id: "\($0)", title: "Title \u{1B}]0;x\u{7} \($0)", messages: $0, created: $0, updated: $0)
                })
        default: return .copied(name: "words", .terminal)
        }
    }

    private mutating func reply() -> ChatReply {
        let actions = [
            "read_file", "run_terminal", "modify_file", "create_file", "nonsense", "ask_followup_question",
            "update_todo_list",
        ]
        let calls = (0..<number(0..<3)).map { index in
            ToolCall(
                id: "c\(step)-\(index)", action: any(actions),
                arguments: [
                    "path": step % 5 == 0 ? ".env" : "a.txt", "command": "rm -rf /", "question": "Which?",
                    "suggested_answers": .array(["one", "two"]), "todos": "- [ ] one\n- [x] two",
                ])
        }
        return ChatReply(text: number(0..<2) == 0 ? "# Words\n\n- a\n- b" : "", toolCalls: calls)
    }

    private mutating func result(of call: ToolCall) -> ToolResult {
        var steps: [FileStep] = []
        if call.tool?.kind == .write {
            steps = [FileStep(path: any(Self.paths), before: state(), after: state())]
        }
        return ToolResult(
            callID: call.id, action: call.action, succeeded: number(0..<2) == 0, text: "one\ntwo", proposed: steps)
    }

    private mutating func state() -> FileState? {
        let lines = (0..<number(0..<60)).map { "line \($0 % 7)\n" }.shuffled(using: &chance)
        return lines.isEmpty ? nil : FileState(bytes: Array(lines.joined().utf8))
    }

    mutating func outcome(of plan: ChangePlan) -> AppMessage {
        switch number(0..<4) {
        case 0: return .applyFailed(.failed(path: plan.steps.first?.path, reason: "disk full"))
        case 1:
            let findings = plan.steps.prefix(1).map { ApplyRefusal.Finding(path: $0.path, state: nil) }
            return .applyFailed(.changedOnDisk(findings))
        default: return .applied(journalEntry: number(1..<100))
        }
    }
}
