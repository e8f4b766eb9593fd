// Any size of terminal, and sizes that change all the time: the program lives, and its screen is right afterwards.
import TestSupport
import Testing

@Suite(.serialized)
struct SizesTests {
    @Test func everySizeIsSurvived() throws {
        let program = try RunningProgram(in: try TemporaryFolder().path, home: try Home())
        try program.tmux.wait(for: "online")
        try program.tmux.type("a draft")
        let first = try program.tmux.wait(for: "a draft")
        for (columns, rows) in [
            (40, 10), (80, 24), (500, 200), (1, 1), (2, 2), (20, 4), (19, 3), (40, 10), (1, 50), (200, 1),
        ] {
            try program.tmux.resize(columns: columns, rows: rows)
            if columns >= 20, rows >= 4 {
                try program.tmux.wait(for: "the whole screen at \(columns)x\(rows)") { screen in
                    screen.count == rows && screen[rows - 1].contains("online")
                        && screen[rows - 2].contains("a draft") && screen.allSatisfy { $0.count <= columns }
                }
            } else {
                // As much of the sentence as there is room for; the last column says that it is cut.
                let whole = "oropendola needs 20x4"
                let sentence = whole.count <= columns ? whole : "needs 20x4"
                let shown = sentence.count <= columns ? sentence : sentence.prefix(columns - 1) + "…"
                try program.tmux.wait(for: "the sentence at \(columns)x\(rows)") {
                    // The very last cell of a terminal can't be written everywhere.
                    $0.count == rows && ($0[0] == shown || columns * rows == 1)
                }
            }
        }
        try program.tmux.resize(columns: 120, rows: 40)
        try program.tmux.wait(for: "the first screen again") { $0 == first }
        try program.tmux.press("C-c")
        #expect(try program.quit() == 0)
    }

    /// Keys work blind, and nothing is lost.
    @Test func keysAreHeardAtTheSmallestSize() throws {
        let program = try RunningProgram(in: try TemporaryFolder().path, home: try Home())
        try program.tmux.resize(columns: 1, rows: 1)
        try program.tmux.wait(for: "one cell") { $0.count == 1 }
        try program.tmux.type("typed blind")
        try program.tmux.resize(columns: 80, rows: 24)
        try program.tmux.wait(for: "› typed blind")
    }

    @Test func aStormOfResizesDuringATurn() throws {
        let folder = try TemporaryFolder()
        let steps = (1...40).map { step in
            #"{"progress": {"type": "working", "step": \#(step), "total": 40, "message": "Part \#(step)"}}"# + "\n"
                + #"{"wait": 40}"# + "\n"
        }
        try folder.write(
            "scenario", steps.joined() + #"{"reply": {"success": true, "response": "The **end** of it."}}"# + "\n")
        let program = try RunningProgram(in: folder.path, home: try Home(), options: "--scenario scenario")
        try program.tmux.wait(for: "online")
        try program.send("go")
        try program.tmux.wait(for: "Executing step")
        var random = SeededGenerator.fresh()
        for _ in 0..<50 {
            try program.tmux.resize(
                columns: Int.random(in: 1...200, using: &random), rows: Int.random(in: 1...60, using: &random))
        }
        try program.tmux.resize(columns: 80, rows: 24)
        try program.tmux.wait(for: "The end of it.")
        let settled = try program.tmux.wait(for: "the end of the turn") {
            $0.count == 24 && $0[23].contains("online") && !$0[23].contains("complete")
        }
        #expect(settled[22].contains("›"), "seed \(random.seed): \(settled)")
        try program.tmux.press("C-l")
        // A redraw from nothing shows the same.
        try program.tmux.type("x")
        let redrawn = try program.tmux.wait(for: "› x")
        #expect(Array(redrawn.dropLast(2)) == Array(settled.dropLast(2)), "seed \(random.seed)")
    }
}
