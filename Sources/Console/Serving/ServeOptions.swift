// What `serve` was asked to do, checked: where it listens, by what means it is safe to, and what a user may ask of it.

/// The command line and the environment as they were typed; the command line wins.
public struct ServeWords: Equatable, Sendable {
    public var listen: String?
    public var data: String?
    public var accounts: String?
    public var site: String?
    public var hosts: [String] = []
    public var tlsCertificate: String?
    public var tlsKey: String?
    public var behindProxy = false
    public var insecureHTTP = false
    public var log: String?
    public var scenario: String?
    public var requestsPerMinute: Int?
    public var turnsPerUser: Int?
    public var sessionDays: Int?

    public init() {}

    /// Fills in what the command line left open.
    public mutating func read(_ environment: [String: String]) {
        func value(_ name: String) -> String? {
            environment["OROPENDOLA_SERVE_\(name)"].flatMap { $0.isEmpty ? nil : $0 }
        }
        listen = listen ?? value("LISTEN")
        // systemd names the folder that it made (systemd.exec(5), StateDirectory=).
        data = data ?? value("DATA") ?? environment["STATE_DIRECTORY"]?.split(separator: ":").first.map { String($0) }
        accounts = accounts ?? value("ACCOUNTS")
        site = site ?? value("SITE")
        if hosts.isEmpty { hosts = value("HOSTS")?.split(separator: ",").map { String($0) } ?? [] }
        tlsCertificate = tlsCertificate ?? value("TLS_CERT")
        tlsKey = tlsKey ?? value("TLS_KEY")
        behindProxy = behindProxy || value("BEHIND_PROXY") == "1"
        log = log ?? value("LOG")
    }
}

/// The values of `ServeWords`.
public struct ServeOptions: Equatable, Sendable {
    public static let usualAddress = "127.0.0.1:8642"

    public var host: String
    public var port: Int
    /// nil: the usual folder.
    public var data: String?
    public var accounts: String?
    public var site: String
    /// In lower case.
    public var hosts: Set<String>
    public var tls: (certificate: String, key: String)? {
        tlsCertificate.flatMap { certificate in tlsKey.map { (certificate, $0) } }
    }
    public var behindProxy: Bool
    public var logsJSON: Bool
    public var scenario: String?
    public var requestsPerMinute: Int?
    public var turnsPerUser: Int?
    public var sessionDays: Int?
    private var tlsCertificate: String?
    private var tlsKey: String?

    public init(_ words: ServeWords) throws(UsageProblem) {
        (host, port) = try Self.address(words.listen ?? Self.usualAddress)
        (data, accounts, scenario) = (words.data, words.accounts, words.scenario)
        (tlsCertificate, tlsKey, behindProxy) = (words.tlsCertificate, words.tlsKey, words.behindProxy)
        guard (tlsCertificate == nil) == (tlsKey == nil) else {
            throw UsageProblem("--tls-cert and --tls-key come together: one is of no use without the other.")
        }
        let isHere = ["127.0.0.1", "::1", "localhost"].contains(host) || host.hasPrefix("127.")
        if behindProxy, !isHere, tlsCertificate == nil {
            throw UsageProblem(
                "--behind-proxy believes what a proxy on this machine says, so listen where it alone can come: "
                    + "--listen 127.0.0.1:PORT.")
        }
        if !isHere, tlsCertificate == nil, !words.insecureHTTP {
            throw UsageProblem(
                "at \(host) passwords would go over the network for all to read. Give --tls-cert and --tls-key, or "
                    + "listen at 127.0.0.1 behind a proxy; --insecure-http does it all the same.")
        }
        site = words.site ?? "oropendola.local"
        guard !site.isEmpty, site.utf8.count <= 200, site.utf8.allSatisfy({ Self.isNamePart($0) }) else {
            throw UsageProblem("a site's name has letters, digits, dots, dashes and underscores.")
        }
        hosts = Set(words.hosts.map { $0.lowercased() })
        guard hosts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { Self.isNamePart($0) } }) else {
            throw UsageProblem("--host is the name under which people reach the server, without scheme and port.")
        }
        switch words.log ?? "text" {
        case "text": logsJSON = false
        case "json": logsJSON = true
        default: throw UsageProblem("--log is text or json.")
        }
        for (flag, number, range) in [
            ("--requests-per-minute", words.requestsPerMinute, 1...100_000),
            ("--turns-per-user", words.turnsPerUser, 1...1_000), ("--session-days", words.sessionDays, 1...365),
        ] {
            if let number, !range.contains(number) {
                throw UsageProblem("\(flag) is \(range.lowerBound) to \(range.upperBound).")
            }
        }
        (requestsPerMinute, turnsPerUser) = (words.requestsPerMinute, words.turnsPerUser)
        sessionDays = words.sessionDays
    }

    /// `HOST:PORT`, `[IPv6]:PORT`, `:PORT` or `PORT`.
    private static func address(_ text: String) throws(UsageProblem) -> (String, Int) {
        let end = text.lastIndex(of: ":")
        var host = end.map { String(text[..<$0]) } ?? ""
        let digits = end.map { text[text.index(after: $0)...] } ?? text[...]
        guard let port = Int(digits), (0...65_535).contains(port), digits.allSatisfy(\.isNumber) else {
            throw UsageProblem("--listen is an address and a port, such as \(usualAddress).")
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        if host.isEmpty { host = "127.0.0.1" }
        return (host, port)
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// What `serve user …` is to do.
public enum ServeVerb: Equatable, Sendable {
    case serve
    case addUser(String)
    case listUsers
    case changePassword(String)
    case removeUser(String)

    /// - Parameter words: what stands behind `serve` and is no option.
    public init(_ words: [String]) throws(UsageProblem) {
        guard let first = words.first else {
            self = .serve
            return
        }
        guard first == "user" else { throw UsageProblem("there is no word \(first) here but user.") }
        let rest = Array(words.dropFirst())
        switch (rest.first, rest.count) {
        case ("add", 2): self = .addUser(rest[1])
        case ("list", 1): self = .listUsers
        case ("passwd", 2): self = .changePassword(rest[1])
        case ("remove", 2): self = .removeUser(rest[1])
        default: throw UsageProblem("what follows user is add NAME, list, passwd NAME or remove NAME.")
        }
    }
}
