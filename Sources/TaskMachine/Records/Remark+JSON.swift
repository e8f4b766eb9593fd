// How a remark of the program's own is kept: its kind by name, and its numbers where it has some.
import JSON

extension Remark {
    var json: JSONValue {
        kept(
            ("k", .string(kind.rawValue)), ("n", count == 0 ? nil : JSONValue(count)),
            ("tokens", tokens == 0 ? nil : JSONValue(tokens)))
    }

    /// nil for a kind that this program does not know.
    init?(_ json: JSONValue) {
        guard let kind = json["k"]?.asString.flatMap(Kind.init(rawValue:)) else { return nil }
        self.init(kind, count: json["n"]?.asInt ?? 0, tokens: json["tokens"]?.asInt ?? 0)
    }
}
