// What `listen` was asked to do, checked: from here on no value can be wrong.

public import Backend
public import JSON
public import SocketIO
public import Transport

/// An event to send once there is a connection.
public struct Emission: Equatable, Sendable {
    public var name: String
    public var arguments: [JSONValue]
}

/// The command line as typed.
public struct ListenWords: Equatable, Sendable {
    public var url: String?
    public var path: String?
    public var namespaces: [String] = []
    public var headers: [String] = []
    public var auth: String?
    public var transport: String?
    /// Names and JSON in turn.
    public var emit: [String] = []
    public var count: Int?
    public var seconds: Double?

    public init() {}
}

/// The values of `ListenWords`.
public struct ListenOptions: Equatable, Sendable {
    /// nil: the embedded backend.
    public var address: ServerAddress?
    /// Path of Socket.IO, with both slashes.
    public var path = "/socket.io/"
    /// Empty: where the server's events are.
    public var namespaces: [String]
    public var headers: [HTTPHeader]
    public var auth: JSONValue?
    public var transports: SocketTransports
    public var emissions: [Emission]
    public var count: Int?
    public var seconds: Double?

    public init(_ words: ListenWords) throws(UsageProblem) {
        address = try words.url.map { url throws(UsageProblem) in try Self.address(url) }
        if let path = words.path {
            guard path.hasPrefix("/"), path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !path.contains("?"),
                !path.contains("#")
            else { throw UsageProblem("--path begins with a slash: --path /socket.io/") }
            self.path = path.hasSuffix("/") ? path : path + "/"
        }
        for namespace in words.namespaces {
            guard namespace.hasPrefix("/"), !namespace.contains(","), !namespace.contains("?") else {
                throw UsageProblem("--namespace begins with a slash and has no comma: --namespace /site1.local")
            }
        }
        namespaces = words.namespaces.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        headers = try words.headers.map { text throws(UsageProblem) in try Self.header(text) }
        auth = try words.auth.map { text throws(UsageProblem) in
            guard let value = try? JSONValue.parse(text), value.asObject != nil else {
                throw UsageProblem("--auth takes a JSON object: --auth '{\"token\": \"…\"}'")
            }
            return value
        }
        transports = try Self.transports(words.transport ?? "auto")
        emissions = try Self.emissions(words.emit)
        if let count = words.count, count < 1 { throw UsageProblem("--count takes a number from 1 on.") }
        if let seconds = words.seconds, !(seconds > 0 && seconds <= 31_536_000) {
            throw UsageProblem("--for takes seconds, more than 0 and at most a year.")
        }
        count = words.count
        seconds = words.seconds
    }

    private static func address(_ url: String) throws(UsageProblem) -> ServerAddress {
        let web = url.lowercased().hasPrefix("ws") ? "http" + url.dropFirst(2) : url
        guard let address = ServerAddress(web) else {
            throw UsageProblem("--url takes http://, https://, ws:// or wss://, a host and maybe a port.")
        }
        guard address.path.isEmpty else {
            throw UsageProblem("--url takes no path; the path of Socket.IO is given with --path.")
        }
        return address
    }

    private static func header(_ text: String) throws(UsageProblem) -> HTTPHeader {
        // The value is not repeated: it may be a token.
        let problem = UsageProblem("--header takes a name, a colon and a value: --header 'Authorization: …'")
        guard let colon = text.firstIndex(of: ":") else { throw problem }
        let name = text[..<colon]
        var value = text[colon...].dropFirst().drop { $0 == " " || $0 == "\t" }
        while value.last == " " || value.last == "\t" { value.removeLast() }
        // RFC 9110 §5.1 and §5.5.
        let isName = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
        guard isName, !name.isEmpty, value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x09 }) else {
            throw problem
        }
        return HTTPHeader(String(name), String(value))
    }

    private static func transports(_ word: String) throws(UsageProblem) -> SocketTransports {
        switch word {
        case "auto": return .webSocketThenPolling
        case "websocket": return .webSocketOnly
        case "polling": return .pollingOnly
        case "upgrade": return .pollingThenWebSocket
        default: throw UsageProblem("--transport takes websocket, polling, auto or upgrade.")
        }
    }

    private static func emissions(_ words: [String]) throws(UsageProblem) -> [Emission] {
        guard words.count.isMultiple(of: 2) else {
            throw UsageProblem("--emit takes a name and JSON, one argument or an array of them: --emit ping '[]'")
        }
        return try stride(from: 0, to: words.count, by: 2).map { place throws(UsageProblem) in
            let (name, text) = (words[place], words[place + 1])
            guard !name.isEmpty, let value = try? JSONValue.parse(text) else {
                throw UsageProblem("--emit \(name): what follows the name is no JSON. Text wants quotes: '\"text\"'")
            }
            return Emission(name: name, arguments: value.asArray ?? [value])
        }
    }
}
