// What a piece of text means. Colours are chosen once, at the very edge, from the role (`Terminal/Palette.swift`).

/// The meaning of a cell, never its colour.
public enum Role: UInt8, CaseIterable, Hashable, Sendable {
    case plain
    /// Times, hints, line numbers.
    case dim
    /// Headings and speakers.
    case heading
    /// The user's own words.
    case user
    /// Added lines, accepted, done.
    case added
    /// Removed lines, rejected.
    case removed
    /// Something waits for the user.
    case attention
    case error
    /// Links and paths.
    case link
    /// Code in running text and in code blocks.
    case code
    /// Source text by its syntax: words of the language; names of types, tags and keys; strings; numbers and other
    /// values. Comments are dim.
    case syntaxKeyword
    case syntaxName
    case syntaxString
    case syntaxLiteral
    /// What a search has found, and the one of them that the reader is at.
    case match
    case matchHere
    /// Rules between panes.
    case rule
    /// The status line in its three grounds: calm, the user is needed, the backend is down.
    case status
    case statusAttention
    case statusError
}

/// What a cell is besides its role; each is visible without colour.
public struct CellMarks: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The selected row or range: reversed.
    public static let selected = CellMarks(rawValue: 1)
    /// Strong text: bold.
    public static let strong = CellMarks(rawValue: 2)
    /// Emphasised text: underlined.
    public static let emphasised = CellMarks(rawValue: 4)
    /// The words that differ inside a changed line: reversed.
    public static let changed = CellMarks(rawValue: 8)
}

/// A role with its marks: how `CellBuffer.put` is told what text means.
public struct Style: Hashable, Sendable {
    public var role: Role
    public var marks: CellMarks
    /// Where the text leads when it is clicked, in terminals that know of links.
    public var link: LinkAddress?

    public init(_ role: Role, _ marks: CellMarks = [], link: LinkAddress? = nil) {
        self.role = role
        self.marks = marks
        self.link = link
    }
}
