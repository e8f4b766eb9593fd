// Frappe's realtime server as an application: its checks, its rooms, and the events that a browser sends it.

import JSON
import SocketIO

/// None of the events is acknowledged, and a wrong one is passed over without a word, as by Frappe
/// (`realtime/handlers/frappe_handlers.js`, `frappe/realtime/handlers.py`).
struct FrappeRealtime: RealtimeApplication, Equatable {
    private struct Document: Equatable {
        var doctype: String
        var name: String
    }

    private struct Attendee: Equatable {
        /// Nil in the main namespace of Frappe 15 and later, which has no handlers.
        var user: String?
        var open: [Document] = []
    }

    private let door: FrappeDoor
    private var attendees: [RealtimeMember: Attendee] = [:]

    /// Documents that one client may have open; a further one is not noticed.
    private static let maximumDocuments = 100

    init(flavour: FrappeFlavour, siteName: String, isServed: Bool = false) {
        door = FrappeDoor(flavour: flavour, siteName: siteName, isServed: isServed)
    }

    mutating func handle(_ event: RealtimeEvent) -> [RealtimeEffect] {
        switch event {
        case .connectRequested(let member, _, let handshake): return admit(member, handshake)
        case .received(let member, let event): return heard(event, from: member)
        case .left(let member): return left(member)
        // Nothing is asked, and Frappe does not use recovery.
        case .acknowledged, .unanswered, .recovered: return []
        }
    }

    private mutating func admit(_ member: RealtimeMember, _ handshake: RealtimeHandshake) -> [RealtimeEffect] {
        let (warning, admission) = door.admission(to: member.namespace, handshake)
        let warnings: [RealtimeEffect] = warning.map { [.warn(member, message: $0)] } ?? []
        switch admission {
        case .refused(let words): return warnings + [.refuse(member, message: words)]
        case .joined(let user):
            attendees[member] = Attendee(user: user)
            guard let user else { return [.accept(member)] }
            var rooms: [FrappeAudience] = [.user(user), .website]
            if user != "Guest" { rooms.append(.all) }
            return warnings + [.accept(member)] + rooms.map { .join(member, room: name($0)) }
        }
    }

    private mutating func left(_ member: RealtimeMember) -> [RealtimeEffect] {
        guard let attendee = attendees.removeValue(forKey: member) else { return [] }
        return attendee.open.flatMap { showViewers(of: $0, because: attendee, in: member.namespace) }
    }

    private mutating func heard(_ event: SocketEvent, from member: RealtimeMember) -> [RealtimeEffect] {
        guard let user = attendees[member]?.user else { return [] }
        // A served site has no documents and no tasks, so there is nothing in which two users could meet.
        if door.isServed, event.name != "ping" { return [] }
        // Guests may read nothing here: Frappe asks its web workers, and they say no.
        let mayRead = user != "Guest"
        let texts = event.arguments.values.map { $0.asString ?? "" }
        switch (event.name, texts.first ?? "", texts.dropFirst().first ?? "") {
        case ("ping", _, _): return [.emit("pong", [], to: .member(member))]
        case (_, "", _): return []
        case ("doctype_subscribe", let doctype, _):
            return mayRead ? [.join(member, room: name(.doctype(doctype)))] : []
        case ("doctype_unsubscribe", let doctype, _): return [.leave(member, room: name(.doctype(doctype)))]
        case ("task_subscribe", let id, _), ("progress_subscribe", let id, _):
            return [.join(member, room: name(.task(id)))]
        case ("task_unsubscribe", let id, _): return [.leave(member, room: name(.task(id)))]
        case (_, _, ""): return []
        case ("doc_subscribe", let doctype, let document):
            return mayRead ? [.join(member, room: name(.document(doctype: doctype, name: document)))] : []
        case ("doc_unsubscribe", let doctype, let document):
            return [.leave(member, room: name(.document(doctype: doctype, name: document)))]
        case ("doc_open", let doctype, let document):
            return mayRead ? open(Document(doctype: doctype, name: document), member) : []
        case ("doc_close", let doctype, let document): return close(Document(doctype: doctype, name: document), member)
        default: return []
        }
    }

    private mutating func open(_ document: Document, _ member: RealtimeMember) -> [RealtimeEffect] {
        guard var attendee = attendees[member] else { return [] }
        if !attendee.open.contains(document) {
            guard attendee.open.count < Self.maximumDocuments else { return [] }
            attendee.open.append(document)
            attendees[member] = attendee
        }
        let room = name(.viewers(doctype: document.doctype, name: document.name))
        return [.join(member, room: room)] + showViewers(of: document, because: attendee, in: member.namespace)
    }

    private mutating func close(_ document: Document, _ member: RealtimeMember) -> [RealtimeEffect] {
        guard var attendee = attendees[member] else { return [] }
        attendee.open.removeAll { $0 == document }
        attendees[member] = attendee
        let room = name(.viewers(doctype: document.doctype, name: document.name))
        return [.leave(member, room: room)] + showViewers(of: document, because: attendee, in: member.namespace)
    }

    /// Tells all who have a document open who they are; nobody is told that he is alone.
    private func showViewers(of document: Document, because: Attendee, in namespace: String) -> [RealtimeEffect] {
        let viewers = attendees.filter { $0.key.namespace == namespace && $0.value.open.contains(document) }
        let users = viewers.values.compactMap(\.user)
        guard !users.isEmpty, users != [because.user] else { return [] }
        let names = Set(users).sorted().map { JSONValue.string($0) }
        let room = name(.viewers(doctype: document.doctype, name: document.name))
        return [
            .emit(
                "doc_viewers",
                [["doctype": .string(document.doctype), "docname": .string(document.name), "users": .array(names)]],
                to: .room(RealtimeRoom(namespace: namespace, name: room)))
        ]
    }

    private func name(_ audience: FrappeAudience) -> String {
        door.flavour.roomName(audience, site: door.siteName)
    }
}
