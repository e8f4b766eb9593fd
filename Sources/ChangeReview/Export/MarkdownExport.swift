// A review as a document: what was proposed, what was decided, and what was said about it.

/// Markdown (CommonMark) of changes and comments: a heading for each file, its hunks with the decisions, the remarks
/// behind the hunk that they stand on. No content can end a block that it stands in.
///
/// Note: its few words are English, as a patch's are; it is a file for others, not a screen.
public struct MarkdownExport: Equatable, Sendable {
    public private(set) var text = ""

    public init(_ changes: [Change], comments: [ReviewComment] = []) {
        let added = changes.reduce(0) { $0 + $1.addedLines }
        let removed = changes.reduce(0) { $0 + $1.removedLines }
        text = "# Review: \(changes.count) \(changes.count == 1 ? "file" : "files"), +\(added) -\(removed)\n"
        for change in changes { append(change, comments.filter { $0.path == change.path }) }
        let paths = Set(changes.map(\.path))
        let others = comments.filter { !paths.contains($0.path) }
        if others.isEmpty { return }
        text += "\n## No longer under review\n"
        for comment in others {
            append(comment, in: " in \(Self.code(comment.path.text))")
            append(patch: comment.patch)
        }
    }

    private mutating func append(_ change: Change, _ comments: [ReviewComment]) {
        text += "\n## \(Self.code(change.path.text))\n\n"
        var facts = ["\(change.kind)", "+\(change.addedLines) -\(change.removedLines)", Self.word(change.summary)]
        if let origin = change.origin { facts[0] = "renamed from \(Self.code(origin.text))" }
        if let bit = change.newExecutableBit { facts.append(bit ? "becomes executable" : "is executable no more") }
        if change.content != .text { facts.append(change.isBinary ? "not text" : "too large to be shown") }
        if change.isEdited { facts.append("edited by the reviewer") }
        if change.conflict != nil { facts.append("in conflict with the file on disk") }
        text += facts.joined(separator: ", ") + "\n"
        var open = comments
        for (index, hunk) in change.hunks.enumerated() {
            let state = change.decisions[index]
            text += "\n### Hunk \(index + 1) of \(change.hunks.count): \(Self.word(state))\n"
            var patch: [UInt8] = []
            UnifiedPatch.append(hunk, to: &patch)
            append(patch: String(decoding: patch, as: UTF8.self))
            if state == .partly { append(partly: change, hunk) }
            let here = open.filter { $0.range.map { Self.stands($0, in: hunk) } ?? false }
            open.removeAll { comment in here.contains { $0.id == comment.id } }
            for comment in here { append(comment, in: Self.place(comment)) }
        }
        for comment in open {
            append(comment, in: Self.place(comment))
            if comment.range == nil, comment.kind == .remark { continue }
            append(patch: comment.patch)
        }
    }

    /// Which lines of a hunk are decided how.
    private mutating func append(partly change: Change, _ hunk: Hunk) {
        text += "\n"
        for decision: Decision in [.accepted, .rejected, .undecided] {
            let lines = hunk.changed.filter { change.marks[$0] == decision }.map { line in
                let place = change.weave.place(of: line)
                return "\(place.isAdded ? "+" : "-")\(place.line + 1)"
            }
            if !lines.isEmpty { text += "- \(decision.rawValue): \(lines.joined(separator: " "))\n" }
        }
    }

    private mutating func append(_ comment: ReviewComment, in place: String) {
        let state: String =
            switch comment.state {
            case .waiting, .sent: ""
            case .touched: " (changed since)"
            case .resolved: " (resolved)"
            }
        let fence = Fence.around(comment.text)
        text += "\n**\(comment.kind == .rejection ? "Rejected" : "Comment")\(place)\(state):**\n\n"
        text += "\(fence)text\n\(comment.text)\(comment.text.utf8.last == 0x0A ? "" : "\n")\(fence)\n"
    }

    private mutating func append(patch: String) {
        guard !patch.isEmpty else { return }
        let fence = Fence.around(patch)
        text += "\n\(fence)diff\n\(patch)\(patch.utf8.last == 0x0A ? "" : "\n")\(fence)\n"
    }

    private static func word(_ summary: DecisionSummary) -> String {
        summary == .partly ? "partly decided" : "\(summary)"
    }

    private static func place(_ comment: ReviewComment) -> String {
        guard let range = comment.range, let last = range.lines.last else { return "" }
        let first = range.lines.lowerBound
        let lines = first == last ? "line \(first + 1)" : "lines \(first + 1)-\(last + 1)"
        return " on \(lines)\(range.side == .old ? " of the old version" : "")"
    }

    private static func stands(_ range: ReviewComment.Range, in hunk: Hunk) -> Bool {
        let lines =
            range.side == .old
            ? hunk.oldStart..<hunk.oldStart + hunk.oldCount : hunk.newStart..<hunk.newStart + hunk.newCount
        return lines.contains(range.lines.lowerBound)
    }

    /// A name as code, whatever stands in it; control characters as `\u{…}`.
    private static func code(_ name: String) -> String {
        var shown = ""
        for scalar in name.unicodeScalars {
            if scalar.value < 0x20 || scalar.value == 0x7F {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        guard shown.utf8.contains(UInt8(ascii: "`")) else { return "`\(shown)`" }
        let fence = Fence.around(shown)
        return "\(fence) \(shown) \(fence)"
    }
}
