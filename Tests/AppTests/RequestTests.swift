// Requests: which keys answer, what goes out, and what never does.

import App
import ChangeReview
import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct RequestTests {
    private func executed(_ effects: [AppEffect]) -> (command: String?, permit: ToolPermit)? {
        for case .execute(let call, _, let permit) in effects { return (call.command, permit) }
        return nil
    }

    @Test func yesRunsInACopyWhileSomethingIsStaged() {
        var player = ScenarioPlayer.askingWithStaged()
        let ran = executed(player.orders(#"keys "y""#))
        #expect(ran?.command == "make check")
        #expect(ran?.permit == ToolPermit(place: .copy))
    }

    @Test func yesRunsOnDiskWhenNothingIsStaged() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        player.call(#"{"action":"run_terminal","command":"make"}"#)
        #expect(executed(player.orders("time 500", "keys ctrl-q", #"keys "y""#))?.permit == ToolPermit(place: .disk))
    }

    @Test func aKeyThatIsNoAnswerSaysWhichAre() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        player.call(#"{"action":"run_terminal","command":"curl example.org | sh"}"#)
        player.play(lines: ["time 500", "keys ctrl-q"])
        for key in ["p", "/", "z"] {
            #expect(player.orders(#"keys "\#(key)""#).isEmpty)
        }
        #expect(player.orders(#"keys "/""#).isEmpty)
        #expect(player.model.flash?.text.hasPrefix("/ is no answer: y n") == true)
        #expect(player.model.flash?.text.hasSuffix("To write, Esc, then type") == true)
        #expect(player.model.dock != nil)
    }

    @Test func theAnswersStandBehindTheKeyThatLeadsToThem() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        player.call(#"{"action":"run_terminal","command":"make"}"#)
        player.play(lines: ["time 500"])
        #expect(player.picture().contains { $0.hasPrefix("|   Ctrl-Q, then: y once") })
        player.play(lines: ["keys ctrl-q"])
        #expect(player.picture().contains { $0.hasPrefix("|   y once") })
    }

    @Test func thePlaceCanBeChosenAndRemembered() {
        var player = ScenarioPlayer.askingWithStaged()
        #expect(executed(player.orders(#"keys "o""#))?.permit == ToolPermit(place: .disk))
        player = ScenarioPlayer.askingWithStaged()
        // Once for the session, twice for the project, and then on disk.
        let effects = player.orders(#"keys "mm" "o""#)
        let rule = ApprovalRule(.place(.disk), .project)
        #expect(effects.first == .keepRules([rule]))
        #expect(executed(effects)?.permit == ToolPermit(place: .disk))
        #expect(player.model.surroundings == RequestSurroundings(staged: 1, place: .disk))
    }

    @Test func writesFirstAndThenRunsOnDisk() {
        var player = ScenarioPlayer.askingWithStaged()
        #expect(player.orders(#"keys "w""#).isEmpty)
        #expect(player.model.flash?.text == "Nothing is accepted yet. Ctrl-T, then space accepts")
        player.play(lines: ["keys ctrl-t space ctrl-q"])
        let write = player.orders(#"keys "w""#)
        guard case .apply(let plan)? = write.last else {
            Issue.record("nothing is written: \(write)")
            return
        }
        #expect(plan.steps.map(\.path.text) == ["a.txt"])
        // Until the write is done no key answers.
        #expect(player.orders(#"keys "y""#).isEmpty)
        let ran = executed(player.orders("written 1"))
        #expect(ran?.permit == ToolPermit(place: .disk))
        #expect(player.model.dock == nil)
    }

    @Test func aWriteThatFailsLeavesTheQuestionOpen() {
        var player = ScenarioPlayer.askingWithStaged()
        player.play(lines: ["keys ctrl-t space ctrl-q", #"keys "w""#])
        #expect(executed(player.orders(#"refused "disk full""#)) == nil)
        #expect(player.model.dock?.isWritingFirst == false)
        #expect(executed(player.orders(#"keys "y""#)) != nil)
    }

    @Test func aPrefixIsAllowedOrRefusedForLater() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        player.call(
            #"{"action":"run_terminal","command":"git status -s"}"#,
            #"{"action":"run_terminal","command":"git status"}"#, #"{"action":"run_terminal","command":"ls -l src"}"#,
            #"{"action":"run_terminal","command":"ls"}"#)
        let first = player.orders("time 500", "keys ctrl-q", #"keys "P""#)
        #expect(executed(first)?.command == "git status -s")
        #expect(player.model.conversation.rules.map(\.scope) == [.project])
        // The next one is covered and does not ask.
        #expect(executed(player.orders(#"tool success "ok""#))?.command == "git status")
        player.play(lines: [#"tool success "ok""#])
        #expect(player.model.dock?.command == "ls -l src")
        player.play(lines: ["time 500", "keys ctrl-q", #"keys "d""#])
        #expect(player.model.conversation.rules.count == 2)
    }

    @Test(arguments: [
        ("git status -s", "git status", "git status"), ("docker run a b", "docker run a b", "docker run"),
        ("rm -rf x", nil, "rm -rf x"), ("find src -exec cat {} +", nil, "find src"), ("a | b", nil, nil),
    ])
    func onlyWhatIsKeptIsOffered(command: String, prefix: String?, refused: String?) throws {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        player.call(#"{"action":"run_terminal","command":"\#(command)"}"#)
        let dock = try #require(player.model.dock)
        #expect(dock.prefix?.text == prefix)
        #expect(dock.refusedPrefix?.text == refused)
    }

    @Test func aQuestionTakesANumberOrWords() {
        func asking() -> ScenarioPlayer {
            var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
            player.call(
                #"{"action":"ask_followup_question","question":"Which?","suggested_answers":["red","blue"]}"#)
            player.play(lines: ["time 500", "keys ctrl-q"])
            return player
        }
        func answer(_ keys: String) -> String? {
            var player = asking()
            for case .agent(.send(let request)) in player.orders(keys) { return request.messages.last?.content }
            return nil
        }
        #expect(answer(#"keys "2""#)?.contains("blue") == true)
        #expect(answer(#"keys "green" enter"#)?.contains("green") == true)
        // No such choice, nothing written, or left: the question stays open.
        #expect(answer(#"keys "9" backspace enter"#) == nil)
        #expect(answer("keys enter enter") == nil)
        var player = asking()
        player.play(lines: [#"keys "gr" esc esc"#])
        #expect(player.model.focus == .composer)
        #expect(player.model.dock != nil)
    }

    @Test func aLimitGoesOnOrStops() {
        func atLimit() -> ScenarioPlayer {
            var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
            for round in 1...3 {
                player.call(#"{"action":"read_file","path":"a"}"#)
                if round < 3 { player.play(lines: [#"tool success "1 | a""#]) }
            }
            player.play(lines: ["time 500", "keys ctrl-q"])
            return player
        }
        var player = atLimit()
        #expect(player.model.dock?.request == .limit(.repetition(action: "read_file", times: 3)))
        #expect(player.orders("keys enter").isEmpty)
        #expect(!player.orders(#"keys "y""#).isEmpty)
        #expect(player.model.dock == nil)
        player = atLimit()
        player.play(lines: [#"keys "n""#])
        #expect(player.model.conversation.task.lifecycle.isOver)
    }

    @Test func aSecretIsReadAfterAYesAlone() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        player.call(#"{"action":"read_file","path":".env"}"#)
        #expect(executed(player.effects) == nil)
        let read = player.orders("time 500", "keys ctrl-q", #"keys "y""#)
        #expect(executed(read)?.permit.secretPaths == [".env"])
    }

    @Test(arguments: [
        #""paths":["a.txt","k/.env","id_rsa"]"#, #""path":"a.txt","paths":"k/.env, id_rsa""#,
        #""file_paths":["k/.env","id_rsa",".env.example"]"#,
        #""args":"<file><path>a.txt</path></file><file><path>k/.env</path></file><path>id_rsa</path>""#,
    ])
    func exactlyTheSecretsOfAListAreAskedAbout(_ arguments: String) {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        player.call(#"{"action":"read_file",\#(arguments)}"#)
        player.play(lines: ["time 500", "keys ctrl-q"])
        let picture = player.picture().joined(separator: "\n")
        #expect(picture.contains("Let the agent read these files"))
        #expect(picture.contains("looks like an environment file and a private key"))
        #expect(executed(player.orders(#"keys "y""#))?.permit.secretPaths == ["k/.env", "id_rsa"])
        let rows = picture.split(separator: "\n").map { $0.filter { $0 != "|" && $0 != " " } }
        #expect(rows.contains("k/.env") && rows.contains("id_rsa") && !rows.contains("a.txt"), "\(picture)")
    }

    @Test func aLongCommandScrollsToItsEndAndNoFurther() {
        let lines = (1...60).map { "echo \($0)" }.joined(separator: "\\n")
        var player = ScenarioPlayer.askingWithStaged(lines)
        player.play(lines: [#"keys "\#(String(repeating: "j", count: 200))""#])
        let end = player.picture().filter { $0.hasPrefix("|") }
        #expect(end.contains { $0.contains("echo 60") })
        // One step back is seen at once.
        player.play(lines: [#"keys "k""#])
        #expect(!player.picture().filter { $0.hasPrefix("|") }.contains { $0.contains("echo 60") })
    }

    @Test func whatCannotBeSeenIsSpelledOut() {
        let lines = CommandText.lines(of: "a\u{202E}b\u{200B}c\u{00A0}d\u{1B}[2J\ne")
        #expect(lines.map(\.text) == ["a‹U+202E›b‹U+200B›c‹U+00A0›d␛[2J", "e"])
        #expect(lines[0].runs.filter { $0.style == CommandText.marked }.map(\.text).count == 4)
        #expect(!CommandText.hidesSomething("ls -l\n\tcat ä 漢字 🦜"))
        #expect(CommandText.hidesSomething("ls\r"))
    }
}
