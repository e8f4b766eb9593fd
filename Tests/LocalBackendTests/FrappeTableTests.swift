// What each version of Frappe says at CONNECT: the table that was captured from the real servers, cell by cell.

import JSON
import Testing

@testable import LocalBackend

/// What comes of a CONNECT.
enum Cell: Equatable {
    case events
    /// Connected, and no event of the user ever comes.
    case silence
    case refused(String)
    /// CONNECT_ERROR, and then CONNECT all the same: no event comes.
    case refusedAndSilent(String)
}

/// One row: what a client brings, and what v14, v15, v16 and the Python server make of it.
struct TableRow: Sendable, CustomTestStringConvertible {
    enum Cookies: Sendable { case right, none, other, dead }
    enum Origin: Sendable { case own, none, foreign }

    var testDescription: String
    var cookies = Cookies.right
    var authorization: String?
    var origin = Origin.own
    /// Nil: that of the version.
    var namespace: String?
    var cells: [FrappeFlavour: Cell]

    init(
        _ words: String, cookies: Cookies = .right, authorization: String? = nil, origin: Origin = .own,
        namespace: String? = nil, v14: Cell, v15: Cell, v16: Cell, python: Cell
    ) {
        testDescription = words
        self.cookies = cookies
        self.authorization = authorization
        self.origin = origin
        self.namespace = namespace
        cells = [.v14: v14, .v15: v15, .v16: v16, .python: python]
    }
}

private let noCookie = Cell.refused("No cookie transmitted.")
private let noSid = Cell.refused("No sid transmitted.")
private let noMethod = Cell.refused("No authentication method used. Use cookie or authorization header.")
private let noHeader = Cell.refused("Missing cookie and authorization header. Either one needed.")
private let badOrigin = Cell.refused("Invalid origin")
private let badNamespace = Cell.refused("Invalid namespace")

@Suite(.timeLimit(.minutes(2))) struct FrappeTableTests {
    static let rows = [
        TableRow("right sid", v14: .events, v15: .events, v16: .events, python: .events),
        TableRow("no cookie", cookies: .none, v14: noCookie, v15: noCookie, v16: noCookie, python: noHeader),
        TableRow("cookie without sid", cookies: .other, v14: noSid, v15: noMethod, v16: noMethod, python: noMethod),
        TableRow("no Origin", origin: .none, v14: badOrigin, v15: badOrigin, v16: badOrigin, python: badOrigin),
        TableRow("wrong Origin", origin: .foreign, v14: badOrigin, v15: badOrigin, v16: badOrigin, python: badOrigin),
        TableRow(
            "token and some cookie", cookies: .other, authorization: "token key:secret", v14: noSid, v15: .events,
            v16: .events, python: .events),
        TableRow(
            "token as Basic", cookies: .other, authorization: "Basic a2V5OnNlY3JldA==", v14: noSid, v15: .events,
            v16: .events, python: .events),
        TableRow(
            "token, no cookie", cookies: .none, authorization: "token key:secret", v14: noCookie, v15: noCookie,
            v16: noCookie, python: .events),
        TableRow(
            "wrong token", cookies: .other, authorization: "token key:wrong", v14: noSid,
            v15: .refused("Unauthorized: Error: Unauthorized"),
            v16: .refused("Unauthorized: TypeError: Cannot read properties of undefined (reading 'user')"),
            python: .refused(
                "Unauthorized: 401 Client Error: UNAUTHORIZED for url: ORIGIN/api/method/frappe.realtime.get_user_info")
        ),
        TableRow(
            "wrong token and right sid", authorization: "token key:wrong", v14: .events, v15: .events,
            v16: .refused("Unauthorized: TypeError: Cannot read properties of undefined (reading 'user')"),
            python: .refused(
                "Unauthorized: 401 Client Error: UNAUTHORIZED for url: ORIGIN/api/method/frappe.realtime.get_user_info")
        ),
        TableRow(
            "right token and dead sid", cookies: .dead, authorization: "token key:secret", v14: .silence,
            v15: .silence, v16: .events, python: .events),
        TableRow("dead sid", cookies: .dead, v14: .silence, v15: .silence, v16: .silence, python: .silence),
        TableRow("namespace /", namespace: "/", v14: .events, v15: .silence, v16: .silence, python: badNamespace),
        TableRow(
            "namespace / of nobody", cookies: .none, origin: .none, namespace: "/", v14: badOrigin, v15: .silence,
            v16: .silence, python: badNamespace),
        TableRow(
            "wrong namespace", namespace: "/other.local", v14: badNamespace,
            v15: .refusedAndSilent("Invalid namespace"), v16: .refusedAndSilent("Invalid namespace"),
            python: badNamespace),
    ]

    @Test(arguments: FrappeFlavour.allCases, rows)
    func overAWebSocket(_ flavour: FrappeFlavour, _ row: TableRow) async throws {
        try await play(row, flavour) { server, cookies, headers in
            let socket = try server.openSocket(cookies: cookies, headers: headers)
            #expect(try socket.readText().hasPrefix("0{\"sid\":\""))
            return socket
        }
    }

    @Test(arguments: FrappeFlavour.allCases, rows)
    func overPolling(_ flavour: FrappeFlavour, _ row: TableRow) async throws {
        try await play(row, flavour) { server, cookies, headers in
            try PollingLine(server, cookies: cookies, headers: headers)
        }
    }

    private func play(
        _ row: TableRow, _ flavour: FrappeFlavour,
        _ open: @escaping @Sendable (ServerUnderTest, String?, [String]) throws -> any Line
    ) async throws {
        var limits = LocalServerLimits()
        // What Frappe says to a foreign origin is behind the guard.
        limits.guardsOrigin = false
        try await with(limits: limits, flavour: flavour) { server in
            let signedIn = try server.signIn()
            let own = "http://\(server.host)"
            let witness = try open(server, signedIn, ["Origin: \(own)"])
            try Self.connect(witness, flavour.namespace(site: "oropendola.local"))

            var headers = row.authorization.map { ["Authorization: \($0)"] } ?? []
            switch row.origin {
            case .own: headers.append("Origin: \(own)")
            case .foreign: headers.append("Origin: http://evil.example")
            case .none: break
            }
            let cookies: String? =
                switch row.cookies {
                case .right: signedIn
                case .none: nil
                case .other: "theme=dark"
                case .dead: "sid=0123456789"
                }
            let line = try open(server, cookies, headers)
            let namespace = row.namespace ?? flavour.namespace(site: "oropendola.local")
            let prefix = namespace == "/" ? "" : "\(namespace),"
            try line.say("40\(prefix)")
            let cell = try #require(row.cells[flavour])
            switch cell {
            case .refused(let words), .refusedAndSilent(let words):
                let text = words.replacing("ORIGIN", with: own)
                #expect(try line.hear() == "44\(prefix){\"message\":\"\(text)\"}")
            case .events, .silence: break
            }
            switch cell {
            case .events, .silence, .refusedAndSilent: #expect(try line.hear().hasPrefix("40\(prefix){\"sid\":\""))
            case .refused: break
            }
            _ = try server.chat(#"{"messages":[{"role":"user","content":"find x"}]}"#, cookies: signedIn)
            #expect(try witness.hear().contains("ai_progress"))
            if cell == .events {
                #expect(
                    try line.hear()
                        == "42\(prefix)[\"ai_progress\",{\"type\":\"thinking\",\"message\":\"Searching for `x`\"}]")
            }
            // Had anything else been sent, it would come before the answer to this.
            try line.say("40/probe,")
            #expect(try line.hear().hasPrefix("44/probe,"))
        }
    }

    private static func connect(_ line: any Line, _ namespace: String) throws {
        let prefix = namespace == "/" ? "" : "\(namespace),"
        try line.say("40\(prefix)")
        let answer = try line.hear()
        guard answer.hasPrefix("40\(prefix){\"sid\":\"") else { throw RawClient.Failure(what: answer) }
    }
}
