// What a patch says about one file, as values: the same for git's patches, plain ones, mail and combined diffs.

/// One file of a patch.
public struct FilePatch: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case modified, added, deleted
        case renamed, copied
    }

    /// What is to be done with the file's content.
    public enum Content: Hashable, Sendable {
        /// Nothing: the mode or the name alone changes, or an empty file comes or goes.
        case none
        case hunks([PatchHunk])
        case binary(BinaryPatch)
        /// `Binary files … differ`: the patch has no content, so there is nothing to review or to apply.
        case binaryLeftOut
        /// A symbolic link (mode 120000). Said, and left out: a link may lead out of the project.
        case symbolicLink([PatchHunk])
        /// Another repository at a commit (mode 160000). Said, and left out.
        case submodule([PatchHunk])
    }

    public var kind = Kind.modified
    /// The names as the patch has them, unquoted, prefix included; `nil` for `/dev/null` and where there is none.
    public var oldName: [UInt8]?
    public var newName: [UInt8]?
    /// The names below the project, prefix taken off; `nil` where there is none, or where it is not a path inside.
    public var oldPath: RelativePath?
    public var newPath: RelativePath?
    /// Type and permissions as git writes them, such as 0o100755.
    public var oldMode: UInt32?
    public var newMode: UInt32?
    /// Blob ids of the index line, often shortened, in hexadecimal digits.
    public var oldBlob: String?
    public var newBlob: String?
    /// Per cent, of a rename or copy.
    public var similarity: Int?
    public var content = Content.none
    /// Parents of a combined diff; its hunks lead from the first of them to the result.
    public var parents = 1
    /// The patch's own lines ended in CRLF, so that the content's may have been LF or CRLF; the hunks have LF.
    public var endsInCRLF = false
    /// The number of the mail or commit in `Patch.messages` that it came with.
    public var message: Int?
    /// The line of the patch where it begins, from 1.
    public var line: Int

    public init(line: Int) { self.line = line }

    public var hunks: [PatchHunk] {
        if case .hunks(let hunks) = content { hunks } else { [] }
    }

    /// The executable bit as it is to become; `nil` where the patch does not say.
    public var newExecutableBit: Bool? { newMode.map { $0 & 0o111 != 0 } }
    public var oldExecutableBit: Bool? { oldMode.map { $0 & 0o111 != 0 } }

    /// The path that the result is found at; that of the old file for a deletion.
    public var path: RelativePath? { newPath ?? oldPath }
}

/// A hunk as a patch has it: lines of both sides, and where they are said to be.
public struct PatchHunk: Hashable, Sendable {
    public enum Kind: Hashable, Sendable { case context, removed, added }

    public struct Line: Hashable, Sendable {
        public var kind: Kind
        /// With its line end; without one where the patch says `\ No newline at end of file`.
        public var bytes: [UInt8]

        public init(_ kind: Kind, _ bytes: [UInt8]) {
            self.kind = kind
            self.bytes = bytes
        }
    }

    /// How many lines of each side stand before the first line of the hunk, as its header says.
    public var oldStart: Int
    public var newStart: Int
    public var lines: [Line]
    /// What stands behind the second `@@`.
    public var heading: [UInt8]
    /// The line of the patch where it begins, from 1.
    public var line: Int

    public init(oldStart: Int, newStart: Int, lines: [Line], heading: [UInt8] = [], line: Int = 0) {
        self.oldStart = oldStart
        self.newStart = newStart
        self.lines = lines
        self.heading = heading
        self.line = line
    }

    public var oldLines: [[UInt8]] { lines.compactMap { $0.kind == .added ? nil : $0.bytes } }
    public var newLines: [[UInt8]] { lines.compactMap { $0.kind == .removed ? nil : $0.bytes } }
    public var addedLines: Int { lines.count { $0.kind == .added } }
    public var removedLines: Int { lines.count { $0.kind == .removed } }
    /// Context before the first and after the last change.
    public var leadingContext: Int { lines.prefix { $0.kind == .context }.count }
    public var trailingContext: Int { lines.reversed().prefix { $0.kind == .context }.count }

    /// The hunk that takes back what this one does.
    public var reversed: PatchHunk {
        var removed: [Line] = []
        var added: [Line] = []
        var result = PatchHunk(oldStart: newStart, newStart: oldStart, lines: [], heading: heading, line: line)
        for line in lines {
            switch line.kind {
            case .removed: added.append(Line(.added, line.bytes))
            case .added: removed.append(Line(.removed, line.bytes))
            case .context:
                result.lines += removed + added + [line]
                (removed, added) = ([], [])
            }
        }
        result.lines += removed + added
        return result
    }
}

extension FilePatch {
    /// The patch that takes back what this one does.
    public var reversed: FilePatch {
        var result = self
        switch kind {
        case .added: result.kind = .deleted
        case .deleted: result.kind = .added
        case .modified, .renamed, .copied: break
        }
        (result.oldName, result.newName) = (newName, oldName)
        (result.oldPath, result.newPath) = (newPath, oldPath)
        (result.oldMode, result.newMode) = (newMode, oldMode)
        (result.oldBlob, result.newBlob) = (newBlob, oldBlob)
        switch content {
        case .hunks(let hunks): result.content = .hunks(hunks.map(\.reversed))
        case .symbolicLink(let hunks): result.content = .symbolicLink(hunks.map(\.reversed))
        case .submodule(let hunks): result.content = .submodule(hunks.map(\.reversed))
        case .binary(let binary): result.content = binary.reversed.map { .binary($0) } ?? .binaryLeftOut
        case .none, .binaryLeftOut: break
        }
        return result
    }
}
