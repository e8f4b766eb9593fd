// The same words over a websocket or over polling, so that one test body does for both.

/// A way to the server that has got its open packet.
protocol Line {
    /// Sends one packet.
    func say(_ text: String) throws
    /// The next packet.
    func hear() throws -> String
}

extension RawClient: Line {
    func say(_ text: String) throws { try sendText(text) }
    func hear() throws -> String { try readText() }
}

/// Polls when it has nothing more to give.
final class PollingLine: Line {
    private let server: ServerUnderTest
    private let headers: [String]
    private let cookies: String?
    private let target: String
    private var packets: [String] = []
    let sessionID: String

    init(_ server: ServerUnderTest, cookies: String?, headers: [String]) throws {
        self.server = server
        self.headers = headers
        self.cookies = cookies
        let open = try server.exchange(
            "GET", "/socket.io/?EIO=4&transport=polling", cookies: cookies, headers: headers)
        guard open.status == 200, open.text.hasPrefix("0{\"sid\":\"") else {
            throw RawClient.Failure(what: "no session: \(open.status)")
        }
        sessionID = String(open.text.split(separator: "\"")[3])
        target = "/socket.io/?EIO=4&transport=polling&sid=\(sessionID)"
    }

    func post(_ body: String) throws -> RawClient.Answer {
        try server.exchange("POST", target, cookies: cookies, body: body, headers: headers)
    }

    func poll() throws -> RawClient.Answer { try server.exchange("GET", target, cookies: cookies, headers: headers) }

    /// A poll whose answer is read later, or never.
    func startPoll() throws -> RawClient {
        let client = try RawClient(port: server.port)
        try client.send(server.request("GET", target, cookies: cookies, headers: headers))
        return client
    }

    func say(_ text: String) throws {
        let answer = try post(text)
        guard answer.status == 200 else { throw RawClient.Failure(what: "the POST was answered \(answer.status)") }
    }

    func hear() throws -> String {
        while packets.isEmpty {
            let answer = try poll()
            guard answer.status == 200 else { throw RawClient.Failure(what: "the GET was answered \(answer.status)") }
            packets = answer.text.split(separator: "\u{1e}").map(String.init)
        }
        return packets.removeFirst()
    }
}
