// Runs of `listen` as transcripts: news in, orders out.

import Backend
import Console
import JSON
import SocketIO
import SocketIOClient
import Testing
import Transport

@Suite struct ListeningTests {
    private let context = ServerContext(origin: "https://erp.example.com", host: "erp.example.com")
    private let unreachable = SocketClosure.transport(.unreachable("erp.example.com:443: Connection refused"))

    private func run(
        ack: Bool = false, quiet: Bool = false, _ change: (inout ListenWords) -> Void = { _ in }
    ) throws -> Listening {
        var words = ListenWords()
        words.url = "https://erp.example.com"
        change(&words)
        return Listening(
            try ListenOptions(words), context: context, wantsAcknowledgements: ack, isQuiet: quiet)
    }

    private func connected(_ namespace: String = "/") -> Listening.Event {
        .said(.connected(namespace: namespace, id: "abc", isRecovered: false), transport: .webSocket, webSocketEnd: nil)
    }

    private func received(_ name: String, ack: Int? = nil) -> SocketEvent {
        SocketEvent(namespace: "/", name: name, acknowledgementID: ack)
    }

    private func said(_ news: SocketIOEvent) -> Listening.Event { .said(news, transport: nil, webSocketEnd: nil) }

    private func finding(_ symptom: Symptom, namespace: String = "/", isFrappe: Bool? = false) throws -> Finding {
        var context = context
        context.namespace = namespace
        context.isFrappe = isFrappe
        return try #require(symptom.finding(in: context))
    }

    @Test func aPlainServerIsListenedToUntilEnoughHasCome() throws {
        var run = try run { $0.count = 2 }
        #expect(
            run.handle(.learned(SiteKnowledge(answer: .notFrappe), hasSession: false)) == [.connect(namespaces: ["/"])])
        #expect(
            run.handle(connected())
                == [.print(.connected(namespace: "/", id: "abc", transport: .webSocket, isRecovered: false))])
        #expect(run.handle(said(.received(received("a", ack: 3)))) == [.print(.received(received("a", ack: 3)))])
        #expect(
            run.handle(said(.received(received("b")))) == [.print(.received(received("b"))), .finish(status: 0)])
        #expect(run.handle(said(.received(received("c")))) == [])
        #expect(run.handle(.interrupted(signal: 2)) == [])
    }

    @Test func theNamespaceOfASiteIsItsName() throws {
        let user = SiteKnowledge.Answer.user("alice@example.com")
        var plain = try run()
        #expect(
            plain.handle(.learned(SiteKnowledge(answer: user, siteName: "site1.local"), hasSession: true))
                == [.connect(namespaces: ["/site1.local"])])
        var nameless = try run()
        #expect(
            nameless.handle(.learned(SiteKnowledge(answer: user), hasSession: true))
                == [.connect(namespaces: ["/erp.example.com"])])
        var old = try run()
        #expect(
            old.handle(.learned(SiteKnowledge(answer: user, version: FrappeVersion("14.80.0")), hasSession: true))
                == [.connect(namespaces: ["/"])])
        var own = try run { $0.namespaces = ["/x", "/y", "/x"] }
        #expect(
            own.handle(.learned(SiteKnowledge(answer: user), hasSession: true)) == [.connect(namespaces: ["/x", "/y"])])
    }

    /// Frappe lets a dead session in as a guest, who hears nothing.
    @Test func aDeadSessionIsTheEndAndNoneIsARemark() throws {
        var dead = try run(quiet: true)
        #expect(
            dead.handle(.learned(SiteKnowledge(answer: .guest), hasSession: true))
                == [.print(.found(try finding(.guest(hadSession: true), isFrappe: true))), .finish(status: 5)])
        var none = try run()
        #expect(
            none.handle(.learned(SiteKnowledge(answer: .guest), hasSession: false))
                == [
                    .print(.found(try finding(.guest(hadSession: false), isFrappe: true))),
                    .connect(namespaces: ["/erp.example.com"]),
                ])
    }

    @Test func theMainNamespaceOfASiteIsRemarkedOnOnce() throws {
        var run = try run { $0.namespaces = ["/"] }
        _ = run.handle(.learned(SiteKnowledge(answer: .user("a"), version: FrappeVersion("15.53.0")), hasSession: true))
        #expect(run.handle(connected()).contains(.print(.found(try finding(.mainNamespace, isFrappe: true)))))
        #expect(run.handle(connected()).count == 1)
    }

    @Test func pollingInPlaceOfAWebsocketIsRemarkedOn() throws {
        var run = try run()
        _ = run.handle(.learned(SiteKnowledge(answer: .notFrappe), hasSession: false))
        let effects = run.handle(
            .said(
                .connected(namespace: "/", id: "abc", isRecovered: false), transport: .polling,
                webSocketEnd: .refused(status: 400, body: "")))
        let remark = try finding(.upgradeFailed(.upgradeRefused(status: 400, body: "")))
        #expect(remark.weight == .remark)
        #expect(effects.last == .print(.found(remark)))
    }

    @Test func aFirstFailureIsLookedIntoAndIsTheEnd() throws {
        var run = try run()
        _ = run.handle(.learned(SiteKnowledge(answer: .unknown), hasSession: false))
        let found = try finding(.ended(unreachable), isFrappe: nil)
        #expect(
            run.handle(said(.attemptFailed(unreachable, retryInMilliseconds: 900)))
                == [
                    .print(
                        .attemptFailed(namespace: "/", found, retryInMilliseconds: nil, isLookedInto: true)),
                    .disconnect, .check,
                ])
        let checks = [LayerCheck(.name, .passed("erp.example.com")), LayerCheck(.tcp, .found(found))]
        #expect(
            run.handle(.checked(checks))
                == [.print(.check(checks[0])), .print(.check(checks[1])), .finish(status: 6)])
    }

    /// With time set to wait, a server that starts is waited for; the layers are looked at once.
    @Test func withTimeLeftItTriesAgain() throws {
        var run = try run { $0.seconds = 5 }
        _ = run.handle(.learned(SiteKnowledge(answer: .unknown), hasSession: false))
        let found = try finding(.ended(unreachable), isFrappe: nil)
        func failed(_ isLookedInto: Bool) -> Listening.Effect {
            .print(.attemptFailed(namespace: "/", found, retryInMilliseconds: 900, isLookedInto: isLookedInto))
        }
        let news = said(.attemptFailed(unreachable, retryInMilliseconds: 900))
        #expect(run.handle(news) == [failed(true), .check])
        #expect(run.handle(news) == [failed(false)])
        #expect(run.handle(.checked([LayerCheck(.tcp, .found(found))])).count == 1)
        #expect(run.handle(news) == [failed(false)])
        var late = run
        #expect(run.handle(.timeIsUp) == [.finish(status: 6)])
        _ = late.handle(connected())
        #expect(late.handle(.timeIsUp) == [.finish(status: 0)])
    }

    @Test func whoEndsBeforeTheFirstAnswerIsToldWhatWasWaitedFor() throws {
        var run = try run()
        let origin = context.origin
        let silence = Listening.Effect.print(.unanswered(server: origin))
        var stopped = run
        #expect(run.handle(.timeIsUp) == [silence, .finish(status: 6)])
        #expect(stopped.handle(.interrupted(signal: 2)) == [silence, .finish(status: 130)])
    }

    @Test func aRefusedSessionEndsWithFive() throws {
        var run = try run()
        _ = run.handle(.learned(SiteKnowledge(answer: .unknown), hasSession: false))
        let closure = SocketClosure.refused(message: "No cookie transmitted.", data: nil)
        let effects = run.handle(said(.attemptFailed(closure, retryInMilliseconds: nil)))
        #expect(effects.last == .check)
        // What was looked at was fine; what the server said stays.
        #expect(run.handle(.checked([])) == [.finish(status: 5)])
    }

    @Test func aConnectionThatIsLostForGoodEndsWithSix() throws {
        var run = try run()
        _ = run.handle(.learned(SiteKnowledge(answer: .notFrappe), hasSession: false))
        _ = run.handle(connected())
        let again = run.handle(said(.disconnected(.pingTimeout, retryInMilliseconds: 500)))
        #expect(again.count == 1)
        let last = run.handle(said(.disconnected(.pingTimeout, retryInMilliseconds: nil)))
        #expect(last.last == .finish(status: 6))
    }

    @Test func whatIsSentIsSentOnceAndItsAnswersAreWaitedFor() throws {
        var run = try run(ack: true) {
            $0.emit = ["a", "[1]", "b", "2"]
            $0.count = 1
        }
        let options = try ListenOptions(words(emit: ["a", "[1]", "b", "2"]))
        _ = run.handle(.learned(SiteKnowledge(answer: .notFrappe), hasSession: false))
        #expect(run.handle(connected()).last == .emit(0...1, namespace: "/"))
        #expect(run.handle(connected()).count == 1)
        let question = received("question", ack: 7)
        #expect(
            run.handle(said(.received(question))) == [.print(.received(question)), .acknowledge(question)])
        #expect(
            run.handle(.acknowledged(emission: 0, ["x"])) == [.print(.acknowledged(options.emissions[0], ["x"]))])
        #expect(
            run.handle(.emitFailed(emission: 1, .timedOut))
                == [.print(.emitFailed(options.emissions[1], .timedOut)), .finish(status: 0)])
    }

    /// Held by the client they would be lost without a word when the first namespace is refused.
    @Test func whatIsSentWaitsForTheFirstNamespace() throws {
        var run = try run {
            $0.namespaces = ["/a", "/b"]
            $0.emit = ["x", "1", "y", "2"]
        }
        let emissions = try ListenOptions(words(emit: ["x", "1", "y", "2"])).emissions
        let lost = emissions.map { Listening.Effect.print(.emitFailed($0, .notConnected)) }
        _ = run.handle(.learned(SiteKnowledge(answer: .notFrappe), hasSession: false))
        #expect(run.handle(connected("/b")).count == 1)
        var (joined, refused, interrupted) = (run, run, run)
        #expect(joined.handle(connected("/a")).last == .emit(0...1, namespace: "/a"))
        #expect(joined.handle(.timeIsUp) == [.finish(status: 0)])
        let closure = SocketClosure.refused(message: "no", data: nil)
        let effects = refused.handle(
            said(.namespaceClosed(namespace: "/a", closure, retryInMilliseconds: nil)))
        #expect(effects.count == 3 && effects.suffix(2) == lost[...])
        #expect(refused.handle(.timeIsUp) == [.finish(status: 0)])
        #expect(interrupted.handle(.interrupted(signal: 2)) == lost + [.finish(status: 130)])
    }

    @Test func whatCannotStartIsToldAndEndsOnce() throws {
        var run = try run(quiet: true)
        #expect(
            run.handle(.couldNotStart(reason: "nobody there", status: 6))
                == [.print(.notStarted(reason: "nobody there")), .finish(status: 6)])
        #expect(run.handle(.timeIsUp) == [])
        var late = try self.run { $0.seconds = 1 }
        #expect(late.handle(.timeIsUp) == [.print(.unanswered(server: context.origin)), .finish(status: 6)])
        #expect(late.handle(.couldNotStart(reason: "nobody there", status: 6)) == [])
    }

    @Test func quietIsQuietButForFailures() throws {
        var run = try run(quiet: true)
        _ = run.handle(.learned(SiteKnowledge(answer: .notFrappe), hasSession: false))
        #expect(run.handle(connected()) == [])
        #expect(run.handle(said(.received(received("a")))) == [])
        #expect(run.handle(.interrupted(signal: 2)) == [.finish(status: 130)])
    }

    private func words(emit: [String]) -> ListenWords {
        var words = ListenWords()
        words.emit = emit
        return words
    }
}
