// How each meaning looks: what a theme is. The screen says what text means; a theme is asked at the very edge.

/// Two colours and some attributes.
public struct Look: Hashable, Sendable {
    public struct Attributes: OptionSet, Hashable, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }
        public static let bold = Attributes(rawValue: 1)
        public static let dim = Attributes(rawValue: 2)
        public static let underline = Attributes(rawValue: 4)
        public static let reverse = Attributes(rawValue: 8)
    }

    public var foreground: ThemeColour
    public var background: ThemeColour
    public var attributes: Attributes

    public init(
        _ foreground: ThemeColour = .own, on background: ThemeColour = .own, _ attributes: Attributes = []
    ) {
        (self.foreground, self.background, self.attributes) = (foreground, background, attributes)
    }

    var hasColour: Bool { foreground != .own || background != .own }
}

public struct Theme: Equatable, Sendable {
    public enum Ground: String, Hashable, Sendable, CaseIterable { case dark, light }

    /// What settings call it.
    public var name: String
    /// The terminal's ground that it is made for; nil: for both.
    public var ground: Ground?
    /// By the role's number.
    private var looks: [Look]
    /// The selected row, as far as it differs from the role's look. nil, or without a ground: reversed.
    public var selected: Look?
    /// The words that differ inside an added and a removed line, likewise.
    public var addedWord: Look?
    public var removedWord: Look?

    public init(_ name: String, ground: Ground? = nil, _ look: (Role) -> Look) {
        self.name = name
        self.ground = ground
        looks = Role.allCases.map(look)
    }

    public subscript(role: Role) -> Look {
        get { looks[Int(role.rawValue)] }
        set { looks[Int(role.rawValue)] = newValue }
    }

    /// It has attributes alone.
    public var isMonochrome: Bool {
        !looks.contains(where: \.hasColour) && ![selected, addedWord, removedWord].contains { $0?.hasColour == true }
    }
}

extension Theme.Ground {
    /// By rxvt's `COLORFGBG`: the colours of text and ground in the palette, `15;0` or `15;default;0`. nil where the
    /// last one is no number.
    public init?(colours: String) {
        guard let last = colours.split(separator: ";").last, let place = UInt8(last), place < 16 else { return nil }
        // As Vim takes it: the dark ones, and bright black.
        self = place < 7 || place == 8 ? .dark : .light
    }
}

/// What a theme can say the look of.
public enum ThemePart: Hashable, Sendable {
    case role(Role)
    case selected
    case addedWord
    case removedWord

    /// In the order in which they are listed.
    public static let all = Role.allCases.map { ThemePart.role($0) } + [.selected, .addedWord, .removedWord]

    /// As theme files call it.
    public var name: String {
        switch self {
        case .role(let role): role.name
        case .selected: "selected"
        case .addedWord: "addedWord"
        case .removedWord: "removedWord"
        }
    }
}

extension Theme {
    public subscript(part: ThemePart) -> Look {
        get {
            switch part {
            case .role(let role): self[role]
            case .selected: selected ?? Look()
            case .addedWord: addedWord ?? Look()
            case .removedWord: removedWord ?? Look()
            }
        }
        set {
            switch part {
            case .role(let role): self[role] = newValue
            case .selected: selected = newValue
            case .addedWord: addedWord = newValue
            case .removedWord: removedWord = newValue
            }
        }
    }
}

extension Role {
    private static let names = [
        "plain", "dim", "heading", "user", "added", "removed", "attention", "error", "link", "code", "syntaxKeyword",
        "syntaxName", "syntaxString", "syntaxLiteral", "match", "matchHere", "rule", "status", "statusAttention",
        "statusError",
    ]

    /// As theme files call it.
    public var name: String { Self.names[Int(rawValue)] }
}
