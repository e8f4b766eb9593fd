// "Allow this prefix for the session": compared word by word, so that `git status` is not `git statusx`.

/// A command's first words, as the user allowed them.
public struct CommandPrefix: Hashable, Sendable {
    public let words: [Substring]

    /// nil for text without words, or with anything a shell would act on.
    public init?(_ text: String) {
        guard !Self.hasShellOperators(text) else { return nil }
        let words = Self.words(of: text)
        guard !words.isEmpty else { return nil }
        self.words = words
    }

    public var text: String { words.joined(separator: " ") }

    /// Whether `command` is these words, or these words and more that only say what about (`PrefixReach`). Never when a
    /// shell would do more than run one program: quoted operators ask too, since telling them apart takes a shell's own
    /// parser.
    public func allows(_ command: String) -> Bool {
        guard !Self.hasShellOperators(command), Self.words(of: command).starts(with: words),
            let known = Self.shellWords(of: text), let all = Self.shellWords(of: command),
            all.map(\.text).starts(with: known.map(\.text))
        else { return false }
        return PrefixReach.covers(all, known: known.count)
    }

    /// What a no would be about: its first two words when the second is a plain word (`git status`), else the whole
    /// command. nil when no prefix can stand for it.
    public static func suggested(for command: String) -> CommandPrefix? {
        guard let whole = CommandPrefix(command) else { return nil }
        guard whole.words.count > 2, whole.words[1].allSatisfy({ $0.isLetter }) else { return whole }
        return CommandPrefix(whole.words.prefix(2).joined(separator: " "))
    }

    /// What to offer for a yes: the short one if it covers the command, else all of it. nil where a rule would never be
    /// asked, since what can destroy things, or run what the rule does not show, is a decision of its own each time.
    public static func allowable(for command: String) -> CommandPrefix? {
        guard CommandRisk(of: command).level < .dangerous else { return nil }
        return [suggested(for: command), CommandPrefix(command)].compactMap { $0 }.first { $0.allows(command) }
    }

    /// As a shell reads them; nil when it is not one program with its words.
    private static func shellWords(of text: String) -> [ShellWord]? {
        let bytes = Array(text.utf8)
        let script = ShellReader.script(in: bytes, 0..<bytes.count)
        guard !script.isBroken, script.commands.count == 1 else { return nil }
        return script.commands[0].words
    }

    /// `; & | ` $( ${ > < newline`: what chains, redirects or substitutes.
    static func hasShellOperators(_ text: String) -> Bool {
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case ";", "&", "|", "`", ">", "<", "\n", "\r": return true
            case "(" where previous == "$", "{" where previous == "$": return true
            default: previous = scalar
            }
        }
        return false
    }

    private static func words(of text: String) -> [Substring] {
        text.split { $0 == " " || $0 == "\t" }
    }
}
