// Engine.IO packets, the open packet of two servers, and polling payloads.
import JSON
import SocketIO
import TestSupport
import Testing

@Suite struct EnginePacketTests {
    static let plain: [(String, EnginePacket)] = [
        ("1", .close), ("2", .ping(probe: false)), ("2probe", .ping(probe: true)), ("3", .pong(probe: false)),
        ("3probe", .pong(probe: true)), ("5", .upgrade), ("6", .noop), ("42[\"x\"]", .message("2[\"x\"]")),
    ]

    @Test(arguments: plain)
    func isWrittenAndRead(_ text: String, _ packet: EnginePacket) throws {
        #expect(packet.frame == .text(text))
        #expect(try EnginePacket(.text(text)) == packet)
    }

    @Test func theOpenPacketOfEitherServerIsRead() throws {
        let node =
            "0{\"sid\":\"eiGcVbKkOvvJ264HAAAA\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,"
            + "\"pingTimeout\":20000,\"maxPayload\":1000000}"
        let handshake = EngineHandshake(sessionID: "eiGcVbKkOvvJ264HAAAA", upgrades: ["websocket"])
        #expect(try EnginePacket(.text(node)) == .open(handshake))
        #expect(EnginePacket.open(handshake).frame == .text(node))

        let old = "0{\"pingTimeout\":5,\"pingInterval\":10,\"sid\":\"s\",\"more\":null}"
        let oldHandshake = EngineHandshake(
            sessionID: "s", pingIntervalMilliseconds: 10, pingTimeoutMilliseconds: 5, maxPayload: nil)
        #expect(try EnginePacket(.text(old)) == .open(oldHandshake))
    }

    static let broken: [(String, PacketError)] = [
        ("", .emptyPacket), ("7", .unknownType(0x37)), ("hello", .unknownType(0x68)), ("0{}", .invalidHandshake),
        ("0[]", .invalidHandshake), ("0", .invalidJSON(JSONError(.unexpectedEnd, at: 0))),
        ("0{\"sid\":\"s\",\"pingInterval\":-1,\"pingTimeout\":1}", .invalidHandshake),
        ("0{\"sid\":\"s\",\"pingInterval\":1e15,\"pingTimeout\":1}", .invalidHandshake),
    ]

    @Test(arguments: broken)
    func refusesWhatIsNoPacket(_ text: String, _ error: PacketError) {
        #expect(throws: error) { try EnginePacket(.text(text)) }
    }

    @Test func aPayloadIsAsCaptured() throws {
        let packets: [EnginePacket] = [
            .message("51-/site1.local,[\"bin_echo\",{\"_placeholder\":true,\"num\":0}]"), .binary([0x00, 0xFF, 0x1E]),
            .noop,
        ]
        let body = Array("451-/site1.local,[\"bin_echo\",{\"_placeholder\":true,\"num\":0}]\u{1e}bAP8e\u{1e}6".utf8)
        #expect(PollingPayload.encode(packets) == body)
        #expect(try PollingPayload.decode(body) == packets)
    }

    @Test(arguments: ["bAP8", "bAP8=e", "b====", "bA===", "bAP-e", "bAP8e==", "bA=8e"])
    func refusesWhatIsNotBase64(_ text: String) {
        #expect(throws: PacketError.invalidBase64) { try PollingPayload.decode(Array(text.utf8)) }
    }

    @Test func refusesEmptyPackets() {
        #expect(throws: PacketError.emptyPacket) { try PollingPayload.decode([]) }
        #expect(throws: PacketError.emptyPacket) { try PollingPayload.decode(Array("6\u{1e}".utf8)) }
    }

    @Test func binaryOfAnyLengthSurvivesAPayload() throws {
        var generator = SeededGenerator.fresh()
        for length in 0..<40 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
            let packets: [EnginePacket] = [.binary(bytes), .binary(bytes.reversed())]
            #expect(try PollingPayload.decode(PollingPayload.encode(packets)) == packets)
        }
    }

    private func bodies(of frames: [EngineFrame], maximumBytes: Int?) -> [ArraySlice<EngineFrame>] {
        var rest = frames[...]
        var bodies: [ArraySlice<EngineFrame>] = []
        while !rest.isEmpty {
            bodies.append(rest.prefix(PollingPayload.packetCount(ofBody: rest, maximumBytes: maximumBytes)))
            rest = rest.dropFirst(bodies[bodies.count - 1].count)
        }
        return bodies
    }

    @Test func aBodyHoldsAtMostSixteenPacketsAndTheServersBytes() {
        let frames = (0..<40).map { EngineFrame.text("4\($0 % 10)") }
        #expect(bodies(of: frames, maximumBytes: nil).map(\.count) == [16, 16, 8])
        #expect(bodies(of: frames, maximumBytes: 8).map(\.count) == Array(repeating: 3, count: 13) + [1])
        #expect(bodies(of: frames, maximumBytes: 1).map(\.count) == Array(repeating: 1, count: 40))
        #expect(bodies(of: [.binary([1, 2, 3]), .text("6")], maximumBytes: 7).map(\.count) == [2])
        #expect(bodies(of: [.binary([1, 2, 3]), .text("6")], maximumBytes: 6).map(\.count) == [1, 1])
        #expect(bodies(of: [], maximumBytes: nil).isEmpty)
    }

    static let requests: [(String, String, Bool, EngineRequest)] = [
        ("GET", "EIO=4&transport=polling", false, .newPolling),
        ("GET", "EIO=4&transport=websocket", true, .newWebSocket),
        ("GET", "transport=polling&t=x&EIO=4&sid=abc", false, .poll(sessionID: "abc")),
        ("POST", "EIO=4&transport=polling&sid=abc", false, .post(sessionID: "abc")),
        ("GET", "EIO=4&transport=websocket&sid=abc", true, .upgrade(sessionID: "abc")),
    ]

    @Test(arguments: requests)
    func readsWhatARequestWants(_ method: String, _ query: String, _ upgrade: Bool, _ request: EngineRequest) throws {
        #expect(try EngineRequest(method: method, query: query, isWebSocketUpgrade: upgrade) == request)
    }

    static let refusals: [(String, String, EngineRequestError)] = [
        ("GET", "", .transportUnknown), ("GET", "EIO=4", .transportUnknown),
        ("GET", "EIO=4&transport=flashsocket", .transportUnknown),
        ("GET", "transport=polling", .unsupportedVersion), ("GET", "EIO=3&transport=polling", .unsupportedVersion),
        ("POST", "EIO=4&transport=polling", .badHandshakeMethod), ("PUT", "EIO=4&transport=polling&sid=a", .badRequest),
        ("GET", "EIO=4&transport=websocket", .badRequest),
    ]

    @Test(arguments: refusals)
    func refusesWrongRequests(_ method: String, _ query: String, _ error: EngineRequestError) {
        #expect(throws: error) { try EngineRequest(method: method, query: query, isWebSocketUpgrade: false) }
        #expect(error.answer.status == 400)
    }

    @Test func aRefusalIsWordedAsByTheReferenceServer() {
        let answer = EngineRequestError.sessionUnknown.answer
        #expect(String(decoding: answer.body, as: UTF8.self) == "{\"code\":1,\"message\":\"Session ID unknown\"}")
        #expect(EngineRequestError.forbidden.answer.status == 403)
    }
}
