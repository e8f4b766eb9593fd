// Whether the program's themes can be read: on their own grounds, and with the palettes that terminals come with.

import Screen
import Settings
import TestSupport
import Testing

@Suite struct ThemeContrastTests {
    private let shelf = ThemeShelf()

    /// The darkest and the lightest grounds that people sit before: plain, VS Code's, One Dark's, Nord's; plain, VS
    /// Code's, Solarized's, Catppuccin's.
    private static let grounds: [Theme.Ground: [UInt32]] = [
        .dark: [0x000000, 0x1E1E1E, 0x282C34, 0x2E3440], .light: [0xFFFFFF, 0xF5F5F5, 0xFDF6E3, 0xEFF1F5],
    ]

    @Test(arguments: ["dusk", "paper"])
    func everyPairOfATrueColourThemeReachesItsBar(name: String) throws {
        let theme = shelf.theme(name)
        let ground = try #require(theme.ground)
        for paper in Self.grounds[ground] ?? [] {
            var terminal = TerminalColours.assumed(ground)
            terminal.background = RGB(paper)
            for role in Role.allCases {
                let contrast = try #require(theme.contrast(of: Style(role), on: terminal))
                #expect(contrast >= Theme.bar(for: role), "\(role) on \(String(paper, radix: 16)): \(contrast)")
            }
        }
    }

    /// Selected rows and changed words have grounds of their own.
    @Test(arguments: ["dusk", "paper"])
    func soDoesWhatIsMarked(name: String) throws {
        let theme = shelf.theme(name)
        let terminal = TerminalColours.assumed(try #require(theme.ground))
        for role in Role.allCases where theme[role].background == .own {
            let isLine = role == .added || role == .removed
            for marks in isLine ? [CellMarks.selected, .changed, [.selected, .changed]] : [.selected] {
                let contrast = try #require(theme.contrast(of: Style(role, marks), on: terminal))
                #expect(contrast >= Theme.bar(for: role), "\(role) \(marks): \(contrast)")
            }
        }
    }

    /// Rows of docs/THEMES.md: what of the themes that take the terminal's own palette is below its bar, with the
    /// palettes that terminals come with. A pair that comes or goes is seen there.
    @Test func pairsBelowTheirBarAreThoseThatAreTold() throws {
        var rows: [String] = []
        for name in ["auto", "colour-blind", "terminal"] {
            for palette in PublishedPalette.all where name != "terminal" || palette.ground == .light {
                let theme = shelf.theme(name, on: palette.ground)
                rows.append("| `\(theme.name)` | \(palette) | \(low(theme, palette.colours).joined(separator: ", ")) |")
            }
        }
        try compareSection("contrast", of: "docs/THEMES.md", with: rows)
    }

    /// Roles below their bar, with their contrast.
    private func low(_ theme: Theme, _ terminal: TerminalColours) -> [String] {
        Role.allCases.compactMap { role in
            guard let contrast = theme.contrast(of: Style(role), on: terminal), contrast < Theme.bar(for: role) else {
                return nil
            }
            let hundredths = Int(contrast * 100)
            return "`\(role.name)` \(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
        }
    }

    /// Where the ground is told, nothing is worse than these.
    @Test(arguments: ["auto", "colour-blind"], PublishedPalette.all)
    func nothingIsLost(name: String, palette: PublishedPalette) throws {
        let theme = shelf.theme(name, on: palette.ground)
        for role in Role.allCases {
            let contrast = try #require(theme.contrast(of: Style(role), on: palette.colours))
            #expect(contrast >= (Theme.bar(for: role) == 3 ? 2.8 : 3.8), "\(role): \(contrast)")
        }
    }

    /// Added and removed are told apart by eyes that lack one kind of cone, by more than how light they are.
    @Test(arguments: ["protanopia", "deuteranopia", "tritanopia"], PublishedPalette.all)
    func addedAndRemovedDifferForTheColourBlind(kind: String, palette: PublishedPalette) throws {
        let theme = shelf.theme("colour-blind", on: palette.ground)
        let eye = try #require(Self.eyes[kind])
        func seen(_ role: Role) throws -> [Double] {
            let ink = theme.ink(for: Style(role), depth: .full)
            let rgb = ink.foreground < 16 ? palette.colours.palette?[ink.foreground] : RGB(table: UInt8(ink.foreground))
            let colour = try #require(rgb)
            let parts = [colour.red, colour.green, colour.blue].map { RGB($0, $0, $0).luminance }
            return eye.map { row in zip(row, parts).reduce(0) { $0 + $1.0 * $1.1 } }
        }
        let (added, removed) = (try seen(.added), try seen(.removed))
        let distance = zip(added, removed).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        #expect(distance > 0.1, "\(added) \(removed)")
    }

    /// Machado, Oliveira, Fernandes 2009, severity 1.0, on linear red, green and blue.
    private static let eyes: [String: [[Double]]] = [
        "protanopia": [
            [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
        ],
        "deuteranopia": [
            [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
        ],
        "tritanopia": [
            [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
        ],
    ]
}
