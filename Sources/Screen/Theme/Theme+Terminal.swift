// Data tables of the themes that need nothing but the terminal's own palette: the default, its twin for light grounds,
// and none at all.

extension ThemeColour {
    static let black = table(0), green = table(2), yellow = table(3), blue = table(4), cyan = table(6)
    static let red = table(1), brightRed = table(9), brightBlue = table(12), brightMagenta = table(13)
    static let brightWhite = table(15)
}

extension Theme {
    /// The default: the user's sixteen colours on the user's ground.
    ///
    /// Note: of the bright ones only those that Solarized and its kin, which keep greys there, leave to be seen; and
    /// they rather than the plain ones, since plain red, blue and magenta can hardly be read on black (THEMES.md).
    /// Quiet text is the terminal's own, dimmed: bright black is the ground itself in such palettes.
    public static let terminal = Theme("terminal") { role in
        switch role {
        case .plain, .code: Look()
        case .dim, .rule: Look(.own, .dim)
        case .heading: Look(.own, .bold)
        case .user, .syntaxString: Look(.cyan)
        case .added: Look(.green)
        case .removed: Look(.brightRed)
        case .attention, .syntaxLiteral: Look(.yellow)
        case .error: Look(.brightRed, .bold)
        case .link: Look(.brightBlue, .underline)
        // Neither green nor red, which say what is added and removed.
        case .syntaxKeyword: Look(.brightMagenta)
        case .syntaxName: Look(.brightBlue)
        case .match: Look(.black, on: .cyan)
        case .matchHere: Look(.black, on: .yellow, .bold)
        case .status: Look(.brightWhite, on: .blue)
        // White on yellow can't be read anywhere.
        case .statusAttention: Look(.black, on: .yellow)
        case .statusError: Look(.brightWhite, on: .red)
        }
    }

    /// The same for light grounds, where green, yellow and cyan of most palettes can't be read: there the table that
    /// is alike everywhere has darker ones.
    public static let terminalLight: Theme = {
        var theme = terminal
        theme.name = "terminal-light"
        theme.ground = .light
        theme[.dim] = Look(.table(243))
        theme[.rule] = Look(.table(243))
        theme[.user] = Look(.table(24))
        theme[.added] = Look(.table(28))
        theme[.removed] = Look(.table(124))
        theme[.attention] = Look(.table(94))
        theme[.error] = Look(.table(124), .bold)
        theme[.link] = Look(.table(25), .underline)
        theme[.syntaxKeyword] = Look(.table(90))
        theme[.syntaxName] = Look(.table(25))
        theme[.syntaxString] = Look(.table(23))
        theme[.syntaxLiteral] = Look(.table(94))
        theme[.status] = Look(.table(231), on: .table(25))
        theme[.statusError] = Look(.table(231), on: .table(124))
        return theme
    }()

    /// Attributes alone: what is drawn where there are no colours, whatever the theme.
    public static let mono = Theme("mono") { role in
        switch role {
        case .plain, .user, .code, .syntaxKeyword, .syntaxName, .syntaxString, .syntaxLiteral: Look()
        case .dim, .rule: Look(.own, .dim)
        case .heading, .added, .error: Look(.own, .bold)
        case .removed, .link: Look(.own, .underline)
        case .attention, .status, .match: Look(.own, .reverse)
        case .statusAttention: Look(.own, [.reverse, .bold])
        case .statusError: Look(.own, [.reverse, .underline])
        case .matchHere: Look(.own, [.reverse, .bold, .underline])
        }
    }
}

extension Look {
    fileprivate init(_ foreground: ThemeColour, _ attributes: Attributes) {
        self.init(foreground, on: .own, attributes)
    }
}
