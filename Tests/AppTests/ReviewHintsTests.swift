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

    /// The two keys that decide are the last to go.
    @Test func decidingIsNamedAtEveryWidth() throws {
        for (standing, word) in [(.inPlace, "in place"), (.forApplying, "for applying")]
            as [(FittedFile.Standing, String)]
        {
            let model = try model(standing)
            for columns in 40...200 {
                let row = lastRow(model, columns)
                let isNamed = row.contains("space x") || row.contains("space ") && row.contains(" · x ")
                #expect(isNamed && row.contains(word), "\(columns) columns: \(row)")
            }
        }
    }

    @Test func aConflictIsNoMissingDecision() throws {
        var model = try model(.conflict(.file(state("one\nmine\n"))))
        _ = model.update(.input(.resized(Size(columns: 100, rows: 24))))
        for key in [Key("A"), Key("w")] { _ = model.update(.input(.key(key))) }
        #expect(
            model.notes.last == "Sources/Parser.swift is in conflict and was not written. What you decided is kept. "
                + "n goes there, 1 2 3 4 choose, x rejects")
        #expect(model.end.status == 7 && model.end.waiting == 1)
        let head = model.frame(in: Size(columns: 100, rows: 24)).cells.textRows.first ?? ""
        #expect(head.contains("1 in conflict") && !head.contains("undecided"), "\(head)")
        #expect(
            model.farewell(again: "`x`").first
                == "1 decided and not written, 1 file in conflict. What was decided is kept: `x` goes on with it.")
        // Chosen, taken back, chosen again: the words tell the one from the other.
        _ = model.update(.input(.key(Key("2"))))
        _ = model.update(.input(.key(Key("u"))))
        #expect(model.flash?.text == "Sources/Parser.swift is as before")
        _ = model.update(.input(.key(Key("U"))))
        #expect(model.flash?.text == "Sources/Parser.swift is as it was before the undo")
        // And the next run has it.
        guard case .review(.keep(let kept))? = model.update(.input(.key(Key("q")))).first else {
            Issue.record("nothing is kept")
            return
        }
        var start = model.start
        start.kept = kept
        let again = ReviewModel(start)
        #expect(again.changes.changes == model.changes.changes)
        #expect(again.flash?.text == "What you decided last time is here again")
    }

    @Test func theNameOfAnExportGivesWayToWhatIsTyped() throws {
        for (keys, name) in [
            ([Key("x"), Key("y")], "xy"), ([Key(.left), Key("x")], "review.patcxh"), ([], "review.patch"),
        ] as [([Key], String)] {
            var model = try model(.forApplying)
            for key in [Key("o"), Key("p")] + keys { _ = model.update(.input(.key(key))) }
            let orders = model.update(.input(.key(Key(.enter))))
            let names = orders.compactMap { if case .exportReview(_, let path) = $0 { path } else { nil } }
            #expect(names == [name])
        }
    }

    /// What has come and gone since a watch began is no change, nor is what it wrote itself.
    @Test func aWatchLeavesOutWhatCameAndWent() throws {
        var model = ReviewModel(
            ReviewStart(subject: .watch, target: .workingTree, folder: "~/shop", contents: ReviewContents()))
        let (file, report) = (
            try #require(RelativePath("tmp/lock")), try #require(RelativePath("sub/review.patch"))
        )
        func appear(_ path: RelativePath, _ before: String?, _ after: String?) {
            let step = FileStep(path: path, before: before.map(state), after: after.map(state))
            _ = model.update(.review(.appeared(step)))
        }
        appear(file, nil, "1\n")
        #expect(model.changes.changes.map(\.path) == [file])
        for key in [Key("A"), Key("w")] { _ = model.update(.input(.key(key))) }
        appear(file, nil, nil)
        #expect(model.changes.isEmpty)
        appear(file, "was there\n", nil)
        #expect(model.changes.changes.map(\.kind) == [.deleted])
        for key in [Key("o"), Key("p"), Key(.enter)] { _ = model.update(.input(.key(key))) }
        appear(report, nil, "diff\n")
        #expect(model.changes.changes.map(\.path) == [file])
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

    /// A gap of one line is shown, and so is what is in it, in whatever file the reader is.
    @Test func aLineThatAloneIsBetweenTwoHunksIsFoundFromOtherFiles() {
        for context in [0, 1, 3, 5] {
            var player = ReviewPlayer(size: Size(columns: 80, rows: 24))
            let reach = context + 1
            let lines = (0..<2 * reach + 1).map { $0 == reach ? "wanted" : "line \($0)" }
            // Changes at both ends, so many lines away that this one alone is left between them.
            let before = (["one"] + lines[1..<2 * reach] + ["two"]).map { $0 + "\n" }.joined()
            player.propose("a.txt", state(before), state(before.replacingEnds("ONE", "TWO")))
            player.propose("b.txt", state("wanted\n"), state("wanted\nmore\n"))
            for _ in 0..<max(0, 3 - context) { player.play(#"keys "-""#) }
            if context > 3 { player.play(#"keys "+""#) }
            #expect(player.reviewing.window.context == context)
            player.play(#"keys "/" "wanted" enter"#)
            #expect(player.reviewing.searchPlace() == "1/2", "context \(context)")
            player.play(#"keys "n""#)
            #expect(player.reviewing.searchPlace() == "2/2", "context \(context)")
            player.play(#"keys "n""#)
            #expect(player.reviewing.searchPlace() == "1/2", "context \(context)")
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

extension String {
    /// With other first and last lines.
    fileprivate func replacingEnds(_ first: String, _ last: String) -> String {
        let lines = split(separator: "\n").map { String($0) }
        return ([first] + lines.dropFirst().dropLast() + [last]).map { $0 + "\n" }.joined()
    }
}
