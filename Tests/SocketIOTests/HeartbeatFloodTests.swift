// A server that asks for signs of life and reads none of them costs no memory.
import JSON
import Testing

@testable import SocketIO

@Suite struct HeartbeatFloodTests {
    @Test func oneAnswerWaitsHoweverOftenTheServerAsks() {
        var client = ClientTranscript()
        client.joins()
        // The driver is still writing what it got last.
        #expect(client.emits(1, "x") == [client.sends(.text("42/site,[\"x\"]"))])
        _ = client.emits(2, "y")
        for _ in 0..<1_000 {
            _ = client.transport(.received([.text("2"), .text("2")]))
        }
        #expect(client.session.engine.outbox == [.text("3"), .text("42/site,[\"y\"]")])
        #expect(client.session.engine.outboxBytes == 14)
        #expect(client.transport(.sent) == [client.sends(.text("3"), .text("42/site,[\"y\"]"))])
    }
}
