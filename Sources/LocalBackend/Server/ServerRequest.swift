// One HTTP request and its answer, as values, so that every rule of the server can be tested without a socket.

/// A request, body included.
struct ServerRequest: Equatable, Sendable {
    var method: String
    /// The target without its query.
    var path: String
    /// What follows `?`, without it.
    var query: String
    /// Names in lower case.
    var headers: [(name: String, value: String)]
    var body: [UInt8] = []
    /// The address that it came from, as far as it is known; of the proxy's client where the proxy is believed.
    var client = ""
    /// It came by TLS, to us or to a proxy that is believed.
    var isSecure = false

    init(method: String, target: String, headers: [(String, String)], body: [UInt8] = []) {
        self.method = method
        let bytes = target.utf8
        if let mark = bytes.firstIndex(of: UInt8(ascii: "?")) {
            path = String(target[..<mark])
            query = String(target[bytes.index(after: mark)...])
        } else {
            path = target
            query = ""
        }
        self.headers = headers.map { (name: $0.0.lowercased(), value: $0.1) }
        self.body = body
    }

    /// The value of a header that may stand once; nil when it is not there.
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    func count(of name: String) -> Int { headers.reduce(0) { $1.name == name ? $0 + 1 : $0 } }

    /// Whether it was sent on this machine, and not for somebody else.
    var isFromHere: Bool {
        isFromLoopback && header("x-forwarded-for") == nil && header("forwarded") == nil
    }

    /// Takes who the client is from a proxy on this machine, which appends to `X-Forwarded-For` whom it heard; what
    /// stands before that is the client's own word.
    mutating func believeProxy() {
        guard isFromLoopback else { return }
        if let last = headers.last(where: { $0.name == "x-forwarded-for" })?.value.split(separator: ",").last {
            client = last.trimmed(of: " \t")
        }
        isSecure = isSecure || header("x-forwarded-proto")?.lowercased() == "https"
        headers.removeAll { $0.name == "x-forwarded-for" || $0.name == "forwarded" }
    }

    private var isFromLoopback: Bool {
        client.hasPrefix("127.") || client == "::1" || client == "::ffff:127.0.0.1"
    }

    /// Whether it asks for a websocket.
    var isWebSocketUpgrade: Bool {
        headers.contains { $0.name == "upgrade" && $0.value.lowercased() == "websocket" }
    }

    /// The value of a cookie, percent-decoded.
    func cookie(_ name: String) -> String? {
        for header in headers where header.name == "cookie" {
            for pair in header.value.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if parts.count == 2, parts[0].trimmed(of: " \t") == name {
                    return FormFields.decoded(parts[1].trimmed(of: " \t\"").utf8, plusIsBlank: false)
                }
            }
        }
        return nil
    }

    static func == (a: ServerRequest, b: ServerRequest) -> Bool {
        a.method == b.method && a.path == b.path && a.query == b.query && a.body == b.body
            && a.headers.elementsEqual(b.headers) { $0 == $1 }
    }
}

/// An answer. Length and caching headers are added on the way out.
struct ServerAnswer: Equatable, Sendable {
    struct Header: Equatable, Sendable {
        var name: String
        var value: String
    }

    var status: Int
    var contentType = "application/json"
    var cookies: [String] = []
    var headers: [Header] = []
    var body: [UInt8] = []
    /// The connection ends with this answer.
    var closes = false
}

/// `application/x-www-form-urlencoded` (WHATWG URL §5).
struct FormFields {
    private var fields: [(name: String, value: String)] = []

    init(_ body: some Sequence<UInt8>) {
        for pair in Array(body).split(separator: UInt8(ascii: "&")) {
            let end = pair.firstIndex(of: UInt8(ascii: "="))
            let name = Self.decoded(pair[..<(end ?? pair.endIndex)], plusIsBlank: true)
            let value = end.map { Self.decoded(pair[($0 + 1)...], plusIsBlank: true) }
            fields.append((name, value ?? ""))
        }
    }

    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Percent signs without two hexadecimal digits stand for themselves.
    static func decoded(_ bytes: some Collection<UInt8>, plusIsBlank: Bool) -> String {
        var result: [UInt8] = []
        var rest = Array(bytes)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                result.append(value)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte == UInt8(ascii: "+") && plusIsBlank ? 32 : byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Everything but letters, digits and `-._~` becomes `%XX` (RFC 3986 §2.3).
    static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-._~".utf8.contains(byte)
            let digits = String(byte, radix: 16, uppercase: true)
            result += isPlain ? String(Unicode.Scalar(byte)) : "%" + (digits.count < 2 ? "0" : "") + digits
        }
        return result
    }
}
