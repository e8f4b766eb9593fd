// What a call that runs may do, as policy or the user decided.

/// Where a command runs while something is staged.
public enum CommandPlace: String, CaseIterable, Hashable, Sendable {
    /// On the project as it is on disk: it sees nothing that is only staged.
    case disk
    /// In a throwaway copy of the project that holds the staged files. What it changes there comes back as staged.
    case copy
}

/// Goes with a call to whoever carries it out.
public struct ToolPermit: Hashable, Sendable {
    public var place: CommandPlace
    /// The files that look like secrets and that the user said yes to, as the call has them; these and no others.
    public var secretPaths: [String]

    public init(place: CommandPlace = .disk, secretPaths: [String] = []) {
        self.place = place
        self.secretPaths = secretPaths
    }
}
