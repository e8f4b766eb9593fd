// What can be wrong with a theme, as data. All else of the theme holds.

public enum ThemeProblem: Hashable, Sendable {
    /// Where a name stands that a theme does not know.
    public enum Place: Hashable, Sendable {
        /// Beside `roles`.
        case file
        case roles
        /// In what a role looks like.
        case look
    }

    /// What would have to stand there.
    public enum Kind: Hashable, Sendable { case text, flag, object, ground, colour }

    case unknownName(String, in: Place, nearest: String?)
    case unfit(String, takes: Kind, found: String)
    case noColour(String, nearest: String?)
    /// Of the setting, or of `inherits`.
    case unknownTheme(String, nearest: String?)
    /// It inherits, by whatever way, from itself.
    case circle(String)
    /// A theme of the program is called so: the file is not used.
    case nameTaken(String)
    /// Not a name that a setting can have: the file is not used.
    case unfitName(String)
    /// So many files are more than are read.
    case tooMany(Int)
    /// Hundredths. No mistake, but hard to read.
    case lowContrast(String, hundredths: Int, bar: Int)
}
