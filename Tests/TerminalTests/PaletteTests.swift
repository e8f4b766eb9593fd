// The theme of a frame on a terminal: inks and pairs by what a cell means.
import Screen
import Testing

@testable import Terminal

struct PaletteTests {
    private func cell(_ role: Role, _ marks: CellMarks = []) -> Cell { Cell("x", as: role, marks: marks) }

    @Test(arguments: ColourDepth.allCases)
    func aCellHasTheInkOfItsStyle(depth: ColourDepth) {
        var theme = Theme.terminal
        theme.selected = Look(on: .rgb(RGB(0x202840)))
        let palette = Palette(theme, depth: depth)
        for role in Role.allCases {
            for bits in UInt8(0)..<16 {
                let marks = CellMarks(rawValue: bits)
                #expect(palette.ink(of: cell(role, marks)) == theme.ink(for: Style(role, marks), depth: depth))
            }
        }
    }

    /// A change of pair costs bytes, and pair 0 none.
    @Test func twoColoursArePairedOnce() {
        let palette = Palette(.terminal, depth: .table)
        #expect(Set(palette.pairs.map { "\($0.foreground) \($0.background)" }).count == palette.pairs.count)
        #expect(palette.pairs.map(\.number) == (1...Int32(palette.pairs.count)).map { $0 })
        #expect(palette.pair(of: cell(.removed)) == palette.pair(of: cell(.error)))
        #expect(palette.pair(of: cell(.added)) == palette.pair(of: cell(.added, .selected)))
        for role in [Role.plain, .dim, .heading, .rule] { #expect(palette.pair(of: cell(role)) == 0) }
    }

    @Test func withoutColourThereIsOnePair() {
        let palette = Palette(.terminal, depth: .none)
        #expect(palette.pairs.isEmpty)
        #expect(Role.allCases.allSatisfy { palette.pair(of: cell($0)) == 0 })
    }

    @Test(arguments: [
        (["COLORTERM": "truecolor", "TERM": "xterm-256color"], true), (["COLORTERM": "24bit", "TERM": "xterm"], true),
        (["COLORTERM": "", "TERM": "xterm-256color"], false), (["TERM": "xterm-256color"], false),
        (["COLORTERM": "yes", "TERM": "xterm-256color"], false),
        (["COLORTERM": "truecolor", "TERM": "screen-256color"], false),
        (["COLORTERM": "truecolor", "TERM": "screen-256color", "TMUX": "/tmp/tmux,1,0"], true),
        (["COLORTERM": "truecolor", "TERM": "xterm-256color", "STY": "1.pts"], false),
    ])
    func trueColourIsTakenWhereTheTerminalSaysSo(environment: [String: String], expected: Bool) {
        #expect(TerminalOptions(environment: { environment[$0] }).hasTrueColour == expected)
    }
}
