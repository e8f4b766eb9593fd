// Through proxies over real sockets: who gets through, and what is said when nobody does.
import NIOTransport
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct ProxyTests {
    let authority: TestAuthority

    init() throws {
        authority = try TestAuthority.shared.get()
    }

    /// Everything through the proxy at this URL.
    private func settings(_ url: String, except: String = "") -> NetworkSettings {
        NetworkSettings(
            proxies: ProxySettings(environment: ["all_proxy": url, "no_proxy": except]),
            certificateAuthorityFile: authority.file)
    }

    private func cause(_ speech: Speech, secure: Bool, _ url: String, timeoutSeconds: Int = 20) async
        -> ProxyFailure.Cause?
    {
        let failure = await speech.failure(
            secure: secure, host: "server.test", 9, settings(url), timeoutSeconds: timeoutSeconds)
        guard case .proxy(let failure)? = failure else {
            Issue.record("\(String(describing: failure))")
            return nil
        }
        // Neither what is said nor what could be printed holds the credentials.
        for text in [failure.words, "\(failure)", String(reflecting: TransportError.proxy(failure))] {
            #expect(!text.contains("geheim") && !text.contains("benutzer") && !text.contains("Z2VoZWlt"))
        }
        return failure.cause
    }

    @Test(arguments: Speech.allCases, ["http", "socks5", "socks5h"])
    func serversAreReachedThroughAProxyThatKnowsTheirNames(_ speech: Speech, _ scheme: String) async throws {
        let proxy = try ProxyPeer(scheme == "http" ? .tunnel() : .socks())
        let through = settings("\(scheme)://127.0.0.1:\(proxy.port)")
        let secure = try await TLSPeer(authority.good)
        #expect(await speech.failure(host: "localhost", secure.port, through) == nil)
        #expect(secure.record.names == ["localhost"])
        let plain = try plainPeer()
        // No such name here: it is the proxy's to know.
        #expect(await speech.failure(secure: false, host: "server.invalid", plain.port, through) == nil)
        #expect(proxy.targets == ["localhost:\(secure.port)", "server.invalid:\(plain.port)"])
    }

    @Test(arguments: Speech.allCases)
    func credentialsGoToTheProxyAndNoFurther(_ speech: Speech) async throws {
        let proxy = try ProxyPeer(.tunnel(authorization: "Basic YmVudXR6ZXI6Z2UgaGVpbQ=="))
        let secure = try await TLSPeer(authority.good)
        let through = settings("http://benutzer:ge%20heim@127.0.0.1:\(proxy.port)")
        #expect(await speech.failure(secure.port, through) == nil)
        #expect(proxy.targets == ["localhost:\(secure.port)"])
    }

    @Test(arguments: Speech.allCases, [false, true])
    func missingAndWrongCredentialsAreTold(_ speech: Speech, _ secure: Bool) async throws {
        let proxy = try ProxyPeer(.tunnel(authorization: "Basic x"))
        let authority = "127.0.0.1:\(proxy.port)"
        #expect(await cause(speech, secure: secure, "http://\(authority)") == .credentialsWanted)
        let wrong = "http://benutzer:geheim@\(authority)"
        #expect(await cause(speech, secure: secure, wrong) == .credentialsRefused)
        let socks = try ProxyPeer(.socks(method: 0xFF))
        #expect(await cause(speech, secure: secure, "socks5://127.0.0.1:\(socks.port)") == .credentialsWanted)
    }

    @Test(arguments: Speech.allCases, [(403, false), (502, true)])
    func refusalsAreToldWithTheirStatus(_ speech: Speech, _ expected: (status: Int, mayHeal: Bool)) async throws {
        let proxy = try ProxyPeer(.answer("HTTP/1.1 \(expected.status) No\r\nContent-Length: 4\r\n\r\nnope"))
        let url = "http://benutzer:geheim@127.0.0.1:\(proxy.port)"
        for secure in [false, true] {
            #expect(await cause(speech, secure: secure, url) == .refused(status: expected.status))
        }
        #expect(ProxyFailure(proxy: "", cause: .refused(status: expected.status)).mayHeal == expected.mayHeal)
    }

    @Test(arguments: Speech.allCases, [false, true])
    func whatIsNoProxyIsTold(_ speech: Speech, _ secure: Bool) async throws {
        let mail = try ProxyPeer(.answer("220 mail ready\r\n"))
        #expect(await cause(speech, secure: secure, "http://127.0.0.1:\(mail.port)") == .notAProxy)
        let dying = try ProxyPeer(.hangUp)
        #expect(await cause(speech, secure: secure, "http://127.0.0.1:\(dying.port)") == .closed)
        let web = try LoopbackPeer { socket in
            _ = try socket.read(3)
            try socket.write("HTTP/1.1 400 No\r\n\r\n")
            socket.waitForEnd()
        }
        #expect(await cause(speech, secure: secure, "socks5://127.0.0.1:\(web.port)") == .notAProxy)
    }

    @Test(arguments: Speech.allCases)
    func socksRepliesAreTold(_ speech: Speech) async throws {
        let closed = try ProxyPeer(.socks(reply: 5))
        #expect(
            await cause(speech, secure: true, "socks5://127.0.0.1:\(closed.port)")
                == .failed("the server refused its connection", mayHeal: true))
        let ruled = try ProxyPeer(.socks(reply: 2))
        #expect(
            await cause(speech, secure: false, "socks5://127.0.0.1:\(ruled.port)")
                == .failed("the connection is not allowed by its rules", mayHeal: false))
    }

    @Test(arguments: Speech.allCases, [false, true])
    func aProxyThatIsNotThereIsTold(_ speech: Speech, _ secure: Bool) async throws {
        let refusing = try RefusingPort()
        let port = refusing.number
        let refused = ProxyFailure.Cause.unreachable("Connection refused")
        #expect(await cause(speech, secure: secure, "http://benutzer:geheim@127.0.0.1:\(port)") == refused)
        #expect(await cause(speech, secure: secure, "socks5://127.0.0.1:\(port)") == refused)
        #expect(await cause(speech, secure: secure, "http://no-such-proxy.invalid:1") == .nameNotFound)
        withExtendedLifetime(refusing) {}
    }

    @Test(arguments: Speech.allCases)
    func aProxyThatSaysNothingIsTold(_ speech: Speech) async throws {
        let proxy = try ProxyPeer(.silent)
        let url = "http://127.0.0.1:\(proxy.port)"
        #expect(await cause(speech, secure: true, url, timeoutSeconds: 1) == .timedOut(seconds: 1))
    }

    @Test(arguments: Speech.allCases)
    func aSettingThatCannotBeUsedIsNotGotAround(_ speech: Speech) async throws {
        let plain = try plainPeer()
        let setting = settings("https://benutzer:geheim@127.0.0.1:1")
        let failure = await speech.failure(secure: false, host: "127.0.0.1", plain.port, setting)
        let reason = "a proxy that is itself reached over TLS (https://) is not supported"
        #expect(failure == .proxy(ProxyFailure(proxy: "all_proxy", cause: .unusableSetting(reason))))
    }

    @Test(arguments: Speech.allCases)
    func exceptionsAreReachedDirectly(_ speech: Speech) async throws {
        let proxy = try ProxyPeer(.hangUp)
        let plain = try plainPeer()
        let setting = settings("http://127.0.0.1:\(proxy.port)", except: "127.0.0.0/8")
        #expect(await speech.failure(secure: false, host: "127.0.0.1", plain.port, setting) == nil)
    }

    @Test(arguments: Speech.allCases)
    func certificatesAreExplainedThroughTheProxy(_ speech: Speech) async throws {
        let proxy = try ProxyPeer(.tunnel())
        let through = settings("http://127.0.0.1:\(proxy.port)")
        let peer = try await TLSPeer(authority.expired)
        let cause = TLSFailure.Cause.expired(name: "localhost", at: 1_609_459_200)
        let host = "localhost:\(peer.port)"
        #expect(await speech.failure(peer.port, through) == .tls(TLSFailure(host: host, cause: cause)))
        #expect(proxy.targets == [host, host])
        #expect(peer.record.applicationBytes == 0)
    }

    /// The certificate is for 127.0.0.1, where the proxy is; the server asked for is at 127.0.0.2.
    @Test(arguments: Speech.allCases)
    func anAddressIsVerifiedAsTheServersAndNotAsTheProxys(_ speech: Speech) async throws {
        let proxy = try ProxyPeer(.tunnel())
        let through = settings("http://127.0.0.1:\(proxy.port)")
        let peer = try await TLSPeer(authority.good, on: "127.0.0.2")
        let cause = TLSFailure.Cause.wrongHost(names: ["localhost", "127.0.0.1", "::1"])
        let host = "127.0.0.2:\(peer.port)"
        #expect(
            await speech.failure(host: "127.0.0.2", peer.port, through) == .tls(TLSFailure(host: host, cause: cause)))
        #expect(peer.record.applicationBytes == 0)
        let right = try await TLSPeer(authority.good)
        #expect(await speech.failure(host: "127.0.0.1", right.port, through) == nil)
        #expect(right.record.names == [nil])
        // An address of no server's certificate, for each that comes after.
        let other = try await TLSPeer(authority.elsewhere)
        guard case .tls? = await speech.failure(host: "127.0.0.1", other.port, through) else {
            Issue.record("connected")
            return
        }
        #expect(other.record.applicationBytes == 0)
    }
}
