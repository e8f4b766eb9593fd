// A payload in which one packet ends the session and another would end the transport: nothing may be left running.
import JSON
import SocketIO
import Testing

@Suite struct EndInOnePayloadTests {
    private func polling() -> ClientTranscript {
        var client = ClientTranscript { $0.transports = .pollingThenWebSocket }
        _ = client.connect()
        _ = client.transport(.prepared(SocketAuthentication()))
        _ = client.transport(
            .polled(
                status: 200,
                body: Array(#"0{"sid":"E1","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000}"#.utf8)))
        _ = client.transport(.posted(status: 200, body: []))
        return client
    }

    @Test func aCloseBehindABrokenPacketClosesTheTransport() {
        var client = polling()
        let effects = client.transport(.polled(status: 200, body: Array("42/site,[\u{1e}1".utf8)))
        #expect(effects.count { $0 == client.closes } == 1)
        #expect(effects.contains(.stopTimer(.webSocket)))
        #expect(client.session.state == .waiting)
    }

    @Test func theLastPollBeforeAMoveStopsTheMovesTimer() {
        var client = polling()
        _ = client.transport(.opened)
        _ = client.transport(.received([.text("3probe")]))
        let effects = client.transport(.polled(status: 200, body: Array("42/site,[".utf8)))
        #expect(effects.count { $0 == client.closes } == 1)
        #expect(effects.contains(.stopTimer(.webSocket)))
    }
}
