// What the decoder remembers from packet to packet (namespace, names) must make it faster and nothing else.
import JSON
import SocketIO
import TestSupport
import Testing

@Suite struct SocketDecoderTests {
    @Test func whatIsWrittenIsReadByADecoderThatHasReadOthers() throws {
        var generator = SeededGenerator.fresh()
        var decoder = SocketDecoder()
        for _ in 0..<fuzzRounds(default: 2_000) {
            let packet = randomPacket(using: &generator)
            let frames = packet.frames
            var read = try decoder.decode(message(frames))
            for case .binary(let bytes) in frames.dropFirst() {
                #expect(read == nil, "FUZZ_SEED=\(generator.seed)")
                read = try decoder.decode(attachment: bytes)
            }
            #expect(read == packet, "FUZZ_SEED=\(generator.seed)")
        }
    }

    @Test func damagedPacketsAreReadAsANewDecoderReadsThem() {
        var generator = SeededGenerator.fresh()
        var kept = SocketDecoder()
        var refused = 0
        let rounds = fuzzRounds(default: 4_000)
        for _ in 0..<rounds {
            var bytes = Array(message(randomPacket(using: &generator).frames))
            for _ in 0..<Int.random(in: 0...2, using: &generator) where !bytes.isEmpty {
                let position = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes.remove(at: position)
                case 1: bytes.insert(Array("/,-07[]\"\\ {".utf8).randomElement(using: &generator) ?? 0, at: position)
                default: bytes[position] = UInt8.random(in: 0 ... .max, using: &generator)
                }
            }
            var new = SocketDecoder()
            let expected = Outcome { () throws(PacketError) in try new.decode(bytes[...]) }
            let text = String(decoding: bytes, as: UTF8.self).debugDescription
            #expect(
                Outcome { () throws(PacketError) in try kept.decode(bytes[...]) } == expected,
                "FUZZ_SEED=\(generator.seed) \(text)")
            switch expected {
            case .read(nil): kept = SocketDecoder()
            case .read: break
            case .refused(let error):
                refused += 1
                // Offsets count from the start of the JSON, wherever it stands in the frame.
                var shifted = SocketDecoder()
                let frame = Array("4".utf8) + bytes
                #expect(throws: error, "FUZZ_SEED=\(generator.seed)") { try shifted.decode(frame[1...]) }
            }
        }
        #expect(refused > rounds / 10 && refused < rounds * 9 / 10, "FUZZ_SEED=\(generator.seed): one-sided samples")
    }

    @Test(arguments: ["/site1.local", "/site1.localx", "/site1.loca", "/", "/é"])
    func aNamespaceIsNotTakenForOneThatBeginsAlike(_ other: String) throws {
        var decoder = SocketDecoder()
        for namespace in ["/site1.local", other, "/site1.local", other] {
            for packet: SocketPacket in [
                .event(SocketEvent(namespace: namespace, name: "x", arguments: [1])),
                .disconnect(namespace: namespace, payload: nil),
            ] {
                #expect(try decoder.decode(message(packet.frames)) == packet)
            }
        }
        // Without a payload the comma may be missing.
        #expect(try decoder.decode(message("41/site1.local")) == .disconnect(namespace: "/site1.local", payload: nil))
    }

    @Test(arguments: ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"])
    func reservedNamesAreRefusedHoweverTheyAreWritten(_ name: String) throws {
        var decoder = SocketDecoder()
        #expect(throws: PacketError.reservedEventName(name)) { try decoder.decode(message("42[\"\(name)\"]")) }
        let escaped = "\\u00" + String(name.utf8.first ?? 0, radix: 16) + name.dropFirst()
        #expect(throws: PacketError.reservedEventName(name)) { try decoder.decode(message("42[\"\(escaped)\"]")) }
        #expect(
            try decoder.decode(message("42[\"\(name)s\"]")) == .event(SocketEvent(namespace: "/", name: name + "s")))
    }
}

private enum Outcome: Equatable {
    case read(SocketPacket?)
    case refused(PacketError)

    init(_ read: () throws(PacketError) -> SocketPacket?) {
        do throws(PacketError) { self = .read(try read()) } catch { self = .refused(error) }
    }
}

/// A packet of any kind, in one of a few namespaces.
private func randomPacket(using generator: inout SeededGenerator) -> SocketPacket {
    func one<T>(of choices: [T]) -> T { choices[Int.random(in: 0..<choices.count, using: &generator)] }
    let namespace = one(of: ["/", "/site1.local", "/site1.local", "/site1.local.longer.example.com", "/é"])
    let id = one(of: [nil, nil, 0, 12, 999_999_999_999_999])
    var arguments = SocketArguments(
        one(of: [
            [], [1], ["x", nil], [["type": "working", "step": 2, "message": "renaming parse to parseHeader"]],
            [["a_rather_long_key_of_a_member": [1.5, true, "é"], "type": "y"], []],
        ]))
    if Int.random(in: 0..<4, using: &generator) == 0 {
        let placeholder = arguments.attach([1, 2, 3])
        arguments.values.append(["data": placeholder])
    }
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: return .connect(namespace: namespace, payload: one(of: [nil, ["sid": "x"]]))
    case 1: return .disconnect(namespace: namespace, payload: nil)
    case 2: return .connectError(namespace: namespace, payload: one(of: ["no", ["message": "Invalid namespace"]]))
    case 3: return .acknowledgement(namespace: namespace, id: id ?? 7, arguments)
    default:
        let name = one(of: ["ai_progress", "msgprint", "x", "a name of more than fifteen bytes", "é", "disconnected"])
        return .event(SocketEvent(namespace: namespace, name: name, arguments: arguments, acknowledgementID: id))
    }
}
