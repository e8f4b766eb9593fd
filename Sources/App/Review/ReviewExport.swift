// The review as a file for others: what was decided as a patch, and a report.

internal import ChangeReview

enum ReviewExport: Equatable, Sendable {
    case patch

    var name: String {
        switch self {
        case .patch: "review.patch"
        }
    }
}

extension Reviewing {
    mutating func askExportPath(_ key: Character) -> [Effect] {
        prompt = .line(.exportPath(.patch), TextLine(ReviewExport.patch.name))
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
        }
    }
}
