// Storms of sizes, with keys between them: whatever the screen becomes, nothing is lost and the reader stays where he is.

import ChangeReview
import Screen
import TaskMachine
import TestSupport
import Testing

@testable import App

@Suite struct StormTests {
    private static let words = String(repeating: "many words that wrap ", count: 12)

    /// Keys that send, answer and clear nothing.
    private static let keys: [Key] = [
        Key(.pageUp), Key(.pageDown), Key(.home, .control), Key(.end, .control), Key(.function(6)), .control("t"),
        Key(.tab), Key(.up), Key(.down), Key(.left), Key(.right), .alt("+"), .alt("-"), .alt("="), Key(.function(4)),
        .alt("w"), Key(.function(1)), Key(.function(2)), .control("o"), .control("l"), Key(.escape),
    ]

    /// Programs in the middle of things, each with a draft.
    private func scenes() -> [String: ScenarioPlayer] {
        let output = (1...40).map { "output \($0) \(Self.words)" }.joined(separator: "\n")
        let entries = (0..<30).flatMap { number -> [Entry] in
            [
                user(number * 4 + 1, "ask \(number)"), ran(number * 4 + 2, "make \(number)", output),
                answer(
                    number * 4 + 3,
                    "\(number) \(Self.words)\n\n- a\n- 漢字 \(Self.words)\n\n```\nlet code = \(number)\n```"),
            ]
        }
        let draft = #"keys "a draft of some length that wraps" ctrl-j "and a second line""#
        var scenes: [String: ScenarioPlayer] = [:]
        var player = ScenarioPlayer.reading(entries, size: Size(columns: 120, rows: 40))
        player.play(lines: [draft, "keys pgup pgup pgup"])
        scenes["chat"] = player
        player.play(lines: [#"keys shift-f6 "v" "jjjjjjjjjj" "v" "jj""#])
        scenes["lines"] = player
        player = staging()
        player.play(lines: [draft, "keys ctrl-t tab j j j j j j"])
        scenes["diff"] = player
        player.play(lines: [#"keys "y""#])
        scenes["choice"] = player
        player = ScenarioPlayer.playing(
            "start", #"keys "go" enter"#,
            #"server calls "[{\"action\":\"run_terminal\",\"command\":\"make\\nall 漢字\"}]" "Words""#, draft)
        scenes["request"] = player
        player = ScenarioPlayer.playing(
            "start", #"keys "go" enter"#, "server working 1/2 \"Reading\"", #"keys "queued" enter"#, draft)
        scenes["turn"] = player
        player.play(lines: ["keys f2 \"pa"])
        scenes["palette"] = player
        return scenes
    }

    private func size(_ random: inout SeededGenerator) -> Size {
        let odd = [(1, 1), (2, 1), (1, 2), (39, 9), (20, 4), (19, 4), (20, 3), (40, 10), (500, 200), (300, 80), (0, 0)]
        if Int.random(in: 0..<3, using: &random) == 0 {
            let (columns, rows) = odd[Int.random(in: 0..<odd.count, using: &random)]
            return Size(columns: columns, rows: rows)
        }
        return Size(columns: Int.random(in: 1...220, using: &random), rows: Int.random(in: 1...70, using: &random))
    }

    private func check(_ model: inout AppModel, _ size: Size, _ told: Comment) {
        let frame = model.frame(in: size)
        #expect(frame.cells.size == size, told)
        #expect(frame.cells.textRows.count == size.rows, told)
        if let cursor = frame.cursor { #expect(Rect(size).contains(cursor), told) }
        guard size.columns > 0, size.rows > 0 else { return }
        if size.columns < 20 || size.rows < 4 {
            let row = frame.cells.textRows[0]
            #expect(size.columns < 5 || row.hasPrefix("need") || row.hasPrefix("oropendola"), told)
        }
    }

    /// The draft is there, or stands below the earlier messages that an arrow key has brought up.
    private func keeps(_ draft: String, _ model: AppModel) -> Bool {
        if model.composer.text == draft { return true }
        var composer = model.composer
        for _ in 0..<200 where composer.text != draft { _ = composer.perform(.nextLine, width: 40) }
        return composer.text == draft
    }

    @Test func nothingIsLostInAStormWithKeys() {
        var random = SeededGenerator.fresh()
        for (name, scene) in scenes().sorted(by: { $0.key < $1.key }) {
            for _ in 0..<fuzzRounds(default: 3) {
                var model = scene.model
                let draft = model.composer.text
                var size = scene.size
                for _ in 0..<60 {
                    if Bool.random(using: &random) {
                        size = self.size(&random)
                        _ = model.update(.input(.resized(size)))
                    } else {
                        let key = Self.keys[Int.random(in: 0..<Self.keys.count, using: &random)]
                        _ = model.update(.input(.key(key)))
                    }
                    check(&model, size, "\(name) \(size), seed \(random.seed)")
                    #expect(keeps(draft, model), "\(name), seed \(random.seed)")
                }
            }
        }
    }

    /// However many sizes come between, the first one shows again what it showed.
    @Test func aStormLeavesTheReaderWhereHeIs() {
        var random = SeededGenerator.fresh()
        for (name, scene) in scenes().sorted(by: { $0.key < $1.key }) where name != "palette" {
            var model = scene.model
            let before = model.frame(in: scene.size)
            let (place, position) = (model.reviewing.window.place, model.chat.position)
            for _ in 0..<80 {
                let size = self.size(&random)
                _ = model.update(.input(.resized(size)))
                check(&model, size, "\(name) \(size), seed \(random.seed)")
                #expect(model.reviewing.window.place == place && model.chat.position == position, "\(name) \(size)")
            }
            _ = model.update(.input(.resized(scene.size)))
            #expect(model.frame(in: scene.size) == before, "\(name), seed \(random.seed)")
        }
    }

    /// The line on top stays on top where the width stays; the line under the cursor of the diff stays in sight.
    @Test func linesStayWhereTheyAreWhenOnlyTheHeightChanges() {
        var random = SeededGenerator.fresh()
        let all = scenes()
        guard let chat = all["chat"], let diff = all["diff"] else {
            Issue.record("no scenes")
            return
        }
        for _ in 0..<fuzzRounds(default: 15) {
            let columns = Int.random(in: 60...160, using: &random)
            var (model, other) = (chat.model, diff.model)
            let tall = Size(columns: columns, rows: Int.random(in: 30...60, using: &random))
            for tried in [tall, Size(columns: columns, rows: Int.random(in: 6..<30, using: &random))] {
                _ = model.update(.input(.resized(tried)))
                _ = other.update(.input(.resized(tried)))
                let rect = model.layout(in: tried).chat
                let top = model.frame(in: tried).cells.textRows[rect.top].prefix(60)
                _ = model.update(.input(.resized(Size(columns: columns, rows: tried.rows - 2))))
                let less = Size(columns: columns, rows: tried.rows - 2)
                let after = model.layout(in: less).chat
                #expect(
                    model.frame(in: less).cells.textRows[after.top].prefix(60) == top, "\(tried), seed \(random.seed)")
                guard let panel = other.layout(in: tried).panelRect else { continue }
                let frame = other.frame(in: tried)
                let marked = (panel.top..<panel.bottom).contains { row in
                    frame.cells[panel.left + 2, row].marks.contains(.selected)
                }
                #expect(marked, "the cursor of the diff is out of sight at \(tried), seed \(random.seed)")
            }
        }
    }

    /// What stands for a paste is wider than the row, and the cursor is behind it.
    @Test func theCursorBesideAFoldedPasteStaysOnTheScreen() {
        var player = ScenarioPlayer.playing("start")
        player.send(.input(.pasted(String(repeating: "line\n", count: 1_234))))
        for keys in [[], ["ctrl-j"], ["up"], ["left"]] {
            for key in keys { player.keys(key) }
            for columns in 20...60 {
                let size = Size(columns: columns, rows: 4)
                check(&player.model, size, "\(size)")
            }
        }
    }

    @Test func aReviewSurvivesTheSame() {
        var random = SeededGenerator.fresh()
        var contents = ReviewContents()
        contents.files = (0..<12).compactMap { number in
            let text = (0..<40).map { "line \($0 + number) \(Self.words)\n" }.joined()
            return RelativePath("Sources/file\(number).swift").map {
                FittedFile(
                    step: FileStep(path: $0, before: nil, after: FileState(bytes: Array(text.utf8))), standing: .inPlace
                )
            }
        }
        var model = ReviewModel(
            ReviewStart(subject: .patch(name: nil), target: .workingTree, folder: "~/x", contents: contents))
        _ = model.update(.input(.resized(Size(columns: 100, rows: 30))))
        for key in [Key(.tab), Key("j"), Key("j"), Key("j"), Key("j")] { _ = model.update(.input(.key(key))) }
        _ = model.update(.timerFired(.flash, at: 0))
        let (before, place) = (model.frame(in: Size(columns: 100, rows: 30)), model.reviewing.window.place)
        for _ in 0..<80 {
            let size = self.size(&random)
            _ = model.update(.input(.resized(size)))
            let frame = model.frame(in: size)
            #expect(frame.cells.size == size)
            if let cursor = frame.cursor { #expect(Rect(size).contains(cursor)) }
            #expect(model.reviewing.window.place == place)
        }
        _ = model.update(.input(.resized(Size(columns: 100, rows: 30))))
        #expect(model.frame(in: Size(columns: 100, rows: 30)) == before, "seed \(random.seed)")
    }
}
