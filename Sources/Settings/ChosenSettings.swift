// The settings in force, each with where it comes from.

internal import Matching
public import Screen

/// Where a value comes from.
public enum SettingOrigin: Hashable, Sendable {
    case standard
    case flag(String)
    case variable(String)
    case file(String, TextPlace, isProject: Bool)
}

/// The settings that a project brings.
public enum ProjectSettings: Hashable, Sendable {
    case none
    /// The file of this path is not used: its folder is not trusted.
    case ignored(String)
    case used(String)
}

public struct ChosenSettings: Equatable, Sendable {
    /// What differs from the table, and what was set to the same.
    public private(set) var entries: [SettingName: SettingsLayer.Entry]
    /// Keys with another meaning, in the order of the file.
    public var remaps: [KeyRemap]
    /// The user's file, for what is said of its keys.
    public var userPath: String
    /// All that was wrong with the sources.
    public var problems: [SettingsProblem]
    public var project: ProjectSettings
    /// The themes to choose from.
    public var themes = ThemeShelf()

    /// - Parameter entries: those that hold, each of the highest source that has it.
    public init(
        _ entries: [SettingName: SettingsLayer.Entry] = [:], remaps: [KeyRemap] = [], userPath: String = "",
        problems: [SettingsProblem] = [], project: ProjectSettings = .none
    ) {
        self.entries = entries
        self.remaps = remaps
        self.userPath = userPath
        self.problems = problems
        self.project = project
    }

    public func value(_ name: SettingName) -> SettingValue { entries[name]?.value ?? Setting.row(name).standard }

    public func origin(_ name: SettingName) -> SettingOrigin { entries[name]?.origin ?? .standard }

    /// Of a setting that is a flag.
    public func flag(_ name: SettingName) -> Bool { value(name) == .flag(true) }

    /// Of a setting that is a number.
    public func number(_ name: SettingName) -> Int {
        if case .number(let number) = value(name) { number } else { 0 }
    }

    /// Of a setting that is a word or a text.
    public func text(_ name: SettingName) -> String {
        if case .text(let text) = value(name) { text } else { "" }
    }

    /// What is wrong with what is in force: not with themes that nobody chose.
    public var problemsInForce: [SettingsProblem] {
        let chosen = themes.path(of: text(.theme))
        return problems.filter { if case .theme(let path) = $0.source { path == chosen } else { true } }
    }

    /// The theme that is chosen, for a ground if it is known.
    public func theme(on ground: Theme.Ground?) -> Theme { themes.theme(text(.theme), on: ground) }

    /// The theme of that name is not there: which one would be meant, and who named it.
    public var themeProblem: SettingsProblem? {
        let name = text(.theme)
        guard !themes.has(name) else { return nil }
        let what = SettingsProblem.What.theme(.unknownTheme(name, nearest: nearest(to: name, in: themes.names)))
        switch origin(.theme) {
        case .standard: return nil
        case .flag(let flag): return SettingsProblem(.flags, name: flag, what)
        case .variable(let variable): return SettingsProblem(.environment, name: variable, what)
        case .file(let path, let place, let isProject):
            return SettingsProblem(isProject ? .project(path) : .user(path), at: place, what)
        }
    }

    /// Those with another value than before that are seen at the next start.
    public func restartsWanted(after before: ChosenSettings) -> [SettingName] {
        Setting.all.filter { $0.needsRestart && value($0.name) != before.value($0.name) }.map(\.name)
    }
}
