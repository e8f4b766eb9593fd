// Laws of a diff's rows, on random changes in random shapes: nothing is lost, nothing is shown twice.

import ChangeReview
import TestSupport
import Testing

@testable import App

@Suite struct DiffRowsTests {
    private func change(_ chance: inout SeededGenerator) -> Change? {
        var old: [String] = []
        for _ in 0..<Int.random(in: 0...60, using: &chance) { old.append("l\(Int.random(in: 0..<12, using: &chance))") }
        var new = old
        for _ in 0..<Int.random(in: 1...8, using: &chance) {
            let place = Int.random(in: 0...new.count, using: &chance)
            switch Int.random(in: 0..<3, using: &chance) {
            case 0: new.insert("n\(Int.random(in: 0..<99, using: &chance))", at: place)
            case 1 where place < new.count: new.remove(at: place)
            default: if place < new.count { new[place] += " x" }
            }
        }
        func state(_ lines: [String]) -> FileState? {
            lines.isEmpty ? nil : FileState(bytes: Array((lines.joined(separator: "\n") + "\n").utf8))
        }
        guard old != new, let path = RelativePath("a") else { return nil }
        var set = ChangeSet()
        _ = set.handle(.proposed(FileStep(path: path, before: state(old), after: state(new)), by: ""))
        for _ in 0..<Int.random(in: 0..<4, using: &chance) {
            let line = Int.random(in: 0..<max(1, set[path]?.marks.count ?? 1), using: &chance)
            _ = set.handle(Bool.random(using: &chance) ? .split(path, at: line) : .joined(path, at: line))
        }
        return set[path]
    }

    private func shape(_ change: Change, _ chance: inout SeededGenerator) -> DiffShape {
        var shape = DiffShape(context: Int.random(in: 0...6, using: &chance), isSplit: Bool.random(using: &chance))
        for run in change.weave.runs where Bool.random(using: &chance) {
            shape.opened[run.old.upperBound] = DiffShape.Opening(
                above: Int.random(in: 0...5, using: &chance), below: Int.random(in: 0...5, using: &chance))
        }
        if Bool.random(using: &chance) {
            let line = Int.random(in: 0..<max(1, change.weave.new.count), using: &chance)
            shape.comments = [
                DiffShape.Comment(id: 7, range: nil, rows: 2),
                DiffShape.Comment(id: 9, range: ReviewComment.Range(.new, line..<line + 1), rows: 3),
            ]
        }
        return shape
    }

    @Test func everyLineIsShownOnceOrFolded() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 400) {
            guard let change = change(&chance) else { continue }
            let shape = shape(change, &chance)
            let rows = DiffRows(change, shape)
            var (old, new): ([Int], [Int]) = ([], [])
            var changed: [Int] = []
            for (number, row) in rows.rows.enumerated() {
                if row.kind == .fold {
                    let hidden = rows.hidden(at: number)
                    #expect(hidden > 1, "seed \(chance.seed)")
                    old += Int(row.old)..<Int(row.old) + hidden
                    new += Int(row.new)..<Int(row.new) + hidden
                }
                if let line = row.oldLine { old.append(line) }
                if let line = row.newLine { new.append(line) }
                changed += rows.changed(at: number, in: change)
            }
            #expect(old == Array(0..<change.weave.old.count), "old lines; seed \(chance.seed)")
            #expect(new == Array(0..<change.weave.new.count), "new lines; seed \(chance.seed)")
            #expect(changed.sorted() == Array(0..<change.weave.changedCount), "changed lines; seed \(chance.seed)")
            #expect(rows.headers.count == change.hunks.count, "headers; seed \(chance.seed)")
            for (hunk, header) in rows.headers.enumerated() {
                #expect(rows.rows[header].kind == .header && rows.rows[header].hunk == hunk, "seed \(chance.seed)")
            }
        }
    }

    @Test func aPlaceIsFoundAgainInEveryShape() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 300) {
            guard let change = change(&chance) else { continue }
            let rows = DiffRows(change, shape(change, &chance))
            for number in rows.rows.indices {
                let place = rows.place(at: number)
                #expect(rows.row(of: place) == number, "\(place) of row \(number); seed \(chance.seed)")
            }
            // In another shape the same line has the cursor, or the fold or header that hides it.
            let other = DiffRows(change, shape(change, &chance))
            for number in rows.rows.indices where rows.rows[number].isLine {
                let there = other.row(of: rows.place(at: number))
                let row = other.rows[there]
                let isSame =
                    row.kind == .fold || rows.rows[number].oldLine.map { row.oldLine == $0 } == true
                    || rows.rows[number].newLine.map { row.newLine == $0 } == true
                #expect(isSame, "row \(number) is \(there); seed \(chance.seed)")
            }
        }
    }

    @Test func selectedRowsGiveTheirChangedLines() throws {
        let path = try #require(RelativePath("a"))
        let change = Change(
            path: path, base: FileState(bytes: Array("a\nb\nc\nd\n".utf8)),
            proposed: FileState(bytes: Array("a\nB1\nB2\nc\nD\n".utf8)))
        // a, -b, +B1, +B2, c, -d, +D below one header.
        let rows = DiffRows(change, DiffShape())
        #expect(rows.changed(from: 2, through: 3, in: change) == [0..<2])
        #expect(rows.changed(from: 4, through: 6, in: change) == [2..<4])
        #expect(rows.changed(from: 0, through: 1, in: change).isEmpty)
        // Side by side -b stands beside +B1: both are taken.
        let split = DiffRows(change, DiffShape(isSplit: true))
        #expect(split.rows.map(\.kind) == [.header, .context, .pair, .added, .context, .pair])
        #expect(split.changed(from: 2, through: 2, in: change) == [0..<2])
        #expect(split.changed(from: 5, through: 5, in: change) == [3..<5])
    }
}
