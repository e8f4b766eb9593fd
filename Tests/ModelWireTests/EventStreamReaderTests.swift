// The rules of event streams, each with the smallest stream that shows it (WHATWG HTML §9.2.6).

import Testing

@testable import ModelWire

@Suite struct EventStreamReaderTests {
    private func events(_ text: String, maximumBytes: Int = 1_000) throws -> [EventStreamReader.Element] {
        var reader = EventStreamReader(maximumBytes: maximumBytes)
        return try reader.take(Array(text.utf8)) + reader.finish()
    }

    private func event(_ data: String, type: String = "message") -> EventStreamReader.Element {
        .event(type: type, data: Array(data.utf8))
    }

    @Test func examplesOfTheStandard() throws {
        #expect(
            try events("data: YHOO\ndata: +2\ndata: 10\n\n: test stream\n\ndata: first event\nid: 1\n\ndata\n\n")
                == [event("YHOO\n+2\n10"), event("first event"), event("")])
        #expect(try events("data:test\n\ndata: test\n\n") == [event("test"), event("test")])
        #expect(try events("event: add\ndata: 7\n\nevent: lost\n\n") == [event("7", type: "add")])
        #expect(try events("\u{FEFF}data: a\n\n") == [event("a")])
        #expect(try events("data:  two blanks\n\n") == [event(" two blanks")])
    }

    @Test func beyondTheStandard() throws {
        #expect(try events("data: no end") == [event("no end")])
        #expect(try events("{\"error\":1}\n") == [.stray(Array("{\"error\":1}".utf8))])
        #expect(try events("dataset: 1\n\n") == [.stray(Array("dataset: 1".utf8))])
    }

    @Test func limitsHold() {
        #expect(throws: EventStreamReader.TooLong(limit: 10)) { try events("data: 123456", maximumBytes: 10) }
        #expect(throws: EventStreamReader.TooLong(limit: 12)) {
            try events("data: 1234\ndata: 1234\ndata: 1234\ndata: 1234\n", maximumBytes: 12)
        }
    }
}
