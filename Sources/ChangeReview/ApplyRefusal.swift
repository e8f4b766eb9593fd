// Why a plan was not written.

/// Nothing of the plan is on disk when one of these is reported.
public enum ApplyRefusal: Hashable, Sendable {
    /// A file and what was found in its place; `nil`: no file.
    public struct Finding: Hashable, Sendable {
        public var path: RelativePath
        public var state: FileState?

        public init(path: RelativePath, state: FileState?) {
            self.path = path
            self.state = state
        }
    }

    /// These files are not what the plan was made from.
    case changedOnDisk([Finding])
    /// The write was refused or failed, and what was done of it was taken back. `reason` is shown as it is.
    case failed(path: RelativePath?, reason: String)
}
