// A served site behind Debian's nginx, with the configuration that we give out, with and without its upgrade headers.
import Glibc
import JSON
import LocalBackend
import NIOTransport
import SocketIO
import SocketIOClient
import TestSupport
import Testing
import Transport

/// nginx in the foreground, with a folder of its own. Speaks TLS with a certificate for 127.0.0.1.
private struct Nginx: Sendable {
    static let path = "/usr/sbin/nginx"
    static let isThere = access(path, X_OK) == 0

    let folder: TemporaryFolder
    let port: Int
    private let child: ChildProcess

    /// - Parameter upgrades: false: the two headers that websockets need are left out, as they often are.
    init(before backend: Int, upgrades: Bool) throws {
        folder = try TemporaryFolder()
        port = try Self.freePort()
        let made = try run(
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days",
                "2", "-subj", "/CN=nginx", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out",
                "cert.pem",
            ], in: folder.path)
        guard made.status == 0 else { throw PythonFailure(description: made.errorText) }
        try folder.write("site.conf", try Self.site(port, backend, upgrades, folder.path))
        let user = geteuid() == 0 ? "user root;" : ""
        try folder.write(
            "nginx.conf",
            """
            \(user) worker_processes 1; pid nginx.pid; error_log errors;
            events { worker_connections 128; }
            http {
                access_log off;
                client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u;
                scgi_temp_path s;
                include site.conf;
            }
            """)
        child = try ChildProcess(
            [Self.path, "-p", folder.path, "-c", "nginx.conf", "-e", "errors", "-g", "daemon off;"])
    }

    var certificate: String { "\(folder.path)/cert.pem" }
    var url: String { "https://127.0.0.1:\(port)" }
    var words: String { (try? folder.text("errors")) ?? "" }

    func end() {
        child.send(SIGTERM)
        _ = try? child.wait()
    }

    /// Our file with nothing changed but ports, names and certificates.
    private static func site(_ port: Int, _ backend: Int, _ upgrades: Bool, _ folder: String) throws -> String {
        let file = "\(packageRoot(of: #filePath))/Resources/serve/nginx.conf"
        let lines = String(decoding: try readFile(file), as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        var changed = 0
        let result = lines.compactMap { line -> String? in
            let words = line.split(separator: " ")
            switch (words.first ?? "", words.dropFirst().first ?? "") {
            case ("listen", _):
                changed += 1
                return "listen 127.0.0.1:\(port) ssl;"
            case ("server", "127.0.0.1:8642;"):
                changed += 1
                return "server 127.0.0.1:\(backend);"
            case ("ssl_certificate", _):
                changed += 1
                return "ssl_certificate \(folder)/cert.pem;"
            case ("ssl_certificate_key", _):
                changed += 1
                return "ssl_certificate_key \(folder)/key.pem;"
            case ("proxy_set_header", "Upgrade"), ("proxy_set_header", "Connection"):
                changed += 1
                guard upgrades else { return words[1] == "Connection" ? "proxy_set_header Connection '';" : nil }
                return String(line)
            default: return String(line)
            }
        }
        #expect(changed == 6, "the configuration has changed, and this test has not")
        return result.joined(separator: "\n")
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard code else { throw POSIXFailure(call: "bind", code: errno) }
        return Int(in_port_t(bigEndian: address.sin_port))
    }
}

@Suite(
    .serialized, .enabled(if: Nginx.isThere, "no /usr/sbin/nginx: apt-get install nginx-light"), .timeLimit(.minutes(1))
)
struct NginxTests {
    private func with(
        upgrades: Bool, _ body: (ServedPeerSite, Nginx) async throws -> Void
    ) async throws {
        let site = try await ServedPeerSite.start { $0.trustsProxy = true }
        let nginx = try Nginx(before: site.server.port, upgrades: upgrades)
        do {
            try wait(for: "nginx: \(nginx.words)") {
                try run(["openssl", "s_client", "-connect", "127.0.0.1:\(nginx.port)"]).status == 0 ? true : nil
            }
            try await body(site, nginx)
        } catch {
            nginx.end()
            _ = await site.server.stop()
            throw error
        }
        nginx.end()
        _ = await site.server.stop()
    }

    /// The first extension's calls over TLS, by a websocket; and by polling alone where nginx does not pass the upgrade
    /// on, since neither socket.io's client nor this one goes on to polling by itself.
    @Test(.enabled(if: Python.isThere, .init(rawValue: Python.absence)), arguments: [true, false])
    func theFirstExtensionsCallsWork(upgrades: Bool) async throws {
        try await with(upgrades: upgrades) { site, nginx in
            let lines = try await pythonClient(
                [
                    "url": .string(nginx.url), "user": "ada@example.org", "password": "right",
                    "ca": .string(nginx.certificate), "transports": upgrades ? ["websocket", "polling"] : ["polling"],
                ], script: "extension.py")
            try #require(lines.count == 17, "\(lines)")
            #expect(
                Array(lines.prefix(12)) == ServedPeerTests.expected(transport: upgrades ? "websocket" : "polling"))
            try ServedPeerTests.check(lines[...])
        }
    }

    /// Our own client: a websocket first, and polling within the same attempt where none opens.
    @Test(arguments: [true, false]) func ourClientGetsThrough(upgrades: Bool) async throws {
        try await with(upgrades: upgrades) { site, nginx in
            let network = NetworkSettings(certificateAuthorityFile: nginx.certificate)
            let (http, sockets) = (NIOHTTPTransport(network), NIOWebSocketTransport(network))
            let form = Array("usr=ada%40example.org&pwd=right".utf8)
            let login = try await http.send(
                HTTPRequest(
                    method: "POST", url: "\(nginx.url)/api/method/login",
                    headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")], body: form))
            #expect(login.status == 200)
            let cookies = login.headers.filter { $0.name.lowercased() == "set-cookie" }.map(\.value)
            // nginx told the server that it is TLS outside.
            #expect(!cookies.isEmpty && cookies.allSatisfy { $0.contains("; Secure") })
            let sid = String(cookies.first { $0.hasPrefix("sid=") }?.prefix { $0 != ";" } ?? "")
            var configuration = SocketIOConfiguration(url: nginx.url, namespace: "/oropendola.local") {
                SocketCredentials(headers: [HTTPHeader("Cookie", sid), HTTPHeader("Origin", nginx.url)], auth: nil)
            }
            configuration.session.transports = .webSocketThenPolling
            let client = SocketIOClient(configuration: configuration, transport: sockets, http: http)
            await client.connect()
            var transport: String?
            for await event in client.events {
                guard case .connected = event else { continue }
                transport = await client.status.transport.map { "\($0)" }
                break
            }
            #expect(transport == (upgrades ? "webSocket" : "polling"))
            await site.server.publish("x", 1, to: .user("bob@example.org"))
            await site.server.publish("x", 2, to: .user("ada@example.org"))
            for await event in client.events {
                guard case .received(let event) = event else { continue }
                #expect(event.name == "x" && event.arguments.values == [2])
                break
            }
            // The address that limits are counted by is the client's: this machine's.
            let figures = try await http.send(HTTPRequest(url: "\(nginx.url)/metrics"))
            #expect(figures.status == 200)
            await client.shutdown()
            await sockets.shutdown()
            await http.shutdown()
        }
    }
}
