// Which terminals are asked for notifications and progress, and with which bytes.
import Screen
import Testing

@testable import Terminal

struct TerminalNoticeTests {
    private func notice(_ variables: [String: String]) -> TerminalNotice { TerminalNotice { variables[$0] } }

    @Test(arguments: [
        (["TERM": "foot"], TerminalNotice.titled), (["TERM": "rxvt-unicode-256color"], .titled),
        (["TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"], .titled),
        (["TERM": "xterm-kitty"], .plain), (["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"], .plain),
        (["TERM": "xterm-256color"], .bell), (["TERM": "linux"], .bell), ([:], .bell),
        (["TERM": "tmux-256color", "TERM_PROGRAM": "tmux"], .bell),
        (["TERM": "xterm-kitty", "TMUX": "/tmp/tmux-0/default,1,0"], .bell),
        (["TERM": "foot", "STY": "1.pts"], .bell),
    ])
    func theKnownAreAsked(variables: [String: String], kind: TerminalNotice) {
        #expect(notice(variables) == kind)
    }

    @Test func wordsCommandNothing() {
        let wild = "a\u{1B}]0;b\u{7}\u{9C}\u{202E}c\nd"
        #expect(TerminalNotice.titled.sequence(title: "x;y", wild) == "\u{1B}]777;notify;xy;a]0;bcd\u{1B}\\")
        #expect(TerminalNotice.plain.sequence(title: "x", wild) == "\u{1B}]9;a]0;bcd\u{1B}\\")
        #expect(
            TerminalNotice.plain.sequence(title: "x", "4;1;50") == "\u{1B}]9; 4;1;50\u{1B}\\", "no order of ConEmu's")
        #expect(TerminalNotice.bell.sequence(title: "x", wild) == "\u{7}")
    }

    @Test func tmuxPassesOnWhatIsWrapped() {
        #expect(
            TerminalNotice.passedThroughTmux("\u{1B}]9;done\u{1B}\\")
                == "\u{1B}Ptmux;\u{1B}\u{1B}]9;done\u{1B}\u{1B}\\\u{1B}\\")
    }

    @Test func progressIsForTheKnownAlone() {
        func takes(_ variables: [String: String]) -> Bool { TerminalNotice.takesProgress { variables[$0] } }
        #expect(takes(["WT_SESSION": "x"]) && takes(["TERM_PROGRAM": "ghostty"]) && takes(["VTE_VERSION": "8000"]))
        #expect(!takes(["VTE_VERSION": "7800"]) && !takes(["TERM_PROGRAM": "iTerm.app"]) && !takes([:]))
        #expect(!takes(["WT_SESSION": "x", "TMUX": "y"]))
    }

    @Test func progressIsSetAndTakenBack() {
        func sequences(_ knows: Bool) -> ControlSequences {
            ControlSequences(
                terminalName: "xterm-256color", cursorAddress: "\u{1B}[%i%p1%d;%p2%dH", usesMouse: false,
                showsProgress: knows)
        }
        #expect(sequences(true).progress(.busy) == "\u{1B}]9;4;3;0\u{1B}\\")
        #expect(sequences(true).leave.hasPrefix("\u{1B}]9;4;0;0\u{1B}\\"), "also after a crash: these bytes undo it")
        #expect(sequences(false).progress(.busy).isEmpty)
        #expect(!sequences(false).leave.contains("]9;"))
    }
}
