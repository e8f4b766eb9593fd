// Standing answers: who decides, what a rule covers and what it never does, and where rules are kept.
import JSON
import TaskMachine
import Testing

@Suite struct RuleTests {
    private func prefix(_ text: String) throws -> CommandPrefix { try #require(CommandPrefix(text)) }

    private func ran(_ command: String, rules: [ApprovalRule]) -> (Conversation, [Conversation.Effect]) {
        var chat = Conversation()
        for rule in rules { _ = chat.play(.ruleAdded(rule)) }
        _ = chat.play(.submitted("go"))
        let effects = chat.reply("", [commandCall("c", command)], to: 1)
        return (chat, effects)
    }

    @Test func anAllowedPrefixRunsInItsPlace() throws {
        let rule = ApprovalRule(.allow(try prefix("make"), .copy), .project)
        let (chat, effects) = ran("make check", rules: [rule])
        #expect(effects == [.execute(commandCall("c", "make check"), ToolPermit(place: .copy))])
        guard case .tool(let line)? = chat.entries.last?.content else { return }
        #expect(line.place == .copy)
    }

    @Test func aDeniedPrefixIsRefusedAndTheAgentIsTold() throws {
        let rules = [
            ApprovalRule(.allow(try prefix("npm"), .disk), .session),
            ApprovalRule(.deny(try prefix("npm run")), .session),
        ]
        for command in ["npm run x", "cd a && npm run x", "env A=1 npm run y", "sh -c 'npm run z'"]
            + ["npm --silent run x", "npm --prefix a run x", "/usr/bin/npm run x", "trap 'npm run x' EXIT"]
        {
            let (chat, effects) = ran(command, rules: rules)
            guard case .agent(.send(let request))? = effects.last else {
                Issue.record("\(command): \(effects)")
                return
            }
            #expect(
                request.messages.last?.content.contains("A rule refuses commands that begin with `npm run`") == true)
            #expect(chat.lines.last == "tool: run_command \(command) rejected")
        }
        let call = commandCall("c", "npm test")
        #expect(ran("npm test", rules: rules).1 == [.execute(call, ToolPermit())])
    }

    @Test(arguments: ["rm -rf build", "sudo make", "env rm x", "git push origin main"])
    func aYesNeverCoversWhatCannotBeUndone(command: String) throws {
        let words = command.split(separator: " ")
        let rule = ApprovalRule(.allow(try prefix(String(words[0])), .disk), .project)
        let call = commandCall("c", command)
        var (chat, effects) = ran(command, rules: [rule])
        #expect(effects == [.ask(.command(call))])
        #expect(chat.pendingRequest == .command(call))
        let answered = chat.play(.approvalAnswered(callID: "c", .prefixForProject(command), place: .copy))
        #expect(answered == [.execute(call, ToolPermit(place: .copy))], "once, and no rule of it")
        #expect(chat.rules == [rule])
    }

    @Test func aRuleIsAboutTheCommandThatItIsMadeFor() {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        _ = chat.reply("", [commandCall("a", "make x")], to: 1)
        _ = chat.play(.approvalAnswered(callID: "a", .prefixForSession("ls")))
        #expect(chat.rules == [])
    }

    @Test func theProjectsRulesAreKept() throws {
        var chat = Conversation()
        let make = ApprovalRule(.allow(try prefix("make"), .disk), .project)
        let place = ApprovalRule(.place(.copy), .project)
        let session = ApprovalRule(.allow(try prefix("ls"), .disk), .session)
        #expect(chat.play(.rulesKnown([make])) == [])
        #expect(chat.play(.ruleAdded(session)) == [])
        #expect(chat.play(.ruleAdded(place)) == [.keepRules([make, place])])
        #expect(chat.preferredPlace == .copy)
        #expect(chat.play(.ruleAdded(place)) == [])
        let inCopy = ApprovalRule(.allow(try prefix("make"), .copy), .project)
        #expect(chat.play(.ruleAdded(inCopy)) == [.keepRules([place, inCopy])], "it takes the place of the other")
        #expect(chat.play(.ruleRevoked(session)) == [])
        #expect(chat.play(.ruleRevoked(inCopy)) == [.keepRules([place])])
        #expect(chat.rules == [place])
        _ = chat.play(.newRequested)
        #expect(chat.rules == [place])
        #expect(chat.play(.rulesKnown([])) == [])
        #expect(chat.preferredPlace == nil)
    }

    @Test func answersMakeRules() throws {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        _ = chat.reply(
            "", [commandCall("a", "make x"), commandCall("b", "ninja"), commandCall("c", "ninja -j2")], to: 1)
        let make = ApprovalRule(.allow(try prefix("make"), .copy), .project)
        #expect(
            chat.play(.approvalAnswered(callID: "a", .prefixForProject("make"), place: .copy)) == [
                .keepRules([make]), .execute(commandCall("a", "make x"), ToolPermit(place: .copy)),
            ])
        _ = chat.play(.toolFinished(success(commandCall("a", "make x"))))
        let effects = chat.play(.approvalAnswered(callID: "b", .deniedForSession("ninja")))
        #expect(chat.rules == [make, ApprovalRule(.deny(try prefix("ninja")), .session)])
        #expect(chat.lines.suffix(2) == ["tool: run_command ninja rejected", "tool: run_command ninja -j2 rejected"])
        guard case .agent(.send)? = effects.last else {
            Issue.record("both are answered: \(effects)")
            return
        }
    }

    @Test func aSecretFileAsks() {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        let (secret, plain) = (readCall("s", ".env"), readCall("p", ".env.example"))
        let asked = chat.reply("", [secret, plain], to: 1)
        guard case .ask(.access(secret, let reason))? = asked.first, asked.count == 1 else {
            Issue.record("\(asked)")
            return
        }
        #expect(!reason.isEmpty)
        #expect(chat.lines.last == "tool: read_file .env awaitingApproval")
        #expect(
            chat.play(.approvalAnswered(callID: "s", .once)) == [.execute(secret, ToolPermit(secretPaths: [".env"]))])
        #expect(chat.play(.toolFinished(success(secret))) == [.execute(plain, ToolPermit())])
        _ = chat.play(.toolFinished(success(plain)))
        _ = chat.reply("", [readCall("t", "k/.env")], to: 2)
        let refused = chat.play(.approvalAnswered(callID: "t", .rejected("never")))
        guard case .agent(.send(let request))? = refused.last else { return }
        #expect(request.messages.last?.content.hasSuffix("Rejected by the user.\nnever") == true)
    }
}
