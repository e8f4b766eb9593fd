// What the command line sets for one run, of whatever opens a screen.
import App
import ArgumentParser
import Matching
import Settings

struct SettingOptions: ParsableArguments {
    @Flag(
        help:
            "Lines instead of a screen, answered with words: for screen readers, logs and dumb terminals (docs/PLAIN.md)."
    )
    var plain = false

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Another value for a setting, for this run: --set contextLines=6 (docs/SETTINGS.md has them all).",
            valueName: "setting=value"),
        completion: .custom { _, _, _ in Self.completions }, transform: Self.read)
    var changed: [Change] = []

    /// A layer of the settings; of two values for one of them the last one counts.
    var settings: [(name: SettingName, flag: String, text: String)] {
        changed.map { ($0.name, "--set", $0.text) } + (plain ? [(.plain, "--plain", "on")] : [])
    }

    struct Change: Sendable {
        var name: SettingName
        var text: String
    }

    private static func read(_ word: String) throws -> Change {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty else {
            throw ValidationError("'\(word)' is no setting=value, such as contextLines=6.")
        }
        guard let name = SettingName(rawValue: parts[0]) else {
            let near = nearest(to: parts[0], in: SettingName.allCases.map(\.rawValue))
            throw ValidationError(
                "'\(parts[0])' is no setting."
                    + (near.map { " Did you mean '\($0)'?" } ?? " oropendola config show lists them."))
        }
        let kind = Setting.row(name).kind
        guard kind.value(ofPlain: parts[1]) != nil else {
            throw ValidationError("\(name.rawValue) takes \(SettingsWords.kind(kind)), not '\(parts[1])'.")
        }
        return Change(name: name, text: parts[1])
    }

    /// Of what has few values, each of them.
    private static var completions: [String] {
        Setting.all.flatMap { row -> [String] in
            switch row.kind {
            case .flag: ["\(row.name.rawValue)=on", "\(row.name.rawValue)=off"]
            case .choice(let words): words.map { "\(row.name.rawValue)=\($0)" }
            case .number, .text, .names, .profiles: ["\(row.name.rawValue)="]
            }
        }
    }
}
