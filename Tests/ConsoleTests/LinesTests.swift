// Notes as people and programs read them.

import Backend
import Console
import JSON
import SocketIO
import SocketIOClient
import Testing

@Suite struct LinesTests {
    private let stamp = Stamp(dayMilliseconds: 43_384_123, seconds: 1.25, secondsConnected: 0.812)
    private let plain = ConsoleStyle(isUnicode: true, usesColour: false)
    private let ascii = ConsoleStyle(isUnicode: false, usesColour: false)
    private let finding = Finding(.tcp, "It is down.", advice: "Start it.")

    private func received(_ name: String, _ arguments: SocketArguments) -> Note {
        .received(SocketEvent(namespace: "/site1.local", name: name, arguments: arguments))
    }

    @Test func connectionsHaveTheTimeOfTheDay() {
        let note = Note.connected(
            namespace: "/site1.local", id: "abcdefghijkl", transport: .webSocket, isRecovered: false)
        #expect(note.lines(stamp, plain) == ["12:03:04.123  connected  /site1.local  websocket  id abcdef…"])
        #expect(note.lines(stamp, ascii) == ["12:03:04.123  connected  /site1.local  websocket  id abcdef.."])
        let lost = Note.disconnected(namespace: "/", finding, retryInMilliseconds: 1_540)
        #expect(
            lost.lines(stamp, plain) == [
                "12:03:04.123  disconnected  /  It is down.  next try in 1.5 s",
                "              Start it.",
            ])
        let last = Note.attemptFailed(namespace: "/", finding, retryInMilliseconds: nil, isLookedInto: true)
        #expect(last.lines(stamp, plain) == ["12:03:04.123  not connected  /  It is down.  no further try"])
    }

    @Test func whatDidNotStartIsOneLineAndOneObject() {
        let note = Note.notStarted(reason: "nobody there")
        #expect(note.lines(stamp, plain) == ["12:03:04.123  not started  nobody there"])
        #expect(note.json(stamp).text == #"{"time":1.25,"event":"not_started","happened":"nobody there"}"#)
    }

    @Test func eventsHaveTheTimeSinceTheConnection() {
        let progress: JSONValue = ["type": "working", "step": 2, "total": 5, "message": "Renaming…"]
        #expect(
            received("ai_progress", [progress]).lines(stamp, plain)
                == ["      +0.812  ai_progress  working 2/5  Renaming…"])
        #expect(
            received("note", [["a": 1], "b"]).lines(stamp, plain) == ["      +0.812  note  {\"a\":1}  \"b\""])
        #expect(received("empty", []).lines(stamp, plain) == ["      +0.812  empty"])
    }

    @Test func binaryDataIsASize() {
        var arguments = SocketArguments()
        let data = arguments.attach([UInt8](repeating: 7, count: 300))
        arguments.values = [["file": data, "name": "x"], data]
        #expect(
            received("blob", arguments).lines(stamp, plain)
                == ["      +0.812  blob  {\"file\":<300 bytes>,\"name\":\"x\"}  <300 bytes>"])
        let small = { () -> SocketArguments in
            var arguments = SocketArguments()
            arguments.values = [["file": arguments.attach([1, 2, 3])]]
            return arguments
        }()
        #expect(
            received("blob", small).json(stamp).text
                == #"{"time":1.25,"event":"received","namespace":"/site1.local","name":"blob","#
                + #""arguments":[{"file":{"bytes":3,"base64":"AQID"}}]}"#)
    }

    /// What a server sends never reaches the terminal as a command.
    @Test func controlCharactersAreSpelledOut() throws {
        let evil = "\u{1B}]0;owned\u{7}\u{1B}[2J\r\n\u{9B}31m\u{202E}"
        let notes: [Note] = [
            received(evil, [.string(evil)]),
            received("ai_progress", [["type": .string(evil), "message": .string(evil)]]),
            .connected(namespace: "/" + evil, id: evil, transport: nil, isRecovered: true),
            .disconnected(namespace: evil, Finding(.tcp, evil, advice: evil), retryInMilliseconds: nil),
            .notStarted(reason: evil), .check(LayerCheck(.http, .passed(evil))),
            .found(Finding(.tcp, evil, advice: evil)),
            .check(LayerCheck(.http, .found(Finding(.http, evil, advice: evil, weight: .remark)))),
        ]
        for note in notes {
            for line in note.lines(stamp, plain) {
                #expect(
                    line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && $0 != "\u{202E}" })
            }
            for line in note.lines(stamp, ascii) {
                #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(line)")
            }
        }
    }

    @Test func longPayloadsAreCutForPeopleAlone() throws {
        let long = String(repeating: "x", count: 1_000_000)
        let note = received("long", [.string(long)])
        let line = try #require(note.lines(stamp, plain).first)
        #expect(line.count < 200 && line.hasSuffix("…"))
        #expect(note.json(stamp)["arguments"]?[0]?.asString == long)
    }

    @Test func coloursComeOnlyWhenWanted() {
        let coloured = ConsoleStyle(isUnicode: true, usesColour: true)
        let note = Note.check(LayerCheck(.tcp, .found(finding)))
        #expect(
            note.lines(stamp, plain) == ["✗ TCP         It is down.", "              Start it."])
        #expect(note.lines(stamp, coloured)[0] == "\u{1B}[31m✗\u{1B}[0m TCP         It is down.")
        #expect(note.lines(stamp, ascii)[0] == "x TCP         It is down.")
    }

    @Test func theSummaryHasTheSeedsCounts() {
        var metrics = SocketIOMetrics()
        (metrics.connectAttempts, metrics.eventsReceived) = (3, 40)
        let note = Note.summary(Summary(seconds: 20, metrics: metrics, status: 0))
        #expect(note.lines(stamp, plain).first == "connectAttempts " + String(repeating: " ", count: 17) + "3")
        #expect(note.lines(stamp, plain).last == "rate " + String(repeating: " ", count: 16) + "2.00 events/s")
        #expect(
            note.json(stamp).text
                == #"{"time":1.25,"event":"summary","connectAttempts":3,"connectSuccesses":0,"disconnects":0,"#
                + #""eventsReceived":40,"reconnects":0,"eventsDropped":0,"seconds":20.0,"rate":2.0,"status":0}"#)
    }

    @Test func theDoctorsReportHasTheLayers() {
        let facts = DoctorFacts(version: "1.0", terminal: "", locale: "C.UTF-8", server: nil)
        let report = DoctorReport(
            facts: facts, checks: [LayerCheck(.name, .passed("h")), LayerCheck(.tcp, .found(finding))])
        #expect(report.status == 6)
        #expect(
            report.lines(plain) == [
                "version       1.0", "terminal      TERM is not set", "locale        C.UTF-8",
                "realtime      the embedded backend", "✓ name        h", "✗ TCP         It is down.",
                "              Start it.",
            ])
        #expect(
            report.json["realtime"]?[1]?.text
                == #"{"layer":"tcp","outcome":"failed","happened":"It is down.","advice":"Start it."}"#)
        let refused = LayerCheck(.session, .found(Finding(.session, "No.", advice: "Sign in.")))
        #expect(DoctorReport(facts: facts, checks: [refused]).status == 5)
        let slow = LayerCheck(.upgrade, .found(Finding(.upgrade, "No.", advice: "Look.", weight: .remark)))
        #expect(DoctorReport(facts: facts, checks: [slow]).status == 0)
    }
}
