// HTTP requests and replies as plain values, so that what talks HTTP can be tested without a socket.

/// One field of a request or a reply. Names compare without case (RFC 9110 §5.1).
public struct HTTPHeader: Equatable, Sendable {
    /// The field's name as it is written, such as `Content-Type`.
    public var name: String
    /// The field's value, without line breaks.
    public var value: String

    /// A field.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// Cookies and tokens are as good as passwords: a header whose name speaks of one shows the size of its value alone.
extension HTTPHeader: CustomStringConvertible, CustomReflectable {
    /// Parts of names. Hiding a value too many does no harm.
    private static let secretParts = [
        "auth", "cookie", "credential", "csrf", "key", "passw", "secret", "session", "token", "xsrf",
    ]

    private var isSecret: Bool {
        let name = name.lowercased()
        return Self.secretParts.contains { name.contains($0) }
    }

    public var description: String { "\(name): \(isSecret ? "(\(value.utf8.count) bytes)" : value)" }
    public var customMirror: Mirror { Mirror(self, children: ["field": description]) }
}

/// One request, body and all.
public struct HTTPRequest: Equatable, Sendable {
    /// `GET`, `POST`, …
    public var method: String
    /// Absolute `http://` or `https://` URL.
    public var url: String
    /// Fields in order; `Host` and `Content-Length` are the transport's own.
    public var headers: [HTTPHeader]
    /// The whole body; empty for none.
    public var body: [UInt8]
    /// Seconds for the whole exchange, connecting included.
    public var timeoutSeconds: Int
    /// Bytes of the reply's body beyond which the exchange fails with `TransportError.tooLarge`.
    public var maximumBodyBytes: Int

    /// A request; 30 s and 16 MiB where nothing else is said.
    public init(
        method: String = "GET", url: String, headers: [HTTPHeader] = [], body: [UInt8] = [], timeoutSeconds: Int = 30,
        maximumBodyBytes: Int = 16 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeoutSeconds = timeoutSeconds
        self.maximumBodyBytes = maximumBodyBytes
    }
}

/// A body may hold a password or somebody's text: only its size shows.
extension HTTPRequest: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(method) \(url) \(headers), \(body.count) bytes" }
    public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}

/// One reply, read to its end.
public struct HTTPResponse: Equatable, Sendable {
    /// The status code, such as 200.
    public var status: Int
    /// Fields in the order in which they came.
    public var headers: [HTTPHeader]
    /// The whole body.
    public var body: [UInt8]

    /// A reply.
    public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of the first header of that name, in any case; nil when there is none.
    public func header(_ name: String) -> String? { headers.first(name) }

    /// The values of all headers of that name in order, as for `Set-Cookie`.
    public func headers(_ name: String) -> [String] { headers.all(name) }
}

extension [HTTPHeader] {
    /// The value of the first header of that name, in any case; nil when there is none.
    public func first(_ name: String) -> String? {
        first { isSame($0.name, name) }?.value
    }

    /// The values of all headers of that name, in order.
    public func all(_ name: String) -> [String] {
        compactMap { isSame($0.name, name) ? $0.value : nil }
    }

    private func isSame(_ one: String, _ other: String) -> Bool {
        one.utf8.elementsEqual(other.utf8) { lowered($0) == lowered($1) }
    }

    private func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
