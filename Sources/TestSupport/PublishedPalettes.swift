// What terminals draw with unless somebody chose otherwise, as their makers publish it.
public import Screen

/// A terminal's default colours.
public struct PublishedPalette: Sendable, CustomStringConvertible {
    public var name: String
    public var colours: TerminalColours
    public var ground: Theme.Ground

    public var description: String { name }

    private init(_ name: String, _ ground: Theme.Ground, text: UInt32, on paper: UInt32, _ palette: [RGB]) {
        self.name = name
        self.ground = ground
        colours = TerminalColours(foreground: RGB(text), background: RGB(paper), palette: palette)
    }

    /// drivers/tty/vt/vt.c of Linux: `default_red`, `default_grn`, `default_blu`; text is colour 7. Its ground is black.
    private static let linux = rgb([
        0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA,
        0x555555, 0xFF5555, 0x55FF55, 0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF,
    ])
    /// src/vs/workbench/contrib/terminal/common/terminalColorRegistry.ts of VS Code: `ansiColorMap`, dark and light; the
    /// ground is the panel's of its default themes. (What is below 4.5:1 it lifts when it draws:
    /// `terminal.integrated.minimumContrastRatio`. The table is measured without.)
    private static let codeDark = rgb([
        0x000000, 0xCD3131, 0x0DBC79, 0xE5E510, 0x2472C8, 0xBC3FBC, 0x11A8CD, 0xE5E5E5,
        0x666666, 0xF14C4C, 0x23D18B, 0xF5F543, 0x3B8EEA, 0xD670D6, 0x29B8DB, 0xE5E5E5,
    ])
    private static let codeLight = rgb([
        0x000000, 0xCD3131, 0x107C10, 0x949800, 0x0451A5, 0xBC05BC, 0x0598BC, 0x555555,
        0x666666, 0xCD3131, 0x14CE14, 0xB5BA00, 0x0451A5, 0xBC05BC, 0x0598BC, 0xA5A5A5,
    ])

    /// VS Code's, which many have.
    public static let dark = PublishedPalette("VS Code dark", .dark, text: 0xCCCCCC, on: 0x1E1E1E, codeDark)
    public static let light = PublishedPalette("VS Code light", .light, text: 0x333333, on: 0xFFFFFF, codeLight)

    private static func rgb(_ numbers: [UInt32]) -> [RGB] { numbers.map { RGB($0) } }

    /// xterm's sixteen stand in `RGB.xterm`; it draws black on white, and with `-rv` white on black.
    public static let all = [
        PublishedPalette("xterm -rv", .dark, text: 0xFFFFFF, on: 0x000000, RGB.xterm),
        dark,
        PublishedPalette("Linux console", .dark, text: 0xAAAAAA, on: 0x000000, linux),
        PublishedPalette("xterm", .light, text: 0x000000, on: 0xFFFFFF, RGB.xterm),
        light,
    ]
}
