// A server session with python-socketio's habits, and what both kinds of server do around CONNECT, as transcripts.
import JSON
import SocketIO
import TestSupport
import Testing

@Suite struct SocketServerDialectTests {
    private func python(answersAgain: Bool = false) -> ServerTranscript {
        ServerTranscript { $0.dialect = .python(answersAgain: answersAgain) }
    }

    private func polling() -> ServerTranscript {
        var server = python()
        _ = server.polls(1)
        _ = server.posts(2, "40/site,")
        _ = server.session.handle(.accepted(namespace: "/site", id: "S1"))
        _ = server.polls(3)
        return server
    }

    private static func words(_ exchange: Int, _ body: String, status: Int = 400) -> SocketServerSession.Effect {
        .transport(
            .answer(exchange, EngineAnswer(status: status, contentType: "text/plain", body: Array(body.utf8))))
    }

    @Test func announcesWholeSecondsInItsOwnOrder() {
        var server = ServerTranscript {
            $0.dialect = .python(answersAgain: false)
            $0.pingIntervalMilliseconds = 400
        }
        let open = #"0{"sid":"E1","upgrades":[],"pingTimeout":20000,"pingInterval":0,"maxPayload":1000000}"#
        #expect(server.opensWebSocket().first == .sends(open))
    }

    @Test func takesPostsWithCapitals() {
        var server = polling()
        #expect(
            server.posts(4, #"42/site,["a"]"#) == [
                Self.words(4, "OK", status: 200), .received(SocketEvent(namespace: "/site", name: "a")),
            ])
    }

    @Test func throwsAwayMoreThanSixteenPacketsAndSaysNothing() {
        var server = polling()
        let seventeen = Array(repeating: #"42/site,["a"]"#, count: 17)
        #expect(server.posts(4, seventeen.joined(separator: "\u{1e}")) == [Self.words(4, "OK", status: 200)])
        #expect(server.posts(5, seventeen.dropFirst().joined(separator: "\u{1e}")).count == 17)
    }

    @Test func leavesOverlappingPollsUnanswered() {
        var server = polling()
        #expect(server.polls(4) == [])
        #expect(
            server.polls(5)
                == timersOff + [.stopTimer(.join), .left(namespace: "/site"), .closed(.protocolViolation)])
    }

    @Test func aPollAfterTheMoveIsUnexpectedAndAStrayNoopComes() {
        var server = polling()
        _ = server.opensWebSocket(20)
        _ = server.hears("2probe", on: 20)
        #expect(
            server.hears("5", on: 20) == [.stopTimer(.upgrade), .stopTimer(.pong), pingTimer, .sends("6", on: 20)])
        #expect(server.polls(5) == [Self.words(5, #""Unexpected HTTP request""#)])
    }

    @Test func escapesWhatIsNotASCII() {
        var server = python()
        _ = server.opensWebSocket()
        _ = server.sent()
        _ = server.hears("40/süd,")
        _ = server.session.handle(.accepted(namespace: "/süd", id: "S1"))
        _ = server.sent()
        let arguments: SocketArguments = ["é 🔍 \u{7f}"]
        #expect(
            server.session.handle(.emitted(namespace: "/süd", name: "a", arguments, ticket: nil)) == [
                .sends("42/süd,[\"a\",\"\\u00e9 \\ud83d\\udd0d \u{7f}\"]")
            ])
    }

    @Test func saysCloseAndWaitsForTheClient() {
        var server = python()
        server.joins()
        #expect(
            server.session.handle(.closeRequested)
                == [.sends("1")] + timersOff + [.startTimer(.close, milliseconds: 30_000)])
        #expect(server.emits("late") == [])
        #expect(server.hears(#"42/site,["late"]"#) == [])
        var patient = server
        #expect(
            server.session.handle(.transport(.webSocketClosed(1))) == [
                .stopTimer(.close), .stopTimer(.join), .left(namespace: "/site"), .closed(.closedByServer),
            ])
        #expect(
            patient.session.handle(.timerFired(.close)) == [
                .transport(.closeWebSocket(1)), .stopTimer(.join), .left(namespace: "/site"),
                .closed(.closedByServer),
            ])
    }

    @Test func ignoresWhatSocketIOCloses() {
        var server = python()
        server.joins()
        #expect(server.hears(#"42/elsewhere,["x"]"#) == [])
        #expect(server.hears("2") == [])
    }

    @Test func aSecondConnectIsRefusedInWordsOrAnsweredAgain() {
        var plain = python()
        plain.joins()
        #expect(plain.hears("40/site,") == [.sends(#"44/site,"Unable to connect""#)])
        var tolerant = python(answersAgain: true)
        tolerant.joins()
        #expect(tolerant.hears("40/site,") == [.sends(#"40/site,{"sid":"S1"}"#)])
    }

    @Test(arguments: [
        (EngineRequestError.transportUnknown, #""Invalid transport""#),
        (.sessionUnknown, #""Invalid session gone""#),
        (.badRequest, #""Unexpected HTTP request""#),
        (
            .unsupportedVersion,
            #""The client is using an unsupported version of the Socket.IO or Engine.IO protocols""#
        ),
    ])
    func refusesRequestsWithAJSONString(_ error: EngineRequestError, _ body: String) {
        let answer = error.answer(in: .python(answersAgain: true), sessionID: "gone")
        #expect(answer == EngineAnswer(status: 400, contentType: "text/plain", body: Array(body.utf8)))
        #expect(error.answer(in: .javaScript, sessionID: "gone") == error.answer)
    }

    /// Whatever comes in whatever order, on three websockets and over polling: a session that ended stays silent.
    @Test func nonsenseEndsInAStatedState() {
        let texts = [
            "40/site,", "40", "41/site,", #"42/site,["x"]"#, #"42/site,1["x"]"#, "43/site,0[]", "44/site,{}", "1", "2",
            "2probe", "3", "5", "6", "", "x", #"451-/site,["x",{"_placeholder":true,"num":0}]"#, "bAP8e",
        ]
        for _ in 0..<fuzzRounds(default: 300) {
            var generator = SeededGenerator.fresh()
            var server = python(answersAgain: Bool.random(using: &generator))
            var ends = 0
            for number in 10..<90 {
                let text = texts.randomElement(using: &generator) ?? ""
                let socket = Int.random(in: 1...3, using: &generator)
                let event: SocketServerSession.Event =
                    switch Int.random(in: 0..<14, using: &generator) {
                    case 0: .transport(.webSocketOpened(socket))
                    case 1: .transport(.webSocketClosed(socket))
                    case 2: .transport(.framesSent(webSocket: socket))
                    case 3: .transport(.pollArrived(number))
                    case 4: .transport(.postBegan(number))
                    case 5: .transport(.postArrived(number - 1, body: Array(text.utf8)))
                    case 6: .accepted(namespace: "/site", id: "S", recovery: "P")
                    case 7: .warned(namespace: "/site", message: "no")
                    case 8: .emittedEarly(namespace: "/site", name: "e", [])
                    case 9: .emitted(namespace: "/site", name: "e", [], ticket: number)
                    case 10: .timerFired([.ping, .pong, .upgrade, .close].randomElement(using: &generator) ?? .join)
                    case 11 where socket == 1: .closeRequested
                    default: .transport(.frameReceived(.text(text), webSocket: socket))
                    }
                let effects = server.session.handle(event)
                if ends > 0 {
                    #expect(
                        effects.allSatisfy { effect in
                            switch effect {
                            case .transport(.answer), .transport(.closeWebSocket): true
                            default: false
                            }
                        }, "after the end, to \(event): \(effects); \(generator)")
                }
                ends += effects.count { if case .closed = $0 { true } else { false } }
            }
            #expect(ends <= 1, "\(generator)")
        }
    }

    // Around CONNECT, on either kind.

    /// Frappe 15's missing `return`.
    @Test func aWarningLeavesTheQuestionOpen() {
        var server = ServerTranscript()
        _ = server.opensWebSocket()
        _ = server.sent()
        _ = server.hears("40/other,")
        let warning = SocketServerSession.Event.warned(namespace: "/other", message: "Invalid namespace")
        #expect(server.session.handle(warning) == [.sends(#"44/other,{"message":"Invalid namespace"}"#)])
        _ = server.sent()
        #expect(
            server.session.handle(.accepted(namespace: "/other", id: "S1")) == [.sends(#"40/other,{"sid":"S1"}"#)])
        #expect(server.session.handle(warning) == [])
    }

    @Test func whatIsEmittedEarlyGoesBeforeTheAnswer() {
        var server = ServerTranscript()
        _ = server.opensWebSocket()
        _ = server.sent()
        let early = SocketServerSession.Event.emittedEarly(namespace: "/site", name: "missed", [1])
        #expect(server.session.handle(early) == [])
        _ = server.hears("40/site,")
        #expect(server.session.handle(early) == [.sends(#"42/site,["missed",1]"#)])
        _ = server.session.handle(.accepted(namespace: "/site", id: "S1", recovery: "P1"))
        #expect(server.sent() == [.sends(#"40/site,{"sid":"S1","pid":"P1"}"#)])
        #expect(server.session.handle(early) == [])
    }

    @Test func aRefusalMayBeABareString() {
        var server = ServerTranscript()
        _ = server.opensWebSocket()
        _ = server.sent()
        _ = server.hears("40/other,")
        #expect(
            server.session.handle(.turnedAway(namespace: "/other", payload: "Unable to connect")) == [
                .sends(#"44/other,"Unable to connect""#)
            ])
    }

    @Test func aForgottenQuestionIsAnsweredInVain() {
        var server = ServerTranscript()
        server.joins()
        _ = server.emits("a", ticket: 7)
        _ = server.emits("b", ticket: 8)
        #expect(server.session.handle(.forgotten(ticket: 7)) == [])
        #expect(server.hears("43/site,0[]") == [])
        #expect(server.hears("43/site,1[]") == [.acknowledged(ticket: 8, [])])
    }

    @Test func twoPostsAtOnceEndTheSession() {
        var server = ServerTranscript()
        _ = server.polls(1)
        _ = server.polls(2)
        #expect(server.session.handle(.transport(.postBegan(3))) == [])
        #expect(
            server.session.handle(.transport(.postBegan(4)))
                == [.refuses(4), .answers(2, "1")] + timersOff + [.stopTimer(.join), .closed(.protocolViolation)])
        #expect(server.posts(3, "40/site,") == [.refuses(3)])
    }

    @Test func pythonTakesTwoPostsAtOnce() {
        var server = polling()
        #expect(server.session.handle(.transport(.postBegan(4))) == [])
        #expect(server.session.handle(.transport(.postBegan(5))) == [])
        #expect(server.posts(4, #"42/site,["a"]"#).count == 2)
        #expect(server.posts(5, #"42/site,["a"]"#).count == 2)
    }

    @Test func anAbandonedPostEndsTheSession() {
        var server = ServerTranscript()
        _ = server.polls(1)
        _ = server.session.handle(.transport(.postBegan(2)))
        #expect(server.posts(2, "40/site,").last == .connectRequested(namespace: "/site", payload: nil))
        #expect(server.session.handle(.transport(.postAbandoned(2))) == [])
        _ = server.session.handle(.transport(.postBegan(3)))
        #expect(server.session.handle(.transport(.postAbandoned(3))).last == .closed(.transportClosed))
    }
}
