// Which member is in which room, looked up both ways and bounded.

/// The rooms of all namespaces.
struct RoomTable: Equatable, Sendable {
    /// Rooms that a member may be in; it does not get into a further one.
    let roomsPerMember: Int
    private var members: [RealtimeRoom: Set<RealtimeMember>] = [:]
    private var rooms: [RealtimeMember: Set<String>] = [:]

    /// Bytes of a room's name; one with more does not exist.
    private static let longestName = 1_000

    init(roomsPerMember: Int) { self.roomsPerMember = roomsPerMember }

    mutating func join(_ member: RealtimeMember, _ room: String) {
        guard room.utf8.count <= Self.longestName, rooms[member, default: []].count < roomsPerMember else { return }
        rooms[member, default: []].insert(room)
        members[RealtimeRoom(namespace: member.namespace, name: room), default: []].insert(member)
    }

    mutating func leave(_ member: RealtimeMember, _ room: String) {
        guard rooms[member]?.remove(room) != nil else { return }
        if rooms[member]?.isEmpty == true { rooms[member] = nil }
        let place = RealtimeRoom(namespace: member.namespace, name: room)
        members[place]?.remove(member)
        if members[place]?.isEmpty == true { members[place] = nil }
    }

    /// Takes a member out of all rooms, and names them.
    mutating func remove(_ member: RealtimeMember) -> Set<String> {
        let left = rooms[member] ?? []
        for room in left { leave(member, room) }
        return left
    }

    func members(of room: RealtimeRoom) -> Set<RealtimeMember> { members[room] ?? [] }
}
