// A lost client comes back over real sockets: the same one, with what it missed and the rooms it was in.

import JSON
import ServerDoubles
import SocketIO
import TestSupport
import Testing

@testable import LocalBackend

@Suite(.timeLimit(.minutes(1))) struct RecoveryTests {
    private struct Place {
        var sid = ""
        var pid = ""
        var offset = ""

        init(_ answer: String) {
            let words = answer.split(separator: "\"")
            guard words.count >= 8, words[1] == "sid", words[5] == "pid" else { return }
            (sid, pid) = (String(words[3]), String(words[7]))
        }

        var payload: String { #"{"pid":"\#(pid)","offset":"\#(offset)"}"# }
    }

    private static var limits: LocalServerLimits {
        var limits = LocalServerLimits()
        limits.recovery = RealtimeRecovery()
        return limits
    }

    /// Joins `/a`, gets one event, and is in room `r`.
    private static func settle(_ line: any Line) throws -> Place {
        try line.say("40/a,")
        var place = Place(try line.hear())
        #expect(!place.pid.isEmpty)
        try line.say(#"42/a,["join","r"]"#)
        try line.say(#"42/a,["shout","r"]"#)
        let event = try JSONValue.parse(String(try line.hear().dropFirst("42/a,".count)))
        #expect(event[0] == "shouted" && event[1] == "r")
        place.offset = try #require(event[2]?.asString)
        return place
    }

    private static func waitForNobody(on server: LocalServer) throws {
        try wait(for: "end of the lost client") {
            try blocking { await server.members(of: "/a") }.isEmpty ? true : nil
        }
    }

    @Test func aLostClientIsTheSameAgain() async throws {
        try await with(limits: Self.limits, application: EchoApplication()) { server in
            var place = Place("")
            do {
                let socket = try server.openSocket(cookies: nil)
                _ = try socket.hear()
                place = try Self.settle(socket)
            }
            let local = server.server
            try Self.waitForNobody(on: local)
            let room = RealtimeRoom(namespace: "/a", name: "r")
            try blocking {
                await local.emit("missed", [1], to: .room(room))
                await local.emit("elsewhere", [], to: .room(RealtimeRoom(namespace: "/a", name: "s")))
                await local.emit("missed", [2], to: .everybody(namespace: "/a"))
            }
            let line = try PollingLine(server, cookies: nil, headers: [])
            try line.say("40/a,\(place.payload)")
            #expect(try line.hear().hasPrefix(#"42/a,["missed",1,""#))
            #expect(try line.hear().hasPrefix(#"42/a,["missed",2,""#))
            #expect(try line.hear() == #"40/a,{"sid":"\#(place.sid)","pid":"\#(place.pid)"}"#)
            #expect(try line.hear().hasPrefix(#"42/a,["welcome_back",""#))
            try blocking { await local.emit("again", [], to: .room(room)) }
            #expect(try line.hear().hasPrefix(#"42/a,["again",""#))
        }
    }

    @Test func whoLeftOrIsUnknownStartsAnew() async throws {
        try await with(limits: Self.limits, application: EchoApplication()) { server in
            let socket = try server.openSocket(cookies: nil)
            _ = try socket.hear()
            let place = try Self.settle(socket)
            try socket.say("41/a,")
            try Self.waitForNobody(on: server.server)
            try socket.say("40/a,\(place.payload)")
            let fresh = Place(try socket.hear())
            #expect(!fresh.sid.isEmpty && fresh.sid != place.sid && fresh.pid != place.pid)
        }
    }

    /// Questions have no offset, and Frappe offers nothing of this.
    @Test func onlyEventsWithoutAnswerAreCounted() async throws {
        try await with(limits: Self.limits, application: EchoApplication()) { server in
            let socket = try server.openSocket(cookies: nil)
            _ = try socket.hear()
            _ = try Self.settle(socket)
            try socket.say(#"42/a,["ask","x"]"#)
            #expect(try socket.hear() == #"42/a,0["question","x"]"#)
        }
        try await with(limits: Self.limits) { server in
            let feed = try server.joinFeed(cookies: try server.signIn())
            try feed.say(#"42/oropendola.local,["ping"]"#)
            #expect(try feed.hear() == #"42/oropendola.local,["pong"]"#)
        }
    }
}
