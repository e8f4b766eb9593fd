// A served site for one test: two accounts unless more are wanted, a folder of its own, and the ways of its clients.

import JSON
import Logging
import TestSupport

@testable import LocalBackend

/// Each account's password is its name and `-pw`.
final class ServedSiteUnderTest: Sendable {
    let folder: TemporaryFolder
    let site: ServedSite
    let server: LocalServer

    var client: ServerUnderTest { ServerUnderTest(server: server) }

    private init(folder: TemporaryFolder, site: ServedSite, server: LocalServer) {
        (self.folder, self.site, self.server) = (folder, site, server)
    }

    static func start(
        users: [String] = ["ada@x", "bob@x"], engine: any Engine = ParrotEngine(), in given: TemporaryFolder? = nil,
        limits: LocalServerLimits = ServedSite.limits,
        log: Logger = Logger(label: "x") { _ in SwiftLogNoOpLogHandler() },
        _ change: (inout ServedSite) -> Void = { _ in }
    ) async throws -> ServedSiteUnderTest {
        let folder = try given ?? TemporaryFolder()
        var site = ServedSite(dataFolder: "\(folder.path)/data")
        site.decoyCost = .cheap
        change(&site)
        if given == nil {
            try await AccountFile(site.accountsFile).change { accounts in
                for user in users { accounts.set(account(user, password: "\(user)-pw", set: 1)) }
                return true
            }
        }
        let server = try await LocalServer.serve(site, engine: engine, limits: limits, log: log)
        return ServedSiteUnderTest(folder: folder, site: site, server: server)
    }

    static func account(_ name: String, password: String, set: Int) -> SiteAccount {
        let hash = PasswordHash(of: password, cost: .cheap) ?? .decoy(cost: .cheap)
        return SiteAccount(name: name, fullName: "Full \(name)", password: hash, passwordSet: set)
    }

    func login(_ user: String, _ password: String? = nil, headers: [String] = []) throws -> RawClient.Answer {
        let body = "usr=\(FormFields.encoded(user))&pwd=\(FormFields.encoded(password ?? "\(user)-pw"))"
        return try client.exchange("POST", "/api/method/login", body: body, headers: headers)
    }

    func cookies(of user: String) throws -> String {
        let answer = try login(user)
        guard answer.status == 200 else { throw RawClient.Failure(what: "login: \(answer.status) \(answer.text)") }
        return answer.cookies
    }

    func call(_ method: String, _ cookies: String?, query: String = "", body: String? = nil) throws -> RawClient.Answer
    {
        try client.exchange(
            body == nil ? "GET" : "POST", "/api/method/\(method)\(query.isEmpty ? "" : "?\(query)")", cookies: cookies,
            body: body ?? "")
    }

    func chat(_ text: String, _ cookies: String, conversation: String? = nil) throws -> RawClient.Answer {
        var body: JSONObject = ["messages": [["role": "user", "content": .string(text)]], "mode": "agent"]
        if let conversation { body["conversation_id"] = .string(conversation) }
        return try client.chat(JSONValue.object(body).text, cookies: cookies)
    }

    /// Joins the feed as the user of these cookies.
    func feed(_ cookies: String, namespace: String? = nil, origin: Bool = true) throws -> RawClient {
        let feed = try client.openSocket(cookies: cookies, origin: origin ? "http://\(client.host)" : nil)
        _ = try feed.readText()
        let namespace = namespace ?? "/\(site.name)"
        try feed.sendText(namespace == "/" ? "40" : "40\(namespace),")
        let answer = try feed.readText()
        guard answer.hasPrefix(namespace == "/" ? "40{" : "40\(namespace),{") else {
            throw RawClient.Failure(what: answer)
        }
        return feed
    }
}

/// Says again what it hears, to whom it heard it from: once as an event, once as the answer.
struct ParrotEngine: Engine {
    func reply(to request: EngineRequest, publish: @Sendable (EngineEvent) async -> Void) async -> EngineReply {
        let said = request.messages.last?.content ?? ""
        await publish(.progress(["type": "working", "owner": .string(request.user), "message": .string(said)]))
        return .message([
            "success": true, "conversation_id": .string(request.conversationID ?? "c-\(said)"),
            "response": .string("\(request.user) said \(said)"),
        ])
    }
}

/// Runs a blocking test against a site, and ends it however that went.
func withSite(
    users: [String] = ["ada@x", "bob@x"], engine: any Engine = ParrotEngine(),
    limits: LocalServerLimits = ServedSite.limits, changing change: (inout ServedSite) -> Void = { _ in },
    _ body: @escaping @Sendable (ServedSiteUnderTest) throws -> Void
) async throws {
    let site = try await ServedSiteUnderTest.start(users: users, engine: engine, limits: limits, change)
    do {
        try await onThread { try body(site) }
    } catch {
        _ = await site.server.stop(withinMilliseconds: 0)
        throw error
    }
    _ = await site.server.stop(withinMilliseconds: 0)
}
