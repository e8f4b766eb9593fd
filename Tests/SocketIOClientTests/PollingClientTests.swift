// The client by polling: the requests it makes, in which order, and how it ends them.
import JSON
import SocketIO
import SocketIOClient
import Synchronization
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct PollingClientTests {
    @Test func everyRequestHasTheCredentialsAndTheServersCookies() async throws {
        var bench = PollingBench()
        await bench.client.connect()
        let first = try await bench.get()
        #expect(first.request.method == "GET")
        #expect(first.request.url == PollingBench.url)
        #expect(first.request.headers.first("Cookie") == "sid=secret1")
        #expect(first.request.headers.first("Origin") == "http://site.test:8000")
        first.answers(
            PollingBench.open(),
            headers: [
                HTTPHeader("Set-Cookie", "lb=node2; Path=/; HttpOnly"), HTTPHeader("Set-Cookie", "other=1"),
            ])
        let (get, post) = (try await bench.get(), try await bench.post())
        for request in [get.request, post.request] {
            #expect(request.url == PollingBench.url + "&sid=engine-secret")
            #expect(request.headers.all("Cookie") == ["sid=secret1; lb=node2; other=1"])
            #expect(request.headers.first("Origin") == "http://site.test:8000")
        }
        #expect(post.request.method == "POST")
        #expect(post.request.headers.first("Content-Type") == "text/plain;charset=UTF-8")
        #expect(post.body == "40/site,{\"token\":\"secret1\"}")
        post.answers("ok")
        get.answers("40/site,{\"sid\":\"S1\"}", headers: [HTTPHeader("Set-Cookie", "lb=node3")])
        #expect(try await bench.get().request.headers.all("Cookie") == ["sid=secret1; other=1; lb=node3"])
        #expect(await bench.client.status.transport == .polling)
        try await bench.shutDown()
    }

    @Test func postsGoOneAfterTheOther() async throws {
        var bench = PollingBench()
        _ = try await bench.join()
        for name in ["a", "b", "c"] { try await bench.client.emit(name) }
        let first = try await bench.post()
        #expect(first.body == "42/site,[\"a\"]")
        first.answers("ok")
        let second = try await bench.post()
        #expect(second.body == "42/site,[\"b\"]\u{1E}42/site,[\"c\"]")
        second.answers("ok")
        try await bench.shutDown()
    }

    @Test func leavingPostsWhatWaitsAndThenGivesUpTheGet() async throws {
        var bench = PollingBench()
        let get = try await bench.join()
        try await bench.client.emit("a")
        try await bench.client.emit("b")
        let (client, first) = (bench.client, try await bench.post())
        let leaving = Task { await client.disconnect() }
        #expect(try await bench.event() == .disconnected(.requested, retryInMilliseconds: nil))
        first.answers("ok")
        let last = try await bench.post()
        #expect(last.body == "42/site,[\"b\"]\u{1E}41/site,\u{1E}1")
        last.answers("ok")
        await get.isOver()
        await leaving.value
        await client.shutdown()
        #expect(await bench.events.next(isolation: #isolation) == nil)
    }

    @Test func leavingWaitsTwoSecondsForAPost() async throws {
        var bench = PollingBench()
        let get = try await bench.join()
        try await bench.client.emit("a")
        let (client, post) = (bench.client, try await bench.post())
        let leaving = Task { await client.shutdown() }
        await bench.clock.waitForSleeper(.seconds(2))
        bench.clock.advance(by: .seconds(2))
        await leaving.value
        await post.isOver()
        await get.isOver()
    }

    @Test func anotherStatusEndsTheSessionAndCredentialsAreAskedAnew() async throws {
        var bench = PollingBench()
        try await bench.join().answers("{\"code\":1,\"message\":\"Session ID unknown\"}", status: 400)
        guard case .disconnected(.transport(.refused(status: 400, _)), 1_000) = try await bench.event() else {
            Issue.record("another end")
            return
        }
        await bench.clock.waitForSleeper(.seconds(1))
        bench.clock.advance(by: .seconds(1))
        let again = try await bench.get()
        #expect(again.request.url == PollingBench.url)
        #expect(again.request.headers.all("Cookie") == ["sid=secret2"])
        await bench.client.shutdown()
        await again.isOver()
    }

    @Test func aVolatileEventIsDroppedWhileAPostIsUnderWay() async throws {
        var bench = PollingBench()
        #expect(await bench.client.emitVolatile("v") == false)
        let get = try await bench.join()
        #expect(await bench.client.emitVolatile("v", [1]))
        #expect(await bench.client.emitVolatile("v", [2]) == false)
        let post = try await bench.post()
        #expect(post.body == "42/site,[\"v\",1]")
        post.answers("ok")
        await post.isOver()
        // An event of the server shows that the answer before it was heard.
        get.answers("42/site,[\"x\"]")
        _ = try await bench.event()
        try await bench.shutDown()
    }

    @Test func namespacesAreJoinedAndLeft() async throws {
        var bench = PollingBench()
        let get = try await bench.join()
        await bench.client.join("/b")
        let join = try await bench.post()
        #expect(join.body == "40/b,{\"token\":\"secret1\"}")
        join.answers("ok")
        get.answers("40/b,{\"sid\":\"B1\"}")
        #expect(try await bench.event() == .connected(namespace: "/b", id: "B1", isRecovered: false))
        #expect(await bench.client.id(in: "/b") == "B1")
        await bench.client.leave("/site")
        #expect(
            try await bench.event() == .namespaceClosed(namespace: "/site", .requested, retryInMilliseconds: nil))
        let leave = try await bench.post()
        #expect(leave.body == "41/site,")
        leave.answers("ok")
        try await bench.shutDown()
        #expect(try await bench.event() == .disconnected(.requested, retryInMilliseconds: nil))
    }

    @Test func aReaderWhoIsSlowHoldsThePollBackForAWhile() async throws {
        var bench = PollingBench(maximumUnreadEvents: 4)
        let event = SocketIOEvent.received(SocketEvent(namespace: "/site", name: "x"))
        try await bench.join().answers("42/site,[\"x\"]", "42/site,[\"x\"]", "42/site,[\"x\"]")
        // Nobody reads, and the time passes.
        await bench.clock.waitForSleeper(.seconds(1))
        bench.clock.advance(by: .seconds(1))
        // Once in vain is enough.
        try await bench.get().answers("6")
        try await bench.get().answers("6")
        for _ in 0..<3 { #expect(try await bench.event() == event) }
        _ = try await bench.get()
        #expect(await bench.client.status.metrics.eventsDropped == 0)
        try await bench.shutDown()
    }

    @Test func pollingTakesOverFromAWebsocketThatIsRefused() async throws {
        var bench = PollingBench(.webSocketThenPolling, failures: [.upgradeRefused(status: 502, body: "<html>")])
        let get = try await bench.join(upgrades: "\"websocket\"")
        let status = await bench.client.status
        #expect(status.transport == .polling)
        #expect(status.webSocketEnd == .refused(status: 502, body: "<html>"))
        #expect(status.metrics.connectAttempts == 1)
        try await bench.shutDown()
        await get.isOver()
    }

    @Test func aPollingSessionMovesToTheWebsocket() async throws {
        var bench = PollingBench(.pollingThenWebSocket)
        let get = try await bench.join(upgrades: "\"websocket\"")
        let attempt = try await bench.webSocket()
        #expect(
            attempt.url == "ws://site.test:8000/socket.io/?EIO=4&transport=websocket&sid=engine-secret")
        #expect(attempt.headers.first("Cookie") == "sid=secret1")
        var sent = attempt.connection.sent.makeAsyncIterator()
        #expect(await sent.next() == "2probe")
        attempt.connection.says("3probe")
        get.answers("6")
        #expect(await sent.next() == "5")
        try await bench.client.emit("a")
        #expect(await sent.next() == "42/site,[\"a\"]")
        #expect(await bench.client.status.transport == .webSocket)
        await bench.client.shutdown()
        #expect(await sent.next() == "41/site,")
        #expect(await sent.next() == "closed")
    }

    @Test func aProbeThatIsNotAnsweredIsGivenUp() async throws {
        var bench = PollingBench(.pollingThenWebSocket)
        let get = try await bench.join(upgrades: "\"websocket\"")
        var sent = try await bench.webSocket().connection.sent.makeAsyncIterator()
        #expect(await sent.next() == "2probe")
        await bench.clock.waitForSleeper(.seconds(10))
        bench.clock.advance(by: .seconds(10))
        #expect(await sent.next() == "closed")
        get.answers("2")
        let pong = try await bench.post()
        #expect(pong.body == "3")
        pong.answers("ok")
        #expect(await bench.client.status.webSocketEnd == .timedOut)
        try await bench.shutDown()
    }
}
