// What a theme's look becomes on terminals of few colours and of many.

import Screen
import Testing

@Suite struct InkTests {
    private func theme(_ look: Look) -> Theme { Theme("test") { $0 == .added ? look : Look() } }

    @Test(arguments: [
        (0, ColourDepth.none), (2, .none), (8, .eight), (16, .sixteen), (88, .sixteen), (256, .table),
        (0x100_0000, .full),
    ])
    func depthIsThatOfTheTerminal(colours: Int, depth: ColourDepth) { #expect(ColourDepth(colours: colours) == depth) }

    @Test(arguments: [
        (ColourDepth.full, "38;2;255;136;0"), (.table, "38;5;208"), (.sixteen, "91"), (.eight, "1;31"), (.none, "1"),
    ])
    func aTrueColourBecomesTheNearestThereIs(depth: ColourDepth, sgr: String) {
        let orange = theme(Look(.rgb(RGB(0xFF8800))))
        #expect(orange.ink(for: Style(.added), depth: depth).sgr == sgr)
    }

    /// Soft colours keep their hue where there are few.
    @Test(
        arguments: [
            (0x8FD08A, 2), (0xF49090, 9), (0x7DCFFF, 6), (0x8AB4F8, 12), (0xE8C170, 3), (0x2F5D9B, 4), (0xB3373F, 1),
            (0x870087, 5), (0x000000, 0), (0x8F97AB, 8), (0xC8C8D0, 7), (0xFFFFFF, 15),
        ] as [(UInt32, Int)])
    func ofSixteenItIsTheOneOfItsHue(rgb: UInt32, place: Int) {
        #expect(theme(Look(.rgb(RGB(rgb)))).ink(for: Style(.added), depth: .sixteen).foreground == place)
    }

    @Test(arguments: [(ColourDepth.full, "90"), (.table, "90"), (.sixteen, "90"), (.eight, "2")])
    func brightBlackIsDimOfEight(depth: ColourDepth, sgr: String) {
        #expect(theme(Look(.table(8))).ink(for: Style(.added), depth: depth).sgr == sgr)
    }

    @Test func brightColoursAreBoldOfEight() {
        #expect(theme(Look(.table(9))).ink(for: Style(.added), depth: .eight).sgr == "1;31")
        #expect(theme(Look(.table(15), on: .table(12))).ink(for: Style(.added), depth: .eight).sgr == "1;37;44")
    }

    /// Of the nearest black a terminal's number would be a place in its table.
    @Test func aTrueColourIsNeverAPlaceOfTheTable() {
        for number: UInt32 in [0, 1, 0xFF, 0x100, 0x0000FE, 0xFFFFFF] {
            let ink = theme(Look(.rgb(RGB(number)))).ink(for: Style(.added), depth: .full)
            #expect(ink.foreground >= 256)
            let drawn = RGB(UInt32(ink.foreground))
            #expect(drawn.red == number >> 16 && drawn.blue == number & 0xFF)
            #expect(Int(drawn.green) - Int(number >> 8 & 0xFF) <= 1)
        }
    }

    /// The table's own colours are found in it, and the user's sixteen never are.
    @Test func theNearestOfAColourOfTheTableIsItself() {
        for place in UInt8(16)...255 {
            let look = theme(Look(.rgb(RGB(table: place)))).ink(for: Style(.added), depth: .table)
            #expect(look.foreground >= 16)
            #expect(RGB(table: UInt8(look.foreground)) == RGB(table: place))
        }
    }

    @Test func whatBecomesOneShadeIsReversed() {
        let ink = theme(Look(.rgb(RGB(0xFF0000)), on: .rgb(RGB(0xF00000)))).ink(for: Style(.added), depth: .sixteen)
        #expect(ink == Ink([.reverse]))
    }

    @Test func theGroundOfPlainTextIsThatOfAll() {
        var painted = theme(Look(.table(2)))
        painted[.plain] = Look(.rgb(RGB(0xEEEEEE)), on: .rgb(RGB(0x202020)))
        #expect(painted.ink(for: Style(.added), depth: .full).sgr == "32;48;2;32;32;32")
        #expect(painted.ink(for: Style(.dim), depth: .full).sgr == "38;2;238;238;238;48;2;32;32;32")
    }

    @Test func selectedAndChangedHaveGroundsOrAreReversed() {
        var tinted = theme(Look(.table(2)))
        tinted.selected = Look(on: .rgb(RGB(0x293449)))
        tinted.addedWord = Look(on: .table(60), .bold)
        func sgr(_ marks: CellMarks, _ depth: ColourDepth) -> String {
            tinted.ink(for: Style(.added, marks), depth: depth).sgr
        }
        #expect(sgr(.selected, .full) == "32;48;2;41;52;73")
        #expect(sgr(.changed, .table) == "1;32;48;5;60")
        // In the selected row they stand out against it.
        #expect(sgr([.selected, .changed], .full) == "7;32;48;2;41;52;73")
        for depth in [ColourDepth.eight, .sixteen] {
            #expect(sgr(.selected, depth) == "7;32")
            #expect(sgr([.selected, .changed], depth) == "32")
        }
        #expect(sgr(.selected, .none) == "1;7")
    }

    @Test(arguments: [Theme.terminal, .terminalLight, .mono])
    func everyMarkIsVisibleOnEveryRole(theme: Theme) {
        for depth in ColourDepth.allCases {
            for role in Role.allCases {
                let bare = theme.ink(for: Style(role), depth: depth)
                #expect(theme.ink(for: Style(role, .selected), depth: depth) != bare)
                #expect(theme.ink(for: Style(role, .changed), depth: depth) != bare)
            }
        }
    }

    /// A theme of colours is nothing on a terminal without; attributes of a theme without colours are its own.
    @Test func withoutColourAllThemesOfColoursAreMono() {
        var own = Theme.mono
        own[.added] = Look(.own, on: .own, .underline)
        for role in Role.allCases {
            #expect(
                Theme.terminal.ink(for: Style(role), depth: .none) == Theme.mono.ink(for: Style(role), depth: .full))
        }
        #expect(own.ink(for: Style(.added), depth: .none).sgr == "4")
    }
}
