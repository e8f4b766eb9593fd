// What the agent's own reads must see during a turn: the proposed state of every file under review.

/// Proposed states by path, as a snapshot that can cross to the lane where tools run.
/// `staged[path]` is `nil` when the path is not staged, `.some(nil)` when it is staged as deleted.
public struct StagedFiles: Equatable, Sendable {
    public private(set) var states: [RelativePath: FileState?]
    /// The state each path had on disk when it was first staged.
    public private(set) var bases: [RelativePath: FileState?]

    public init(states: [RelativePath: FileState?] = [:], bases: [RelativePath: FileState?] = [:]) {
        self.states = states
        self.bases = bases
    }

    public subscript(path: RelativePath) -> FileState?? { states[path] }
    public var isEmpty: Bool { states.isEmpty }
}
