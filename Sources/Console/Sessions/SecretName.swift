// Which names stand for secrets, and what well-known keys look like.

/// The names of secrets, as programs, headers and settings write them.
enum SecretName {
    /// A name is one when these are in it, dashes and underscores aside.
    private static let parts = [
        "password", "passwd", "passphrase", "secret", "token", "apikey", "accesskey", "privatekey",
        "authorization",
        "cookie", "credential", "sessionid", "authkey", "encryptionkey", "signingkey", "masterkey",
        "dbpass",
    ].map { Array($0.utf8) }
    /// A name is one when it is just this, or ends with it behind a dash or an underscore.
    private static let whole = ["sid", "pwd", "pw", "auth", "csrf", "jwt"].map { Array($0.utf8) }

    /// As the last word of several alone: `DB_PASS` is one, and the `PASS:` of a test is none.
    private static let last = Array("pass".utf8)
    /// Tokens that are no numbers of tokens.
    private static let tokens = [
        "secret", "auth", "access", "refresh", "api", "session", "csrf", "bearer",
    ].map {
        Array($0.utf8)
    }

    static func isOne(_ name: [UInt8]) -> Bool {
        guard name.count >= 2, name.count <= 80 else { return false }
        let lowered = name.map { $0 | ((0x41...0x5A).contains($0) ? 0x20 : 0) }
        let plain = lowered.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
        // Numbers of tokens are no tokens: `max_tokens`, `tokensIn`.
        if plain.contains(word: Array("tokens".utf8)),
            !tokens.contains(where: { plain.contains(word: $0) })
        {
            return false
        }
        if parts.contains(where: { plain.contains(word: $0) }) { return true }
        let words = lowered.split { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }.map(Array.init)
        guard let end = words.last else { return false }
        return whole.contains(end) || (words.count > 1 && end == last)
    }

    /// Options of curl and others behind which `name:password` stands, with the name in the same word or in the next.
    static func isLogin(_ name: [UInt8]) -> Bool {
        guard name.first == UInt8(ascii: "-") else { return false }
        let text = String(decoding: name, as: UTF8.self)
        return text == "--user" || text == "--proxy-user" || text.hasPrefix("-u")
            || text.hasPrefix("-U")
    }

    /// Headers, whose value goes on to the end of the line.
    static func isHeader(_ name: [UInt8]) -> Bool {
        let lowered = String(decoding: name, as: UTF8.self).lowercased()
        return lowered.hasSuffix("authorization") || lowered.hasSuffix("cookie")
    }

    /// Schemes of `Authorization` (RFC 6750, RFC 7617).
    static func isScheme(_ name: [UInt8]) -> Bool {
        let lowered = String(decoding: name, as: UTF8.self).lowercased()
        return lowered == "bearer" || lowered == "basic"
    }

    /// Letters, digits, dashes and underscores.
    static func isWordByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}

/// Keys that tell by themselves what they are.
enum SecretShape {
    /// The beginning, and how many characters a key has at least.
    private static let prefixes: [(text: [UInt8], count: Int)] = [
        ("sk-", 20), ("sk_live_", 20), ("sk_test_", 20), ("rk_live_", 20), ("ghp_", 30), ("gho_", 30),
        ("ghu_", 30),
        ("ghs_", 30), ("ghr_", 30), ("github_pat_", 30), ("glpat-", 20), ("xoxb-", 20), ("xoxp-", 20),
        ("xoxa-", 20),
        ("xoxs-", 20), ("hf_", 20), ("npm_", 30), ("pypi-", 30), ("AIza", 35), ("AKIA", 20),
        ("ASIA", 20),
    ].map { (Array($0.0.utf8), $0.1) }

    /// How much of a key may be shown, and how many more bytes than the word belong to it; nil when it is no key.
    static func kept(of word: [UInt8], followedBy rest: ArraySlice<UInt8>) -> (
        prefix: Int, more: Int
    )? {
        for (text, count) in prefixes where word.count >= count && word.starts(with: text) {
            return (text.count, 0)
        }
        // A JSON Web Token (RFC 7519): three parts with points between them.
        guard word.count >= 12, word.starts(with: Array("eyJ".utf8)), rest.first == UInt8(ascii: ".")
        else {
            return nil
        }
        let more = rest.prefix { SecretName.isWordByte($0) || $0 == UInt8(ascii: ".") }
        return more.count >= 12 ? (3, more.count) : nil
    }
}

extension [UInt8] {
    /// Whether these bytes are somewhere in it.
    fileprivate func contains(word: [UInt8]) -> Bool {
        guard count >= word.count else { return false }
        return (0...(count - word.count)).contains { self[$0..<$0 + word.count].elementsEqual(word) }
    }
}
