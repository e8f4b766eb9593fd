// A transcript that is given away takes no keys along: what looks like a secret is hidden.
//
// It goes by names (`password=`, `"api_key": `, `Authorization: `), by the shapes of well-known keys (`sk-…`, `AKIA…`,
// a JSON Web Token), by private key blocks, and by passwords in addresses and behind `-u user:`. It would rather hide too much: in a program
// text, `let token = next()` loses its value. A secret without a name and without a shape is not found.

public import JSON

/// Hides what looks like a secret.
public enum Redaction {
    static let mark = "(hidden)"

    /// The text with each secret replaced by `(hidden)`.
    public static func hidden(in text: String) -> String {
        var scan = SecretScan(Array(text.utf8))
        scan.run()
        return scan.hidAnything ? String(decoding: scan.output, as: UTF8.self) : text
    }

    /// The value with each text in it redacted; the text of a member with the name of a secret is hidden whole.
    public static func hidden(in value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(hidden(in: text))
        case .array(let elements): .array(elements.map { hidden(in: $0) })
        case .object(let object):
            .object(
                JSONObject(
                    object.pairs.map { key, value in
                        (key, SecretName.isOne(Array(key.utf8)) ? hiddenWhole(value) : hidden(in: value))
                    }))
        default: value
        }
    }

    /// What stands under the name of a secret: a text, or a list of some.
    private static func hiddenWhole(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(text.isEmpty ? "" : mark)
        case .array(let elements): .array(elements.map { hiddenWhole($0) })
        default: hidden(in: value)
        }
    }
}
