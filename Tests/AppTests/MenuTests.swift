// The menu above the composer: when it opens, what is in it, what its keys order.

import ChangeReview
import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct MenuTests {
    private func player(_ lines: String...) -> ScenarioPlayer {
        var player = ScenarioPlayer.playing("start")
        player.play(lines: lines)
        return player
    }

    private func labels(_ player: ScenarioPlayer) -> [String] { player.model.menu?.items.map(\.label) ?? [] }

    // MARK: Commands

    @Test func aSlashOpensTheCommands() {
        #expect(labels(player(#"keys "/""#)).count == SlashCommand.allCases.count)
        #expect(labels(player(#"keys "/re""#)).prefix(3) == ["/retry", "/resume [ID]", "/rename TITLE"])
        #expect(labels(player(#"keys "/exp""#)) == ["/export [md|json] [FILE]"])
        #expect(player(#"keys "/zzz""#).model.menu == nil)
        // A slash in a text is none.
        #expect(player(#"keys "a /""#).model.menu == nil)
        #expect(player(#"keys "/usr/bin is" "#).model.menu == nil)
    }

    @Test func enterRunsWhatNeedsNoMore() {
        var player = player(#"keys "/statu""#)
        #expect(player.orders("keys enter").isEmpty)
        guard case .report? = player.model.conversation.entries.last?.content else {
            Issue.record("no report")
            return
        }
        #expect(player.model.composer.isEmpty && player.model.menu == nil)
    }

    @Test func enterWritesOnWhereMoreMayFollow() {
        var player = player(#"keys "/mo" enter"#)
        #expect(player.model.composer.text == "/mode ")
        #expect(labels(player) == ["ask", "agent", "auto"])
        // Nothing is marked as long as nothing was chosen: Enter means the command as it is written.
        #expect(player.model.menu?.marked == nil)
        player.play(lines: ["keys down down enter"])
        #expect(player.model.conversation.mode == .agent && player.model.composer.isEmpty)
        player.play(lines: [#"keys "/mode au" enter"#])
        #expect(player.model.conversation.mode == .auto)
    }

    @Test func tabTakesAndArrowsMark() {
        var player = player(#"keys "/re" down tab"#)
        #expect(player.model.composer.text == "/resume ")
        player = self.player(#"keys "/" up tab"#)
        #expect(player.model.composer.text == "/" + (SlashCommand.allCases.last?.rawValue ?? ""))
        player = self.player(#"keys "/" ctrl-n ctrl-n ctrl-p tab"#)
        #expect(player.model.composer.text == "/" + SlashCommand.allCases[1].rawValue)
        // One undo brings back what was typed.
        player = self.player(#"keys "/exp" tab ctrl-_"#)
        #expect(player.model.composer.text == "/exp")
    }

    @Test func escapeClosesTheMenuAndNothingElse() {
        var player = player(#"keys "go" enter "/sta" esc"#)
        #expect(player.model.menu == nil && player.model.conversation.task.lifecycle == .requesting)
        #expect(player.model.composer.text == "/sta")
        // It stays closed for this word, and opens for the next.
        player.play(lines: [#"keys "t""#])
        #expect(player.model.menu == nil)
        player.play(lines: [#"keys ctrl-u "/""#])
        #expect(player.model.menu != nil)
    }

    @Test func onlyTypingOpensIt() {
        #expect(player(#"paste "/st""#).model.menu == nil)
        #expect(player(#"keys "/status" enter "x" ctrl-u"#, "keys up").model.menu == nil)
        #expect(player(#"keys "/st" left"#).model.menu == nil)
        #expect(player(#"keys "/st" f1"#).model.menu == nil)
    }

    @Test func resumeOffersKeptConversations() {
        var player = player(#"keys "/resume""#)
        #expect(player.orders(#"keys " ""#) == [.listConversations])
        player.play(lines: ["sessions"])
        // Those that are open here or elsewhere are not.
        #expect(labels(player).count == 2)
        player.play(lines: [#"keys "writer""#])
        #expect(labels(player) == ["Why does the writer drop the last line of a file without an end?"])
        #expect(player.orders("keys enter") == [.openConversation("20261124-090000-77aa01")])
    }

    // MARK: Files

    private func question(_ effects: [AppEffect]) -> FileQuery? {
        effects.lazy.compactMap { if case .findFiles(let question) = $0 { question } else { nil } }.first
    }

    @Test func anAtAsksForFiles() {
        var player = player(#"keys "see ""#)
        #expect(question(player.orders(#"keys "@""#)) == FileQuery(number: 1, text: "", isFirst: true))
        #expect(question(player.orders(#"keys "p""#)) == FileQuery(number: 2, text: "p", isFirst: false))
        player.send(.filesFound(FileAnswer(number: 1, paths: ["old"])))
        #expect(labels(player).isEmpty)
        player.send(.filesFound(FileAnswer(number: 2, paths: ["Sources/Parser.swift", "a plan.md"])))
        #expect(labels(player) == ["Sources/Parser.swift", "a plan.md"])
        player.play(lines: ["keys tab"])
        #expect(player.model.composer.text == "see @Sources/Parser.swift ")
        #expect(player.model.menu == nil)
        // Lines may be written right behind it.
        player.play(lines: [#"keys ":10-40""#])
        #expect(player.model.composer.text == "see @Sources/Parser.swift:10-40")
    }

    @Test func aNameWithBlanksIsQuotedAndLinesStay() {
        var player = player(#"keys "@pl:3-9""#)
        player.send(.filesFound(FileAnswer(number: player.model.fileQuery, paths: ["a plan.md"])))
        #expect(player.effects.contains { if case .findFiles(let q) = $0 { q.text == "pl" } else { false } })
        player.play(lines: ["keys enter"])
        #expect(player.model.composer.text == #"@"a plan.md":3-9 "#)
    }

    @Test func aFolderGoesOn() {
        var player = player(#"keys "@so""#)
        player.send(.filesFound(FileAnswer(number: 3, paths: ["Sources/"])))
        #expect(question(player.orders("keys tab"))?.text == "Sources/")
        #expect(player.model.composer.text == "@Sources/")
    }

    @Test func enterSendsWhatIsWrittenOut() {
        var player = player(#"keys "@a.swift""#)
        player.send(.filesFound(FileAnswer(number: player.model.fileQuery, paths: ["x/a.swift", "a.swift"])))
        #expect(player.orders("keys enter").contains(.remember("@a.swift")))
        // Before any answer came, too, and where what is shown answers to other letters.
        player = self.player(#"keys "@MainAct""#)
        #expect(player.orders("keys enter").contains(.remember("@MainAct")))
        player = self.player(#"keys "@a""#)
        player.send(.filesFound(FileAnswer(number: player.model.fileQuery, paths: ["a.swift"])))
        #expect(player.orders(#"keys "zz" enter"#).contains(.remember("@azz")))
    }

    @Test func anAddressIsNoFile() {
        #expect(player(#"keys "ada@example""#).model.menu == nil)
        #expect(player(#"keys "`@x""#).model.menu == nil)
        #expect(player(#"keys "(@x""#).model.menu != nil)
    }

    @Test func whileNamesAreReadTheMenuSaysSo() {
        var player = player(#"keys "@a""#)
        let number = player.model.fileQuery
        player.send(.filesFound(FileAnswer(number: number, paths: ["a", "b/a"], soFar: 12_000)))
        #expect(player.picture().contains { $0.contains("files… 12,000 so far") })
        player.play(lines: ["keys down"])
        player.send(.filesFound(FileAnswer(number: number, paths: ["ab", "a", "b/a"], soFar: nil)))
        // What the user marked stays marked.
        #expect(player.model.menu?.marked?.text == "b/a")
        #expect(!player.picture().contains { $0.contains("so far") })
    }

    @Test func whatIsStagedAndOnTheMindGoesAlong() {
        var player = ScenarioPlayer.askingWithStaged()
        player.play(lines: [#"keys esc "see @docs/KEYS.md please" enter"#])
        let asked = question(player.orders(#"keys "@""#))
        #expect(asked?.recent.last == "docs/KEYS.md")
        #expect(asked?.recent.count == player.model.changes.changes.count + 1)
        let new = player.model.changes.changes.filter { $0.kind == .added }.map(\.path.text)
        #expect(asked?.added == new)
    }

    // MARK: History

    @Test func findsAMessageByAFewLetters() {
        var player = player(#"keys "rename parse" enter"#, #"server reply "ok""#, #"keys "run the tests" enter"#)
        player.play(lines: [#"server reply "ok""#, #"keys "ts" ctrl-r"#])
        #expect(player.model.historySearch?.found.count == 1)
        player.play(lines: ["keys backspace backspace"])
        #expect(player.model.historySearch?.found.count == 2)
        player.play(lines: [#"keys "rp" enter"#])
        #expect(player.model.composer.text == "rename parse")
        // What was written is an undo away.
        player.play(lines: ["keys ctrl-_"])
        #expect(player.model.composer.text == "ts")
    }

    @Test func leavingTheSearchKeepsTheDraft() {
        var player = player(#"keys "one" enter "draft" ctrl-r "zzz" esc"#)
        #expect(player.model.composer.text == "draft" && player.model.historySearch == nil)
        player.play(lines: ["keys ctrl-r ctrl-c"])
        #expect(player.model.composer.text == "draft" && player.model.historySearch == nil)
        #expect(player.model.conversation.task.lifecycle == .requesting)
        #expect(player.orders(#"keys ctrl-r "zzz" enter"#).isEmpty)
        #expect(player.model.composer.text == "draft")
    }
}
