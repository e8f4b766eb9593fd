// Colours and attributes by the depth of the terminal.
import Screen
import Testing

@testable import Terminal

struct PaletteTests {
    @Test(arguments: [
        (0, true, Palette.Depth.none), (2, true, .none), (8, true, .eight), (256, true, .sixteen), (256, false, .none),
    ])
    func depthFollowsTheTerminalAndTheUser(colours: Int, isAllowed: Bool, depth: Palette.Depth) {
        #expect(Palette(colours: colours, isAllowed: isAllowed).depth == depth)
    }

    @Test func withoutColourNoRoleHasOne() {
        let palette = Palette(colours: 0, isAllowed: true)
        for role in Role.allCases {
            #expect(palette.ink(for: role).foreground == -1)
            #expect(palette.ink(for: role).background == -1)
        }
    }

    @Test func withoutColourAddedAndRemovedDiffer() {
        let palette = Palette(colours: 0, isAllowed: true)
        #expect(palette.ink(for: .added) != palette.ink(for: .removed))
        #expect(palette.ink(for: .attention) != palette.ink(for: .plain))
    }

    @Test(arguments: [0, 8, 16])
    func everyMarkIsVisibleOnEveryRole(colours: Int) {
        let palette = Palette(colours: colours, isAllowed: true)
        for role in Role.allCases {
            let bare = palette.attributes(for: role, marks: [])
            #expect(palette.attributes(for: role, marks: .selected) != bare)
            #expect(palette.attributes(for: role, marks: .changed) != bare)
        }
    }

    @Test func theStatusLineHasItsGrounds() {
        let palette = Palette(colours: 256, isAllowed: true)
        #expect(palette.ink(for: .status) == Ink(foreground: 15, background: 4))
        #expect(palette.ink(for: .statusAttention) == Ink(foreground: 0, background: 3))
        #expect(palette.ink(for: .statusError) == Ink(foreground: 15, background: 1))
    }
}
