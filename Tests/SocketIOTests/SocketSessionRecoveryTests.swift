// Connection state recovery: what is remembered of a lost session, told to the server, and forgotten.
import JSON
import SocketIO
import Testing

@Suite struct SocketSessionRecoveryTests {
    /// Joined with a private id, and two events heard.
    private func joined(_ auth: JSONValue? = nil) -> ClientTranscript {
        var client = ClientTranscript()
        _ = client.connect()
        _ = client.opensWebSocket(auth)
        _ = client.hears(openPacket)
        _ = client.transport(.sent)
        #expect(client.hears("40/site,{\"sid\":\"S1\",\"pid\":\"P1\"}").last == connected("S1"))
        let event = SocketEvent(namespace: "/site", name: "x", arguments: [1, "o1"])
        #expect(client.hears("42/site,[\"x\",1,\"o1\"]") == [alive, .received(event)])
        _ = client.hears("42/site,[\"x\",2]")
        return client
    }

    /// The CONNECT packet of the next connection.
    private func asksAgain(_ client: inout ClientTranscript, _ auth: JSONValue? = nil) -> SocketSession.Effect? {
        _ = client.session.handle(.connectRequested(jitter: 0.5)).noting(&client.connection)
        _ = client.opensWebSocket(auth)
        let effects = client.hears(openPacket)
        _ = client.transport(.sent)
        return effects.last
    }

    @Test func theServerIsToldWhatWeHeardAndSendsTheRest() {
        var client = joined()
        _ = client.transport(.closed(.interrupted("x")))
        #expect(asksAgain(&client) == client.sends(.text("40/site,{\"pid\":\"P1\",\"offset\":\"o1\"}")))
        #expect(client.hears("42/site,[\"x\",3,\"o2\"]") == [alive])
        #expect(client.hears("42/site,[\"x\",4,\"o3\"]") == [alive])
        #expect(
            client.hears("40/site,{\"sid\":\"S1\",\"pid\":\"P1\"}") == [
                alive, .stopTimer(join), connected("S1", isRecovered: true),
                .received(SocketEvent(namespace: "/site", name: "x", arguments: [3, "o2"])),
                .received(SocketEvent(namespace: "/site", name: "x", arguments: [4, "o3"])),
            ])
        _ = client.transport(.closed(.interrupted("x")))
        #expect(asksAgain(&client) == client.sends(.text("40/site,{\"pid\":\"P1\",\"offset\":\"o3\"}")))
    }

    @Test func nothingHeardSinceTheRecoveryLeavesTheOffset() {
        var client = joined()
        _ = client.transport(.closed(.interrupted("x")))
        _ = asksAgain(&client)
        _ = client.hears("40/site,{\"sid\":\"S1\",\"pid\":\"P1\"}")
        _ = client.transport(.closed(.interrupted("x")))
        #expect(asksAgain(&client) == client.sends(.text("40/site,{\"pid\":\"P1\",\"offset\":\"o1\"}")))
    }

    @Test func anotherPrivateIdIsANewSession() {
        var client = joined()
        _ = client.transport(.closed(.interrupted("x")))
        _ = asksAgain(&client)
        #expect(client.hears("40/site,{\"sid\":\"S2\",\"pid\":\"P2\"}").last == connected("S2"))
        _ = client.transport(.closed(.interrupted("x")))
        #expect(asksAgain(&client) == client.sends(.text("40/site,{\"pid\":\"P2\"}")))
        #expect(client.hears("40/site,{\"sid\":\"S3\"}").last == connected("S3"))
        _ = client.transport(.closed(.interrupted("x")))
        #expect(asksAgain(&client) == client.sends(.text("40/site,")))
    }

    @Test func eventsThatWantAnAnswerHaveNoOffset() {
        var client = joined()
        _ = client.hears("42/site,9[\"q\",\"no offset\"]")
        _ = client.transport(.closed(.interrupted("x")))
        #expect(asksAgain(&client) == client.sends(.text("40/site,{\"pid\":\"P1\",\"offset\":\"o1\"}")))
    }

    @Test func itGoesIntoThePayloadWhereThatIsAnObject() {
        var client = joined(["t": 1])
        _ = client.transport(.closed(.interrupted("x")))
        #expect(
            asksAgain(&client, ["t": 1]) == client.sends(.text("40/site,{\"pid\":\"P1\",\"offset\":\"o1\",\"t\":1}")))
        var other = joined()
        _ = other.transport(.closed(.interrupted("x")))
        #expect(asksAgain(&other, "token") == other.sends(.text("40/site,\"token\"")))
    }

    @Test(arguments: ["1", "41/site,"])
    func anEndByTheServerIsRememberedOnlyWhereTheServerDoes(_ packet: String) {
        var client = joined()
        _ = client.hears(packet)
        let payload = packet == "1" ? "{\"pid\":\"P1\",\"offset\":\"o1\"}" : ""
        #expect(asksAgain(&client) == client.sends(.text("40/site,\(payload)")))
    }

    @Test func aPingTimeoutAndABrokenPacketAreAccidents() {
        for isTimeout in [false, true] {
            var client = joined()
            _ = isTimeout ? client.fires(.heartbeat) : client.hears("x")
            #expect(asksAgain(&client) == client.sends(.text("40/site,{\"pid\":\"P1\",\"offset\":\"o1\"}")))
        }
    }

    @Test func aGoodbyeAndARefusalForget() {
        var left = joined()
        _ = left.session.handle(.disconnectRequested)
        #expect(asksAgain(&left) == left.sends(.text("40/site,")))
        var refused = joined()
        _ = refused.transport(.closed(.interrupted("x")))
        _ = asksAgain(&refused)
        #expect(
            refused.hears("44/site,\"no\"").last
                == .attemptFailed(.refused(message: "no", data: nil), retryInMilliseconds: nil))
        #expect(asksAgain(&refused) == refused.sends(.text("40/site,")))
    }

    @Test func eachNamespaceHasItsOwn() {
        var client = ClientTranscript.namespaces()
        _ = client.opensAll()
        _ = client.hears("40/a,{\"sid\":\"A1\",\"pid\":\"PA\"}")
        _ = client.hears("40/b,{\"sid\":\"B1\",\"pid\":\"PB\"}")
        _ = client.hears("42/a,[\"x\",\"oa\"]")
        _ = client.hears("41/b,")
        _ = client.transport(.closed(.interrupted("x")))
        _ = client.fires(.retry)
        #expect(
            client.greets().last
                == client.sends(.text("40/a,{\"pid\":\"PA\",\"offset\":\"oa\"}"), .text("40/b,")))
    }

    @Test func noDescriptionShowsASecret() {
        var client = ClientTranscript.polling(.pollingThenWebSocket)
        _ = client.connect()
        _ = client.transport(.prepared(SocketAuthentication(["token": "tok-secret"])))
        _ = client.polled(openPacket("eng-secret", upgrades: "\"websocket\""))
        let effects = client.polled("40/site,{\"sid\":\"S1\",\"pid\":\"pid-secret\"}")
        _ = client.emits(1, "held back")
        var dumped = ""
        dump(client.session, to: &dumped)
        dump(effects, to: &dumped)
        for text in [dumped, "\(client.session)", String(reflecting: client.session), "\(effects)"] {
            #expect(!text.contains("secret"))
        }
        #expect(dumped.contains("/site"))
    }
}
