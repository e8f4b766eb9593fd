// python-socketio's client against our server as each version of Frappe: what it is told when it may not join.
import JSON
import LocalBackend
import Scenarios
import TestSupport
import Testing

/// One way to be refused, or not.
struct FlavourCase: Sendable, CustomTestStringConvertible {
    var flavour: FrappeFlavour
    var words: String
    var headers: [String: String]
    var isSignedIn = false
    /// Nil: it gets in.
    var error: String?

    var testDescription: String { "\(flavour): \(words)" }

    init(
        _ flavour: FrappeFlavour, _ words: String, _ headers: [String: String], signedIn: Bool = false, _ error: String?
    ) {
        self.flavour = flavour
        self.words = words
        self.headers = headers
        isSignedIn = signedIn
        self.error = error
    }
}

@Suite(.serialized, .enabled(if: Python.isThere, .init(rawValue: Python.absence)), .timeLimit(.minutes(1)))
struct PythonToFlavourTests {
    private static let token = ["Authorization": "token key:secret"]
    private static let wrongToken = ["Authorization": "token key:wrong", "Cookie": "theme=dark"]
    private static let noMethod = "No authentication method used. Use cookie or authorization header."

    static let cases: [FlavourCase] = [
        FlavourCase(.v14, "right sid", [:], signedIn: true, nil),
        FlavourCase(.v14, "no cookie", [:], "No cookie transmitted."),
        FlavourCase(.v14, "cookie without sid", ["Cookie": "theme=dark"], "No sid transmitted."),
        FlavourCase(.v14, "token", token.merging(["Cookie": "theme=dark"]) { $1 }, "No sid transmitted."),
        FlavourCase(.v15, "right sid", [:], signedIn: true, nil),
        FlavourCase(.v15, "no cookie", [:], "No cookie transmitted."),
        FlavourCase(.v15, "cookie without sid", ["Cookie": "theme=dark"], noMethod),
        FlavourCase(.v15, "token without cookie", token, "No cookie transmitted."),
        FlavourCase(.v15, "token and cookie", token.merging(["Cookie": "theme=dark"]) { $1 }, nil),
        FlavourCase(.v15, "wrong token", wrongToken, "Unauthorized: Error: Unauthorized"),
        FlavourCase(.v16, "right sid", [:], signedIn: true, nil),
        FlavourCase(.v16, "token and cookie", token.merging(["Cookie": "theme=dark"]) { $1 }, nil),
        FlavourCase(
            .v16, "wrong token", wrongToken,
            "Unauthorized: TypeError: Cannot read properties of undefined (reading 'user')"),
        FlavourCase(.python, "right sid", [:], signedIn: true, nil),
        FlavourCase(.python, "token without cookie", token, nil),
        FlavourCase(.python, "no cookie", [:], "Missing cookie and authorization header. Either one needed."),
        FlavourCase(.python, "cookie without sid", ["Cookie": "theme=dark"], noMethod),
    ]

    @Test(arguments: PythonToPlainServerTests.ways, cases)
    func saysWhatThatVersionSays(by way: [String], _ attempt: FlavourCase) async throws {
        let server = try await LocalServer.start(
            session: LocalSession(user: "you@localhost", password: "right", token: ("key", "secret")),
            engine: ScriptedEngine(try Scenario("")), flavour: attempt.flavour)
        var settings: JSONObject = [
            "url": .string("http://127.0.0.1:\(server.port)"), "transports": .array(way.map { .string($0) }),
            "namespace": .string(attempt.flavour.namespace(site: "oropendola.local")),
            "headers": .object(JSONObject(attempt.headers.map { ($0.key, .string($0.value)) })),
        ]
        if attempt.isSignedIn { settings["login"] = ["you@localhost", "right"] }
        if attempt.error == nil {
            settings["emit"] = [["ping"]]
            settings["until"] = ["pong": 1]
        }
        let result: Result<[JSONValue], any Error>
        do { result = .success(try await pythonClient(.object(settings))) } catch { result = .failure(error) }
        await server.shutdown()
        let lines = try result.get().filter { $0[0] != "login" }
        if let error = attempt.error {
            #expect(lines.first == ["connect_error", ["message": .string(error)]])
            #expect(!lines.contains(["connect"]))
        } else {
            #expect(lines.prefix(2) == [["connect"], ["event", "pong"]])
        }
    }
}
