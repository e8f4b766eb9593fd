// Connection state recovery on the server: what lost clients missed, kept for a while, and given back once.

import JSON
import SocketIO

/// How long lost clients may come back (Socket.IO 4.6, "connection state recovery").
public struct RealtimeRecovery: Equatable, Sendable {
    /// After this a lost client is a new one.
    public var milliseconds = 120_000
    /// Events that are kept; the oldest go first, and who missed one of those is a new client.
    public var events = 1_000
    /// Lost clients that are kept; the oldest go first.
    public var clients = 256

    public init() {}
}

/// Kept events and lost clients. Time is given in milliseconds on any clock that goes forward.
///
/// A client knows its place by the offset of the last event that it got, so one that got none starts anew, as with
/// socket.io's adapter in memory.
struct RecoveryLog: Equatable, Sendable {
    /// A lost client that came back.
    struct Return: Equatable {
        var member: RealtimeMember
        var rooms: Set<String>
        var missed: [Record]
    }

    struct Record: Equatable {
        var offset: String
        var name: String
        /// With the offset as the last argument.
        var arguments: SocketArguments
        var audience: RealtimeAudience
    }

    private struct Lost: Equatable {
        var key: String
        var member: RealtimeMember
        var rooms: Set<String>
        var until: Int
    }

    private let settings: RealtimeRecovery
    private var records: [Record] = []
    private var lost: [Lost] = []
    private var count = 0

    init(_ settings: RealtimeRecovery) { self.settings = settings }

    /// The same settings, and nothing kept.
    var emptied: RecoveryLog { RecoveryLog(settings) }

    /// Keeps an event; the arguments to be sent, which end with its offset.
    mutating func record(_ name: String, _ arguments: SocketArguments, to audience: RealtimeAudience)
        -> SocketArguments
    {
        count += 1
        let offset = String(count, radix: 36)
        var sent = arguments
        sent.values.append(.string(offset))
        records.append(Record(offset: offset, name: name, arguments: sent, audience: audience))
        if records.count > settings.events { records.removeFirst() }
        return sent
    }

    /// Keeps a client whose connection is gone.
    mutating func lose(_ member: RealtimeMember, rooms: Set<String>, key: String, now: Int) {
        lost.append(Lost(key: key, member: member, rooms: rooms, until: now + settings.milliseconds))
        if lost.count > settings.clients { lost.removeFirst() }
    }

    /// The client that left under this key, or nil when it has to start anew. A key is good once.
    mutating func take(key: String, offset: String, namespace: String, now: Int) -> Return? {
        lost.removeAll { $0.until < now }
        guard let index = lost.firstIndex(where: { $0.key == key && $0.member.namespace == namespace }),
            let last = records.firstIndex(where: { $0.offset == offset })
        else { return nil }
        let client = lost.remove(at: index)
        let missed = records[(last + 1)...].filter { record in
            switch record.audience {
            case .member(let member): member == client.member
            case .everybody(let namespace): namespace == client.member.namespace
            case .room(let room): room.namespace == client.member.namespace && client.rooms.contains(room.name)
            }
        }
        return Return(member: client.member, rooms: client.rooms, missed: missed)
    }
}
