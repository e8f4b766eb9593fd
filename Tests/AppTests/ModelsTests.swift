// `/model`, what the rim tells of models, and where the chosen one shows.

import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct ModelsTests {
    private let qwen = KnownModel(
        name: "qwen3:8b", choice: "http://127.0.0.1:11434/v1#qwen3:8b", source: .found("Ollama"),
        host: "127.0.0.1:11434", contextTokens: 40_960, takesTools: true)
    private let gemma = KnownModel(
        name: "gemma-3", choice: "http://127.0.0.1:1234/v1#gemma-3", source: .found("LM Studio"), host: "127.0.0.1:1234"
    )

    private func started() -> ScenarioPlayer { .playing("start") }

    private func announced(_ player: ScenarioPlayer) -> String? {
        for entry in player.model.conversation.entries.reversed() {
            if case .notice(let text, _) = entry.content { return text }
        }
        return nil
    }

    @Test func theCommandOrdersAListAndASwitch() {
        var player = started()
        #expect(player.orders(#"keys "/model" enter enter"#).contains(.model(.list)))
        #expect(player.orders(#"keys "/model qwen3:8b" enter enter"#).contains(.model(.choose("qwen3:8b"))))
        player.send(.models(.known([.helper, qwen, gemma], current: "helper", isAsked: false)))
        #expect(player.orders(#"keys "/model 3" esc enter"#).contains(.model(.choose(gemma.choice))))
        for word in ["4", "0", "-1", "-9223372036854775808", "9223372036854775807"] {
            #expect(player.orders(#"keys "/model \#(word)" esc enter"#).contains(.model(.choose(word))))
        }
    }

    @Test func aServerOfAnAccountChoosesItself() {
        var player = ScenarioPlayer.playing("start https://erp.example")
        let effects = player.orders(#"keys "/model" esc enter"#)
        #expect(!effects.contains(.model(.list)))
        #expect(player.model.flash?.text.hasPrefix("The server that you are signed in to chooses the model.") == true)
    }

    @Test func whatWasFoundIsOfferedOnceAndNotUsed() {
        var player = started()
        player.send(.models(.offered([qwen, gemma])))
        #expect(
            announced(player)
                == "Ollama and LM Studio run on this machine with 2 models, qwen3:8b for one. Nothing is sent to them until "
                + "you choose it: /model qwen3:8b · /model lists all")
        #expect(player.model.chosenModel == .helper)
        #expect(player.model.shownModel == nil)
        player.send(.models(.offered([])))
        #expect(player.model.conversation.entries.count == 1)
    }

    @Test func aSwitchIsToldAndShown() {
        var player = started()
        player.send(.models(.known([.helper, qwen], current: "helper", isAsked: false)))
        player.send(.models(.chosen(qwen, isKept: true)))
        #expect(player.model.flash?.text == "From the next message on qwen3:8b answers")
        #expect(player.model.shownModel == "qwen3:8b")
        player.send(.models(.chosen(.helper, isKept: false)))
        #expect(player.model.flash?.text == "From the next message on the built-in helper answers, until the end")
        #expect(player.model.shownModel == nil)
        // One that no list has.
        player.send(.models(.chosen(gemma, isKept: true)))
        #expect(player.model.shownModel == "gemma-3")
    }

    @Test func theListHasNumbersSizesAndPlaces() {
        var player = started()
        player.send(.models(.known([.helper, qwen, gemma], current: qwen.choice, isAsked: true)))
        let report = player.model.conversation.entries.last.flatMap { entry in
            if case .report(let text) = entry.content { text } else { nil }
        }
        #expect(report?.contains("| 1 | helper |  |  | built in; by rules, offline |") == true, "\(report ?? "")")
        let second = "| 2 | **qwen3:8b** ✓ | 40.9k | yes | Ollama, 127.0.0.1:11434 |"
        #expect(report?.contains(second) == true, "\(report ?? "")")
        #expect(report?.contains("| 3 | gemma-3 |  |  | LM Studio, 127.0.0.1:1234 |") == true)
    }

    @Test func theMenuHasTheModels() {
        var player = started()
        #expect(player.orders(#"keys "/model ""#).contains(.model(.look)))
        player = started()
        player.send(.models(.known([.helper, qwen, gemma], current: "helper", isAsked: false)))
        player.play(lines: [#"keys "/model ""#])
        #expect(player.model.menu?.items.map(\.text) == ["helper", "qwen3:8b", "gemma-3"])
        player.play(lines: [#"keys "gem""#])
        #expect(player.model.menu?.items.map(\.text) == ["gemma-3"])
        // Names that two servers have are told apart by the whole.
        var other = qwen
        other.choice = "http://gpu.lan:11434/v1#qwen3:8b"
        player.send(.models(.known([.helper, qwen, other], current: "helper", isAsked: false)))
        #expect(player.model.modelChoices.map(\.word) == ["helper", qwen.choice, other.choice])
    }

    @Test func refusalsSayWhatWasKept() {
        var player = started()
        player.send(.models(.known([.helper, qwen], current: qwen.choice, isAsked: false)))
        player.send(.models(.refused(.unknown("qwen9", near: ["qwen3:8b"]))))
        #expect(
            announced(player)
                == "No model qwen9 is known. qwen3:8b goes on answering. Near: qwen3:8b. URL#NAME takes one from anywhere."
        )
        player.send(.models(.refused(.ambiguous("q", choices: ["a#q", "b#q"]))))
        #expect(
            announced(player)
                == "Several servers have q. qwen3:8b goes on answering. Choose one: /model a#q · /model b#q")
        player.send(.models(.refused(.noAddress("ftp://x"))))
        #expect(announced(player)?.hasPrefix("ftp://x is no address of a model. qwen3:8b goes on answering.") == true)
        player.send(.models(.refused(.severalModels("https://h/v1", count: 300))))
        #expect(
            announced(player)
                == "https://h/v1 has 300 models, and none was named. qwen3:8b goes on answering. /model https://h/v1#NAME "
                + "names one.")
        player.send(
            .models(
                .refused(
                    .keysUnread(
                        server: "https://h", file: "~/.config/oropendola/model-keys.json",
                        reason: "it is no list of keys"))))
        #expect(
            announced(player)
                == "~/.config/oropendola/model-keys.json can't be read: it is no list of keys. qwen3:8b goes on answering. "
                + "The file is left as it is, and nothing was sent to https://h without its key. Mend the file, or move it "
                + "away and keep the keys anew: `oropendola models key URL` in a shell.")
    }

    /// A small model's context is full long before what is sent at most.
    @Test func whatIsLeftIsLeftOfTheModelsContext() {
        var player = started()
        #expect(player.model.contextWindow == 128_000)
        for (tokens, window) in [(8_192, 8_192), (1_000_000, 128_000)] {
            let model = KnownModel(
                name: "m", choice: "http://h/v1#m", source: .configured, host: "h", contextTokens: tokens)
            player.send(.models(.known([.helper, model], current: model.choice, isAsked: false)))
            #expect(player.model.contextWindow == window)
        }
    }

    /// A server's list commands no terminal.
    @Test func hostileNamesAreOnlyShown() {
        var player = started()
        let evil = KnownModel(name: "a\u{1B}[2Jb|c", choice: "http://h/v1#x", source: .configured, host: "h")
        player.send(.models(.known([.helper, evil], current: evil.choice, isAsked: true)))
        #expect(player.model.shownModel?.contains("\u{1B}") == false)
    }
}
