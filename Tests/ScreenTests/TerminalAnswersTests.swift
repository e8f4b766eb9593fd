// What terminals answer, byte for byte as they do it, in pieces of any size, with keys between.
import TestSupport
import Testing

@testable import Screen

@Suite struct TerminalAnswersTests {
    private func read(_ text: String) -> TerminalAnswers {
        var reading = TerminalAnswerReading()
        reading.take(Array(text.utf8))
        return reading.answers
    }

    @Test func aModernTerminal() {
        let answers = read(
            "\u{1B}[>1;4000;35c\u{1B}P>|kitty(0.35.2)\u{1B}\\\u{1B}[?0u\u{1B}[?2026;2$y\u{1B}]11;rgb:1e1e/2e2e/ffff\u{1B}\\"
                + "\u{1B}[?62;52;c")
        #expect(answers.secondary == [1, 4000, 35])
        #expect(answers.version == "kitty(0.35.2)")
        #expect(answers.keyboardFlags == 0)
        #expect(answers.modes == [2026: 2])
        #expect(answers.background == .init(red: 0x1E, green: 0x2E, blue: 0xFF))
        #expect(answers.primary == [62, 52])
    }

    @Test func coloursHaveManyForms() {
        #expect(read("\u{1B}]11;rgb:ff/ff/ff\u{7}").background?.isDark == false)
        #expect(read("\u{1B}]11;rgba:0/0/0/ffff\u{7}").background == .init(red: 0, green: 0, blue: 0))
        for broken in ["rgb:", "rgb:1/2", "rgb:12345/0/0", "rgb:x/y/z", "#ffffff"] {
            #expect(read("\u{1B}]11;\(broken)\u{7}").background == nil, "\(broken)")
        }
    }

    @Test func cursorsInOrder() {
        #expect(read("\u{1B}[1;2R\u{1B}[1;3R").columns == [2, 3])
    }

    /// Keys, cut answers and what never ends are no answers, and what follows is read all the same.
    @Test func whatIsNoAnswerIsLeftOut() {
        let wanted = read("\u{1B}[?6c")
        for noise in [
            "abc", "\u{1B}[A", "\u{1B}", "\u{1B}[12", "\u{1B}]11;rgb", "\u{1B}Px", "\u{1B}[999999999999999999;1R",
        ] {
            let answers = read(noise + "\u{1B}[?6c")
            #expect(answers.primary == wanted.primary, "\(noise.debugDescription)")
        }
        var long = TerminalAnswerReading()
        long.take([0x1B, 0x5D] + [UInt8](repeating: 0x31, count: 100_000) + Array("\u{7}\u{1B}[?6c".utf8))
        #expect(long.answers.primary == [6])
    }

    @Test func cutsDoNotMatter() {
        var random = SeededGenerator.fresh()
        let whole = Array(
            "\u{1B}[>0;10;1cx\u{1B}P>|tmux 3.3a\u{1B}\\\u{1B}]11;rgb:0000/0000/0000\u{7}\u{1B}[3;7R\u{1B}[?1;2c".utf8)
        var expected = TerminalAnswerReading()
        expected.take(whole)
        for _ in 0..<200 {
            var reading = TerminalAnswerReading()
            var rest = whole[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...rest.count, using: &random)
                reading.take(rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            #expect(reading == expected, "seed \(random.seed)")
        }
    }
}
