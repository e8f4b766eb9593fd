// One file of a patch: its head in git's form or in that of `diff`, and what follows it.

extension PatchScan {
    /// `--- NAME`, `+++ NAME`, hunks.
    mutating func readPlainFile() {
        var file = FilePatch(line: at + 1)
        let prefix = readNames(&file)
        readHunks(&file)
        append(file, prefix)
    }

    /// `diff --git a/NAME b/NAME`, lines about modes, names and blobs, and the change.
    mutating func readGitFile() {
        var file = FilePatch(line: at + 1)
        file.endsInCRLF = endsInCRLF(at)
        let names = text(at).rest(after: "diff --git ").flatMap { PatchName.pair($0) }
        if names == nil { note(.unreadableName, at) }
        at += 1
        var prefix = PatchPrefix.parts(names?.old, names?.new)
        while at < lines.count, readExtended(&file) { at += 1 }
        if at + 1 < lines.count, text(at).starts(with: "--- "), text(at + 1).starts(with: "+++ ") {
            prefix = readNames(&file) ?? prefix
        } else {
            (file.oldName, file.newName) = (names?.old, names?.new)
            if file.kind == .added { file.oldName = nil }
            if file.kind == .deleted { file.newName = nil }
        }
        readContent(&file)
        append(file, prefix)
    }

    /// The two lines with names, and how long their prefixes are.
    mutating func readNames(_ file: inout FilePatch) -> Int? {
        file.endsInCRLF = endsInCRLF(at)
        let old = PatchName.stamped(text(at).bytes.dropFirst(4))
        let new = PatchName.stamped(text(at + 1).bytes.dropFirst(4))
        if old == nil { note(.unreadableName, at) }
        if new == nil { note(.unreadableName, at + 1) }
        at += 2
        (file.oldName, file.newName) = (old?.name, new?.name)
        let prefix = PatchPrefix.parts(old?.name, new?.name)
        // `diff -N` has no other way to say that a file is not there.
        if old?.isMissing == true, file.kind == .modified { (file.kind, file.oldName) = (.added, nil) }
        if new?.isMissing == true, file.kind == .modified { (file.kind, file.newName) = (.deleted, nil) }
        return prefix
    }

    /// One line of git's extended head; false for any other.
    private mutating func readExtended(_ file: inout FilePatch) -> Bool {
        let line = text(at)
        if let mode = line.rest(after: "old mode ") {
            file.oldMode = Self.mode(mode)
        } else if let mode = line.rest(after: "new mode ") {
            file.newMode = Self.mode(mode)
        } else if let mode = line.rest(after: "new file mode ") {
            (file.kind, file.newMode) = (.added, Self.mode(mode))
        } else if let mode = line.rest(after: "deleted file mode ") {
            (file.kind, file.oldMode) = (.deleted, Self.mode(mode))
        } else if let name = line.rest(after: "rename from ") {
            (file.kind, file.oldPath) = (.renamed, path(name))
        } else if let name = line.rest(after: "rename to ") {
            (file.kind, file.newPath) = (.renamed, path(name))
        } else if let name = line.rest(after: "copy from ") {
            (file.kind, file.oldPath) = (.copied, path(name))
        } else if let name = line.rest(after: "copy to ") {
            (file.kind, file.newPath) = (.copied, path(name))
        } else if var share = line.rest(after: "similarity index ") {
            file.similarity = PatchText.number(&share)
        } else if let blobs = line.rest(after: "index ") {
            readBlobs(blobs, &file)
        } else {
            return line.starts(with: "dissimilarity index ")
        }
        return true
    }

    /// `OLD..NEW` and a mode that stays; of a combined diff `OLD,OTHER..NEW`.
    func readBlobs(_ text: ArraySlice<UInt8>, _ file: inout FilePatch) {
        let words = text.split(separator: 0x20, maxSplits: 1)
        guard let pair = words.first, let dots = pair.firstIndex(of: UInt8(ascii: ".")) else { return }
        let old = pair[..<dots].prefix { $0 != UInt8(ascii: ",") }
        let new = pair[dots...].drop { $0 == UInt8(ascii: ".") }
        guard !old.isEmpty, !new.isEmpty, (old + new).allSatisfy(PatchText.isHexDigit) else { return }
        file.oldBlob = String(decoding: old, as: UTF8.self)
        file.newBlob = String(decoding: new, as: UTF8.self)
        if words.count == 2, let mode = Self.mode(words[1]) {
            (file.oldMode, file.newMode) = (file.oldMode ?? mode, file.newMode ?? mode)
        }
    }

    private mutating func path(_ name: ArraySlice<UInt8>) -> RelativePath? {
        let plain = name.first == UInt8(ascii: "\"") ? PatchName.unquoted(name)?.name : Array(name)
        guard let plain else {
            note(.unreadableName, at)
            return nil
        }
        let path = PatchPrefix.without(0, plain)
        if path == nil { note(.nameOutsideProject, at) }
        return path
    }

    /// Six octal digits.
    private static func mode(_ text: ArraySlice<UInt8>) -> UInt32? {
        guard (1...7).contains(text.count) else { return nil }
        var mode: UInt32 = 0
        for byte in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte) else { return nil }
            mode = mode << 3 | UInt32(byte - UInt8(ascii: "0"))
        }
        return mode
    }

    private mutating func readContent(_ file: inout FilePatch) {
        guard at < lines.count else { return }
        let line = text(at)
        if line.starts(with: "GIT binary patch") {
            readBinary(&file)
        } else if line.starts(with: "Binary files "), line.hasSuffix(" differ") {
            file.content = .binaryLeftOut
            at += 1
        } else {
            readHunks(&file)
        }
    }

    mutating func readHunks(_ file: inout FilePatch) {
        var hunks: [PatchHunk] = []
        while at < lines.count, text(at).starts(with: "@@ -") {
            if let hunk = readHunk(inCRLF: file.endsInCRLF) { hunks.append(hunk) }
        }
        setHunks(hunks, &file)
    }

    func setHunks(_ hunks: [PatchHunk], _ file: inout FilePatch) {
        let types = [file.oldMode, file.newMode].compactMap { $0.map { $0 & 0o170000 } }
        if types.contains(0o160000) {
            file.content = .submodule(hunks)
        } else if types.contains(0o120000) {
            file.content = .symbolicLink(hunks)
        } else if !hunks.isEmpty {
            file.content = .hunks(hunks)
        }
    }

    /// `GIT binary patch`, one half or two, each ended by an empty line.
    private mutating func readBinary(_ file: inout FilePatch) {
        let start = at
        at += 1
        guard let forward = readHalf() else {
            file.content = .binaryLeftOut
            return note(.unreadableBinary, start)
        }
        var binary = BinaryPatch(forward: forward)
        if at < lines.count, text(at).starts(with: "literal ") || text(at).starts(with: "delta ") {
            binary.backward = readHalf()
            if binary.backward == nil { note(.unreadableBinary, start) }
        }
        file.content = .binary(binary)
    }

    private mutating func readHalf() -> BinaryPatch.Half? {
        guard at < lines.count else { return nil }
        let head = text(at)
        let isLiteral = head.starts(with: "literal ")
        guard var number = head.rest(after: "literal ") ?? head.rest(after: "delta "),
            let size = PatchText.number(&number), number.isEmpty
        else { return nil }
        at += 1
        var deflated: [UInt8] = []
        while at < lines.count {
            let line = text(at).bytes
            if line.isEmpty {
                at += 1
                break
            }
            guard let bytes = Base85.decoded(line: line) else { return nil }
            deflated += bytes
            at += 1
        }
        return BinaryPatch.Half(method: isLiteral ? .literal : .delta, size: size, deflated: deflated)
    }
}
