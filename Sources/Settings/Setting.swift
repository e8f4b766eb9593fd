// One row of the table of settings: what it is called, what it may be, where else it can be set.

import ModelAgent

/// The settings by name, as they stand in `settings.json`.
public enum SettingName: String, CaseIterable, Sendable {
    case server, model, modelSilence, mode, editor, keyPreset, viComposer
    case contextLines, sideBySide, sideBySideColumns, whitespace, fileTree, syntax
    case panel, keyHints
    case theme, animation, signs, expandOutput, mouse, color
    case plain
    case statusLeft, statusRight, title, notify, notifyCommand
    case modelProfiles, agentSteps
}

/// What a setting holds.
public enum SettingValue: Hashable, Sendable {
    case flag(Bool)
    case number(Int)
    case text(String)

    /// As an environment variable or the command line has it: `on`, `3`, `vim`.
    public var plain: String {
        switch self {
        case .flag(let flag): flag ? "on" : "off"
        case .number(let number): String(number)
        case .text(let text): text
        }
    }
}

public struct Setting: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        case flag
        case number(ClosedRange<Int>)
        case choice([String])
        case text
        /// Some of these names, in an order; the value is a text with blanks between them.
        case names([String])
        /// Rows of the table of model profiles; the value is a text with `; ` between them.
        case profiles

        /// What is of this kind, from a file; nil: it is not.
        func value(of node: SettingsNode.Value) -> SettingValue? {
            switch (self, node) {
            case (.flag, .flag(let flag)): .flag(flag)
            case (.number(let range), .number(let number)): range.contains(number) ? .number(number) : nil
            case (.choice(let words), .text(let word)): words.contains(word) ? .text(word) : nil
            case (.text, .text(let text)): .text(text)
            case (.profiles, .text(let text)): value(ofPlain: text)
            default: nil
            }
        }

        /// What is of this kind, from an environment variable or the command line.
        public func value(ofPlain text: String) -> SettingValue? {
            switch self {
            case .flag:
                switch text.lowercased() {
                case "on", "true", "yes", "1": .flag(true)
                case "off", "false", "no", "0": .flag(false)
                default: nil
                }
            case .number(let range): Int(text).flatMap { range.contains($0) ? .number($0) : nil }
            case .choice(let words): words.contains(text) ? .text(text) : nil
            case .text: .text(text)
            case .names(let known):
                Self.names(in: text).allSatisfy(known.contains)
                    ? .text(Self.names(in: text).joined(separator: " ")) : nil
            case .profiles:
                Self.rows(in: text).allSatisfy { Self.mistake(inProfile: $0) == nil }
                    ? .text(Self.rows(in: text).joined(separator: "; ")) : nil
            }
        }

        /// What of a row of profiles is not understood; nil: all of it is.
        static func mistake(inProfile row: String) -> String? {
            do throws(ProfileProblem) {
                _ = try ProfileRow(row)
                return nil
            } catch {
                switch error {
                case .noPattern(let text), .unknownWord(let text), .unfitValue(let text): return text
                }
            }
        }

        /// Rows with `;` between them, each without blanks around.
        static func rows(in text: String) -> [String] {
            text.split { $0 == ";" || $0 == "\n" }.map { $0.split { $0 == " " || $0 == "\t" }.joined(separator: " ") }
                .filter { !$0.isEmpty }
        }

        /// Names with blanks or commas between them.
        static func names(in text: String) -> [String] {
            text.split { $0 == " " || $0 == "," || $0 == "\t" }.map(String.init)
        }
    }

    public let name: SettingName
    public let kind: Kind
    /// What holds where nothing is set.
    public let standard: SettingValue
    public let help: String
    /// It is the user's alone: a project can't set it.
    public let isPersonal: Bool
    /// A change is seen at the next start.
    public let needsRestart: Bool

    /// `OROPENDOLA_CONTEXT_LINES`.
    public var variable: String {
        var text = "OROPENDOLA_"
        for letter in name.rawValue {
            if letter.isUppercase { text += "_" }
            text += letter.uppercased()
        }
        return text
    }

    init(
        _ name: SettingName, _ kind: Kind, _ standard: SettingValue, _ help: String, isPersonal: Bool = false,
        needsRestart: Bool = false
    ) {
        self.name = name
        self.kind = kind
        self.standard = standard
        self.help = help
        self.isPersonal = isPersonal
        self.needsRestart = needsRestart
    }
}
