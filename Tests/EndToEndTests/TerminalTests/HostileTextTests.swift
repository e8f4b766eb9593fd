// Text that somebody else wrote (file names, contents, a server's words) never commands the terminal: it is shown as marks.
import TestSupport
import Testing

@Suite(.serialized)
struct HostileTextTests {
    /// Sequences that would show if they came through: a title, a colour that we never use, a cleared screen, a clipboard.
    static let attack = "\u{1B}]2;OWNED\u{7}\u{1B}[45m\u{1B}[2J\u{1B}]52;c;T1dORUQ=\u{7}\u{9B}45m\u{1B}c"
    static let invisible = "\u{202E}rtl\u{202C}\u{200B}\u{2066}"

    @Test func namesAndContentsAreShownAsMarks() throws {
        let shell = try TerminalShell(columns: 120, rows: 40)
        let body = "plain parse\nparse \(Self.attack) \(Self.invisible)\nparse\rcarriage\u{8}\u{7F}\n"
        try shell.folder.write("a\u{1B}[45mb.swift", body)
        try shell.folder.write("new\nline.swift", body)
        try shell.folder.write("bidi\u{202E}txt.swift", body)
        try shell.folder.write("tab\tand space .swift", body)
        // A name that is no UTF-8, and a file with broken bytes in it: only `printf` can write the name.
        try shell.folder.write("bytes", Array("parse ".utf8) + [0xFF, 0xFE, 0xC3, 0x28, 0x0A])
        let moved = try TestSupport.run(
            ["sh", "-c", #"mv bytes "$(printf 'bad\377name.swift')""#], in: shell.folder.path)
        try #require(moved.status == 0)

        try shell.startProgram()
        try shell.run("find parse in *.swift")
        try shell.tmux.wait(for: "the answer") { $0.contains { $0.contains("matches in") } }
        try expectHarmless(shell)
        try shell.run("rename parse to parseHeader in *.swift")
        try shell.tmux.wait(for: "files to review")
        try shell.tmux.press("C-t")
        for _ in 0..<8 {
            try shell.tmux.press("n", "Space")
            try expectHarmless(shell)
        }
        let screen = try shell.tmux.screen()
        #expect(screen.contains { $0.contains(#"new\nline"#) || $0.contains("new␊line") }, "\(screen)")
        try shell.tmux.press("w")
        try shell.tmux.wait(for: "written")
        try expectHarmless(shell)
        let expected = body.split(separator: "parse", omittingEmptySubsequences: false).joined(separator: "parseHeader")
        #expect(try shell.folder.text("new\nline.swift") == expected)
        #expect(try shell.folder.text("a\u{1B}[45mb.swift") == expected)
        try shell.tmux.wait(for: "Enter send")
        try shell.tmux.press("C-d")
        #expect(try shell.waitForEnd() == 0)
        try expectHarmless(shell)
    }

    /// A server's words, in every place where they are shown.
    @Test func aServersWordsAreShownAsMarks() throws {
        let shell = try TerminalShell(columns: 120, rows: 40)
        let hostile = Self.jsonEscaped(Self.attack + Self.invisible)
        try shell.folder.write(
            "scenario",
            [
                #"{"progress": {"type": "thinking", "message": "thought \#(hostile)"}}"#,
                #"{"progress": {"type": "plan", "message": "plan \#(hostile)", "steps": ["\#(hostile)"]}}"#,
                #"{"progress": {"type": "working", "step": 1, "total": 2, "message": "work \#(hostile)"}}"#,
                #"{"progress": {"type": "step_complete", "message": "step \#(hostile)", "details": ["\#(hostile)"]}}"#,
                #"{"progress": {"type": "error", "message": "wrong \#(hostile)"}}"#,
                #"{"reply": {"success": true, "model": "m\#(hostile)", "response": "said \#(hostile) `\#(hostile)` [l](http://x/\#(hostile))\n\n```\#(hostile)\n\#(hostile)\n```\nat the end"}}"#,
                #"{"reply": {"success": false, "error": "failed \#(hostile)"}}"#,
                #"{"raw": {"status": 502, "content_type": "text/html", "body": "<h1>\#(hostile)</h1>"}}"#,
            ].joined(separator: "\n"))
        try shell.startProgram("--scenario scenario")
        try shell.run("go")
        try shell.tmux.wait(for: "at the end")
        try expectHarmless(shell)
        try shell.run("go")
        try shell.tmux.wait(for: "failed")
        try expectHarmless(shell)
    }

    /// Pasted and sent, it is the conversation's title too.
    @Test func aPastedAttackIsShownAsMarks() throws {
        let shell = try TerminalShell(columns: 120, rows: 40)
        try shell.startProgram()
        try shell.tmux.paste("hello \(Self.attack) \(Self.invisible)")
        try shell.tmux.wait(for: "› hello")
        try expectHarmless(shell)
        try shell.tmux.press("Enter")
        try shell.tmux.wait(for: "You")
        try expectHarmless(shell)
    }

    /// Neither the screen nor the bytes that made it have anything of the attack but marks.
    private func expectHarmless(_ shell: TerminalShell) throws {
        let written = try shell.written()
        for sequence in [
            "\u{1B}]2;OWNED", "\u{1B}[45m", "\u{1B}[2J\u{1B}]52", "\u{1B}]52", "\u{9B}", "\u{1B}c", "\u{202E}",
        ] {
            #expect(!written.contains(Array(sequence.utf8)), "\(sequence.debugDescription) was written")
        }
        let painted = try shell.tmux.paintedScreen()
        for scalar in ["\u{202E}", "\u{202C}", "\u{200B}", "\u{2066}", "\u{9B}", "\u{7F}", "\u{8}"] as [Unicode.Scalar]
        {
            #expect(!painted.unicodeScalars.contains(scalar), "U+\(String(scalar.value, radix: 16)) is on the screen")
        }
        let title = try shell.tmux.ask("display-message", "-p", "-t", "t", "#{pane_title}")
        #expect(!title.hasPrefix("OWNED"))
    }

    private static func jsonEscaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            let hexadecimal = String(scalar.value, radix: 16)
            return scalar.value < 0x20 || scalar.value > 0x7E
                ? "\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal : String(scalar)
        }.joined()
    }
}

extension [UInt8] {
    fileprivate func contains(_ other: [UInt8]) -> Bool {
        guard let first = other.first else { return true }
        return indices.contains { self[$0] == first && self[$0...].starts(with: other) }
    }
}
