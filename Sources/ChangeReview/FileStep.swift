// A file change is a triple: path, before, after. Create, edit, delete, apply, undo and recovery are this one value.

/// A file's whole state, as far as a review decides about it.
public struct FileState: Hashable, Sendable {
    public var bytes: [UInt8]
    public var isExecutable: Bool

    public init(bytes: [UInt8], isExecutable: Bool = false) {
        self.bytes = bytes
        self.isExecutable = isExecutable
    }
}

/// One file before and after. `nil` is "no file": `nil → bytes` creates, `bytes → nil` deletes.
public struct FileStep: Hashable, Sendable {
    public var path: RelativePath
    public var before: FileState?
    public var after: FileState?

    public init(path: RelativePath, before: FileState?, after: FileState?) {
        self.path = path
        self.before = before
        self.after = after
    }

    public var inverse: FileStep { FileStep(path: path, before: after, after: before) }
}

/// Steps that are ready to be written together, one per path.
public struct ChangePlan: Hashable, Sendable {
    public var steps: [FileStep]
    /// What the review held of files of which the steps don't say it; kept beside them.
    public var reviewed: [ReviewedFile]
    /// Folders that go when the steps leave nothing in them, the inner before the outer.
    public var leaving: [RelativePath]

    public init(steps: [FileStep], reviewed: [ReviewedFile] = [], leaving: [RelativePath] = []) {
        self.steps = steps
        self.reviewed = reviewed
        self.leaving = leaving
    }

    public var inverse: ChangePlan { ChangePlan(steps: steps.reversed().map(\.inverse)) }
}
