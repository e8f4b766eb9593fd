// A patch file, mail or stream as it was read: its files in order, what came with them, and what was wrong.

public struct Patch: Hashable, Sendable {
    /// A mail or commit that files of the patch came with.
    public struct Message: Hashable, Sendable {
        /// The mail's subject, folded lines joined; for `git show` and `git log -p` the commit's first line. As bytes:
        /// nothing says which encoding.
        public var subject: [UInt8] = []
        public var author: [UInt8] = []
        /// The commit's id, where it is given.
        public var commit: String?
        /// The line of the patch where it begins, from 1.
        public var line: Int
    }

    /// Something that a reader of the patch should know; what could be read is read all the same.
    public struct Problem: Hashable, Sendable {
        public enum Reason: Hashable, Sendable {
            /// A hunk's header counts other lines than follow (old and new, as stated and as found); what follows was
            /// taken.
            case countsDiffer(stated: Counts, found: Counts)
            /// The patch ends within a hunk: it was cut off.
            case endsInsideHunk
            /// A line that begins `@@` with something else than numbers; its lines were passed over.
            case unreadableHunkHeader
            /// Hunks without a file's name before them were passed over.
            case hunkWithoutFile
            /// A name in quotes that does not end, or that no file can have.
            case unreadableName
            /// A name that leads out of the project, is absolute or empty.
            case nameOutsideProject
            /// A binary patch that is cut off or damaged; it was passed over.
            case unreadableBinary
            /// The mail is in base64 or quoted-printable; its text was not read as a patch.
            case encodedMail
        }

        public struct Counts: Hashable, Sendable {
            public var old: Int
            public var new: Int

            public init(old: Int, new: Int) {
                self.old = old
                self.new = new
            }
        }

        public var reason: Reason
        /// The line of the patch, from 1.
        public var line: Int

        public init(reason: Reason, line: Int) {
            self.reason = reason
            self.line = line
        }
    }

    public internal(set) var files: [FilePatch] = []
    public internal(set) var messages: [Message] = []
    public internal(set) var problems: [Problem] = []

    public init() {}
}

/// Why a patch is not read at all.
public enum PatchRefusal: Error, Hashable, Sendable {
    case tooManyBytes(limit: Int)
    case tooManyLines(limit: Int)
    case tooManyFiles(limit: Int)
}

/// How much of a patch is read.
public struct PatchLimits: Hashable, Sendable {
    public var bytes = 256 << 20
    public var lines = 8_000_000
    public var files = 50_000
    /// Bytes of one file that a binary patch gives.
    public var binaryBytes = 64 << 20

    public init() {}
}
