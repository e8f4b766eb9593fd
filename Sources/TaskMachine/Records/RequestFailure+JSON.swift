// How a failed request is kept: its kind, and the server's or the system's words.
import JSON

extension RequestFailure {
    var json: JSONValue {
        let parts = parts
        return kept(
            ("k", .string(parts.kind)), ("t", parts.words.map { .string($0) }),
            ("n", parts.number.map { JSONValue($0) })
        )
    }

    /// A kind that this program does not know is told by its words, where it has any.
    init?(_ json: JSONValue) {
        let words = json["t"]?.asString ?? ""
        if let known = Self(RequestFailureParts(json["k"]?.asString ?? "", words, number: json["n"]?.asInt)) {
            self = known
        } else {
            guard !words.isEmpty else { return nil }
            self = .interrupted(words)
        }
    }
}
