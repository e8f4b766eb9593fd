// How well text can be read: the contrast of two colours, and of what a theme draws with a terminal's colours.

extension RGB {
    /// Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance").
    public var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    /// Of a light with itself 1, of black with white 21 (WCAG 2.2, "contrast ratio").
    public func contrast(with other: RGB) -> Double {
        let (a, b) = (luminance, other.luminance)
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    private static func linear(_ value: UInt8) -> Double {
        let part = Double(value) / 255
        guard part > 0.04045 else { return part / 12.92 }
        // x^2.4 is x² times its fifth root; the standard library has square roots alone.
        let square = (part + 0.055) / 1.055 * ((part + 0.055) / 1.055)
        var root = 1.0
        for _ in 0..<40 { root = (4 * root + square / (root * root * root * root)) / 5 }
        return square * root
    }

    /// Half way to another: how terminals draw dimmed text.
    public func mixed(with other: RGB) -> RGB {
        func half(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((Int(a) + Int(b)) / 2) }
        return RGB(half(red, other.red), half(green, other.green), half(blue, other.blue))
    }
}

/// What a terminal draws with where a theme leaves it the choice.
public struct TerminalColours: Hashable, Sendable {
    public var foreground: RGB
    public var background: RGB
    /// The first sixteen; nil: nobody knows them.
    public var palette: [RGB]?

    public init(foreground: RGB, background: RGB, palette: [RGB]? = nil) {
        (self.foreground, self.background, self.palette) = (foreground, background, palette)
    }

    /// What is taken for the ground that a theme is made for, where nothing better is known.
    public static func assumed(_ ground: Theme.Ground) -> TerminalColours {
        switch ground {
        case .dark: TerminalColours(foreground: RGB(0xE5E5E5), background: RGB(0x1E1E1E))
        case .light: TerminalColours(foreground: RGB(0x1F1F1F), background: RGB(0xFFFFFF))
        }
    }

    /// What a number of an `Ink` is; `own` for -1, nil for one of the first sixteen that nobody knows.
    public func rgb(_ colour: Int, own: RGB) -> RGB? {
        switch colour {
        case ..<0: own
        case ..<16: palette?[colour]
        case ..<256: RGB(table: UInt8(colour))
        default: RGB(UInt32(colour))
        }
    }
}

extension Theme {
    /// What text has to reach: 4.5:1 (WCAG 2.2 §1.4.3), what is quiet on purpose 3:1 (§1.4.11).
    public static func bar(for role: Role) -> Double { role == .dim || role == .rule ? 3 : 4.5 }

    /// The contrast of what is drawn so with its ground, on a terminal of 256 and more colours; nil where that is the
    /// user's palette to say.
    public func contrast(of style: Style, on terminal: TerminalColours) -> Double? {
        let ink = ink(for: style, depth: .full)
        guard var text = terminal.rgb(ink.foreground, own: terminal.foreground),
            let ground = terminal.rgb(ink.background, own: terminal.background)
        else { return nil }
        if ink.attributes.contains(.dim) { text = text.mixed(with: ground) }
        return text.contrast(with: ground)
    }
}
