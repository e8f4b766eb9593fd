// What a review begins with: files laid onto what is there, and everything that had to be left out, with its reason.

/// A file that is not reviewed.
public struct LeftOutFile: Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        case symbolicLink
        case submodule
        case nameNotText
        /// A name of a patch that leads out of the folder, or that is no name.
        case nameOutside
        /// More bytes than a review takes in.
        case tooLarge(bytes: Int)
        /// Git does not have the contents.
        case objectMissing
        /// A merge is under way in it.
        case unmerged
        /// The patch says that it differs, and has no contents.
        case binaryWithoutContent
        /// What stands there is no file, or can't be read.
        case found(DiskFinding)
    }

    /// As it is called; repaired where it is no text.
    public var name: String
    public var reason: Reason

    public init(name: String, reason: Reason) {
        self.name = name
        self.reason = reason
    }
}

/// The beginning of a review.
public struct ReviewContents: Hashable, Sendable {
    /// By path, one each.
    public var files: [FittedFile] = []
    public var leftOut: [LeftOutFile] = []
    /// Of a patch: what goes neither way.
    public var misfits: [FittedPatch.Misfit] = []
    /// Of a patch: what a reader should know of it.
    public var problems: [Patch.Problem] = []

    public init() {}

    public var isEmpty: Bool { files.isEmpty && leftOut.isEmpty && misfits.isEmpty }
}
