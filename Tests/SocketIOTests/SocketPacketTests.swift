// Packets byte for byte, as they were read off the wire of real servers and clients.
import JSON
import SocketIO
import TestSupport
import Testing

@Suite struct SocketPacketTests {
    static let captured: [(String, SocketPacket)] = [
        ("40/site1.local,", .connect(namespace: "/site1.local", payload: nil)),
        ("40/site1.local,{\"sid\":\"sid-alice\"}", .connect(namespace: "/site1.local", payload: ["sid": "sid-alice"])),
        ("40{\"sid\":\"qcEZj8kzZ\"}", .connect(namespace: "/", payload: ["sid": "qcEZj8kzZ"])),
        ("40", .connect(namespace: "/", payload: nil)),
        (
            "44/other.local,{\"message\":\"Invalid namespace\"}",
            .connectError(namespace: "/other.local", payload: ["message": "Invalid namespace"])
        ),
        ("44/ns,\"Unable to connect\"", .connectError(namespace: "/ns", payload: "Unable to connect")),
        (
            "42/site1.local,[\"ai_progress\",{\"type\":\"thinking\",\"message\":\"🔍\"}]",
            .event(
                SocketEvent(
                    namespace: "/site1.local", name: "ai_progress",
                    arguments: [["type": "thinking", "message": "🔍"]]))
        ),
        (
            "42/site1.local,12[\"echo\",\"hé\"]",
            .event(
                SocketEvent(namespace: "/site1.local", name: "echo", arguments: ["hé"], acknowledgementID: 12))
        ),
        ("43/site1.local,12[\"hé\"]", .acknowledgement(namespace: "/site1.local", id: 12, ["hé"])),
        ("437[]", .acknowledgement(namespace: "/", id: 7, [])),
        ("41/site1.local,", .disconnect(namespace: "/site1.local", payload: nil)),
        ("41/a,{\"reason\":\"no\"}", .disconnect(namespace: "/a", payload: ["reason": "no"])),
        ("41", .disconnect(namespace: "/", payload: nil)),
    ]

    @Test(arguments: captured)
    func isWrittenAndReadAsCaptured(_ text: String, _ packet: SocketPacket) throws {
        #expect(packet.frames == [.text(text)])
        var decoder = SocketDecoder()
        #expect(try decoder.decode(message(text)) == packet)
    }

    @Test func attachmentsFollowTheirPacket() throws {
        var arguments = SocketArguments()
        let raw = arguments.attach([0, 1])
        let second = arguments.attach([1, 2])
        let third = arguments.attach([0xFF, 0])
        arguments.values = [["raw": raw, "k": [second, "t"]], third]
        let packet = SocketPacket.event(SocketEvent(namespace: "/site1.local", name: "blob", arguments: arguments))
        let text =
            "453-/site1.local,[\"blob\",{\"raw\":{\"_placeholder\":true,\"num\":0},"
            + "\"k\":[{\"_placeholder\":true,\"num\":1},\"t\"]},{\"_placeholder\":true,\"num\":2}]"
        #expect(packet.frames == [.text(text), .binary([0, 1]), .binary([1, 2]), .binary([0xFF, 0])])

        var decoder = SocketDecoder()
        #expect(try decoder.decode(message(text)) == nil)
        #expect(try decoder.decode(attachment: [0, 1]) == nil)
        #expect(try decoder.decode(attachment: [1, 2]) == nil)
        #expect(try decoder.decode(attachment: [0xFF, 0]) == packet)
        #expect(arguments.attachment(for: arguments.values[0]["k"]?[0] ?? nil) == [1, 2])
        #expect(arguments.attachment(for: "t") == nil)
    }

    @Test func anAcknowledgementMayHaveAttachments() throws {
        var arguments = SocketArguments()
        arguments.values = [arguments.attach([1, 2]), arguments.attach([3, 4])]
        let packet = SocketPacket.acknowledgement(namespace: "/site1.local", id: 5, arguments)
        let text = "462-/site1.local,5[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]"
        #expect(packet.frames == [.text(text), .binary([1, 2]), .binary([3, 4])])
    }

    @Test func aBinaryEventWithoutAttachmentsIsComplete() throws {
        var decoder = SocketDecoder()
        #expect(try decoder.decode(message("450-[\"x\"]")) == .event(SocketEvent(namespace: "/", name: "x")))
    }

    static let broken: [(String, PacketError)] = [
        ("4", .emptyPacket), ("49", .unknownType(0x39)), ("42", .invalidArguments), ("42[]", .invalidArguments),
        ("42{}", .invalidArguments), ("42[null]", .invalidArguments), ("43[1]", .invalidArguments),
        ("431{}", .invalidArguments), ("42[\"x\"", .invalidJSON(JSONError(.unexpectedEnd, at: 4))),
        ("42[\"connect\"]", .reservedEventName("connect")), ("45[\"x\"]", .invalidArguments),
        ("451[\"x\"]", .invalidArguments), ("4511-[\"x\"]", .tooManyAttachments(limit: 10)),
        ("451-[\"x\",{\"_placeholder\":true,\"num\":1}]", .missingAttachment),
        ("451-[\"x\",{\"_placeholder\":true}]", .missingAttachment),
        ("4299999999999999999[\"x\"]", .invalidJSON(JSONError(.trailingBytes, at: 17))),
    ]

    @Test(arguments: broken)
    func refusesWhatIsNoPacket(_ text: String, _ error: PacketError) {
        var decoder = SocketDecoder()
        #expect(throws: error) { try decoder.decode(message(text)) }
    }

    @Test func textBetweenAttachmentsAndBinaryOutOfPlaceAreErrors() throws {
        var decoder = SocketDecoder()
        #expect(throws: PacketError.unexpectedAttachment) { try decoder.decode(attachment: [1]) }
        _ = try decoder.decode(message("451-[\"x\",{\"_placeholder\":true,\"num\":0}]"))
        #expect(throws: PacketError.missingAttachment) { try decoder.decode(message("42[\"y\"]")) }
    }

    @Test func numbersAreLegalEventNames() throws {
        var decoder = SocketDecoder()
        #expect(
            try decoder.decode(message("42[7,1]")) == .event(SocketEvent(namespace: "/", name: "7", arguments: [1])))
    }

    @Test func aNamespaceThatChangesIsReadAnew() throws {
        var decoder = SocketDecoder()
        for namespace in ["/a", "/b", "/", "/b", "/a"] {
            let event = SocketPacket.event(SocketEvent(namespace: namespace, name: "x"))
            #expect(try decoder.decode(message(event.frames)) == event)
        }
    }

    @Test func noBytesBringTheReaderDown() {
        var generator = SeededGenerator.fresh()
        let starts = Self.captured.map(\.0) + ["453-/a,[\"x\",{\"_placeholder\":true,\"num\":0}]", "0{}", "2probe"]
        for _ in 0..<fuzzRounds(default: 3_000) {
            var bytes = Array((starts.randomElement(using: &generator) ?? "").utf8)
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                bytes.insert(
                    UInt8.random(in: 0 ... .max, using: &generator),
                    at: Int.random(in: 0...bytes.count, using: &generator))
            }
            var decoder = SocketDecoder()
            guard case .message(let text)? = try? EnginePacket(.text(bytes)) else { continue }
            _ = try? decoder.decode(text)
            _ = try? decoder.decode(attachment: bytes)
            _ = try? PollingPayload.decode(bytes)
        }
    }
}

/// The Socket.IO part of an Engine.IO message.
func message(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8).dropFirst() }

func message(_ frames: [EngineFrame]) -> ArraySlice<UInt8> {
    guard case .text(let bytes)? = frames.first else { return [] }
    return bytes.dropFirst()
}
