// The bytes that we send besides ncurses: modes in pairs, and a title that can't carry anything but text.
import Testing

@testable import Terminal

struct ControlSequencesTests {
    private func sequences(_ name: String, _ address: String = "\u{1B}[%i%p1%d;%p2%dH", mouse: Bool = true)
        -> ControlSequences
    {
        ControlSequences(terminalName: name, cursorAddress: address, usesMouse: mouse)
    }

    @Test func everyModeThatIsSetIsReset() {
        for name in ["xterm-256color", "vt100", "linux", "tmux-256color"] {
            let both = sequences(name)
            let set = both.enter.split(separator: "\u{1B}").filter { $0.hasSuffix("h") }.map { $0.dropLast() }
            let reset = both.leave.split(separator: "\u{1B}").filter { $0.hasSuffix("l") }.map { $0.dropLast() }
            #expect(set.sorted() == reset.sorted())
            #expect(set.isEmpty == false)
        }
    }

    @Test func theMouseCanBeLeftToTheTerminal() {
        #expect(!sequences("xterm", mouse: false).enter.contains("?1002"))
    }

    @Test func otherFamiliesGetNothing() {
        let wyse = sequences("wyse50", "\u{1B}=%p1%' '%+%c%p2%' '%+%c")
        #expect(wyse.enter.isEmpty && wyse.leave.isEmpty && wyse.title("t").isEmpty)
        #expect(sequences("vt100").title("t").isEmpty)
    }

    @Test func aTitleIsTextAlone() {
        let title = sequences("xterm").title("a\u{1B}]0;b\u{7}\u{9C}\u{202E}\u{200B}c\nd é漢")
        #expect(title == "\u{1B}]2;a]0;bcd é漢\u{7}")
        #expect(sequences("xterm").title(String(repeating: "x", count: 9999)).utf8.count == 205)
    }

    @Test func theTitleIsKeptAndGivenBack() {
        let xterm = sequences("xterm")
        #expect(xterm.enter.contains("\u{1B}[22;2t") && xterm.leave.contains("\u{1B}[23;2t"))
        #expect(xterm.title("") == "\u{1B}[23;2t\u{1B}[22;2t", "given back, and kept again for the end")
    }

    @Test(arguments: [
        ("\u{1B}[H\u{1B}[J$<50>", "\u{1B}[H\u{1B}[J"), ("a$<2*/>b$<5>", "ab"), ("$", "$"), ("x$<5", "x$<5"), ("", ""),
    ])
    func paddingNotesAreLeftOut(capability: String, bytes: String) {
        #expect(ControlSequences.withoutPadding(capability) == bytes)
    }
}
