// Which terminals are sent links, and what exactly they are sent.

import Screen
import Testing

@testable import Terminal

@Suite struct LinksTests {
    private func support(_ environment: [String: String]) -> LinkSupport { LinkSupport { environment[$0] } }

    @Test func terminalsThatSayWhatTheyAreGetLinks() {
        for environment in [
            ["TERM": "xterm-kitty"], ["TERM": "foot"], ["TERM": "alacritty"],
            ["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"],
            ["TERM": "xterm-256color", "VTE_VERSION": "7600"], ["TERM": "xterm-256color", "WT_SESSION": "x"],
            ["TERM": "xterm-256color", "KONSOLE_VERSION": "220401"],
        ] { #expect(support(environment) == .shown, "\(environment)") }
        for environment in [
            [:], ["TERM": "xterm-256color"], ["TERM": "xterm-256color", "VTE_VERSION": "4800"],
            ["TERM": "linux", "VTE_VERSION": "7600"], ["TERM": "vt100", "WT_SESSION": "x"],
            ["TERM": "screen", "STY": "1.x", "TERM_PROGRAM": "iTerm.app"], ["TERM": "screen-256color"],
            ["TERM": "tmux-256color", "TMUX": "/s,1,0", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.3a"],
            ["TERM": "tmux-256color", "TMUX": "/s,1,0", "KITTY_WINDOW_ID": "1"],
        ] { #expect(support(environment) == .none, "\(environment)") }
        for version in ["3.4", "3.5a", "next-3.6", "4.0"] {
            #expect(
                support(["TERM": "screen", "TMUX": "/s,1,0", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": version])
                    == .passed)
        }
    }

    private let painter = LinkedRows(
        palette: Palette(.terminal, depth: .none),
        fitting: GlyphFitting(isUnicode: true) { $0 < 0x20 ? -1 : $0 > 0x2E80 ? 2 : 1 })
    private let size = Size(columns: 12, rows: 3)

    private func cells(_ rows: [StyledLine]) -> CellBuffer {
        var cells = CellBuffer(size: size)
        for (number, row) in rows.enumerated() { cells.put(row, at: Point(column: 0, row: number)) }
        return cells
    }

    private func sent(_ cells: CellBuffer, before: CellBuffer?) -> String {
        painter.sequence(for: cells, before: before, within: size).replacing("\u{1B}", with: "␛")
    }

    private func link(_ text: String, _ address: String = "https://example.org/a") -> StyledLine {
        StyledLine(text, Style(.plain, link: LinkAddress(address)))
    }

    @Test func aRowIsSentOnceMoreWithItsLinks() {
        let number = String(LinkAddress("https://example.org/a")?.number ?? 0, radix: 36)
        let frame = cells(["plain", StyledLine("a ") + link("漢b") + StyledLine(" c")])
        #expect(
            sent(frame, before: nil)
                == "␛7␛[2;1H␛[0ma ␛]8;id=\(number);https://example.org/a␛\\漢b␛]8;;␛\\ c␛8")
        #expect(sent(frame, before: frame) == "", "nothing changed")
        #expect(sent(cells(["other", StyledLine("a ") + link("漢b") + StyledLine(" c")]), before: frame) == "")
    }

    @Test func everyRowClosesItsLink() {
        let sent = sent(cells([link("over two"), link("rows")]), before: nil)
        for row in sent.split(separator: ";1H").dropFirst() {
            #expect(row.contains("␛]8;id="))
            #expect(row.contains("␛]8;;␛\\"))
        }
    }

    @Test func aLinkThatIsGoneLeavesNothingBehind() {
        let before = cells([link("gone") + StyledLine(" rest")])
        #expect(sent(cells([StyledLine("gone rest")]), before: before) == "␛7␛[1;1H␛[0mgone rest␛8")
        let moved = cells([link("gone", "https://example.org/b") + StyledLine(" rest")])
        #expect(sent(moved, before: before).contains("example.org/b"))
    }
}
