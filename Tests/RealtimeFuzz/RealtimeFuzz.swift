// Random and spoilt input for every reader of the realtime protocol and for both machines, repeatable by its seed.
public import SocketIO
import TestSupport

/// What went wrong, in words; the seed of the block that did it is with the caller.
public struct FuzzFailure: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

/// Where random input has to get to, now and then: a fuzzer that is turned away at the door proves nothing.
public enum FuzzPlace: String, CaseIterable, Sendable {
    case joinedByWebSocket, joinedByPolling, upgraded, recovered, heard, heardBinary, wasAcknowledged, wasRefused,
        wasPutOut, serverLetIn, serverHeard, serverHeardBinary, serverWasAcknowledged, serverMovedToWebSocket
}

/// Plays inputs. An input is one packet, frame, payload, query or progress event for a reader, or one step of a
/// machine.
public struct RealtimeFuzz {
    /// Looks inside a client's session after each step; what it returns is a failure. For builds that may look.
    public var inspectClient: (SocketSession) -> String? = { _ in nil }

    /// How often it got where.
    public private(set) var reached: [FuzzPlace: Int] = [:]

    private var generator: SeededGenerator
    private var readers = ReaderFuzz()
    private var client: ClientFuzz
    private var server: ServerFuzz

    public init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        client = ClientFuzz(using: &generator)
        server = ServerFuzz(using: &generator)
    }

    /// Plays so many inputs, or stops at the first failure.
    public mutating func play(_ inputs: Int) throws {
        for _ in 0..<inputs {
            switch Int.random(in: 0..<8, using: &generator) {
            case 0, 1:
                try client.step(using: &generator)
                count(client.places)
                if let fault = inspectClient(client.session) { throw FuzzFailure(fault) }
                if client.isOver(using: &generator) {
                    try client.leave()
                    client = ClientFuzz(using: &generator)
                }
            case 2, 3:
                try server.step(using: &generator)
                count(server.places)
                if server.isOver(using: &generator) { server = ServerFuzz(using: &generator) }
            case 4: try readers.readFrame(using: &generator)
            case 5: try readers.readPayload(using: &generator)
            case 6: try readers.readPacket(using: &generator)
            default:
                if Bool.random(using: &generator) {
                    readers.readQuery(using: &generator)
                } else {
                    readers.readProgress(using: &generator)
                }
            }
        }
    }

    private mutating func count(_ places: [FuzzPlace]) {
        for place in places { reached[place, default: 0] += 1 }
    }
}
