// Diffs of a merge with all its parents at once, read as the difference between the first parent and the result.
//
//     diff --cc NAME
//     index OLD,OTHER..NEW
//     --- a/NAME
//     +++ b/NAME
//     @@@ -1,3 -1,2 +1,3 @@@
//       same in all
//     - removed from the first parent
//      -removed from the second: the first did not have it
//     ++in no parent
//      +new to the second parent: the first has it

extension PatchScan {
    mutating func readCombinedFile() {
        var file = FilePatch(line: at + 1)
        file.endsInCRLF = endsInCRLF(at)
        let head = text(at)
        let text = head.rest(after: "diff --cc ") ?? head.rest(after: "diff --combined ") ?? []
        let name = text.first == UInt8(ascii: "\"") ? PatchName.unquoted(text)?.name : Array(text)
        if name == nil { note(.unreadableName, at) }
        at += 1
        readCombinedHead(&file)
        (file.oldName, file.newName) = (file.kind == .added ? nil : name, file.kind == .deleted ? nil : name)
        var hunks: [PatchHunk] = []
        while at < lines.count, self.text(at).starts(with: "@@@") {
            if let hunk = readCombinedHunk(&file) { hunks.append(hunk) }
        }
        if at < lines.count, self.text(at).starts(with: "Binary files ") {
            file.content = .binaryLeftOut
            at += 1
        } else {
            setHunks(hunks, &file)
        }
        append(file, 0)
    }

    private mutating func readCombinedHead(_ file: inout FilePatch) {
        while at < lines.count {
            let line = text(at)
            if line.starts(with: "new file mode ") {
                file.kind = .added
            } else if line.starts(with: "deleted file mode ") {
                file.kind = .deleted
            } else if line.starts(with: "+++ ") {
                if line.starts(with: "+++ /dev/null") { file.kind = .deleted }
            } else if line.starts(with: "--- ") {
                if line.starts(with: "--- /dev/null") { file.kind = .added }
            } else if let blobs = line.rest(after: "index ") {
                readBlobs(blobs, &file)
            } else if !line.starts(with: "mode ") {
                return
            }
            at += 1
        }
    }

    private mutating func readCombinedHunk(_ file: inout FilePatch) -> PatchHunk? {
        let start = at
        var rest = text(at).bytes
        at += 1
        let parents = rest.prefix { $0 == UInt8(ascii: "@") }.count - 1
        rest = rest.dropFirst(parents + 1)
        var spans: [(start: Int, count: Int)] = []
        while spans.count <= parents, rest.first == 0x20 {
            let sign = rest.dropFirst().first
            rest = rest.dropFirst(2)
            guard sign == UInt8(ascii: spans.count < parents ? "-" : "+"), let span = Self.span(&rest) else { break }
            spans.append(span)
        }
        guard spans.count == parents + 1 else {
            note(.unreadableHunkHeader, start)
            return nil
        }
        file.parents = parents
        var left = spans.map(\.count)
        var hunk = PatchHunk(oldStart: spans[0].start, newStart: spans[parents].start, lines: [], line: start + 1)
        hunk.heading = Array(rest.drop { $0 == 0x20 || $0 == UInt8(ascii: "@") })
        var isShown = false
        while at < lines.count {
            let signs = lines[at].prefix(parents)
            if signs.first == UInt8(ascii: "\\") {
                if isShown, let last = hunk.lines.indices.last, hunk.lines[last].bytes.last == 0x0A {
                    hunk.lines[last].bytes.removeLast()
                }
                at += 1
                continue
            }
            guard left.contains(where: { $0 > 0 }), signs.count == parents, signs.allSatisfy(Self.isSign) else { break }
            isShown = append(signs, lines[at].dropFirst(parents), to: &hunk, &left, inCRLF: file.endsInCRLF)
            at += 1
        }
        if left.contains(where: { $0 != 0 }) {
            let stated = Patch.Problem.Counts(old: spans[0].count, new: spans[parents].count)
            let found = Patch.Problem.Counts(old: stated.old - left[0], new: stated.new - left[parents])
            note(at == lines.count ? .endsInsideHunk : .countsDiffer(stated: stated, found: found), start)
        }
        return hunk
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    }

    /// False for a line that neither the first parent nor the result has.
    private func append(
        _ signs: ArraySlice<UInt8>, _ content: ArraySlice<UInt8>, to hunk: inout PatchHunk, _ left: inout [Int],
        inCRLF: Bool
    ) -> Bool {
        let isGone = signs.contains(UInt8(ascii: "-"))
        for (parent, sign) in signs.enumerated() where sign == UInt8(ascii: isGone ? "-" : " ") { left[parent] -= 1 }
        if !isGone { left[signs.count] -= 1 }
        var bytes = Array(content)
        if inCRLF, bytes.suffix(2).elementsEqual([0x0D, 0x0A]) {
            bytes.replaceSubrange((bytes.count - 2)..., with: [0x0A])
        }
        if bytes.last != 0x0A { bytes.append(0x0A) }
        switch signs.first {
        case UInt8(ascii: "-"): hunk.lines.append(.init(.removed, bytes))
        case UInt8(ascii: "+"): hunk.lines.append(.init(.added, bytes))
        default:
            if isGone { return false }
            hunk.lines.append(.init(.context, bytes))
        }
        return true
    }
}
