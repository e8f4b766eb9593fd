// Servers of this family send numbers as text and flags as numbers; these readers take what is meant.

import JSON

extension JSONValue {
    /// A whole number, also as text.
    var lenientInt: Int? {
        if let number = asInt { return number }
        guard let text = asString else { return nil }
        return Int(text.drop { $0 == " " }.prefix { $0 != " " })
    }

    var lenientDouble: Double? {
        if let number = asDouble { return number }
        return asString.flatMap(Double.init)
    }

    /// Text as it is, a number or flag in its JSON spelling; nil for the rest.
    var lenientText: String? {
        switch self {
        case .string(let text): text
        case .integer, .double, .bool: text
        case .null, .array, .object: nil
        }
    }

    /// Text that says something.
    var nonEmptyText: String? {
        guard let text = lenientText, !text.isEmpty else { return nil }
        return text
    }

    /// What JavaScript and Python take for true, and `"false"`, `"0"`, `""` for false.
    var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let flag): flag
        case .integer(let number): number != 0
        case .double(let number): number != 0
        case .string(let text): !["", "0", "false", "False"].contains(text)
        case .array(let elements): !elements.isEmpty
        case .object(let object): !object.isEmpty
        }
    }
}

extension JSONValue {
    /// The value over several lines, indented by two blanks.
    var prettyText: String { pretty(indent: "") }

    private func pretty(indent: String) -> String {
        let deeper = indent + "  "
        switch self {
        case .array(let elements) where !elements.isEmpty:
            let lines = elements.map { deeper + $0.pretty(indent: deeper) }
            return "[\n" + lines.joined(separator: ",\n") + "\n" + indent + "]"
        case .object(let object) where !object.isEmpty:
            let lines = object.pairs.map { pair in
                deeper + JSONValue.string(pair.key).text + ": " + pair.value.pretty(indent: deeper)
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n" + indent + "}"
        default:
            return text
        }
    }
}
