// Takes out of what is recorded whatever opens an account: by the name that it stands under, and by its text from then on.

internal import JSON

/// Learns secrets where they pass under their names, and hides them wherever they come again.
public struct Redaction: Sendable {
    /// What stands in a secret's place.
    public static let mark = "(hidden)"
    /// Shorter texts are words, and hiding them would tear other words apart.
    private static let shortest = 6
    /// Names of members, fields and cookies that hold secrets, in small letters without `-` and `_`.
    private static let names: Set<String> = [
        "sid", "pwd", "password", "passwd", "token", "accesstoken", "refreshtoken", "idtoken", "apikey", "apisecret",
        "csrftoken", "xfrappecsrftoken", "otp", "tmpid", "secret", "clientsecret", "authorization", "cookie",
        "setcookie", "xaccesstoken", "authrequestid",
    ]
    /// Parts of the names of headers and variables.
    private static let parts = [
        "auth", "cookie", "credential", "csrf", "key", "passw", "secret", "session", "token", "xsrf",
    ]
    /// Cookies that say who somebody is and open nothing (Frappe v15, frappe/auth.py).
    private static let openCookies: Set<String> = [
        "userid", "fullname", "systemuser", "userimage", "userlang", "preferredlanguage", "path", "expires", "maxage",
        "samesite", "domain",
    ]

    private var texts: Set<String> = []
    /// The longest first: one may be a part of another. By their first byte.
    private var forms: [UInt8: [[UInt8]]] = [:]

    public init() {}

    /// The values of variables whose name ends as those of secrets do.
    public init(environment: [String: String]) {
        for (name, value) in environment where ["KEY", "TOKEN", "SECRET", "PASSWORD"].contains(where: name.hasSuffix) {
            learn(value)
        }
    }

    /// From now on this text is hidden wherever it comes, as it is, within JSON, and in a URL.
    public mutating func learn(_ text: String) {
        let text = text.drop { $0 == " " }
        guard text.utf8.count >= Self.shortest, text != Self.mark, !texts.contains(String(text)) else { return }
        let inJSON = JSONValue.string(String(text)).text.dropFirst().dropLast()
        for form in [String(text), String(inJSON), Self.percentEncoded(String(text))] where texts.insert(form).inserted
        {
            let bytes = Array(form.utf8)
            forms[bytes[0], default: []].append(bytes)
            forms[bytes[0]]?.sort { $0.count > $1.count }
        }
    }

    /// A text without what is known.
    public func hidden(in text: String) -> String {
        guard !forms.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var copied = 0
        var position = 0
        while position < bytes.count {
            if let found = forms[bytes[position]]?.first(where: { bytes[position...].starts(with: $0) }) {
                result += bytes[copied..<position]
                result += Self.mark.utf8
                position += found.count
                copied = position
            } else {
                position += 1
            }
        }
        guard copied > 0 else { return text }
        return String(decoding: result + bytes[copied...], as: UTF8.self)
    }

    /// What is known in the joined pieces of a text, and up to where that is decided: behind `end` may be the beginning
    /// of a secret. Where the text is over, such a beginning is hidden if it is longer than a word.
    func secrets(in bytes: [UInt8], from start: Int, isOver: Bool) -> (found: [Range<Int>], end: Int) {
        var found: [Range<Int>] = []
        var position = start
        while position < bytes.count {
            let rest = bytes[position...]
            let candidates = forms[bytes[position]] ?? []
            let isOpen = candidates.contains { $0.count > rest.count && $0.starts(with: rest) }
            if isOpen, !isOver { return (found, position) }
            if let whole = candidates.first(where: { rest.starts(with: $0) }) {
                found.append(position..<(position + whole.count))
                position += whole.count
            } else if isOpen, rest.count >= Self.shortest {
                found.append(position..<bytes.count)
                position = bytes.count
            } else {
                position += 1
            }
        }
        return (found, bytes.count)
    }

    // MARK: Where secrets stand

    /// The value of a header, hidden when its name speaks of a secret.
    public mutating func header(_ name: String, _ value: String) -> String {
        let small = name.lowercased()
        guard Self.parts.contains(where: small.contains) else { return hidden(in: value) }
        learn(value)
        if small.hasSuffix("cookie") {
            for pair in value.split(separator: ";") {
                guard let equals = pair.firstIndex(of: "=") else { continue }
                let name = Self.plain(pair[..<equals])
                if !Self.openCookies.contains(name) { learn(String(pair[pair.index(after: equals)...])) }
            }
        } else {
            for word in value.split(whereSeparator: { " ,:".contains($0) })
            where !["bearer", "basic", "token"].contains(word.lowercased()) { learn(String(word)) }
        }
        return Self.mark
    }

    /// A URL, the values of secret fields hidden.
    public mutating func url(_ url: String) -> String {
        guard let mark = url.firstIndex(of: "?") else { return hidden(in: url) }
        return hidden(in: url[...mark] + form(url[url.index(after: mark)...]))
    }

    /// A body or a message: JSON, a form, or any text in which names of secrets stand beside their values.
    public mutating func body(_ text: String) -> String {
        // Frames of Engine.IO and Socket.IO have digits and a namespace before their JSON.
        let start = text.firstIndex { $0 == "{" || $0 == "[" } ?? text.endIndex
        if text[..<start].utf8.count < 200, let value = try? JSONValue.parse(String(text[start...])) {
            return hidden(in: text[..<start] + values(value).text)
        }
        return hidden(in: scanned(text))
    }

    /// The values of secret members hidden, at any depth; JSON within a text is looked through, too.
    private mutating func values(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map { values($0) })
        case .string(let text):
            guard text.hasPrefix("{") || text.hasPrefix("["), let inner = try? JSONValue.parse(text) else {
                return value
            }
            let clean = values(inner)
            return clean == inner ? value : .string(clean.text)
        case .object(let object):
            return .object(
                JSONObject(
                    object.pairs.map { name, member in
                        guard Self.names.contains(Self.plain(name)), let text = member.asString, !text.isEmpty else {
                            return (name, values(member))
                        }
                        learn(text)
                        return (name, .string(Self.mark))
                    }))
        default: return value
        }
    }

    private mutating func form(_ text: Substring) -> String {
        text.split(separator: "&", omittingEmptySubsequences: false).map { field in
            guard let equals = field.firstIndex(of: "="), Self.names.contains(Self.plain(field[..<equals])) else {
                return String(field)
            }
            let value = String(field[field.index(after: equals)...])
            learn(value)
            learn(Self.percentDecoded(value))
            return field[...equals] + Self.mark
        }.joined(separator: "&")
    }

    /// `name` and up to four signs, then a value: forms, pages, scripts, broken JSON.
    private mutating func scanned(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var position = 0
        func isWord(_ byte: UInt8) -> Bool {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
        while position < bytes.count {
            let start = position
            while position < bytes.count, isWord(bytes[position]) { position += 1 }
            result += bytes[start..<position]
            let name = Self.plain(String(decoding: bytes[start..<position], as: UTF8.self))
            var value = position
            while value < bytes.count, value - position < 8, " \\\"':=\t".utf8.contains(bytes[value]) { value += 1 }
            let between = bytes[position..<value]
            guard Self.names.contains(name), between.contains(UInt8(ascii: ":")) || between.contains(UInt8(ascii: "="))
            else {
                if position < bytes.count { result.append(bytes[position]) }
                position += 1
                continue
            }
            var end = value
            while end < bytes.count, !" \\\"'&;,<>}\r\n\t".utf8.contains(bytes[end]) { end += 1 }
            let secret = String(decoding: bytes[value..<end], as: UTF8.self)
            learn(secret)
            learn(Self.percentDecoded(secret))
            result += between + (end > value ? Array(Self.mark.utf8) : [])
            position = end
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func plain(_ name: some StringProtocol) -> String {
        name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
    }

    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { result, byte in
            let isPlain =
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || "-._~".utf8.contains(byte)
            if isPlain {
                result.append(Character(UnicodeScalar(byte)))
            } else {
                result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }

    private static func percentDecoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let number = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(number)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
