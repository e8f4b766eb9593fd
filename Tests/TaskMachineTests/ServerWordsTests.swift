// What the server says beside its answer: reported files, what it thought, what it ran, what it costs.
import ChangeReview
import JSON
import Testing

@testable import TaskMachine

@Suite struct ServerWordsTests {
    private func answers(_ chat: Conversation) -> [AssistantText] {
        chat.entries.compactMap { if case .assistant(let answer) = $0.content { answer } else { nil } }
    }

    @Test func whatHappenedHereIsNotReportedAgain() throws {
        var chat = Conversation()
        _ = chat.play(.workspaceKnown(path: "/srv/bench"))
        _ = chat.play(.submitted("go"))
        let write = call("w", "create_file", ["path": "src/a.txt", "content": "x"])
        var reply = ChatReply(text: "Writing.", toolCalls: [write, commandCall("c", "make")])
        reply.fileChanges = ReportedChanges(
            created: [.init(path: "./src/a.txt"), .init(path: "b.txt")],
            commands: [.init(command: "make"), .init(command: "ls")])
        _ = chat.play(.agent(.replied(reply, request: 1)))
        #expect(answers(chat)[0].reported == reply.fileChanges, "nothing has happened yet")
        let path = try #require(RelativePath("src/a.txt"))
        let steps = [FileStep(path: path, before: nil, after: FileState(bytes: [120]))]
        _ = chat.play(.toolFinished(success(write, proposed: steps)))
        #expect(answers(chat)[0].reported.created.map(\.path) == ["b.txt"])
        _ = chat.play(.approvalAnswered(callID: "c", .once))
        _ = chat.play(.toolFinished(success(commandCall("c", "make"))))
        #expect(answers(chat)[0].reported.commands.map(\.command) == ["ls"])
        var last = ChatReply(text: "Done.")
        last.fileChanges = ReportedChanges(created: [.init(path: "/srv/bench/src/a.txt")], deleted: [.init(path: "c")])
        _ = chat.play(.agent(.replied(last, request: 2)))
        #expect(answers(chat)[1].reported == ReportedChanges(deleted: [.init(path: "c")]))
    }

    /// Below another root stands another file, whatever its name.
    @Test func aWholePathIsOursBelowTheWorkspaceAlone() throws {
        var chat = Conversation()
        _ = chat.play(.workspaceKnown(path: "/home/x/shop"))
        _ = chat.play(.submitted("go"))
        let write = call("w", "create_file", ["path": "a.txt", "content": "x"])
        var reply = ChatReply(text: "Writing.", toolCalls: [write])
        reply.fileChanges = ReportedChanges(
            created: [.init(path: "/home/x/shop/a.txt"), .init(path: "/other/root/a.txt"), .init(path: "/a.txt")])
        _ = chat.play(.agent(.replied(reply, request: 1)))
        let path = try #require(RelativePath("a.txt"))
        let steps = [FileStep(path: path, before: nil, after: FileState(bytes: [120]))]
        _ = chat.play(.toolFinished(success(write, proposed: steps)))
        #expect(answers(chat)[0].reported.created.map(\.path) == ["/other/root/a.txt", "/a.txt"])
        var unknown = HappenedHere()
        unknown.proposed(["a.txt"])
        let reported = ReportedChanges(created: [.init(path: "/a.txt")])
        #expect(unknown.removed(from: reported) == reported, "nobody said where the workspace is")
    }

    @Test func whatTheModelThoughtComesWithTheReply() {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        var reply = ChatReply(text: "Done.")
        reply.reasoning = "First I look."
        reply.badge = AgentBadge(reason: "simple", budgetRemaining: 3.5)
        reply.toolResults = [
            ServerToolResult(action: "run_terminal", succeeded: false, message: "Command Not Allowed"),
            ServerToolResult(action: "read_file", succeeded: true, message: "ok"),
        ]
        _ = chat.play(.agent(.replied(reply, request: 1)))
        #expect(
            chat.lines == ["user: go", "notice: run_terminal: Command Not Allowed x1", "answer: (First I look.) Done."])
        #expect(chat.badge == AgentBadge(reason: "simple", budgetRemaining: 3.5))
        _ = chat.play(.agent(.progressed(AgentProgress(kind: .streamed(StreamedPiece(reasoning: "late"))))))
        #expect(chat.lines.last == "answer: (First I look.) Done.")
    }

    /// Row 19 of the known problems: a server that sends the user's own words back.
    @Test func anEchoedMessageIsNotShownTwice() throws {
        let json = """
            {"success": true, "message": "go", "role": "assistant", "response": "Done.", "conversation_id": "c",
             "messages": [{"role": "user", "content": "go"}, {"role": "assistant", "content": "Done."}]}
            """
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        let reply = try #require(ChatReply(reading: try JSONValue.parse(json)))
        _ = chat.play(.agent(.replied(reply, request: 1)))
        #expect(chat.lines == ["user: go", "answer: Done."])
        #expect(chat.history.count == 2)
    }

    @Test func feedbackGoesToTheServerAndStays() {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        _ = chat.reply(String(repeating: "a", count: 600), to: 1)
        let id = chat.entries[1].id
        #expect(
            chat.play(.feedbackGiven(entry: id, isLiked: false)) == [
                .agent(
                    .tell(
                        .feedback(conversationID: "c1", answer: String(repeating: "a", count: 500), isLiked: false)))
            ])
        #expect(answers(chat)[0].isLiked == false)
        #expect(chat.play(.feedbackGiven(entry: 1, isLiked: true)) == [], "not of the user's own words")
    }

    @Test func aBetterPromptIsAskedForBesideTheTurns() {
        var chat = Conversation()
        #expect(chat.play(.improve("fix it")) == [.agent(.ask(.betterPrompt("fix it"), question: 1))])
        _ = chat.play(.submitted("go"))
        _ = chat.reply("Done.", to: 1)
        #expect(chat.play(.agent(.answered("Fix the parser.", question: 1))) == [.improved("Fix the parser.")])
        #expect(chat.play(.agent(.answered("again", question: 1))) == [])
        _ = chat.play(.improve("x"))
        #expect(chat.play(.agent(.answered(" ", question: 2))) == [.improved(nil)])
    }

    @Test func theAccountIsShownAndGatesNothing() {
        var chat = Conversation()
        let account = Account(user: "ada@example.org", status: "Expired")
        #expect(chat.play(.agent(.accountKnown(account))) == [])
        #expect(chat.account == account)
        #expect(chat.play(.submitted("go")).count == 1)
    }
}
