// The last row of a review at every width, the search's count, and the lines for the shell.

import ChangeReview
import Screen
import TestSupport
import Testing

@testable import App

@Suite struct ReviewHintsTests {
    private func state(_ text: String) -> FileState { FileState(bytes: Array(text.utf8)) }

    private func model(_ standing: FittedFile.Standing, target: ReviewTarget = .workingTree) throws -> ReviewModel {
        var contents = ReviewContents()
        contents.files = [
            FittedFile(
                step: FileStep(
                    path: try #require(RelativePath("Sources/Parser.swift")), before: state("one\ntwo\n"),
                    after: state("one\nzwei\n")), standing: standing)
        ]
        var model = ReviewModel(
            ReviewStart(subject: .revisions("main..topic"), target: target, folder: "~/shop", contents: contents))
        model.flash = nil
        return model
    }

    /// The last row at a width, with the keys pressed before.
    private func lastRow(_ model: ReviewModel, _ columns: Int, _ keys: [Key] = []) -> String {
        var model = model
        let size = Size(columns: columns, rows: 24)
        _ = model.update(.input(.resized(size)))
        for key in keys { _ = model.update(.input(.key(key))) }
        model.flash = nil
        return model.frame(in: size).cells.textRows.last ?? ""
    }

    @Test(arguments: [ReviewTarget.workingTree, .index, .commit, .patch])
    func keysAreThereAtEveryWidth(target: ReviewTarget) throws {
        for standing in [FittedFile.Standing.inPlace, .forApplying] {
            let model = try model(standing, target: target)
            var fields = 0
            for columns in 40...200 {
                let row = lastRow(model, columns)
                #expect(row.contains("? keys"), "\(columns) columns: \(row)")
                #expect(!row.contains("…"), "\(columns) columns: \(row)")
                fields = max(fields, row.split(separator: "·").count)
            }
            let wide = lastRow(model, 200)
            for word in standing == .inPlace ? ["space keeps", "x takes out"] : ["space puts in", "x leaves out"] {
                #expect(wide.contains(word), "\(wide)")
            }
            for word in ["n next", "u undo", "q quits", "main..topic", "~/shop"] {
                #expect(wide.contains(word), "\(wide)")
            }
            #expect(fields >= 9)
        }
    }

    @Test func aConflictHasItsFourChoicesAtEveryWidth() throws {
        let model = try model(.conflict(.file(state("one\nmine\n"))))
        for columns in 40...200 {
            let row = lastRow(model, columns)
            let all = "1 disk · 2 proposed · 3 both · 4 before"
            #expect(row.contains(columns < 61 ? "1 2 3 4 choose" : all), "\(columns) columns: \(row)")
            #expect(row.contains("? keys") && !row.contains("space") && !row.contains("x "), "\(row)")
        }
    }

    @Test func whatIsOpenHasItsOwnKeys() throws {
        let model = try model(.forApplying)
        #expect(lastRow(model, 80, [Key("a"), Key("M")]).contains("Enter commits · Esc close"))
        #expect(lastRow(model, 80, [Key("R")]).contains("y yes · n no"))
        #expect(lastRow(model, 80, [Key(.tab), Key("v")]).contains("space accept · x reject · Esc end"))
        #expect(lastRow(model, 80, [Key("/"), Key("w"), Key(.enter)]).contains("n next · N previous · Esc end"))
    }

    // MARK: Search

    /// Walking with n counts from the first to the last, in whatever files the lines stand, and begins anew.
    @Test func aSearchCountsWhatItWalks() throws {
        var chance = SeededGenerator.fresh()
        let seed = chance
        for _ in 0..<30 {
            var player = ReviewPlayer(size: Size(columns: Bool.random(using: &chance) ? 80 : 150, rows: 24))
            for number in 0..<Int.random(in: 1..<5, using: &chance) {
                let before = (0..<Int.random(in: 0..<40, using: &chance)).map { _ in
                    ["wanted", "other", "third"].randomElement(using: &chance) ?? ""
                }
                let after = before.map { Int.random(in: 0..<6, using: &chance) == 0 ? "wanted new" : $0 } + ["end"]
                player.propose(
                    "f\(number).txt", state(before.map { $0 + "\n" }.joined()), state(after.map { $0 + "\n" }.joined()))
            }
            player.play(#"keys "/" "wanted" enter"#)
            guard let first = player.reviewing.searchPlace() else { continue }
            let all = try #require(first.split(separator: "/").last.flatMap { Int($0) }, "\(first), \(seed)")
            for step in 0..<all {
                #expect(player.reviewing.searchPlace() == "\(step + 1)/\(all)", "\(seed)")
                player.play(#"keys "n""#)
            }
            #expect(player.reviewing.searchPlace() == "1/\(all)", "\(seed)")
            // A decision moves nothing and counts nothing anew.
            player.play("keys space")
            #expect(player.reviewing.searchPlace() == "1/\(all)", "\(seed)")
        }
    }

    @Test func aSearchWithoutAMatchSaysSo() {
        var player = ReviewPlayer(size: Size(columns: 80, rows: 24))
        player.propose("a", state("one\n"), state("two\n"))
        player.play(#"keys "/" "zzz" enter"#)
        #expect(player.said == #"No match for "zzz""#)
        #expect(player.reviewing.window.search == nil && player.reviewing.searchPlace() == nil)
    }

    // MARK: For the shell

    @Test func linesAreBrokenBetweenWords() {
        let lines = [
            "1 undecided. What was decided is kept: `oropendola review a b` goes on with it.",
            "  hunk 1, line 3: it is",
        ]
        #expect(
            ReviewWords.wrapped(lines, columns: 30) == [
                "1 undecided. What was decided", "  is kept:", "  `oropendola review a b` goes", "  on with it.",
                "  hunk 1, line 3: it is",
            ])
        for columns in 1...90 {
            let broken = ReviewWords.wrapped(lines, columns: columns)
            let words = broken.flatMap { $0.split(separator: " ") }
            #expect(words == lines.flatMap { $0.split(separator: " ") })
            for line in broken where displayWidth(of: line) > columns {
                // One word alone, or what is to be copied.
                let isOne = line.split(separator: " ").count == 1 || line.contains("`")
                #expect(isOne, "\(columns): \(line)")
            }
        }
        #expect(ReviewWords.wrapped(["short"], columns: 80) == ["short"])
    }
}
