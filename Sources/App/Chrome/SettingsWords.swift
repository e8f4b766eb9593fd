// What is wrong with settings, and what became of a change, in words. `config check` prints the same lines.

internal import Screen
public import Settings

public enum SettingsWords {
    private static let most = 3

    /// One line each, with file, line and column, or the variable, in front.
    public static func lines(about problems: [SettingsProblem]) -> [String] { problems.map { line(about: $0) } }

    /// No more of them than a reader takes in.
    static func cut(_ lines: [String]) -> [String] {
        guard lines.count > most else { return lines }
        let rest = lines.count - most + 1
        return lines.prefix(most - 1) + ["\(rest) more in the settings: `oropendola config check` lists them"]
    }

    private static func line(about problem: SettingsProblem) -> String {
        var place = problem.name ?? problem.source.path ?? "settings"
        if let at = problem.place { place += ":\(at.line):\(at.column)" }
        return visibleText("\(place): \(text(of: problem.what))")
    }

    private static func text(of what: SettingsProblem.What) -> String {
        switch what {
        case .syntax(let reason): "\(text(of: reason)). Nothing of this file is taken up"
        case .unreadable(let reason): "it can't be read (\(reason)). Nothing of it is taken up"
        case .unknownSetting(let name, let nearest): "there is no setting \(name)\(guess(nearest))"
        case .unfit(let name, let found):
            "\(name.rawValue) takes \(kind(Setting.row(name).kind)), not \(found). \(name.rawValue) stays as it is without it"
        case .unknownEntry(let name, let entry, let nearest): "\(name.rawValue) knows no \(entry)\(guess(nearest))"
        case .keysNotObject(let name): "\(name) takes an object: { \"KEY\": \"ACTION\" }"
        case .twice(let name, let line): "\(name) stands in line \(line) already. This one holds"
        case .personal(let name): "a project can't set \(name). It belongs in your own settings"
        case .unknownContext(let name, let nearest): "there is no part \(name)\(guess(nearest))"
        case .unknownKey(let name):
            "there is no key \(name). docs/KEYS.md has their names: Ctrl-X, Alt-Enter, F5, space, x"
        case .unknownAction(let name, let nearest): "there is no action \(name)\(guess(nearest))"
        case .actionNotText(let key): "\(key) takes an action's name, or null for none"
        case .actionElsewhere(let action, let context): "\(action) does nothing in \(context)"
        case .typedKey(let key, let context):
            "\(key) can't have an action in \(context): it could not be typed any more"
        case .enterAllows(let action): "Enter can't be \(action): it would be pressed for something else"
        case .sameKey(let key, let context, let action, let other, let line):
            "\(key) in \(context) is \(action) here and \(other) in line \(line). \(action) holds"
        case .onlyKey(let key, let context, let action, let former):
            "\(key) in \(context) is \(action) now, and \(former) has no key there any more. Give \(former) another"
        case .theme(let problem): text(of: problem)
        case .profile(let row, let mistake):
            "modelProfiles: \(mistake) is not understood. The row \(row) is left out; docs/AGENT.md has the words"
        case .shadowed(let key, let action, let context, let other):
            "\(key) is \(other) in \(context), which is asked first: \(action) is not reached by it there"
        }
    }

    static func guess(_ nearest: String?) -> String { nearest.map { ". Did you mean \($0)?" } ?? "" }

    /// `true or false`, `a number from 0 to 1000`.
    public static func kind(_ kind: Setting.Kind) -> String {
        switch kind {
        case .flag: "true or false"
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let words): words.dropLast().joined(separator: ", ") + " or \(words.last ?? "")"
        case .text: "a text"
        case .names: "a list of names: [\"activity\", \"link\"]"
        case .profiles: "a list of rows: [\"qwen3* edit=whole-file context=16k\"]"
        }
    }

    private static func text(of reason: SettingsSyntaxError.Reason) -> String {
        switch reason {
        case .unexpected(let scalar): "\(scalar) can't stand here; a comma or a bracket may be missing before it"
        case .unexpectedEnd: "the file ends too early; a bracket is missing"
        case .unclosedText: "a text begins here that has no end"
        case .unclosedComment: "a comment begins here that has no end"
        case .invalidEscape: "this is no escape; a backslash itself is written \\\\"
        case .nameWithoutQuotes: "a name has to stand in double quotes"
        case .unknownWord(let word): "\(word.prefix(40)) is no value; texts stand in double quotes"
        case .notUTF8: "this is not UTF-8"
        case .tooDeep: "too many brackets inside each other"
        case .notAnObject: "it has to begin with {"
        case .moreAfterTheEnd: "something stands after the end"
        }
    }

    /// What a change while the program runs came to.
    static func text(ofChange new: ChosenSettings, from old: ChosenSettings) -> String {
        let later = new.restartsWanted(after: old).map(\.rawValue)
        if !later.isEmpty {
            return
                "Settings: \(later.joined(separator: ", ")) \(later.count == 1 ? "is" : "are") seen at the next start"
        }
        switch (old.project, new.project) {
        case (.used, .ignored): return "This project's settings are not used any more"
        case (.none, .ignored): return "This project has settings now. They are not used; /trust uses them"
        case (.ignored, .used): return "This project's settings are used now"
        default: return "Settings read again"
        }
    }
}
