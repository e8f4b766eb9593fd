// What leaves the review and what comes back: files to the editor, the review to a file.

internal import ChangeReview

extension Reviewing {
    /// The proposed file, in the user's editor.
    mutating func edit() -> [Effect] {
        guard let path, let change = changes[path] else { return [] }
        if case .merging(let merging) = change.conflict { return edit(merging, in: change) }
        editing = .file(path)
        guard change.content == .text else { return [.say("This file is no text; there is nothing to edit")] }
        guard let proposed = change.proposed else {
            return [.say("The file is to go; x rejects that, then edit it on disk")]
        }
        return [.edit(path, proposed)]
    }

    /// Words for a line that is already there: the one with the cursor.
    mutating func askLine() -> [Effect] {
        guard side == .diff, let path, let (change, rows) = diff(),
            let line = rows.changed(at: rows.row(of: window.place), in: change).last,
            change.weave.place(of: line).isAdded
        else {
            return [
                .say(
                    "\(keys.name(of: .editLine, in: .changes)) edits an added line: put the cursor on one. \(keys.name(of: .editFile, in: .changes)) edits the file"
                )
            ]
        }
        let bytes = change.weave[changed: line]
        var content = bytes.last == 0x0A ? bytes.dropLast() : bytes
        if content.last == 0x0D { content = content.dropLast() }
        guard content.count <= 2_000, let text = String(validating: content, as: UTF8.self) else {
            return [.say("This line is too long, or no text. e edits the file")]
        }
        prompt = .line(.addedLine(path, line), TextLine(text))
        return []
    }

    mutating func edited(_ path: RelativePath, _ state: FileState?) -> [Effect] {
        guard let state else { return [.say("The editor gave nothing new back. The proposal is as it was")] }
        guard let change = changes[path] else {
            return [.note("\(path.text) is not under review any more; what you edited was not kept.")]
        }
        defer { editing = nil }
        if case .conflict(path, let index) = editing { return resolved(change, index, state.bytes) }
        let effects = review(.edited(path, state))
        let more = (changes[path]?.marks.count { $0 == .accepted } ?? 0) - change.marks.count { $0 == .accepted }
        let yours =
            switch more {
            case ..<1: "Your edit is in, decided as what it alters was"
            case 1: "One line of yours is accepted"
            default: "\(groupedCount(more)) lines of yours are accepted"
            }
        return effects + [.say("\(yours). u takes it back")]
    }

    func exportFailed(_ path: String, _ reason: String?) -> [Effect] {
        guard let reason else { return [.say("\(path) exists; nothing was written. o with another name")] }
        return [.note("Nothing was exported to \(path): \(Words.sentence(reason)) o tries again")]
    }
}
