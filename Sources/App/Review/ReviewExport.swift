// The review as a file for others: what was decided as a patch, and a report.

internal import ChangeReview

enum ReviewExport: Equatable, Sendable {
    case patch, markdown, json

    var name: String {
        switch self {
        case .patch: "review.patch"
        case .markdown: "review.md"
        case .json: "review.json"
        }
    }
}

extension Reviewing {
    mutating func askExportPath(_ key: Character) -> [Effect] {
        let form: ReviewExport = key == "m" ? .markdown : key == "j" ? .json : .patch
        prompt = .line(.exportPath(form), TextLine(offered: form.name))
        return []
    }

    mutating func export(_ form: ReviewExport, to path: String) -> [Effect] {
        guard !path.isEmpty else { return [] }
        switch form {
        case .patch:
            let isDecided = facts.accepted > 0
            let patch = UnifiedPatch(changes.changes) { isDecided ? $0 == .accepted : $0 != .rejected }
            guard !patch.bytes.isEmpty else { return [.say("Nothing is in the patch: everything is rejected")] }
            return [.export(patch.bytes, path: path)]
        case .markdown:
            let report = MarkdownExport(changes.changes, comments: changes.comments)
            return [.export(Array(report.text.utf8), path: path)]
        case .json: return [.exportJSON(changes.changes, changes.comments, path: path)]
        }
    }
}
