// What is kept of a server's answer that is no websocket, so that a person can see who ate the upgrade.
import NIOTransport
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct UpgradeRefusalTests {
    private func refusal(_ answer: String) async throws -> UpgradeRefusal? {
        let peer = try LoopbackPeer { socket in
            _ = try socket.readHead()
            try socket.write(answer)
            socket.waitForEnd()
        }
        do throws(TransportError) {
            _ = try await NIOWebSocketTransport().connect(
                url: "ws://127.0.0.1:\(peer.port)/", headers: [], timeoutSeconds: 20, maximumMessageBytes: 1_000)
            Issue.record("connected")
            return nil
        } catch {
            guard case .upgradeRefused(let refusal) = error else {
                Issue.record("\(error)")
                return nil
            }
            return refusal
        }
    }

    @Test func aRedirectKeepsItsTargetWithoutTheQuery() async throws {
        let refusal = try await refusal(
            "HTTP/1.1 301 X\r\nServer: nginx/1.22\r\nLocation: https://a.test/x?token=geheim#y\r\n"
                + "Content-Length: 0\r\n\r\n")
        #expect(
            refusal == UpgradeRefusal(status: 301, body: "", location: "https://a.test/x", server: "nginx/1.22"))
        #expect(refusal?.looksLikeDroppedUpgrade == false)
    }

    @Test(arguments: [200, 400])
    func anAnswerThatKnowsOfNoUpgradeLooksLikeOneThatWasDropped(_ status: Int) async throws {
        let refusal = try await refusal("HTTP/1.1 \(status) X\r\nContent-Length: 2\r\n\r\nhi")
        #expect(refusal == UpgradeRefusal(status: status, body: "hi"))
        #expect(refusal?.looksLikeDroppedUpgrade == true)
    }

    @Test func anAnswerThatOffersTheUpgradeDoesNot() async throws {
        let refusal = try await refusal(
            "HTTP/1.1 400 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 0\r\n\r\n")
        #expect(refusal == UpgradeRefusal(status: 400, body: "", offersUpgrade: true))
        #expect(refusal?.looksLikeDroppedUpgrade == false)
    }

    @Test func headersAreCutAndCleaned() async throws {
        let long = String(repeating: "s", count: 1_000)
        let refusal = try await refusal("HTTP/1.1 500 X\r\nServer: \t\u{85}\(long)\r\nContent-Length: 0\r\n\r\n")
        #expect(refusal?.server == String(repeating: "s", count: 200))
        #expect(refusal?.location == nil)
    }
}
