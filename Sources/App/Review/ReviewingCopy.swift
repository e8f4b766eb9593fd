// What can be taken out of the panel: the hunk, the path, the file, a patch.

internal import ChangeReview

extension Reviewing {
    mutating func copy(_ key: Character) -> [Effect] {
        guard let path, let change = changes[path] else { return [] }
        switch key {
        case "p": return [.copy(Array(path.text.utf8), name: "the path")]
        case "f":
            guard let proposed = change.proposed else { return [.say("The file is to go: there is nothing to copy")] }
            return [.copy(proposed.bytes, name: "the file")]
        case "a":
            let patch = UnifiedPatch([change]) { _ in true }
            return [.copy(patch.bytes, name: "the patch")]
        default:
            let bytes = selectedLines(of: change)
            guard !bytes.isEmpty else { return [.say("There are no lines here to copy")] }
            return [.copy(bytes, name: window.anchor == nil || side == .list ? "the hunk" : "the selection")]
        }
    }

    /// The selected lines, or the hunk, with the signs that a patch has before them.
    private mutating func selectedLines(of change: Change) -> [UInt8] {
        guard let (_, rows) = diff(), !change.hunks.isEmpty else { return [] }
        if let anchor = window.anchor, side == .diff {
            let ends = [rows.row(of: anchor), rows.row(of: window.place)].sorted()
            var bytes: [UInt8] = []
            for row in rows.rows[ends[0]...ends[1]] where row.isLine {
                if row.kind == .context {
                    bytes += [0x20] + change.weave.new[Int(row.new)]
                    continue
                }
                if let line = row.oldLine { bytes += [0x2D] + change.weave.old[line] }
                if let line = row.newLine { bytes += [0x2B] + change.weave.new[line] }
            }
            return bytes
        }
        let hunk = change.hunks[min(unit(), change.hunks.count - 1)]
        var bytes = Array(hunk.header.utf8) + [0x0A]
        for line in hunk.lines {
            let sign: UInt8 =
                switch line.kind {
                case .context: 0x20
                case .removed: 0x2D
                case .added: 0x2B
                }
            bytes += [sign] + line.bytes
            if !line.endsInNewline { bytes += Array("\n\\ No newline at end of file\n".utf8) }
        }
        return bytes
    }
}
