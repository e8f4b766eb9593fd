// The server as a plain Socket.IO server over real sockets: refusals, acknowledgements and binary data both ways.

import JSON
import ServerDoubles
import SocketIO
import TestSupport
import Testing

@testable import LocalBackend

private let blob = #"{"_placeholder":true,"num":0}"#

/// Plays a test over a websocket and over polling, each after the open packet.
func onEachLine(
    limits: LocalServerLimits = LocalServerLimits(), application: EchoApplication = EchoApplication(),
    _ body: @escaping @Sendable (any Line, ServerUnderTest) throws -> Void
) async throws {
    try await with(limits: limits, application: application) { server in
        let socket = try server.openSocket(cookies: nil)
        _ = try socket.hear()
        try body(socket, server)
        try body(try PollingLine(server, cookies: nil, headers: []), server)
    }
}

extension Line {
    /// Joins a namespace; the Socket.IO id.
    @discardableResult
    func join(_ namespace: String = "/", _ payload: String = "") throws -> String {
        let prefix = namespace == "/" ? "" : "\(namespace),"
        try say("40\(prefix)\(payload)")
        let answer = try hear()
        guard answer.hasPrefix("40\(prefix){\"sid\":\"") else { throw RawClient.Failure(what: answer) }
        return String(answer.split(separator: "\"")[3])
    }
}

@Suite(.timeLimit(.minutes(1))) struct PlainServerTests {
    @Test func refusesInEachWay() async throws {
        try await onEachLine { line, _ in
            try line.say("40/guarded,")
            #expect(try line.hear() == #"44/guarded,{"message":"not you","data":{"code":7}}"#)
            try line.say("40/words,")
            #expect(try line.hear() == #"44/words,"Unable to connect""#)
            try line.say("40/unknown,")
            #expect(try line.hear() == #"44/unknown,{"message":"Invalid namespace"}"#)
            // Who was refused may ask again.
            try line.join("/guarded", #"{"key":"right"}"#)
        }
    }

    @Test func eventsMayComeBeforeTheAnswer() async throws {
        try await onEachLine { line, _ in
            try line.say(#"40/a,{"early":true}"#)
            #expect(try line.hear() == #"42/a,["early","/a"]"#)
            #expect(try line.hear().hasPrefix(#"40/a,{"sid":""#))
        }
    }

    @Test func acknowledgesBothWays() async throws {
        try await onEachLine { line, _ in
            try line.join()
            try line.say(#"4212["echo","hé",null,{"a":[1]}]"#)
            #expect(try line.hear() == #"4312["hé",null,{"a":[1]}]"#)
            try line.say(#"42["ask","x",2]"#)
            #expect(try line.hear() == #"420["question","x",2]"#)
            try line.say(#"430["fine",1]"#)
            #expect(try line.hear() == #"42["answered","fine",1]"#)
            // Answered twice, and never asked: both pass over.
            try line.say(#"430["fine",1]"#)
            try line.say("4399[]")
            try line.say(#"42["echo"]"#)
            #expect(try line.hear() == #"42["echo"]"#)
        }
    }

    @Test func aQuestionThatNobodyAnswersEnds() async throws {
        try await onEachLine(application: EchoApplication(answerMilliseconds: 20)) { line, _ in
            try line.join()
            try line.say(#"42["ask"]"#)
            #expect(try line.hear() == #"420["question"]"#)
            #expect(try line.hear() == #"42["unanswered"]"#)
            try line.say("430[]")
            try line.say(#"42["echo",1]"#)
            #expect(try line.hear() == #"42["echo",1]"#)
        }
    }

    @Test func carriesBinaryOverAWebSocket() async throws {
        try await with(application: EchoApplication()) { server in
            let socket = try server.openSocket(cookies: nil)
            _ = try socket.hear()
            try socket.join("/a")
            try socket.say("451-/a,[\"echo\",\(blob)]")
            try socket.sendFrame(0x82, [0, 0xFF, 0x1E])
            #expect(try socket.hear() == "451-/a,[\"echo\",\(blob)]")
            #expect(try socket.readFrame() == (0x82, [0, 0xFF, 0x1E]))
            try socket.say("451-/a,7[\"echo\",\(blob)]")
            try socket.sendFrame(0x82, [9])
            #expect(try socket.hear() == "461-/a,7[\(blob)]")
            #expect(try socket.readFrame() == (0x82, [9]))
            try socket.say("451-/a,[\"ask\",\(blob)]")
            try socket.sendFrame(0x82, [])
            #expect(try socket.hear() == "451-/a,0[\"question\",\(blob)]")
            #expect(try socket.readFrame() == (0x82, []))
            try socket.say("461-/a,0[\(blob)]")
            try socket.sendFrame(0x82, [1, 2])
            #expect(try socket.hear() == "451-/a,[\"answered\",\(blob)]")
            #expect(try socket.readFrame() == (0x82, [1, 2]))
        }
    }

    @Test func carriesBinaryOverPolling() async throws {
        try await with(application: EchoApplication()) { server in
            let line = try PollingLine(server, cookies: nil, headers: [])
            try line.join("/a")
            #expect(try line.post("451-/a,7[\"echo\",\(blob)]\u{1e}bAP8e").text == "ok")
            #expect(try line.poll().text == "461-/a,7[\(blob)]\u{1e}bAP8e")
            // The attachment may come in another POST.
            #expect(try line.post("451-/a,[\"ask\",\(blob)]").text == "ok")
            #expect(try line.post("bAQI=").text == "ok")
            #expect(try line.poll().text == "451-/a,0[\"question\",\(blob)]\u{1e}bAQI=")
            #expect(try line.post("461-/a,0[\(blob)]\u{1e}b").text == "ok")
            #expect(try line.poll().text == "451-/a,[\"answered\",\(blob)]\u{1e}b")
        }
    }

    @Test func severalNamespacesShareAConnection() async throws {
        try await onEachLine { line, server in
            try line.join("/a")
            try line.join("/b")
            try line.join()
            for prefix in ["/a,", "/b,", ""] {
                try line.say("42\(prefix)5[\"echo\",\"x\"]")
                #expect(try line.hear() == "43\(prefix)5[\"x\"]")
            }
            try line.say(#"42/a,["put_out"]"#)
            #expect(try line.hear() == "41/a,")
            try line.say("41/b,")
            try line.say(#"42["echo"]"#)
            #expect(try line.hear() == #"42["echo"]"#)
            #expect(try blocking { await server.server.members(of: "/a").count } == 0)
            // A namespace that was left may be joined again.
            try line.join("/a")
            try line.say("41/a,")
        }
    }

    @Test func roomsHearWhatIsForThem() async throws {
        try await with(application: EchoApplication()) { server in
            let socket = try server.openSocket(cookies: nil)
            _ = try socket.hear()
            let line: any Line = try PollingLine(server, cookies: nil, headers: [])
            try socket.join("/a")
            try line.join("/a")
            try socket.say(#"42/a,["join","r"]"#)
            try line.say(#"42/a,["shout","r",1]"#)
            #expect(try socket.hear() == #"42/a,["shouted","r",1]"#)
            try socket.say(#"42/a,["leave","r"]"#)
            try socket.say(#"42/a,["shout","r",2]"#)
            try blocking { await server.server.emit("all", ["x"], to: .everybody(namespace: "/a")) }
            #expect(try socket.hear() == #"42/a,["all","x"]"#)
            #expect(try line.hear() == #"42/a,["all","x"]"#)
        }
    }

    @Test func theProgramMayAskAClient() async throws {
        try await onEachLine { line, server in
            let member = RealtimeMember(namespace: "/a", id: try line.join("/a"))
            let server = server.server
            // The question goes out from another thread, and is answered from here.
            let answer = Task { try await server.ask("question", ["x"], of: member) }
            #expect(try line.hear() == #"42/a,0["question","x"]"#)
            try line.say(#"43/a,0["fine"]"#)
            #expect(try blocking { try await answer.value } == ["fine"])

            #expect(throws: RealtimeAskError.unanswered) {
                try blocking { try await server.ask("question", of: member, milliseconds: 10) }
            }
            #expect(try line.hear() == #"42/a,1["question"]"#)
            let left = Task { try await server.ask("question", of: member) }
            #expect(try line.hear() == #"42/a,2["question"]"#)
            try line.say("41/a,")
            #expect(throws: RealtimeAskError.unanswered) { try blocking { try await left.value } }
            #expect(throws: RealtimeAskError.unanswered) {
                try blocking { try await server.ask("question", of: member) }
            }
            #expect(try blocking { await server.members(of: "/a") } == [])
        }
    }

    @Test func hangsUpOnRequest() async throws {
        try await with(application: EchoApplication()) { server in
            let socket = try server.openSocket(cookies: nil)
            _ = try socket.hear()
            try socket.join()
            try socket.say(#"42["hang_up"]"#)
            #expect(try socket.readFrame() == (0x88, []))
            let line = try PollingLine(server, cookies: nil, headers: [])
            try line.join()
            try line.say(#"42["hang_up"]"#)
            #expect(try line.poll().text == "1")
            #expect(try line.poll().json?["code"] == 1)
        }
    }
}
