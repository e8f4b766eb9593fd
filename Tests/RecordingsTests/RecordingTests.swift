// A recording gives back what was heard, all of it, and a replay shows the screens that were shown.
import App
import AppFuzz
import ChangeReview
import JSON
import Screen
import Settings
import TaskMachine
import TestSupport
import Testing

@testable import Recordings

/// None of the review's log is needed here.
let noLog = RecordedNews.ReviewLog(written: { _ in "event" }, read: { _ in nil })

struct RecordingTests {
    private let path = RelativePath("src/a b.c")

    private func state(_ bytes: [UInt8], _ isExecutable: Bool = false) -> FileState {
        FileState(bytes: bytes, isExecutable: isExecutable)
    }

    /// One of each kind, with everything in it that it can hold.
    private func messages() throws -> [AppMessage] {
        let path = try #require(path)
        let text = state(Array("a\nß\n".utf8))
        let step = FileStep(path: path, before: nil, after: state([0xFF, 0, 10], true))
        let plan = ChangePlan(
            steps: [step, FileStep(path: path, before: text, after: nil)],
            reviewed: [
                ReviewedFile(
                    path: path, origin: path, base: text, proposed: nil, marks: [.accepted, .rejected, .undecided],
                    isInPlace: true)
            ], leaving: [path])
        var reply = ChatReply(
            text: "Done.", originalText: "Done.\n```",
            toolCalls: [ToolCall(id: "1", action: "x", arguments: ["a": [1, nil]])],
            conversationID: "c", model: "m", inputTokens: 3, outputTokens: 4, cost: 0.5,
            fileChanges: ReportedChanges(
                created: [.init(path: "a", lineCount: 3, details: ["x"])],
                modified: [.init(path: "b", linesAdded: 1, linesRemoved: 2)],
                deleted: [.init(path: "c")], commands: [.init(command: "ls", output: "o", exitCode: 1)]),
            milliseconds: 12)
        reply.reasoning = "hm"
        reply.todos = []
        reply.toolResults = [ServerToolResult(action: "a", succeeded: true, message: "m")]
        reply.badge = AgentBadge(reason: "r", budgetRemaining: 2, provider: "p")
        var bare = ChatReply(text: "")
        bare.todos = [Todo(id: "1", text: "t", status: .done), Todo(id: "2", text: "u", status: .inProgress)]
        var link = LinkStatus(state: .reconnecting(attempt: 1, limit: 5, milliseconds: 900), server: "http://x")
        link.metrics.eventsReceived = 3
        link.transport = "polling"
        link.socketID = "s"
        link.lastError = "e"
        link.isGuest = true
        link.namespace = "/n"
        let inputs: [AppMessage] = [
            .input(.key(Key("ß"))), .input(.key(Key(.character("👩‍👧"), [.alt]))), .input(.key(.control("t"))),
            .input(.key(Key(.function(5), [.shift]))),
            .input(.key(Key(.pageDown, [.control, .alt]))), .input(.pasted("a\nb")), .input(.pasteCut(lostBytes: 9)),
            .input(.mouse(Mouse(.dragged, at: Point(column: -1, row: 3)))),
            .input(.resized(Size(columns: 80, rows: 24))),
            .input(.focused(false)),
        ]
        let agent: [AppMessage] = [
            .agent(.replied(reply, request: 2), at: 5), .agent(.replied(bare, request: 3), at: 6),
            .agent(.linkChanged(link), at: 7),
            .agent(.linkChanged(LinkStatus(state: .realtimeOff(reason: "r"))), at: 7),
            .agent(.linkChanged(LinkStatus(state: .offline(reason: "r"))), at: 7), .agent(.noticed("n"), at: 8),
            .agent(.feedMissed(FeedGap(milliseconds: 5, latestAnswer: "a")), at: 9),
            .agent(.feedMissed(FeedGap(milliseconds: 5)), at: 9),
            .agent(.answered(nil, question: 3), at: 9), .agent(.answered("x", question: 4), at: 9),
            .agent(
                .accountKnown(
                    Account(
                        user: "u", fullName: "f", plan: "p", status: "s", daysRemaining: 0, dailyLimit: 1,
                        dailyRemaining: 2)), at: 1),
            .agent(
                .progressed(
                    AgentProgress(
                        kind: .plan, message: "m\nn", step: 0, total: 3, details: ["d"], failed: true,
                        todo: .replaced([]))), at: 1),
            .agent(
                .progressed(AgentProgress(kind: .streamed(StreamedPiece(answer: "a", reasoning: "r", isWhole: true)))),
                at: 1),
            .agent(
                .progressed(
                    AgentProgress(
                        kind: .usage(Usage(inputTokens: 1, cost: 2)), todo: .updated(id: "i", text: nil, status: .open))
                ), at: 1),
            .agent(.progressed(AgentProgress(kind: .other("o"), todo: .removed(id: "i"))), at: 1),
            .agent(.progressed(AgentProgress(kind: .todo, todo: .added(Todo(id: "", text: "t")))), at: 1),
        ]
        let tools: [AppMessage] = [
            .prepared(
                PreparedTurn(
                    context: ["a": ["b": 1.5]],
                    attached: [AttachedLine(kind: .lines, name: "n", bytes: 2, refusal: "r")],
                    attachedText: "t", images: [ImageAttachment(name: "i", dataURL: "data:,")]), id: 4),
            .toolFinished(
                ToolResult(
                    callID: "c", action: "a", succeeded: true, text: "t", proposed: [step], exitStatus: -1,
                    milliseconds: 0), at: 3),
            .toolOutput(callID: "c", "text"), .filesFound(FileAnswer(number: 3, paths: ["a/", "b"], soFar: 0)),
            .leftRunning([BackgroundCommand(command: "sleep 9", processes: [1, 2])]), .applied(journalEntry: 3),
            .applyFailed(.changedOnDisk([.init(path: path, state: nil), .init(path: path, state: text)])),
            .applyFailed(.failed(path: path, reason: "r")), .applyFailed(.failed(path: nil, reason: "")),
            .undone(
                journalEntry: 3, skipped: [SkippedFile(path: path, reason: .writtenAgain(entry: 2))], plan: plan, by: 5),
            .undone(journalEntry: 3, skipped: [SkippedFile(path: path, reason: .unreadable(reason: "x"))], plan: nil),
            .undoPreviewed(UndoPreview(entry: 3, steps: [step], skipped: [SkippedFile(path: path, reason: .gone)])),
        ]
        let rest: [AppMessage] = [
            .journalTrimmed(writes: 2), .undoFailed(reason: "r"), .undoLost(reason: "r"),
            .changedOnDisk(path, .file(text)), .changedOnDisk(path, .missing),
            .changedOnDisk(path, .tooLarge(bytes: 3)),
            .changedOnDisk(path, .unreadable(reason: "r")), .waitingForWriter(true), .waitingForWriter(false),
            .conversationsListed([
                ConversationSummary(
                    id: "i", title: "t", messages: 2, created: 3, updated: 4, project: "/p", state: .elsewhere, bytes: 5
                )
            ]),
            .conversationTroubled(.unreadable("i", reason: "r")), .conversationTroubled(.pathTaken("p")),
            .exported(path: "p"),
            .conversationOpened(
                ConversationState(
                    entries: [Entry(id: 4, content: .user("hi"))], history: [ChatMessage(role: .user, content: "hi")],
                    firstMessage: 3,
                    isPartial: true), id: "i"),
            .earlierEntries([Entry(id: 1, content: .user("x"))], isPartial: true), .signedIn(user: "u"),
            .signedIn(user: nil),
            .timerFired(.task(.retry), at: 8), .timerFired(.minute, at: 8), .editorReturned("x"), .editorReturned(nil),
            .fileEdited(path, text), .fileEdited(path, nil), .copied(name: "n", .tool("xclip")),
            .copied(name: "n", .nowhere(reason: "r")), .copied(name: "n", .terminal), .reviewExported(path: "p"),
            .reviewExportFailed(path: "p", reason: nil), .reviewExportFailed(path: "p", reason: "r"),
            .commitNews(.possible(branch: nil)), .commitNews(.refused(.git(["a", "b"]))), .commitNews(.refused(.ended)),
            .commitNews(.refused(.allLeftOut([.init(path: path, reason: .overlaps)]))),
            .commitNews(
                .made(
                    CommitReport(
                        id: "abc", files: 2, leftOut: [.init(path: path, reason: .unknown)],
                        lags: [CommitLag([path], .index(reason: "r")), CommitLag([path], .otherLines)]))),
            .earlierSearched(
                EarlierFinds(
                    search: try #require(TextSearch("a b")), found: [.init(entry: 1, count: 2)], lowest: 3, isDone: true
                )),
            .models(
                .known(
                    [
                        KnownModel(
                            name: "m", choice: "u#m", source: .found("Ollama"), host: "h", contextTokens: 8192,
                            takesTools: false), .helper,
                    ], current: "helper", isAsked: true)), .models(.offered([.helper])),
            .models(.chosen(.helper, isKept: true)), .models(.refused(.unknown("x", near: ["y"]))),
            .models(.refused(.severalModels("x", count: 3))), .models(.refused(.notThere("x", reason: "r"))),
            .models(.keyInClear(server: "x")), .models(.refused(.keysUnread(server: "x", file: "f", reason: "r"))),
            .branchFound("b"), .branchFound(nil), .troubled(.otherNames([path: 2])),
            .troubled(.keptNotRead(reason: "r", aside: nil)),
            .troubled(.conversationNotWhole(unreadable: 1, isOfNewerProgram: true)),
            .troubled(.recordingStopped(reason: "r")), .resumed,
        ]
        return inputs + agent + tools + rest
    }

    private func read(_ news: RecordedNews) throws -> RecordedNews {
        let text = RecordingLine(at: 3, .heard(news)).json(noLog).text
        let value = try JSONValue.parse(text)
        return try #require(RecordedNews(json: value["heard"] ?? .null, noLog), "\(text)")
    }

    @Test func whatWasHeardIsReadAgain() throws {
        for message in try messages() { #expect(try read(RecordedNews(message)) == .message(message)) }
        #expect(try read(.highlighted) == .highlighted)
        #expect(try read(.leftOut("review")) == .leftOut("review"))
    }

    @Test func whatIsNotSaidIsLeftOut() throws {
        #expect(RecordedNews.message(.input(.key(Key("a")))).json(noLog).text == #"{"typed":"a"}"#)
        #expect(RecordedNews.message(.applied(journalEntry: 3)).json(noLog).text == #"{"applied":3}"#)
        #expect(
            RecordedNews.message(.changedOnDisk(try #require(path), .file(state([97])))).json(noLog).text
                == #"{"onDisk":{"file":{"text":"a"}},"path":"src/a b.c"}"#)
    }

    /// docs/RECORDINGS.md names every kind of news.
    @Test func theDocumentNamesAllOfThem() throws {
        let text = String(decoding: try readFile("\(packageRoot(of: #filePath))/docs/RECORDINGS.md"), as: UTF8.self)
        for message in try messages() + [.started(startReport())] {
            let name = RecordedNews.message(message).json(noLog).asObject?.keys.first ?? ""
            #expect(text.contains("`\(name)`"), "\(name)")
        }
    }

    private func startReport() -> StartReport {
        var report = StartReport(
            version: "1", folder: "~/x", folderPath: "/x", stateFolder: "/s", server: .remote("https://x"),
            unicode: true,
            isSecond: true, isReadOnly: true, history: ["a", "b"])
        report.hasColour = false
        report.ground = .light
        report.shares = PaneShares(beside: 400, list: 3)
        report.wallClock = 17
        report.written = [WrittenFact(entry: 2, paths: [RelativePath("a")].compactMap(\.self), undoes: 1, isRedo: true)]
        report.latestWrites = [.init(entry: 2, plan: ChangePlan(steps: []), undoes: 1)]
        report.recovery = .init(restored: [], leftAlone: [], failure: "f", unreadable: 1, damagedEntries: [3])
        report.draft = "d"
        report.recording = "f.jsonl"
        report.settings = ChosenSettings(
            SettingsLayer(flags: [(.theme, "--replay", "mono"), (.mouse, "--replay", "off")]).entries)
        return report
    }

    @Test func aStartIsReadAgain() throws {
        let report = startReport()
        #expect(try read(RecordedNews(.started(report))) == .message(.started(report)))
        let header = RecordingHeader(program: "1", began: 9, size: Size(columns: 80, rows: 24), start: report)
        #expect(try Recording(Array((header.json.text + "\n").utf8), noLog).header == header)
    }

    // MARK: Files

    private func file(_ lines: String...) -> [UInt8] {
        let header = RecordingHeader(program: "1", began: 9, size: Size(columns: 80, rows: 24), start: StartReport())
        return Array(([header.json.text] + lines).joined(separator: "\n").utf8)
    }

    @Test func linesAreReadInOrderAndTheWireIsPassedOver() throws {
        let recording = try Recording(
            file(
                #"{"at":1,"heard":{"typed":"a"}}"#, #"{"at":2,"wire":{"x":1}}"#,
                #"{"at":3,"heard":{"highlighted":true}}"#, ""), noLog)
        #expect(recording.heard.map(\.line) == [2, 4] && recording.heard.map(\.at) == [1, 3] && !recording.isCut)
    }

    @Test(arguments: [#"{"at":3,"heard":{"typ"#, #"{"at":3"#, "{"])
    func aLastLineThatIsCutIsLeftOut(_ end: String) throws {
        let recording = try Recording(file(#"{"at":1,"heard":{"typed":"a"}}"#, end), noLog)
        #expect(recording.heard.count == 1 && recording.isCut)
    }

    @Test(arguments: [
        ("", RecordingProblem.noRecording), ("hello\n", .noRecording), ("{\"wait\": 3}\n", .noRecording),
        ("{\"oropendola_recording\": 2}\n", .laterVersion(2)),
        ("{\"oropendola_recording\": 1}\n", .line(1, "the start can't be read")),
    ])
    func whatIsNoRecordingIsRefused(_ text: String, _ problem: RecordingProblem) {
        #expect(throws: problem) { _ = try Recording(Array(text.utf8), noLog) }
    }

    @Test(arguments: [
        ("{", "the text ends too early at byte 1"), ("{\"heard\":{\"typed\":\"a\"}}", "it has no time"),
        ("{\"at\":1,\"heard\":{\"typed\":\"ab\"}}", "what was heard is not known here"),
        ("{\"at\":1,\"heard\":{\"agent\":{\"replied\":{\"text\":3}}}}", "what was heard is not known here"),
        ("{\"at\":1}", "it says neither what was heard nor what was sent"),
    ])
    func aBadLineIsNamed(_ line: String, _ reason: String) {
        let text = file(#"{"at":1,"heard":{"typed":"a"}}"#, line, #"{"at":1,"heard":{"typed":"a"}}"#, "")
        #expect(throws: RecordingProblem.line(3, reason)) { _ = try Recording(text, noLog) }
    }

    // MARK: The same screens

    /// Whatever happens, a model that hears what was recorded shows what the one showed that was recorded.
    @Test func aReplayShowsTheSameScreens() throws {
        var random = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 4) {
            let seed = random.next()
            var fuzz = AppFuzz(seed: seed)
            let runs = Runs()
            fuzz.onBegin = { runs.begin($0) }
            fuzz.ear = { runs.hear($0) }
            try fuzz.play(1500)
            #expect(runs.problems.isEmpty, "FUZZ_SEED=\(random.seed): \(runs.problems.first ?? "")")
            #expect(runs.compared > 50)
        }
    }

    /// A model beside the one that is played, which hears the same; and one that hears what was written and read again.
    private final class Runs {
        private var first = AppModel(StartReport())
        private var second = AppModel(StartReport())
        private var count = 0
        private(set) var compared = 0
        private(set) var problems: [String] = []
        private var asked: [HighlightRequest] = []

        func begin(_ report: StartReport) {
            first = AppModel(report)
            second = AppModel(StartReport(inRecordingOf: report))
            asked = []
        }

        func hear(_ message: AppMessage) {
            count += 1
            _ = first.update(message)
            do {
                let text = RecordedNews(message).json(noLog).text
                switch RecordedNews(json: try JSONValue.parse(text), noLog) {
                case .message(let read): follow(second.update(read))
                case .highlighted:
                    if !asked.isEmpty { follow(second.update(.highlighted(asked.removeFirst().performed()))) }
                case .leftOut, nil: problems.append("not kept: \(text)")
                }
            } catch {
                problems.append("\(error)")
            }
            guard count % 20 == 0 else { return }
            compared += 1
            let size = Size(columns: 100, rows: 30)
            let (one, other) = (first.frame(in: size), second.frame(in: size))
            guard one != other else { return }
            let rows = zip(one.cells.textRows, other.cells.textRows).filter { $0 != $1 }.prefix(3)
            problems.append("another screen after \(message): \(rows), \(one.title), \(other.title)")
        }

        private func follow(_ effects: [AppEffect]) {
            for case .highlight(let request) in effects { asked.append(request) }
        }
    }
}

extension StartReport {
    /// As a recording has it.
    fileprivate init(inRecordingOf report: StartReport) {
        self = StartReport(recorded: report.inRecording) ?? StartReport()
    }
}
