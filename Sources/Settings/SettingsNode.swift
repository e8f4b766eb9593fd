// What a settings file holds, with the place of everything, so that a problem can be pointed at.

/// A place in a text, both counted from 1; columns are Unicode scalars.
public struct TextPlace: Hashable, Comparable, Sendable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public static func < (a: TextPlace, b: TextPlace) -> Bool {
        (a.line, a.column) < (b.line, b.column)
    }
}

/// A value and where it begins.
public struct SettingsNode: Equatable, Sendable {
    public indirect enum Value: Equatable, Sendable {
        case null
        case flag(Bool)
        case number(Int)
        /// A number that is no `Int`, as it is written.
        case fraction(String)
        case text(String)
        case list([SettingsNode])
        case object([SettingsMember])
    }

    public var value: Value
    public var place: TextPlace

    public init(_ value: Value, at place: TextPlace) {
        self.value = value
        self.place = place
    }
}

/// A name of an object with its value. Names may come twice; whoever reads them says what that means.
public struct SettingsMember: Equatable, Sendable {
    public var name: String
    public var place: TextPlace
    public var node: SettingsNode

    public init(_ name: String, at place: TextPlace, _ node: SettingsNode) {
        self.name = name
        self.place = place
        self.node = node
    }
}

/// A text that is not JSON, even with comments and trailing commas.
public struct SettingsSyntaxError: Error, Equatable, Sendable {
    public enum Reason: Hashable, Sendable {
        case unexpected(Unicode.Scalar)
        case unexpectedEnd
        /// The text, or the comment, that begins here has no end.
        case unclosedText
        case unclosedComment
        case invalidEscape
        /// A name has to stand in quotes.
        case nameWithoutQuotes
        /// `true`, `false`, `null`, numbers: this word is none of them.
        case unknownWord(String)
        case notUTF8
        case tooDeep
        /// The whole is to be one `{ … }`.
        case notAnObject
        case moreAfterTheEnd
    }

    public var reason: Reason
    public var place: TextPlace

    public init(_ reason: Reason, at place: TextPlace) {
        self.reason = reason
        self.place = place
    }
}
