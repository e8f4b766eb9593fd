// One thing that goes wrong on the way between a client and a server, at one byte.

/// A fault strikes once, at a byte counted over all connections of a relay in one direction.
struct Fault: Equatable, Sendable, CustomStringConvertible {
    enum Kind: String, CaseIterable, Sendable {
        /// The connection is reset (RST) before this byte.
        case reset
        /// The connection ends (FIN) before this byte.
        case end
        /// The byte, and what follows, comes a little later.
        case delay
        /// The byte comes by itself.
        case split
        /// The byte comes twice.
        case duplicate
        /// Neither the byte nor anything after it comes, in either direction, and nobody says so.
        case silence

        /// Whether TCP promises that this changes nothing.
        var isHarmless: Bool { self == .delay || self == .split }
    }

    enum Direction: String, CaseIterable, Sendable {
        case toServer, toClient
    }

    var kind: Kind
    var direction: Direction
    var offset: Int

    var description: String { "\(kind.rawValue) at byte \(offset) \(direction.rawValue)" }
}
