// Contrast as WCAG reckons it; the expected numbers are those of its own examples and tools.

import Screen
import Testing

@Suite struct ContrastTests {
    @Test(
        arguments: [
            (0x000000, 0xFFFFFF, 21.0), (0xFFFFFF, 0xFFFFFF, 1.0), (0x767676, 0xFFFFFF, 4.54),
            (0x777777, 0xFFFFFF, 4.48),
            (0xFF0000, 0xFFFFFF, 4.0), (0x0000FF, 0xFFFFFF, 8.59), (0x00FF00, 0xFFFFFF, 1.37),
            (0x949494, 0xFFFFFF, 3.03),
            (0x0000FF, 0x000000, 2.44), (0xFFFF00, 0x000000, 19.56),
        ] as [(UInt32, UInt32, Double)])
    func isThatOfWCAG(text: UInt32, ground: UInt32, expected: Double) {
        let contrast = RGB(text).contrast(with: RGB(ground))
        #expect(abs(contrast - expected) < 0.006, "\(contrast)")
        #expect(contrast == RGB(ground).contrast(with: RGB(text)))
    }

    @Test func luminanceGrowsWithEveryStep() {
        for value in UInt8(0)..<255 {
            #expect(RGB(value, value, value).luminance < RGB(value + 1, value + 1, value + 1).luminance)
        }
        #expect(abs(RGB(0xFFFFFF).luminance - 1) < 1e-9)
        #expect(RGB(0).luminance == 0)
    }

    @Test func ofWhatTheUserChoosesNothingIsKnown() {
        let dark = TerminalColours.assumed(.dark)
        #expect(Theme.terminal.contrast(of: Style(.added), on: dark) == nil)
        #expect(Theme.terminal.contrast(of: Style(.plain), on: dark) != nil)
        // Reversed, it is the same two colours.
        #expect(
            Theme.terminal.contrast(of: Style(.plain, .selected), on: dark)
                == Theme.terminal.contrast(of: Style(.plain), on: dark))
    }
}
