// TLS over real sockets: whom we believe, and what is said about those whom we don't.
import NIOSSL
import NIOTransport
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct TLSTests {
    let authority: TestAuthority
    let settings: NetworkSettings

    init() throws {
        authority = try TestAuthority.shared.get()
        settings = NetworkSettings(certificateAuthorityFile: authority.file)
    }

    private func cause(
        _ speech: Speech, _ identity: TestAuthority.Identity, _ host: String = "localhost"
    ) async throws -> TLSFailure.Cause? {
        let peer = try await TLSPeer(identity)
        let failure = await speech.failure(host: host, peer.port, settings)
        // The failed connection and the one that looks: neither says a word, and no other is made.
        #expect(peer.record.applicationBytes == 0)
        #expect(peer.record.connections == 2)
        guard case .tls(let failure)? = failure else {
            Issue.record("\(String(describing: failure))")
            return nil
        }
        #expect(failure.host == "\(host):\(peer.port)")
        #expect(!failure.words.contains("geheim"))
        return failure.cause
    }

    @Test(arguments: Speech.allCases)
    func aServerWithTheRightCertificateIsReachedByItsName(_ speech: Speech) async throws {
        let peer = try await TLSPeer(authority.good)
        #expect(await speech.failure(peer.port, settings) == nil)
        #expect(peer.record.names == ["localhost"])
    }

    @Test(arguments: Speech.allCases)
    func anAddressIsVerifiedAndNotSentAsAName(_ speech: Speech) async throws {
        let peer = try await TLSPeer(authority.good)
        #expect(await speech.failure(host: "127.0.0.1", peer.port, settings) == nil)
        #expect(peer.record.names == [nil])
    }

    @Test(arguments: Speech.allCases)
    func withoutTheFileTheAuthorityIsUnknown(_ speech: Speech) async throws {
        let peer = try await TLSPeer(authority.good)
        let failure = await speech.failure(peer.port, NetworkSettings())
        let cause = TLSFailure.Cause.unknownIssuer(issuer: "Test Authority")
        #expect(failure == .tls(TLSFailure(host: "localhost:\(peer.port)", cause: cause)))
    }

    @Test(arguments: Speech.allCases)
    func datesAreTold(_ speech: Speech) async throws {
        #expect(try await cause(speech, authority.expired) == .expired(name: "localhost", at: 1_609_459_200))
        #expect(try await cause(speech, authority.notYetValid) == .notYetValid(name: "localhost", at: 3_786_912_000))
    }

    @Test(arguments: Speech.allCases)
    func theNamesOfAnotherHostAreTold(_ speech: Speech) async throws {
        let names = ["elsewhere.test", "*.elsewhere.test", "10.1.2.3"]
        #expect(try await cause(speech, authority.elsewhere) == .wrongHost(names: names))
        #expect(try await cause(speech, authority.elsewhere, "127.0.0.1") == .wrongHost(names: names))
    }

    @Test(arguments: Speech.allCases)
    func issuersAreTold(_ speech: Speech) async throws {
        #expect(try await cause(speech, authority.foreign) == .unknownIssuer(issuer: "Nobody's Authority"))
        #expect(try await cause(speech, authority.selfSigned) == .selfSigned(name: "localhost"))
    }

    @Test(arguments: Speech.allCases)
    func plainHTTPOnThePortIsTold(_ speech: Speech) async throws {
        let peer = try LoopbackPeer { socket in
            _ = try socket.read(5)
            try socket.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            socket.waitForEnd()
        }
        let host = "localhost:\(peer.port)"
        let failure = await speech.failure(peer.port, settings)
        #expect(failure == .tls(TLSFailure(host: host, cause: .notTLS(speaksHTTP: true))))
    }

    @Test(arguments: Speech.allCases)
    func anotherProtocolOnThePortIsTold(_ speech: Speech) async throws {
        let peer = try LoopbackPeer { socket in
            try socket.write("SSH-2.0-OpenSSH_9.2\r\n")
            socket.waitForEnd()
        }
        let failure = await speech.failure(peer.port, settings)
        #expect(
            failure == .tls(TLSFailure(host: "localhost:\(peer.port)", cause: .notTLS(speaksHTTP: false))))
    }

    @Test(arguments: Speech.allCases)
    func aHandshakeThatIsHungUpIsTold(_ speech: Speech) async throws {
        let peer = try LoopbackPeer { _ = try $0.read(5) }
        let failure = await speech.failure(peer.port, settings)
        #expect(failure == .tls(TLSFailure(host: "localhost:\(peer.port)", cause: .closed)))
    }

    @Test(arguments: Speech.allCases)
    func aServerOfOldVersionsIsTold(_ speech: Speech) async throws {
        let peer = try await TLSPeer(authority.good, newest: .tlsv11)
        guard case .tls(let failure)? = await speech.failure(peer.port, settings),
            case .noCommonProtocol = failure.cause
        else {
            Issue.record("connected, or failed otherwise")
            return
        }
        #expect(peer.record.applicationBytes == 0)
    }

    @Test func aHandshakeThatTakesTooLongIsTold() async throws {
        let peer = try LoopbackPeer { $0.waitForEnd() }
        let failure = await Speech.webSocket.failure(peer.port, settings, timeoutSeconds: 5)
        #expect(failure == .tls(TLSFailure(host: "localhost:\(peer.port)", cause: .timedOut(seconds: 5))))
    }

    @Test(arguments: Speech.allCases)
    func aFileOfNoAuthoritiesIsAnErrorForTLSAlone(_ speech: Speech) async throws {
        let folder = try TemporaryFolder()
        try folder.write("text.pem", "no certificate")
        let plain = try plainPeer()
        for (path, problem) in [
            ("\(folder.path)/none.pem", "No such file or directory"),
            ("\(folder.path)/text.pem", "not a file of certificates in PEM form"),
            (folder.path, "not a file of certificates in PEM form"),
        ] {
            let bad = NetworkSettings(certificateAuthorityFile: path)
            let cause = TLSFailure.Cause.authorityFile(path: path, problem: problem)
            #expect(await speech.failure(1, bad) == .tls(TLSFailure(host: "localhost:1", cause: cause)))
            #expect(await speech.failure(secure: false, host: "127.0.0.1", plain.port, bad) == nil)
        }
    }

    @Test func failuresAreSentences() {
        let causes: [(TLSFailure.Cause, String)] = [
            (.expired(name: "a", at: 1_609_459_199), "h: the certificate of a expired on 2020-12-31"),
            (.expired(name: "a", at: 951_782_400), "h: the certificate of a expired on 2000-02-29"),
            (.expired(name: "a", at: -1), "h: the certificate of a expired on 1969-12-31"),
            (
                .notYetValid(name: "a", at: 4_107_542_400),
                "h: the certificate of a is not valid before 2100-03-01; is the clock right?"
            ),
            (.wrongHost(names: ["a", "b"]), "h: the certificate is for a, b"),
            (.notTLS(speaksHTTP: true), "h does not speak TLS on this port, it answered in plain HTTP"),
        ]
        for (cause, words) in causes { #expect(TLSFailure(host: "h", cause: cause).words == words) }
    }
}
