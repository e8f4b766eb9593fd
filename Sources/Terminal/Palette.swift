// Meaning to colour, once and here. The table of the design: 16 ANSI colours on the terminal's own ground, or none.
import Screen

/// How something looks: attributes and two colours, -1 being the terminal's own.
struct Ink: Equatable, Sendable {
    struct Attributes: OptionSet, Equatable, Sendable {
        let rawValue: UInt32
        static let bold = Attributes(rawValue: 1)
        static let dim = Attributes(rawValue: 2)
        static let underline = Attributes(rawValue: 4)
        static let reverse = Attributes(rawValue: 8)
    }

    var attributes: Attributes = []
    var foreground = -1
    var background = -1

    var hasColour: Bool { foreground != -1 || background != -1 }
}

/// The inks of a terminal with so many colours.
struct Palette: Equatable, Sendable {
    enum Depth: Equatable, Sendable { case none, eight, sixteen }

    private enum Colour {
        static let black = 0, red = 1, green = 2, yellow = 3, blue = 4, magenta = 5, cyan = 6, white = 7
        static let brightBlack = 8, brightWhite = 15
    }

    let depth: Depth

    /// `colours` as terminfo counts them; 0 is monochrome.
    init(colours: Int, isAllowed: Bool) {
        if !isAllowed || colours < 8 {
            depth = .none
        } else {
            depth = colours >= 16 ? .sixteen : .eight
        }
    }

    func ink(for role: Role) -> Ink {
        depth == .none ? Self.withoutColour(role) : withColour(role)
    }

    /// A role's attributes with a cell's marks: a reversed mark on a reversed ground stands out by not being reversed.
    func attributes(for role: Role, marks: CellMarks) -> Ink.Attributes {
        var attributes = ink(for: role).attributes
        if marks.contains(.strong) { attributes.insert(.bold) }
        if marks.contains(.emphasised) { attributes.insert(.underline) }
        if marks.contains(.selected) { attributes.formSymmetricDifference(.reverse) }
        if marks.contains(.changed) { attributes.formSymmetricDifference(.reverse) }
        return attributes
    }

    private static func withoutColour(_ role: Role) -> Ink {
        switch role {
        case .plain, .user, .code, .syntaxKeyword, .syntaxName, .syntaxString, .syntaxLiteral: Ink()
        case .dim, .rule: Ink(attributes: .dim)
        case .heading, .added, .error: Ink(attributes: .bold)
        case .removed, .link: Ink(attributes: .underline)
        case .attention, .status, .match: Ink(attributes: .reverse)
        case .statusAttention, .statusError: Ink(attributes: [.reverse, .bold])
        }
    }

    private func withColour(_ role: Role) -> Ink {
        switch role {
        case .plain, .code: Ink()
        // Neither green nor red, which say what is added and removed.
        case .syntaxKeyword: Ink(foreground: Colour.magenta)
        case .syntaxName: Ink(foreground: Colour.blue)
        case .syntaxString: Ink(foreground: Colour.cyan)
        case .syntaxLiteral: Ink(foreground: Colour.yellow)
        case .match: Ink(foreground: Colour.black, background: Colour.cyan)
        case .dim, .rule: quiet
        case .heading: Ink(attributes: .bold)
        case .user: Ink(foreground: Colour.cyan)
        case .added: Ink(foreground: Colour.green)
        case .removed: Ink(foreground: Colour.red)
        case .attention: Ink(foreground: Colour.yellow)
        case .error: Ink(attributes: .bold, foreground: Colour.red)
        case .link: Ink(attributes: .underline, foreground: Colour.blue)
        case .status: bright(on: Colour.blue)
        // White on yellow can't be read anywhere.
        case .statusAttention: Ink(foreground: Colour.black, background: Colour.yellow)
        case .statusError: bright(on: Colour.red)
        }
    }

    private var quiet: Ink {
        depth == .sixteen ? Ink(foreground: Colour.brightBlack) : Ink(attributes: .dim)
    }

    private func bright(on ground: Int) -> Ink {
        depth == .sixteen
            ? Ink(foreground: Colour.brightWhite, background: ground)
            : Ink(attributes: .bold, foreground: Colour.white, background: ground)
    }
}
