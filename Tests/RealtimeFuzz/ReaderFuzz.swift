// The readers alone: whatever they accept, they write and read again to the same value.
import JSON
import SocketIO
import TaskMachine
import TestSupport

struct ReaderFuzz {
    private let frames = Corpus(
        Corpus.openPackets + Corpus.engineWords + Corpus.events + Corpus.answersToConnect + Corpus.requests)
    private let payloads = Corpus(Corpus.payloads(of: Corpus.openPackets + Corpus.engineWords + Corpus.events))
    /// Without the `4` of the packet around them.
    private let packets = Corpus((Corpus.events + Corpus.answersToConnect).map { String($0.dropFirst()) })
    private let queries = Corpus(Corpus.queries)
    private let progress = Corpus(Corpus.progress)
    private var decoder = SocketDecoder()

    func readFrame(using generator: inout SeededGenerator) throws {
        let bytes = frames.input(using: &generator)
        let isText = Int.random(in: 0..<10, using: &generator) > 0
        guard let packet = try? EnginePacket(isText ? .text(bytes) : .binary(bytes)) else { return }
        guard let again = try? EnginePacket(packet.frame), again == packet else {
            throw FuzzFailure("a packet of Engine.IO is not read as it was written: \(bytes)")
        }
    }

    func readPayload(using generator: inout SeededGenerator) throws {
        let bytes = payloads.input(using: &generator)
        guard let packets = try? PollingPayload.decode(bytes) else { return }
        guard let again = try? PollingPayload.decode(PollingPayload.encode(packets)), again == packets else {
            throw FuzzFailure("a payload is not read as it was written: \(bytes)")
        }
        let frames = packets.map(\.frame)
        let limit = Int.random(in: -1...200, using: &generator)
        let count = PollingPayload.packetCount(ofBody: frames[...], maximumBytes: limit)
        let body = PollingPayload.encode(Array(frames.prefix(count)))
        guard (1...PollingPayload.maximumPackets).contains(count), count == 1 || body.count <= limit else {
            throw FuzzFailure("\(count) packets and \(body.count) bytes go into one body of \(limit)")
        }
    }

    mutating func readPacket(using generator: inout SeededGenerator) throws {
        let bytes = packets.input(using: &generator)
        var packet: SocketPacket?
        do throws(PacketError) {
            packet = try decoder.decode(bytes[...])
            for _ in 0..<Int.random(in: 0...2, using: &generator) where packet == nil {
                packet = try decoder.decode(attachment: Array(bytes.prefix(9)))
            }
        } catch {
            // A connection that brought this would be over.
            decoder = SocketDecoder()
        }
        guard let packet, !packet.isAmbiguous, (try? Self.reread(packet)) != packet else { return }
        throw FuzzFailure("a packet of Socket.IO is not read as it was written: \(bytes)")
    }

    private static func reread(_ packet: SocketPacket) throws(PacketError) -> SocketPacket? {
        var decoder = SocketDecoder()
        var read: SocketPacket?
        for frame in packet.frames {
            switch frame {
            case .text(let bytes): read = try decoder.decode(bytes.dropFirst())
            case .binary(let bytes): read = try decoder.decode(attachment: bytes)
            }
        }
        return read
    }

    func readQuery(using generator: inout SeededGenerator) {
        let query = String(decoding: queries.input(using: &generator), as: UTF8.self)
        let method = ["GET", "POST", "PUT", ""].randomElement(using: &generator) ?? ""
        _ = try? EngineRequest(method: method, query: query, isWebSocketUpgrade: Bool.random(using: &generator))
    }

    func readProgress(using generator: inout SeededGenerator) {
        let bytes = progress.input(using: &generator)
        guard let value = try? JSONValue.parse(bytes[...]) else { return }
        _ = AgentProgress(reading: value)
    }
}

extension SocketPacket {
    /// A number as payload looks like an acknowledgement id; no server sends one.
    fileprivate var isAmbiguous: Bool {
        switch self {
        case .connect(_, let payload?), .disconnect(_, let payload?), .connectError(_, let payload):
            switch payload {
            case .integer, .double: true
            default: false
            }
        case .connect, .disconnect, .event, .acknowledgement: false
        }
    }
}
