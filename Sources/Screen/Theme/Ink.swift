// From a theme's look to what a terminal can show: as many colours as it has, and the attributes that stand in for them.

/// How many colours a terminal has.
public enum ColourDepth: Int, Comparable, CaseIterable, Hashable, Sendable {
    case none, eight, sixteen
    /// 256, of which 240 are the same everywhere.
    case table
    /// Red, green and blue.
    case full

    public static func < (a: ColourDepth, b: ColourDepth) -> Bool { a.rawValue < b.rawValue }

    /// By the number that terminfo has: 0 is monochrome.
    public init(colours: Int) {
        switch colours {
        case ..<8: self = .none
        case ..<16: self = .eight
        case ..<256: self = .sixteen
        case 256: self = .table
        default: self = .full
        }
    }
}

/// Attributes and two colours, resolved: -1 the terminal's own, 0 to 255 a place of its table, else `0xRRGGBB`.
public struct Ink: Hashable, Sendable {
    public var attributes: Look.Attributes
    public var foreground: Int
    public var background: Int

    public init(_ attributes: Look.Attributes = [], foreground: Int = -1, background: Int = -1) {
        (self.attributes, self.foreground, self.background) = (attributes, foreground, background)
    }

    public var hasColour: Bool { foreground != -1 || background != -1 }

    /// The parameters of a control sequence that sets it from nothing (SGR, ECMA-48 §8.3.117; 38 and 48 as xterm has
    /// them, with semicolons, which everybody reads); empty for plain text.
    public var sgr: String {
        var parameters: [Int] = []
        for (attribute, number) in [(Look.Attributes.bold, 1), (.dim, 2), (.underline, 4), (.reverse, 7)]
        where attributes.contains(attribute) { parameters.append(number) }
        parameters += Self.sgr(foreground, first: 30) + Self.sgr(background, first: 40)
        return parameters.map(String.init).joined(separator: ";")
    }

    private static func sgr(_ colour: Int, first: Int) -> [Int] {
        switch colour {
        case ..<0: []
        case ..<8: [first + colour]
        case ..<16: [first + 52 + colour]
        case ..<256: [first + 8, 5, colour]
        default: [first + 8, 2, colour >> 16, colour >> 8 & 0xFF, colour & 0xFF]
        }
    }
}

extension Theme {
    /// How a style looks on a terminal of that depth.
    ///
    /// A reversed mark on a reversed ground stands out by not being reversed.
    public func ink(for style: Style, depth: ColourDepth) -> Ink {
        guard depth > .none || isMonochrome else { return Theme.mono.ink(for: style, depth: depth) }
        var look = with(self[.plain], under: self[style.role])
        var isReversed = false
        let hasSelected = style.marks.contains(.selected) && hasGround(selected, at: depth)
        if style.marks.contains(.changed) {
            let word = style.role == .removed ? removedWord : addedWord
            if hasGround(word, at: depth), let word, !hasSelected {
                look = with(look, under: word)
            } else {
                isReversed.toggle()
            }
        }
        if style.marks.contains(.selected) {
            if hasSelected, let selected {
                look = with(look, under: selected)
            } else {
                isReversed.toggle()
            }
        }
        if isReversed { look.attributes.formSymmetricDifference(.reverse) }
        if style.marks.contains(.strong) { look.attributes.insert(.bold) }
        if style.marks.contains(.emphasised) { look.attributes.insert(.underline) }
        return look.ink(at: depth)
    }

    /// Its ground is a fine shade: with few colours it would be none, or glare.
    private func hasGround(_ look: Look?, at depth: ColourDepth) -> Bool {
        depth >= .table && look != nil && look?.background != .own
    }

    /// What the upper look leaves open is the lower one's.
    private func with(_ lower: Look, under upper: Look) -> Look {
        Look(
            upper.foreground == .own ? lower.foreground : upper.foreground,
            on: upper.background == .own ? lower.background : upper.background,
            upper.attributes.union(lower.attributes))
    }
}

extension Look {
    func ink(at depth: ColourDepth) -> Ink {
        var ink = Ink(attributes)
        guard depth > .none else { return ink }
        ink.foreground = foreground.number(at: depth)
        ink.background = background.number(at: depth)
        if depth == .eight {
            // Bold is how terminals of eight colours make the bright ones.
            if ink.foreground == 8, ink.background < 0 {
                ink.foreground = -1
                ink.attributes.insert(.dim)
            } else if ink.foreground >= 8 {
                ink.foreground -= 8
                ink.attributes.insert(.bold)
            }
            if ink.background >= 8 { ink.background -= 8 }
        }
        // Two shades may have become one, in which nothing can be read.
        if ink.foreground >= 0, ink.foreground == ink.background {
            (ink.foreground, ink.background) = (-1, -1)
            ink.attributes.insert(.reverse)
        }
        return ink
    }
}

extension ThemeColour {
    fileprivate func number(at depth: ColourDepth) -> Int {
        switch self {
        case .own: -1
        case .table(let place): place < 16 || depth >= .table ? Int(place) : Int(RGB(table: place).nearestOfSixteen)
        // Below 256 a number is a place of the table: the nearest blacks have a green of 1.
        case .rgb(let rgb) where depth == .full: max(Int(rgb.number), 0x100 | Int(rgb.blue))
        case .rgb(let rgb): Int(depth == .table ? rgb.nearestOfTable : rgb.nearestOfSixteen)
        }
    }
}
