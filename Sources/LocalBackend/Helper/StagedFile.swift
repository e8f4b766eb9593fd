// What is staged, as the client tells it in `context.staged`: the helper can't look for itself.

import JSON

/// One staged file.
struct StagedFile: Equatable, Sendable {
    var path: String
    /// `added`, `modified` or `deleted`.
    var kind: String
    var added = 0
    var removed = 0
    /// Hunks by decision.
    var accepted = 0
    var rejected = 0
    var undecided = 0

    /// Read leniently: what is no list is empty, what is no number is 0, and none is so large that a sum is no number.
    static func list(_ value: JSONValue?) -> [StagedFile] {
        (value?.asArray ?? []).prefix(10_000).compactMap { item in
            guard let path = item["path"]?.asString else { return nil }
            func number(_ key: String) -> Int { min(max(0, item[key]?.asInt ?? 0), ToolAnswer.counts.upperBound) }
            return StagedFile(
                path: path, kind: item["kind"]?.asString ?? "modified", added: number("added"),
                removed: number("removed"), accepted: number("accepted"), rejected: number("rejected"),
                undecided: number("undecided"))
        }
    }

    /// `2 of 3 accepted, 1 undecided`; hunks counted.
    var decision: String {
        let total = accepted + rejected + undecided
        guard total > 0 else { return "undecided" }
        if accepted == total { return "accepted" }
        if rejected == total { return "rejected" }
        if undecided == total { return "undecided" }
        let parts = [(accepted, "accepted"), (rejected, "rejected"), (undecided, "undecided")]
        return parts.filter { $0.0 > 0 }.map { "\($0.0) of \(total) \($0.1)" }.joined(separator: ", ")
    }
}
