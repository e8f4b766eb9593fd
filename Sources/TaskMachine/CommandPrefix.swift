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

    /// Whether `command` is these words, or these words and more. Never when a shell would do more than run one
    /// program: quoted operators ask too, since telling them apart takes a shell's own parser.
    public func allows(_ command: String) -> Bool {
        !Self.hasShellOperators(command) && Self.words(of: command).starts(with: words)
    }

    /// What to offer for a command: its first two words when the second is a plain word (`git status`), else the
    /// whole command. nil when no prefix can stand for it.
    public static func suggested(for command: String) -> CommandPrefix? {
        guard let whole = CommandPrefix(command) else { return nil }
        guard whole.words.count > 2, whole.words[1].allSatisfy({ $0.isLetter }) else { return whole }
        return CommandPrefix(whole.words.prefix(2).joined(separator: " "))
    }

    /// What to offer for a yes: nil also where a rule would never be asked, since what can destroy things is a decision
    /// of its own each time.
    public static func allowable(for command: String) -> CommandPrefix? {
        CommandRisk(of: command).level < .dangerous ? suggested(for: command) : nil
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
