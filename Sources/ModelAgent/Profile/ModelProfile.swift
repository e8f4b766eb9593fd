// How to speak with a model: what differs between models, as data that a user can change.

/// What is known of a model before it is asked. A nil leaves it to the defaults, or to the server.
public struct ModelProfile: Equatable, Sendable {
    /// Whether the server is offered tools, or the model writes its calls as text.
    public enum Tools: String, Equatable, Sendable, CaseIterable { case native, fenced }

    public var tools = Tools.native
    public var edit = EditForm.searchReplace
    /// Tokens of the context; holds against what the server says.
    public var context: Int?
    /// The most tokens of an answer.
    public var answer: Int?
    /// In hundredths.
    public var temperature: Int?

    public init() {}
}

/// How a model changes a file.
public enum EditForm: String, Equatable, Sendable, CaseIterable {
    /// Blocks with the lines that are there and the lines for their place.
    case searchReplace = "search-replace"
    /// The file from its first line to its last.
    case wholeFile = "whole-file"
    /// One text for another.
    case replaceString = "replace-string"
}

/// A row of the table of profiles, and how it is written: a pattern of names, then words.
///
///     qwen2.5-coder:7b* tools=fenced edit=whole-file context=32k temperature=0.2
public struct ProfileRow: Equatable, Sendable {
    /// A name with `*` for anything, compared without case; a name of the form `maker/model` is also compared without
    /// its maker.
    public var pattern: String
    public var tools: ModelProfile.Tools?
    public var edit: EditForm?
    public var context: Int?
    public var answer: Int?
    public var temperature: Int?

    /// - Throws: what of the line is not understood.
    public init(_ line: String) throws(ProfileProblem) {
        let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
        guard let first = words.first, !first.contains("=") else { throw .noPattern(line) }
        pattern = first
        for word in words.dropFirst() {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw .unknownWord(word) }
            switch parts[0] {
            case "tools": tools = try Self.known(ModelProfile.Tools(rawValue: parts[1]), word)
            case "edit": edit = try Self.known(EditForm(rawValue: parts[1]), word)
            case "context": context = try Self.known(Self.tokens(parts[1], in: 1024...10_000_000), word)
            case "answer": answer = try Self.known(Self.tokens(parts[1], in: 64...1_000_000), word)
            case "temperature": temperature = try Self.known(Self.hundredths(parts[1]), word)
            default: throw .unknownWord(word)
            }
        }
    }

    private static func known<T>(_ value: T?, _ word: String) throws(ProfileProblem) -> T {
        guard let value else { throw .unfitValue(word) }
        return value
    }

    /// `8192`, `8k`, `1m`; k is 1024 and m 1024 k.
    static func tokens(_ text: String, in range: ClosedRange<Int>) -> Int? {
        let unit = text.lowercased().hasSuffix("k") ? 1024 : text.lowercased().hasSuffix("m") ? 1 << 20 : 1
        guard let number = Int(unit == 1 ? text : String(text.dropLast())), number < 1 << 30 else { return nil }
        return range.contains(number * unit) ? number * unit : nil
    }

    private static func hundredths(_ text: String) -> Int? {
        guard let number = Double(text), number >= 0, number <= 2 else { return nil }
        return Int((number * 100).rounded())
    }

    /// Whether a model of this name is meant.
    public func matches(_ model: String) -> Bool {
        let name = model.lowercased()
        if Self.matches(Array(pattern.lowercased().utf8), Array(name.utf8)) { return true }
        guard let slash = name.lastIndex(of: "/") else { return false }
        return Self.matches(Array(pattern.lowercased().utf8), Array(name[name.index(after: slash)...].utf8))
    }

    /// By the last star that may take more: never longer than the lengths multiplied.
    private static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
        var (p, n) = (0, 0)
        var star: (pattern: Int, name: Int)?
        while n < name.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                star = (p, n)
                p += 1
            } else if p < pattern.count, pattern[p] == name[n] {
                p += 1
                n += 1
            } else if let back = star {
                star = (back.pattern, back.name + 1)
                p = back.pattern + 1
                n = back.name + 1
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

/// What of a row of profiles is not understood: the line, or the word of it.
public enum ProfileProblem: Error, Equatable, Sendable {
    case noPattern(String)
    case unknownWord(String)
    case unfitValue(String)
}

extension ModelProfile {
    /// The profile of a model: of each word the first row that matches and has it; the user's rows come first.
    public static func of(_ model: String, userRows: [ProfileRow] = []) -> ModelProfile {
        var profile = ModelProfile()
        for row in (userRows + ProfileRow.builtIn).reversed() where row.matches(model) {
            profile.tools = row.tools ?? profile.tools
            profile.edit = row.edit ?? profile.edit
            profile.context = row.context ?? profile.context
            profile.answer = row.answer ?? profile.answer
            profile.temperature = row.temperature ?? profile.temperature
        }
        return profile
    }
}
