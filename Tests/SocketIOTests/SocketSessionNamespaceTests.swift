// Several namespaces on one connection: in and out of each, and what that does to the others.
import JSON
import SocketIO
import Testing

private let joinA = SocketTimer.join(namespace: "/a")
private let joinB = SocketTimer.join(namespace: "/b")
private let rejoinA = SocketTimer.rejoin(namespace: "/a")
private let rejoinB = SocketTimer.rejoin(namespace: "/b")

extension ClientTranscript {
    static func namespaces(
        _ namespaces: [String] = ["/a", "/b"], _ change: (inout SocketConfiguration) -> Void = { _ in }
    ) -> ClientTranscript {
        ClientTranscript {
            $0.namespaces = namespaces
            change(&$0)
        }
    }

    /// Up to the CONNECT packets.
    mutating func opensAll(_ auth: SocketAuthentication = SocketAuthentication()) -> [SocketSession.Effect] {
        _ = connect()
        return greets(auth)
    }

    mutating func greets(_ auth: SocketAuthentication = SocketAuthentication()) -> [SocketSession.Effect] {
        _ = transport(.prepared(auth))
        _ = transport(.opened)
        let effects = hears(openPacket)
        _ = transport(.sent)
        return effects
    }

    mutating func joinsBoth() {
        _ = opensAll()
        _ = hears("40/a,{\"sid\":\"A1\"}")
        _ = hears("40/b,{\"sid\":\"B1\"}")
    }

    mutating func asksFor(_ namespace: String) -> [SocketSession.Effect] {
        session.handle(.joinRequested(namespace: namespace))
    }

    mutating func leaves(_ namespace: String) -> [SocketSession.Effect] {
        session.handle(.leaveRequested(namespace: namespace))
    }

    mutating func emits(_ ticket: Int, to namespace: String?, _ name: String, acknowledge: Bool = false)
        -> [SocketSession.Effect]
    {
        session.handle(
            .emitted(
                SocketEmission(ticket: ticket, namespace: namespace, name: name, wantsAcknowledgement: acknowledge)))
    }
}

@Suite struct SocketSessionNamespaceTests {
    @Test func eachIsJoinedWithItsOwnPayload() {
        var client = ClientTranscript.namespaces()
        #expect(
            client.opensAll(SocketAuthentication(["t": 1], payloads: ["/b": ["t": 2]])) == [
                alive, .stopTimer(.open), .startTimer(joinA, milliseconds: 30_000),
                .startTimer(joinB, milliseconds: 30_000),
                client.sends(.text("40/a,{\"t\":1}"), .text("40/b,{\"t\":2}")),
            ])
        #expect(
            client.hears("40/b,{\"sid\":\"B1\"}") == [
                alive, .stopTimer(joinB), .connected(namespace: "/b", id: "B1", isRecovered: false),
            ])
        #expect(client.session.state == .joining)
        _ = client.hears("40/a,{\"sid\":\"A1\"}")
        #expect(client.session.state == .connected(id: "A1"))
        #expect(client.session.id(in: "/b") == "B1")
    }

    @Test func aNamespaceThatIsConfiguredTwiceIsJoinedOnce() {
        var client = ClientTranscript.namespaces(["/a", "/a"])
        #expect(client.opensAll().last == client.sends(.text("40/a,")))
    }

    @Test func joinsBeforeDuringAndAfterConnecting() {
        var client = ClientTranscript.namespaces(["/a"])
        #expect(client.asksFor("/b") == [])
        _ = client.connect()
        #expect(client.asksFor("/c") == [])
        #expect(client.asksFor("/c") == [])
        #expect(client.greets().last == client.sends(.text("40/a,"), .text("40/b,"), .text("40/c,")))
        #expect(
            client.asksFor("/d") == [
                .startTimer(.join(namespace: "/d"), milliseconds: 30_000), client.sends(.text("40/d,")),
            ])
        _ = client.transport(.sent)
        #expect(client.asksFor("/d") == [])
        _ = client.hears("40/d,{\"sid\":\"D1\"}")
        #expect(client.asksFor("/d") == [])
        // All of them again after a reconnect.
        _ = client.transport(.closed(.interrupted("x")))
        _ = client.fires(.retry)
        #expect(
            client.greets().last
                == client.sends(.text("40/a,"), .text("40/b,"), .text("40/c,"), .text("40/d,")))
    }

    @Test func leavesBeforeDuringAndAfterConnecting() {
        var client = ClientTranscript.namespaces(["/a", "/b", "/c"])
        #expect(client.leaves("/b") == [])
        #expect(client.leaves("/b") == [])
        _ = client.connect()
        #expect(client.leaves("/c") == [])
        _ = client.asksFor("/d")
        #expect(client.greets().last == client.sends(.text("40/a,"), .text("40/d,")))
        _ = client.hears("40/a,{\"sid\":\"A1\"}")
        _ = client.hears("40/d,{\"sid\":\"D1\"}")
        #expect(
            client.leaves("/a") == [
                client.sends(.text("41/a,")), .namespaceClosed(namespace: "/a", .requested, retryInMilliseconds: nil),
            ])
        #expect(client.session.state == .connected(id: "D1"))
        #expect(client.hears("42/a,[\"late\"]") == [alive])
        _ = client.transport(.sent)
        #expect(
            client.leaves("/d") == [
                client.sends(.text("41/d,")), .stopTimer(.heartbeat), client.closes,
                .disconnected(.requested, retryInMilliseconds: nil),
            ])
        #expect(client.connect() == [])
    }

    @Test func theLastOneThatIsLeftEndsAnAttemptOrAWait() {
        var opening = ClientTranscript.namespaces(["/a"])
        _ = opening.connect()
        #expect(
            opening.leaves("/a") == [
                .stopTimer(.open), .stopTimer(.heartbeat), opening.closes,
                .attemptFailed(.requested, retryInMilliseconds: nil),
            ])
        var waiting = ClientTranscript.namespaces(["/a"])
        _ = waiting.connect()
        _ = waiting.transport(.closed(.timedOut))
        #expect(
            waiting.leaves("/a") == [.stopTimer(.retry), .attemptFailed(.requested, retryInMilliseconds: nil)])
    }

    @Test func whatIsLeftBeforeItsAnswerIsLeftWhenTheAnswerComes() {
        var client = ClientTranscript.namespaces()
        _ = client.opensAll()
        #expect(client.emits(1, to: "/b", "x") == [])
        // No DISCONNECT yet: socket.io's server would end the connection.
        #expect(
            client.leaves("/b") == [
                .stopTimer(joinB), .emissionFailed(ticket: 1, .disconnected),
                .namespaceClosed(namespace: "/b", .requested, retryInMilliseconds: nil),
            ])
        #expect(client.leaves("/b") == [])
        #expect(client.emits(2, to: "/b", "x") == [.emissionFailed(ticket: 2, .notConnected)])
        #expect(client.hears("42/b,[\"early\"]") == [alive])
        #expect(client.hears("40/b,{\"sid\":\"B1\"}") == [alive, client.sends(.text("41/b,"))])
        _ = client.transport(.sent)
        #expect(client.asksFor("/b").last == client.sends(.text("40/b,")))
    }

    @Test func whatIsWantedAgainBeforeItsAnswerIsJoinedByIt() {
        var client = ClientTranscript.namespaces()
        _ = client.opensAll()
        _ = client.leaves("/b")
        #expect(client.asksFor("/b") == [.startTimer(joinB, milliseconds: 30_000)])
        #expect(
            client.hears("40/b,{\"sid\":\"B1\"}") == [
                alive, .stopTimer(joinB), .connected(namespace: "/b", id: "B1", isRecovered: false),
            ])
    }

    @Test(arguments: ["44/b,{\"message\":\"no\"}", "41/b,"])
    func aRefusalOfWhatIsLeftSettlesIt(_ packet: String) {
        var client = ClientTranscript.namespaces()
        _ = client.opensAll()
        _ = client.leaves("/b")
        #expect(client.hears(packet) == [alive])
        #expect(client.hears("40/b,{\"sid\":\"B1\"}") == [alive])
        // The connection's end forgets the others.
        _ = client.asksFor("/c")
        _ = client.leaves("/c")
        _ = client.transport(.closed(.interrupted("x")))
        _ = client.fires(.retry)
        #expect(client.greets().last == client.sends(.text("40/a,")))
    }

    @Test func oneOfSeveralMayBeRefusedAndTheConnectBehindItIsIgnored() {
        var client = ClientTranscript.namespaces()
        _ = client.opensAll()
        _ = client.emits(1, to: "/a", "x", acknowledge: true)
        let reason = SocketClosure.refused(message: "Invalid namespace", data: nil)
        #expect(
            client.hears("44/a,{\"message\":\"Invalid namespace\"}") == [
                alive, .stopTimer(joinA), .emissionFailed(ticket: 1, .disconnected),
                .namespaceClosed(namespace: "/a", reason, retryInMilliseconds: nil),
            ])
        // Frappe 15 and 16 lack a `return` there.
        #expect(client.hears("40/a,{\"sid\":\"A1\"}") == [alive])
        #expect(client.session.id(in: "/a") == nil)
        #expect(client.emits(2, to: "/a", "x") == [.emissionFailed(ticket: 2, .notConnected)])
        _ = client.hears("40/b,{\"sid\":\"B1\"}")
        // It stays refused over a reconnect, until it is asked for.
        _ = client.transport(.closed(.interrupted("x")))
        _ = client.fires(.retry)
        #expect(client.greets().last == client.sends(.text("40/b,")))
        #expect(client.asksFor("/a").last == client.sends(.text("40/a,")))
    }

    @Test func whenAllAreRefusedTheConnectionEnds() {
        var client = ClientTranscript.namespaces()
        _ = client.opensAll()
        _ = client.hears("44/a,\"no\"")
        #expect(
            client.hears("44/b,\"no\"") == [
                alive, .stopTimer(joinB), .stopTimer(.heartbeat), client.closes,
                .attemptFailed(.refused(message: "no", data: nil), retryInMilliseconds: nil),
            ])
        // Who connects again asks for all of them again.
        _ = client.connect()
        #expect(client.greets().last == client.sends(.text("40/a,"), .text("40/b,")))
    }

    @Test func leavingARefusedOneTellsNothing() {
        var client = ClientTranscript.namespaces()
        _ = client.opensAll()
        _ = client.hears("44/a,\"no\"")
        #expect(client.leaves("/a") == [])
    }

    @Test func putOutOfOneWeAskAgainEverLater() {
        var client = ClientTranscript.namespaces()
        client.joinsBoth()
        for (round, wait) in [1_000, 2_000, 4_000].enumerated() {
            #expect(
                client.hears("41/a,") == [
                    alive, .startTimer(rejoinA, milliseconds: wait),
                    .namespaceClosed(namespace: "/a", .disconnectedByServer, retryInMilliseconds: wait),
                ])
            #expect(client.emits(round, to: "/a", "kept") == [])
            #expect(
                client.fires(rejoinA) == [.startTimer(joinA, milliseconds: 30_000), client.sends(.text("40/a,"))])
            _ = client.transport(.sent)
            #expect(client.hears("40/a,{\"sid\":\"A2\"}").last == client.sends(.text("42/a,[\"kept\"]")))
            _ = client.transport(.sent)
        }
        _ = client.hears("2")
        #expect(
            client.hears("41/a,").last
                == .namespaceClosed(namespace: "/a", .disconnectedByServer, retryInMilliseconds: 1_000))
        // Who does not want to wait asks.
        #expect(client.asksFor("/a").prefix(2) == [.stopTimer(rejoinA), .startTimer(joinA, milliseconds: 30_000)])
    }

    @Test func putOutBeforeTheAnswerWeAskAgain() {
        var client = ClientTranscript.namespaces()
        _ = client.opensAll()
        #expect(
            client.hears("41/a,{\"message\":\"no\"}") == [
                alive, .stopTimer(joinA), .startTimer(rejoinA, milliseconds: 1_000),
                .namespaceClosed(namespace: "/a", .disconnectedByServer, retryInMilliseconds: 1_000),
            ])
    }

    @Test func putOutOfAllTheConnectionEndsWithItsTimers() {
        var client = ClientTranscript.namespaces()
        client.joinsBoth()
        _ = client.hears("41/a,")
        #expect(
            client.hears("41/b,") == [
                alive, .stopTimer(rejoinA), .stopTimer(.heartbeat), client.closes,
                .startTimer(.retry, milliseconds: 1_000),
                .disconnected(.disconnectedByServer, retryInMilliseconds: 1_000),
            ])
        #expect(client.fires(rejoinA) == [])
    }

    @Test func leavingWhatPutUsOutStopsTheTimer() {
        var client = ClientTranscript.namespaces()
        client.joinsBoth()
        _ = client.hears("41/b,")
        #expect(
            client.leaves("/b") == [
                .stopTimer(rejoinB), .namespaceClosed(namespace: "/b", .requested, retryInMilliseconds: nil),
            ])
    }

    @Test func withoutComingBackItIsJoinedAgainWhenAsked() {
        var client = ClientTranscript.namespaces { $0.rejoinsWhenPutOut = false }
        client.joinsBoth()
        _ = client.emits(1, to: "/a", "sent", acknowledge: true)
        #expect(
            client.hears("41/a,") == [
                alive, .emissionFailed(ticket: 1, .disconnected),
                .namespaceClosed(namespace: "/a", .disconnectedByServer, retryInMilliseconds: nil),
            ])
        #expect(client.hears("2") == [alive])
        #expect(client.transport(.sent) == [client.sends(.text("3"))])
        _ = client.transport(.sent)
        #expect(client.asksFor("/a") == [.startTimer(joinA, milliseconds: 30_000), client.sends(.text("40/a,"))])
        #expect(client.hears("40/a,{\"sid\":\"A2\"}").last == .connected(namespace: "/a", id: "A2", isRecovered: false))
        _ = client.hears("41/b,")
        #expect(client.hears("41/a,").last == .disconnected(.disconnectedByServer, retryInMilliseconds: nil))
    }

    @Test func eventsAcknowledgementsAndBuffersAreApart() {
        var client = ClientTranscript.namespaces { $0.maximumBufferedEvents = 1 }
        _ = client.opensAll()
        #expect(client.emits(1, to: nil, "first", acknowledge: true) == [])
        #expect(client.emits(2, to: "/a", "second") == [.emissionFailed(ticket: 2, .bufferFull)])
        #expect(client.emits(3, to: "/b", "third", acknowledge: true) == [])
        #expect(client.emits(4, to: "/c", "x") == [.emissionFailed(ticket: 4, .notConnected)])
        #expect(client.hears("42/a,[\"early\"]") == [alive])
        #expect(client.hears("40/b,{\"sid\":\"B1\"}").last == client.sends(.text("42/b,0[\"third\"]")))
        _ = client.transport(.sent)
        #expect(
            client.hears("40/a,{\"sid\":\"A1\"}").suffix(2) == [
                .received(SocketEvent(namespace: "/a", name: "early")), client.sends(.text("42/a,0[\"first\"]")),
            ])
        #expect(client.hears("43/a,0[1]") == [alive, .acknowledged(ticket: 1, [1])])
        #expect(client.hears("43/a,0[1]") == [alive])
        #expect(client.hears("43/b,0[2]") == [alive, .acknowledged(ticket: 3, [2])])
        // The server's question in one is not owed in the other.
        _ = client.hears("42/a,7[\"q\"]")
        #expect(client.session.handle(.acknowledged(namespace: "/b", id: 7, [])) == [])
    }

    @Test func theIdsGoOnWhenANamespaceIsLeftAndJoinedAgain() {
        var client = ClientTranscript.namespaces()
        client.joinsBoth()
        _ = client.emits(1, to: "/a", "x", acknowledge: true)
        #expect(client.leaves("/a").contains(.emissionFailed(ticket: 1, .disconnected)))
        _ = client.asksFor("/a")
        _ = client.transport(.sent)
        _ = client.hears("40/a,{\"sid\":\"A2\"}")
        _ = client.transport(.sent)
        #expect(client.emits(2, to: "/a", "y", acknowledge: true) == [client.sends(.text("42/a,1[\"y\"]"))])
        #expect(client.hears("43/a,0[]") == [alive])
    }
}
