// What a lost client gets back, and when it gets nothing; and the table of rooms.

import JSON
import SocketIO
import Testing

@testable import LocalBackend

@Suite struct RecoveryLogTests {
    private let member = RealtimeMember(namespace: "/a", id: "S")
    private let room = RealtimeRoom(namespace: "/a", name: "r")

    private func log(_ change: (inout RealtimeRecovery) -> Void = { _ in }) -> RecoveryLog {
        var settings = RealtimeRecovery()
        change(&settings)
        return RecoveryLog(settings)
    }

    @Test func givesBackWhatWasMissed() {
        var log = log()
        #expect(log.record("seen", [1], to: .member(member)) == [1, "1"])
        _ = log.record("to all", [], to: .everybody(namespace: "/a"))
        log.lose(member, rooms: ["r"], key: "P", now: 1_000)
        _ = log.record("to the room", [2], to: .room(room))
        _ = log.record("elsewhere", [], to: .everybody(namespace: "/b"))
        _ = log.record("other room", [], to: .room(RealtimeRoom(namespace: "/a", name: "s")))
        _ = log.record("to me", [], to: .member(member))
        let back = log.take(key: "P", offset: "1", namespace: "/a", now: 121_000)
        #expect(back?.member == member)
        #expect(back?.rooms == ["r"])
        #expect(back?.missed.map(\.name) == ["to all", "to the room", "to me"])
        #expect(back?.missed.map(\.arguments) == [["2"], [2, "3"], ["6"]])
        // A key is good once.
        #expect(log.take(key: "P", offset: "1", namespace: "/a", now: 121_000) == nil)
    }

    @Test func knowsNobodyAfterTheTime() {
        var log = log()
        _ = log.record("seen", [], to: .member(member))
        log.lose(member, rooms: [], key: "P", now: 1_000)
        #expect(log.take(key: "P", offset: "1", namespace: "/a", now: 121_001) == nil)
    }

    @Test(arguments: [("Q", "1", "/a"), ("P", "9", "/a"), ("P", "1", "/b")])
    func knowsNobodyByWrongSigns(_ key: String, _ offset: String, _ namespace: String) {
        var log = log()
        _ = log.record("seen", [], to: .member(member))
        log.lose(member, rooms: [], key: "P", now: 0)
        #expect(log.take(key: key, offset: offset, namespace: namespace, now: 1) == nil)
        #expect(log.take(key: "P", offset: "1", namespace: "/a", now: 1)?.missed == [])
    }

    @Test func keepsALimitedNumber() {
        var log = log {
            $0.events = 2
            $0.clients = 1
        }
        for _ in 1...3 { _ = log.record("e", [], to: .member(member)) }
        log.lose(member, rooms: [], key: "P", now: 0)
        #expect(log.take(key: "P", offset: "1", namespace: "/a", now: 1) == nil)
        log.lose(RealtimeMember(namespace: "/a", id: "T"), rooms: [], key: "Q", now: 0)
        #expect(log.take(key: "P", offset: "2", namespace: "/a", now: 1) == nil)
        #expect(log.take(key: "Q", offset: "2", namespace: "/a", now: 1) != nil)
    }

    @Test func roomsAreBoundedByNumberAndName() {
        var rooms = RoomTable(roomsPerMember: 2)
        rooms.join(member, "r")
        rooms.join(member, String(repeating: "x", count: 1_001))
        rooms.join(member, "s")
        rooms.join(member, "t")
        #expect(rooms.members(of: room) == [member])
        #expect(rooms.members(of: RealtimeRoom(namespace: "/a", name: "t")) == [])
        #expect(rooms.members(of: RealtimeRoom(namespace: "/b", name: "r")) == [])
        rooms.leave(member, "s")
        rooms.join(member, "t")
        #expect(rooms.remove(member) == ["r", "t"])
        #expect(rooms == RoomTable(roomsPerMember: 2))
    }
}
