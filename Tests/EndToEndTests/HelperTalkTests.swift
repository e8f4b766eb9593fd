// Conversations with the built-in helper in a real terminal: one message builds on another.
import TestSupport
import Testing

@Suite(.serialized)
struct HelperTalkTests {
    private let home: Home
    private let project: TemporaryFolder

    init() throws {
        home = try Home()
        project = try TemporaryFolder()
    }

    private func start(columns: Int = 100, rows: Int = 30) throws -> RunningProgram {
        try RunningProgram(in: project.path, home: home, columns: columns, rows: rows)
    }

    @Test func previewsAndGoesOn() throws {
        try project.write("a.c", "int fooBar; // FooBar\nint foo_bar;\n")
        try project.write("b.c", "FOO_BAR\n")
        let program = try start()
        try program.send("preview rename fooBar to bazQux preserving case")
        try program.tmux.waitForWrapped("To go on, say do it, or rename fooBar to bazQux preserving case.")
        let screen = try program.tmux.waitForWrapped("By spelling:")
        #expect(screen.contains("together") && !screen.contains("to review"))
        try program.send("do it")
        try program.tmux.wait(for: "2 files to review")
        #expect(try project.text("b.c") == "FOO_BAR\n")
        try program.writeAll()
        #expect(try project.text("a.c") == "int bazQux; // BazQux\nint baz_qux;\n")
        #expect(try project.text("b.c") == "BAZ_QUX\n")
        try program.send("do it")
        try program.tmux.waitForWrapped("There is nothing to go on with")
        #expect(try program.quit() == 0)
    }

    @Test func offersWhatIsNear() throws {
        try project.write("a.c", "one\n")
        let program = try start()
        try program.send("renmae one to two")
        try program.tmux.waitForWrapped("Did you mean rename one to two? Say yes to do it.")
        try program.send("yes")
        try program.tmux.wait(for: "1 file to review")
        try program.writeAll()
        #expect(try project.text("a.c") == "two\n")
        #expect(try program.quit() == 0)
    }

    /// What was accepted and written comes back as a change to review, what was rejected is left, the rest is as before.
    @Test func takesBackByWords() throws {
        try project.write("a.c", "old\n")
        try project.write("b.c", "old\n1\n2\n3\n4\n5\n6\n7\nold\n")
        try project.write("c.c", "old\r\nlast old")
        let program = try start()
        try program.send("rename old to new")
        try program.tmux.wait(for: "3 files to review")
        // The first file is accepted and written; of the second the first hunk is rejected.
        try program.tmux.press("C-t", "a", "w")
        try program.tmux.wait(for: "1 change written")
        #expect(try project.text("a.c") == "new\n")
        try program.tmux.press("Enter", "x")
        try program.tmux.wait(for: "1/2")
        try program.tmux.press("C-t")
        try program.tmux.wait(for: "Enter send")
        try program.send("undo")
        let screen = try program.tmux.waitForWrapped("Taken back in 3 files: ")
        #expect(screen.contains("This is on disk already: a.c."), "\(screen)")
        #expect(screen.contains("b.c: 1 place no longer as I left it"), "\(screen)")
        try program.tmux.wait(for: "1 file to review")
        try program.writeAll()
        #expect(try project.text("a.c") == "old\n")
        #expect(try project.text("b.c") == "old\n1\n2\n3\n4\n5\n6\n7\nold\n")
        #expect(try project.text("c.c") == "old\r\nlast old")
        #expect(try program.quit() == 0)
    }

    @Test func takesBackWholeFiles() throws {
        let bytes: [UInt8] = [0xFF, 13, 10, 0x61]
        try project.write("odd.bin", bytes)
        try project.write("a.c", "a\n")
        let program = try start()
        for (order, words) in [
            ("delete odd.bin", "1 file to review"), ("overwrite a.c with b", "2 files to review"),
            ("move a.c to sub/b.c", "3 files to review"),
        ] {
            try program.send(order)
            try program.tmux.wait(for: words)
        }
        try program.send("undo the last delete")
        try program.tmux.wait(for: "○ 2 files to review")
        try program.send("undo")
        let screen = try program.tmux.waitForWrapped("Taken back in 1 file: a.c.")
        #expect(!screen.contains("on disk already"))
        try program.tmux.wait(for: "○ 1 file to review")
        try program.send("put a.c back")
        try program.tmux.waitForWrapped("a.c is as it is on disk: nothing of it is staged any more.")
        try program.tmux.wait(for: "nothing to review") { screen in !screen.contains { $0.contains("CHANGES") } }
        #expect(try project.read("odd.bin") == bytes)
        #expect(try project.text("a.c") == "a\n")
        #expect(try program.quit() == 0)
    }

    @Test(.enabled("python3 is not here") { try run(["sh", "-c", "command -v python3"]).status == 0 })
    func movesWithWhatImports() throws {
        try project.write("run.py", "from shop.price import ONE\nimport shop.cart\nprint(ONE + shop.cart.TWO)\n")
        try project.write("shop/price.py", "ONE = 1\n")
        try project.write("shop/cart.py", "from .price import ONE\nTWO = ONE + 1\n")
        try project.write("README.md", "[price](shop/price.py)\n")
        let program = try start()
        try program.send("preview move shop/price.py to shop/money/price.py")
        try program.tmux.waitForWrapped("3 imports in 3 files would change.")
        try program.send("yes")
        try program.tmux.wait(for: "4 files to review")
        try program.writeAll()
        try program.send("move shop/ to store/")
        try program.tmux.waitForWrapped("Moved shop/ to store/ (2 files)")
        try program.writeAll()
        #expect(try project.text("README.md") == "[price](store/money/price.py)\n")
        #expect(try run(["python3", "run.py"], in: project.path).text == "3\n")
        #expect(try program.quit() == 0)
    }

    /// All that the helper understands is on a small screen at once.
    @Test func helpFitsASmallScreen() throws {
        let program = try start(columns: 80, rows: 24)
        try program.send("help")
        let screen = try program.tmux.wait(for: "help rename says more")
        #expect(
            screen.contains { $0.contains("find TEXT [in GLOB]") } && screen.contains { $0.contains("help [VERB]") })
        #expect(try program.quit() == 0)
    }
}
