// Frappe's rooms and the events that join them, as transcripts.

import JSON
import SocketIO
import Testing

@testable import LocalBackend

@Suite struct FrappeRealtimeTests {
    private let alice = RealtimeMember(namespace: "/site", id: "A")
    private let bob = RealtimeMember(namespace: "/site", id: "B")
    private let guest = RealtimeMember(namespace: "/site", id: "G")

    private func handshake(user: String?) -> RealtimeHandshake {
        var handshake = RealtimeHandshake()
        handshake.host = "127.0.0.1:8000"
        handshake.origin = "http://127.0.0.1:8000"
        handshake.hasCookies = true
        handshake.hasSid = true
        handshake.cookieUser = user
        return handshake
    }

    /// Alice and Bob are in, and somebody whose session is over.
    private func populated() -> FrappeRealtime {
        var frappe = FrappeRealtime(flavour: .v15, siteName: "site")
        for (member, user) in [(alice, "alice" as String?), (bob, "bob"), (guest, nil)] {
            _ = frappe.handle(.connectRequested(member, payload: nil, handshake(user: user)))
        }
        return frappe
    }

    private func says(_ name: String, _ values: JSONValue..., member: RealtimeMember? = nil) -> RealtimeEvent {
        let member = member ?? alice
        return .received(
            member, SocketEvent(namespace: member.namespace, name: name, arguments: SocketArguments(values)))
    }

    @Test func joinsItsUserAndEverybody() {
        var frappe = FrappeRealtime(flavour: .v15, siteName: "site")
        #expect(
            frappe.handle(.connectRequested(alice, payload: nil, handshake(user: "alice"))) == [
                .accept(alice), .join(alice, room: "user:alice"), .join(alice, room: "website"),
                .join(alice, room: "all"),
            ])
        #expect(
            frappe.handle(.connectRequested(guest, payload: nil, handshake(user: nil))) == [
                .accept(guest), .join(guest, room: "user:Guest"), .join(guest, room: "website"),
            ])
    }

    @Test func version14HasTheSiteInItsRooms() {
        let member = RealtimeMember(namespace: "/", id: "A")
        var frappe = FrappeRealtime(flavour: .v14, siteName: "site")
        #expect(
            frappe.handle(.connectRequested(member, payload: nil, handshake(user: "alice"))) == [
                .accept(member), .join(member, room: "site:user:alice"), .join(member, room: "site:website"),
                .join(member, room: "site:all"),
            ])
        #expect(
            frappe.handle(says("task_subscribe", "t", member: member)) == [
                .join(member, room: "site:task_progress:t")
            ])
        #expect(
            FrappeFlavour.v14.room(.user("alice"), site: "site")
                == RealtimeRoom(namespace: "/", name: "site:user:alice"))
    }

    @Test func warnsAndGoesOnWhereAReturnIsMissing() {
        let member = RealtimeMember(namespace: "/other", id: "A")
        var frappe = FrappeRealtime(flavour: .v16, siteName: "site")
        var wrong = handshake(user: "alice")
        #expect(
            frappe.handle(.connectRequested(member, payload: nil, wrong)).prefix(2) == [
                .warn(member, message: "Invalid namespace"), .accept(member),
            ])
        wrong.origin = nil
        #expect(
            frappe.handle(.connectRequested(member, payload: nil, wrong)) == [
                .warn(member, message: "Invalid namespace"), .refuse(member, message: "Invalid origin"),
            ])
    }

    @Test func aProxyNamesTheSite() {
        var frappe = FrappeRealtime(flavour: .v15, siteName: "default")
        var proxied = handshake(user: "alice")
        #expect(
            frappe.handle(.connectRequested(alice, payload: nil, proxied)).first
                == .warn(alice, message: "Invalid namespace"))
        proxied.siteName = "site"
        #expect(frappe.handle(.connectRequested(alice, payload: nil, proxied)).first == .accept(alice))
        proxied.siteName = nil
        proxied.host = "site:9000"
        proxied.origin = "https://site"
        #expect(frappe.handle(.connectRequested(alice, payload: nil, proxied)).first == .accept(alice))
    }

    @Test func eventsJoinAndLeaveRooms() {
        var frappe = populated()
        let cases: [(RealtimeEvent, RealtimeEffect)] = [
            (says("doctype_subscribe", "ToDo"), .join(alice, room: "doctype:ToDo")),
            (says("doctype_unsubscribe", "ToDo"), .leave(alice, room: "doctype:ToDo")),
            (says("doc_subscribe", "ToDo", "T-1"), .join(alice, room: "doc:ToDo/T-1")),
            (says("doc_unsubscribe", "ToDo", "T-1"), .leave(alice, room: "doc:ToDo/T-1")),
            (says("task_subscribe", "t"), .join(alice, room: "task_progress:t")),
            (says("progress_subscribe", "t"), .join(alice, room: "task_progress:t")),
            (says("task_unsubscribe", "t"), .leave(alice, room: "task_progress:t")),
            (says("ping"), .emit("pong", [], to: .member(alice))),
        ]
        for (event, effect) in cases { #expect(frappe.handle(event) == [effect]) }
    }

    @Test func guestsReadNothing() {
        var frappe = populated()
        for event in [
            says("doctype_subscribe", "ToDo", member: guest), says("doc_subscribe", "ToDo", "T", member: guest),
            says("doc_open", "ToDo", "T", member: guest),
        ] { #expect(frappe.handle(event) == []) }
        #expect(frappe.handle(says("task_subscribe", "t", member: guest)) == [.join(guest, room: "task_progress:t")])
    }

    @Test func whatMakesNoSenseIsPassedOver() {
        var frappe = populated()
        for event in [
            says("doctype_subscribe"), says("doctype_subscribe", 7), says("doc_subscribe", "ToDo"),
            says("task_subscribe", ["t"]), says("unheard_of", "x", "y"),
            says("ping", member: RealtimeMember(namespace: "/site", id: "nobody")),
        ] { #expect(frappe.handle(event) == []) }
    }

    @Test func theMainNamespaceIsDeaf() {
        let member = RealtimeMember(namespace: "/", id: "A")
        var frappe = FrappeRealtime(flavour: .v15, siteName: "site")
        #expect(frappe.handle(.connectRequested(member, payload: nil, RealtimeHandshake())) == [.accept(member)])
        #expect(frappe.handle(says("ping", member: member)) == [])
    }

    @Test func viewersOfADocumentAreShown() {
        var frappe = populated()
        let room = RealtimeRoom(namespace: "/site", name: "open_doc:ToDo/T-1")
        func viewers(_ users: JSONValue) -> RealtimeEffect {
            .emit("doc_viewers", [["doctype": "ToDo", "docname": "T-1", "users": users]], to: .room(room))
        }
        // Nobody is told that he is alone.
        #expect(frappe.handle(says("doc_open", "ToDo", "T-1")) == [.join(alice, room: room.name)])
        #expect(
            frappe.handle(says("doc_open", "ToDo", "T-1", member: bob)) == [
                .join(bob, room: room.name), viewers(["alice", "bob"]),
            ])
        var closing = frappe
        #expect(
            closing.handle(says("doc_close", "ToDo", "T-1", member: bob)) == [
                .leave(bob, room: room.name), viewers(["alice"]),
            ])
        #expect(frappe.handle(.left(bob)) == [viewers(["alice"])])
        #expect(frappe.handle(.left(alice)) == [])
        #expect(frappe.handle(.left(alice)) == [])
    }

    @Test func openDocumentsHaveABound() {
        var frappe = populated()
        for number in 1...100 { #expect(frappe.handle(says("doc_open", "ToDo", .string("\(number)"))).count == 1) }
        #expect(frappe.handle(says("doc_open", "ToDo", "101")) == [])
    }
}
