// What can be wrong with settings, as data: the words for it are made where it is shown.

/// Who set something.
public enum SettingsSource: Hashable, Sendable {
    case flags
    case environment
    /// The path of the project's file.
    case project(String)
    /// The path of the user's file.
    case user(String)
    /// The path of a theme's file.
    case theme(String)

    /// The file's path.
    public var path: String? {
        switch self {
        case .flags, .environment: nil
        case .project(let path), .user(let path), .theme(let path): path
        }
    }
}

/// One thing that is wrong. All else of its file holds, but with `syntax` and `unreadable` nothing of it does.
public struct SettingsProblem: Error, Hashable, Sendable {
    public enum What: Hashable, Sendable {
        case syntax(SettingsSyntaxError.Reason)
        /// In the system's words.
        case unreadable(reason: String)
        case unknownSetting(String, nearest: String?)
        /// What stands there is not what the setting takes.
        case unfit(SettingName, found: String)
        /// One of the names that a setting lists is none of those that it knows.
        case unknownEntry(SettingName, String, nearest: String?)
        /// `keys`, or the keys of a context, are no object.
        case keysNotObject(String)
        /// The name stands there twice: the later one holds.
        case twice(String, firstLine: Int)
        /// A project can't set this.
        case personal(String)
        case unknownContext(String, nearest: String?)
        case unknownKey(String)
        case unknownAction(String, nearest: String?)
        /// An action's name or null has to stand there.
        case actionNotText(key: String)
        /// The action does nothing in that context.
        case actionElsewhere(String, context: String)
        /// The key types itself there.
        case typedKey(String, context: String)
        /// Enter never says yes to a command.
        case enterAllows(String)
        /// Two actions for one key: the later one has it.
        case sameKey(String, context: String, action: String, other: String, otherLine: Int)
        /// The key was the only one of another action there.
        case onlyKey(String, context: String, action: String, former: String)
        /// The key does something else in the context that is asked first.
        case shadowed(String, action: String, context: String, by: String)
        case theme(ThemeProblem)
        /// A row of the model profiles has a word that is not understood: it is left out.
        case profile(row: String, mistake: String)
    }

    public var source: SettingsSource
    /// Of a variable or a flag: what it is called.
    public var name: String?
    public var place: TextPlace?
    public var what: What

    public init(_ source: SettingsSource, name: String? = nil, at place: TextPlace? = nil, _ what: What) {
        self.source = source
        self.name = name
        self.place = place
        self.what = what
    }
}
