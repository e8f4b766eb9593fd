// Faults made on purpose, seen from the other end of the wire; and the site's events in their rooms.

import JSON
import ServerDoubles
import SocketIO
import Synchronization
import TestSupport
import Testing

@testable import LocalBackend

@Suite(.timeLimit(.minutes(1))) struct ServerFaultTests {
    @Test func aCutBreaksTheUsersConnectionsAlone() async throws {
        try await with { server in
            let cookies = try server.signIn()
            let feed = try server.joinFeed(cookies: cookies)
            let guest = try server.joinFeed(cookies: "sid=dead")
            try blocking { await server.server.cutRealtime(of: "me@local") }
            // No close frame comes before the end.
            #expect(try feed.readToEnd() == "")
            try guest.say(#"42/oropendola.local,["ping"]"#)
            #expect(try guest.hear() == #"42/oropendola.local,["pong"]"#)
        }
    }

    @Test func aCutTakesAllNamespacesOfAConnection() async throws {
        try await with(application: EchoApplication()) { server in
            let both = try server.openSocket(cookies: nil)
            let other = try server.openSocket(cookies: nil)
            for socket in [both, other] { _ = try socket.hear() }
            try both.join("/a")
            try both.join("/b")
            try other.join("/b")
            try blocking { await server.server.cutRealtime(of: .everybody(namespace: "/a")) }
            #expect(try both.readToEnd() == "")
            #expect(try blocking { await server.server.members(of: "/b").count } == 1)
            try other.say(#"42/b,["echo"]"#)
            #expect(try other.hear() == #"42/b,["echo"]"#)
        }
    }

    @Test func aDroppedPollGetsNoAnswer() async throws {
        try await with(application: EchoApplication()) { server in
            let line = try PollingLine(server, cookies: nil, headers: [])
            try line.join()
            let waiting = try line.startPoll()
            // Until the poll is there, there is nothing to drop.
            try wait(for: "end of the session") {
                try blocking { await server.server.dropPolls() }
                return try line.post("3").json?["code"] == 1 ? true : nil
            }
            #expect(try waiting.readToEnd() == "")
        }
    }

    @Test(arguments: [true, false]) func aRestartForgets(_ keepingSignIns: Bool) async throws {
        try await with { server in
            let cookies = try server.signIn()
            let feed = try server.joinFeed(cookies: cookies)
            let line = try PollingLine(server, cookies: cookies, headers: [])
            let port = server.port
            try blocking {
                try await server.server.restart(keepingSignIns: keepingSignIns) {
                    #expect(throws: POSIXFailure.self) { try RawClient(port: port) }
                }
            }
            #expect(try feed.readToEnd() == "")
            #expect(try line.poll().json?["message"] == "Session ID unknown")
            let user = try server.exchange("GET", "/api/method/frappe.auth.get_logged_user", cookies: cookies)
            #expect(user.status == (keepingSignIns ? 200 : 403))
            _ = try server.joinFeed(cookies: try server.signIn())
        }
    }

    @Test func aFrozenServerGoesOnLater() async throws {
        try await with(application: EchoApplication()) { server in
            let socket = try server.openSocket(cookies: nil)
            _ = try socket.hear()
            try socket.join()
            let stands = Flag()
            let mayGo = Flag()
            let freeze = Task {
                try await server.server.whileFrozen {
                    stands.raise()
                    while !mayGo.isUp { try await Task.sleep(for: .milliseconds(2)) }
                }
            }
            try wait(for: "standstill") { stands.isUp ? true : nil }
            try socket.say(#"42["echo"]"#)
            // The system takes the connection and the request; the server finds them when it wakes.
            let late = try RawClient(port: server.port)
            try late.send(server.request("GET", "/none"))
            #expect(!late.hasInput(withinMilliseconds: 50))
            #expect(!socket.hasInput(withinMilliseconds: 0))
            mayGo.raise()
            try blocking { try await freeze.value }
            #expect(try socket.hear() == #"42["echo"]"#)
            #expect(try late.readAnswer().status == 404)
        }
    }

    @Test func theSitesEventsGoToTheirRooms() async throws {
        for flavour in [FrappeFlavour.v14, .v15] {
            try await with(flavour: flavour) { server in
                let namespace = flavour.namespace(site: "oropendola.local")
                let prefix = namespace == "/" ? "" : "\(namespace),"
                let feed = try server.openSocket(cookies: try server.signIn(), origin: "http://\(server.host)")
                let guest = try server.openSocket(cookies: "sid=dead", origin: "http://\(server.host)")
                for socket in [feed, guest] {
                    _ = try socket.hear()
                    try socket.join(namespace)
                }
                for event in [
                    #"["doctype_subscribe","ToDo"]"#, #"["doc_subscribe","ToDo","T-1"]"#, #"["task_subscribe","t"]"#,
                ] { try feed.say("42\(prefix)\(event)") }
                try feed.say("42\(prefix)[\"ping\"]")
                #expect(try feed.hear() == "42\(prefix)[\"pong\"]")
                let audiences: [FrappeAudience] = [
                    .doctype("ToDo"), .doctype("Note"), .document(doctype: "ToDo", name: "T-1"),
                    .document(doctype: "ToDo", name: "T-2"), .task("t"), .task("u"), .all, .user("me@local"),
                    .user("you@local"), .website,
                ]
                try blocking {
                    for audience in audiences {
                        await server.server.publish("e", .string(audience.name), to: audience)
                    }
                }
                for name in [
                    "doctype:ToDo", "doc:ToDo/T-1", "task_progress:t", "all", "user:me@local", "website",
                ] { #expect(try feed.hear() == "42\(prefix)[\"e\",\"\(name)\"]") }
                #expect(try guest.hear() == "42\(prefix)[\"e\",\"website\"]")
                try feed.say("42\(prefix)[\"task_unsubscribe\",\"t\"]")
                try feed.say("42\(prefix)[\"ping\"]")
                #expect(try feed.hear() == "42\(prefix)[\"pong\"]")
                try blocking {
                    await server.server.publish("e", 1, to: .task("t"))
                    await server.server.publish("e", 2, to: .all)
                }
                #expect(try feed.hear() == "42\(prefix)[\"e\",2]")
            }
        }
    }
}

/// Something that happened, told from one thread to another.
private final class Flag: Sendable {
    private let value = Atomic(false)
    var isUp: Bool { value.load(ordering: .acquiring) }
    func raise() { value.store(true, ordering: .releasing) }
}
