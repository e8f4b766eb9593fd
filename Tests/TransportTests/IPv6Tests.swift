// IPv6 literals over real sockets: brackets in URLs and headers, certificates for addresses, the way through a proxy.
import Glibc
import NIOTransport
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)), .enabled(if: hasIPv6Loopback, "there is no ::1 on this machine"))
struct IPv6Tests {
    @Test(arguments: Speech.allCases)
    func aLiteralIsVerifiedByItsAddress(_ speech: Speech) async throws {
        let authority = try TestAuthority.shared.get()
        let settings = NetworkSettings(certificateAuthorityFile: authority.file)
        let peer = try await TLSPeer(authority.good, on: "::1")
        #expect(await speech.failure(host: "[::1]", peer.port, settings) == nil)
        #expect(await speech.failure(host: "[0:0:0:0:0:0:0:1]", peer.port, settings) == nil)
        #expect(peer.record.names == [nil, nil])
        let other = try await TLSPeer(authority.elsewhere, on: "::1")
        let cause = TLSFailure.Cause.wrongHost(names: ["elsewhere.test", "*.elsewhere.test", "10.1.2.3"])
        #expect(
            await speech.failure(host: "[::1]", other.port, settings)
                == .tls(TLSFailure(host: "[::1]:\(other.port)", cause: cause)))
    }

    @Test(arguments: Speech.allCases, ["http", "socks5"])
    func aLiteralGoesThroughAProxyInBrackets(_ speech: Speech, _ scheme: String) async throws {
        let authority = try TestAuthority.shared.get()
        let proxy = try ProxyPeer(scheme == "http" ? .tunnel() : .socks())
        let settings = NetworkSettings(
            proxies: ProxySettings(environment: ["https_proxy": "\(scheme)://127.0.0.1:\(proxy.port)"]),
            certificateAuthorityFile: authority.file)
        let peer = try await TLSPeer(authority.good, on: "::1")
        #expect(await speech.failure(host: "[::1]", peer.port, settings) == nil)
        #expect(proxy.targets == ["[::1]:\(peer.port)"])
    }

    @Test(arguments: Speech.allCases)
    func theHostHeaderHasBrackets(_ speech: Speech) async throws {
        let heads = AsyncStream<String>.makeStream()
        let peer = try LoopbackPeer(family: AF_INET6) { socket in
            heads.continuation.yield(try socket.readHead())
            try socket.write("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
        }
        _ = await refusal(speech, "[::1]:\(peer.port)")
        var iterator = heads.stream.makeAsyncIterator()
        let head = await iterator.next() ?? ""
        #expect(head.lowercased().split(separator: "\r\n").contains { $0 == "host: [::1]:\(peer.port)" })
    }

    @Test(arguments: Speech.allCases)
    func aClosedPortIsNamedWithBrackets(_ speech: Speech) async throws {
        let port = try LoopbackPeer(family: AF_INET6) { _ in }.port
        #expect(await refusal(speech, "[::1]:\(port)") == .unreachable("[::1]:\(port): Connection refused"))
    }

    /// A name with addresses of both families is reached on the one that listens.
    @Test(
        .enabled(if: localhostHasBothFamilies, "localhost has no ::1 on this machine"),
        arguments: Speech.allCases, [AF_INET, AF_INET6])
    func aNameIsReachedOnEitherFamily(_ speech: Speech, _ family: Int32) async throws {
        let peer = try LoopbackPeer(family: family) { socket in
            _ = try socket.readHead()
            try socket.write("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
        }
        let answer = await refusal(speech, "localhost:\(peer.port)")
        switch speech {
        case .http: #expect(answer == nil)
        case .webSocket: #expect(answer == .upgradeRefused(status: 404, body: ""))
        }
    }

    private func refusal(_ speech: Speech, _ authority: String) async -> TransportError? {
        do throws(TransportError) {
            switch speech {
            case .http:
                let transport = NIOHTTPTransport()
                defer { withExtendedLifetime(transport) {} }
                _ = try await transport.send(HTTPRequest(url: "http://\(authority)/"))
            case .webSocket:
                _ = try await NIOWebSocketTransport().connect(
                    url: "ws://\(authority)", headers: [], timeoutSeconds: 20, maximumMessageBytes: 1_000)
            }
            return nil
        } catch {
            return error
        }
    }
}

private var localhostHasBothFamilies: Bool {
    [AF_INET, AF_INET6].allSatisfy { family in
        var hints = addrinfo()
        hints.ai_family = family
        var found: UnsafeMutablePointer<addrinfo>?
        defer { if let found { freeaddrinfo(found) } }
        return getaddrinfo("localhost", nil, &hints, &found) == 0
    }
}

private let hasIPv6Loopback = (try? LoopbackPeer(family: AF_INET6) { _ in }) != nil
