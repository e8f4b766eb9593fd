// The program's own link to a served site: a restart in the middle of a turn heals, and TLS is TLS.

import JSON
import Logging
import NIOTransport
import Synchronization
import TaskMachine
import TestSupport
import Testing
import Transport

@testable import Backend
@testable import LocalBackend

/// The first turn never ends; later ones are answered.
private struct OnceStuckEngine: Engine {
    let turns: TurnCount

    final class TurnCount: Sendable {
        let count = Mutex(0)
    }

    func reply(to request: EngineRequest, publish: @Sendable (EngineEvent) async -> Void) async -> EngineReply {
        await publish(.progress(["type": "thinking", "message": "at it"]))
        let number = turns.count.withLock { count -> Int in
            count += 1
            return count
        }
        while number == 1, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(5)) }
        return .message(["success": true, "conversation_id": "c", "response": "answered by \(number)"])
    }
}

@Suite(.serialized, .timeLimit(.minutes(1))) struct ServedLinkTests {
    private static func link(_ port: Int, _ http: NIOHTTPTransport, _ sockets: NIOWebSocketTransport) throws
        -> OropendolaLink
    {
        OropendolaLink(
            LinkConfiguration(
                server: try #require(ServerAddress("http://127.0.0.1:\(port)")), siteName: "oropendola.local",
                credentials: Credentials(user: "ada@x", password: "ada@x-pw")),
            http: http, webSockets: sockets, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func send(_ id: Int, on link: OropendolaLink) async {
        await link.perform(
            .send(
                ChatRequest(
                    id: id, messages: [ChatMessage(role: .user, content: "q\(id)")], conversationID: nil, mode: .agent,
                    context: [:])))
    }

    private func events(_ link: OropendolaLink, until isLast: (AgentEvent) -> Bool) async -> [AgentEvent] {
        var seen: [AgentEvent] = []
        for await event in link.events {
            seen.append(event)
            if isLast(event) { break }
        }
        return seen
    }

    /// The turn's fate is told, the feed comes back by itself with the same session, and the next turn is answered.
    @Test func aRestartInTheMiddleOfATurnHeals() async throws {
        let engine = OnceStuckEngine(turns: OnceStuckEngine.TurnCount())
        let first = try await ServedSiteUnderTest.start(engine: engine)
        let port = first.server.port
        let (http, sockets) = (NIOHTTPTransport(), NIOWebSocketTransport())
        let link = try Self.link(port, http, sockets)
        await link.perform(.retryRealtime)
        _ = await events(link) { $0.link?.state == .online }
        await send(1, on: link)
        _ = await events(link) { $0.isProgress }

        #expect(await first.server.stop(withinMilliseconds: 50) == 1)
        let told = await events(link) { if case .requestFailed(_, request: 1) = $0 { true } else { false } }
        #expect(told.contains { if case .noticed(let words) = $0 { words.contains("restarted") } else { false } })
        guard case .requestFailed(let failure, _)? = told.last else { return #expect(Bool(false)) }
        #expect("\(failure)".contains("restarted before the answer was there"), "\(failure)")

        let second = try await ServedSiteUnderTest.start(engine: engine, in: first.folder) { $0.port = port }
        var missed = false
        _ = await events(link) { event in
            if case .feedMissed = event { missed = true }
            return missed
        }
        await send(2, on: link)
        var reply: String?
        let heard = await events(link) { event in
            if case .replied(let answer, request: 2) = event { reply = answer.text }
            return reply != nil
        }
        #expect(reply == "answered by 2")
        #expect(heard.contains { $0.isProgress })
        let sessions = try await onThread {
            try second.client.exchange("GET", "/metrics").text.contains("\noropendola_sessions 1\n")
        }
        #expect(sessions, "it signed in again")
        await link.shutdown()
        await sockets.shutdown()
        await http.shutdown()
        _ = await second.server.stop()
    }

    private static func makeCertificate(_ name: String, in folder: TemporaryFolder) throws {
        let made = try run(
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days",
                "2", "-subj", "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out",
                "cert.pem",
            ], in: folder.path)
        guard made.status == 0 else { throw RawClient.Failure(what: made.errorText) }
    }

    /// What openssl sees: it sends `request` and prints the certificate's subject and the answer.
    private static func look(_ port: Int, _ request: String) throws -> String {
        let seen = try run(
            ["timeout", "10", "openssl", "s_client", "-connect", "127.0.0.1:\(port)", "-ign_eof", "-servername", "x"],
            input: Array(request.utf8))
        return seen.text
    }

    @Test func speaksTLSAndTakesNewCertificates() async throws {
        let files = try TemporaryFolder()
        try Self.makeCertificate("first", in: files)
        let site = try await ServedSiteUnderTest.start {
            $0.tls = ("\(files.path)/cert.pem", "\(files.path)/key.pem")
        }
        let http = NIOHTTPTransport(NetworkSettings(certificateAuthorityFile: "\(files.path)/cert.pem"))
        let address = try #require(ServerAddress("https://127.0.0.1:\(site.server.port)"))
        let client = FrappeClient(address: address, transport: http, callTimeoutSeconds: 10)
        #expect(try await client.version()?.major == 15)
        await http.shutdown()
        let port = site.server.port
        try await onThread {
            let login = "usr=ada%40x&pwd=ada%40x-pw"
            let seen = try Self.look(
                port,
                "POST /api/method/login HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Length: \(login.utf8.count)\r\n"
                    + "Connection: close\r\n\r\n\(login)")
            #expect(seen.contains("CN") && seen.contains("first"))
            #expect(seen.contains("; Secure\r\n"))
            // An answer that ends the connection arrives whole.
            let refused = try Self.look(port, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
            #expect(refused.contains("HTTP/1.1 400") && refused.contains("Exactly one Host header is wanted."))
        }
        try Self.makeCertificate("second", in: files)
        try await site.server.reload()
        try await onThread {
            let seen = try Self.look(port, "GET /api/method/version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(seen.contains("second") && !seen.contains("first"))
        }
        // What can't be used is told, and what was in force stays.
        try files.write("cert.pem", "no certificate")
        await #expect(throws: ServeError.self) { try await site.server.reload() }
        try await onThread {
            let seen = try Self.look(port, "GET /api/method/version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(seen.contains("second"))
        }
        _ = await site.server.stop()
        await #expect(throws: ServeError.self) { try await LocalServer.serve(site.site, engine: ParrotEngine()) }
    }
}
