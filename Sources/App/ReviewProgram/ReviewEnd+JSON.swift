// A review's decisions as JSON, for programs: what docs/REVIEW.md describes.

internal import ChangeReview
public import JSON

extension ReviewModel {
    /// All files of the review, by path: those that are settled, and those that are not.
    public var json: JSONValue {
        let end = end
        let open = reviewing.changes.changes.map { (change: $0, isSettled: false) }
        let all = (settledNow.map { (change: $0, isSettled: true) } + open).sorted { $0.change.path < $1.change.path }
        let leftOut = ReviewWords.lines(about: start.contents).map { JSONValue($0) }
        return [
            "version": 1, "subject": JSONValue(ReviewWords.title(of: start.subject)),
            "target": JSONValue(start.target.rawValue),
            "accepted": JSONValue(end.accepted), "rejected": JSONValue(end.rejected),
            "undecided": JSONValue(end.undecided), "unwritten": JSONValue(end.waiting),
            "files": .array(all.map { json($0.change, isSettled: $0.isSettled) }),
            "comments": .array(reviewing.changes.comments.map { json($0) }),
            "leftOut": .array(leftOut),
        ]
    }

    private func json(_ change: Change, isSettled: Bool) -> JSONValue {
        let kind =
            switch change.kind {
            case .added: "added"
            case .modified: "modified"
            case .deleted: "deleted"
            }
        let standing = reviewing.changes.inPlace.contains(change.path) ? "in place" : "for applying"
        var hunks: [JSONValue] = []
        for (index, hunk) in change.hunks.enumerated() {
            var number = hunk.changed.lowerBound
            let lines = hunk.lines.compactMap { line -> JSONValue? in
                guard line.kind != .context else { return nil }
                defer { number += 1 }
                let decision = change.marks.indices.contains(number) ? change.marks[number] : .undecided
                return [
                    "sign": line.kind == .added ? "+" : "-", "decision": JSONValue(decision.rawValue),
                    "text": JSONValue(String(decoding: line.content, as: UTF8.self)),
                ]
            }
            hunks.append([
                "old": [JSONValue(hunk.oldLineNumber), JSONValue(hunk.oldCount)],
                "new": [JSONValue(hunk.newLineNumber), JSONValue(hunk.newCount)],
                "decision": JSONValue(word(change.decisions[index])), "lines": .array(lines),
            ])
        }
        return [
            "path": JSONValue(change.path.text), "kind": JSONValue(kind), "standing": JSONValue(standing),
            "decision": JSONValue(word(change.summary)), "settled": .bool(isSettled),
            "conflict": .bool(change.conflict != nil), "binary": .bool(change.isBinary),
            "added": JSONValue(change.addedLines), "removed": JSONValue(change.removedLines), "hunks": .array(hunks),
        ]
    }

    private func json(_ comment: ReviewComment) -> JSONValue {
        var pairs: [(String, JSONValue)] = [("path", JSONValue(comment.path.text))]
        if let range = comment.range {
            pairs += [
                ("side", JSONValue(range.side.rawValue)), ("line", JSONValue(range.lines.lowerBound + 1)),
                ("count", JSONValue(range.lines.count)),
            ]
        }
        return .object(
            JSONObject(pairs + [("kind", JSONValue(comment.kind.rawValue)), ("text", JSONValue(comment.text))]))
    }

    private func word(_ summary: DecisionSummary) -> String {
        switch summary {
        case .undecided: "undecided"
        case .partly: "partly"
        case .accepted: "accepted"
        case .rejected: "rejected"
        }
    }
}
