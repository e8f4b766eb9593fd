// What was given to us in confidence does not come back in our output, not even where a server repeats it.

public import JSON
public import Transport

/// Texts that are never printed.
public struct Secrets: Sendable {
    private let texts: [String]

    /// Shorter ones are words like `yes`: no secrets, and hiding them would tear other words apart.
    private static let shortest = 6
    /// Headers that name an address.
    private static let open = ["origin", "host", "user-agent", "accept", "x-frappe-site-name"]
    /// Cookies that say who somebody is and open nothing (Frappe v15, frappe/auth.py): hiding them would hide the name
    /// of the user, which is often an ordinary word.
    private static let openCookies: Set<Substring> = [
        "user_id", "full_name", "system_user", "user_image", "user_lang", "preferred_language",
    ]

    /// - Parameters:
    ///   - headers: values of cookies, tokens, and of every header that does not name an address. Cookies that only
    ///     name the user stay readable.
    ///   - auth: the strings in it.
    public init(headers: [HTTPHeader], auth: JSONValue? = nil) {
        var texts: [String] = []
        for header in headers where !Self.open.contains(header.name.lowercased()) {
            texts.append(header.value)
            let isCookie = header.name.lowercased() == "cookie"
            for piece in header.value.split(whereSeparator: { (isCookie ? ";" : "; ,").contains($0) }) {
                let part = piece.drop { $0 == " " }
                if isCookie, Self.openCookies.contains(part.prefix { $0 != "=" }) { continue }
                texts.append(String(part))
                if let equals = part.firstIndex(of: "=") { texts.append(String(part[equals...].dropFirst())) }
                texts += part.split(separator: ":").map(String.init)
            }
        }
        if let auth { texts += Self.strings(auth) }
        // In JSON a text is spelled differently where it has quotes or backslashes.
        texts += texts.map { String(JSONValue.string($0).text.dropFirst().dropLast()) }
        self.texts = Set(texts.filter { $0.utf8.count >= Self.shortest }).sorted {
            ($1.utf8.count, $0) < ($0.utf8.count, $1)
        }
    }

    /// The text with each secret replaced.
    public func hidden(in text: String) -> String {
        texts.reduce(text) { text, secret in
            text.utf8.count < secret.utf8.count ? text : text.replacing(secret, with: "(hidden)")
        }
    }

    private static func strings(_ value: JSONValue) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let elements): elements.flatMap { strings($0) }
        case .object(let object): object.pairs.flatMap { strings($0.value) }
        default: []
        }
    }
}
