// The parser frame by frame (RFC 6455 §5): bytes in, messages and broken rules out.
import Testing

@testable import NIOTransport

private func header(_ first: UInt8, _ second: UInt8, _ length: [UInt8] = []) -> [UInt8] { [first, second] + length }

@Suite struct WebSocketFrameParserTests {
    @Test(arguments: [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
    func aMessageOfEveryFormOfLengthIsRead(_ count: Int) {
        let content = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let parsed = Parsed([frame(0x82, content) + text("next")])
        #expect(parsed.items == [.binary(content), .text(Array("next".utf8))])
        #expect(parsed.violation == nil && parsed.left == 0)
    }

    @Test func everySplitOfAConversationReadsAlike() {
        let bytes =
            text("0{}") + frame(0x01, Array("4".utf8)) + frame(0x89, [7]) + frame(0x00, []) + frame(0x8A, [])
            + frame(0x80, Array("2".utf8)) + frame(0x82, Array(repeating: 1, count: 200)) + frame(0x88, [0x03, 0xE8])
        let items: [WebSocketFrameParser.Item] = [
            .text(Array("0{}".utf8)), .ping([7]), .pong, .text(Array("42".utf8)),
            .binary(Array(repeating: 1, count: 200)), .close(code: 1_000, reason: ""),
        ]
        for place in 0...bytes.count {
            #expect(Parsed([bytes[..<place], bytes[place...]]).items == items, "\(place)")
        }
        #expect(Parsed(bytes.map { [$0] }).items == items)
    }

    @Test func whatIsNotAllThereIsLeft() {
        let parsed = Parsed([text("a") + [0x81, 126, 0x01]])
        #expect(parsed.items == [.text([0x61])])
        #expect(parsed.violation == nil && parsed.left == 3)
    }

    static let broken: [(bytes: [UInt8], violation: WebSocketViolation)] = [
        // The header alone is enough.
        (header(0xC1, 1), .maskedOrCompressed), (header(0xA1, 1), .maskedOrCompressed),
        (header(0x91, 1), .maskedOrCompressed), (header(0x81, 0x81), .maskedOrCompressed),
        (header(0x83, 1), .unknownKind), (header(0x87, 1), .unknownKind), (header(0x8B, 1), .unknownKind),
        (header(0x8F, 1), .unknownKind),
        (header(0x80, 1), .malformed), (header(0x00, 1), .malformed),
        (frame(0x01, []) + header(0x81, 1), .malformed), (frame(0x02, []) + header(0x02, 1), .malformed),
        (header(0x09, 0), .malformed), (header(0x08, 0), .malformed), (header(0x0A, 0), .malformed),
        (header(0x89, 126), .malformed), (header(0x88, 127), .malformed),
        (header(0x82, 127, [0x80, 0, 0, 0, 0, 0, 0, 0]), .malformed),
        (header(0x82, 127, [0x7F, 255, 255, 255, 255, 255, 255, 255]), .tooLarge),
        (header(0x81, 101), .tooLarge), (header(0x81, 126, [0, 101]), .tooLarge),
        (frame(0x01, Array(repeating: 0, count: 60)) + header(0x80, 41), .tooLarge),
        (frame(0x01, Array(repeating: 0, count: 60)) + header(0x00, 127, [0, 0, 0, 0, 0, 0, 0, 41]), .tooLarge),
        (frame(0x88, [3]), .malformed),
    ]

    @Test(arguments: broken)
    func whatMayNotComeIsRefusedBehindWhatIsGood(_ bytes: [UInt8], _ violation: WebSocketViolation) {
        let parsed = Parsed([text("good") + bytes], limit: 100)
        #expect(parsed.items == [.text(Array("good".utf8))])
        #expect(parsed.violation == violation)
    }

    @Test func theLimitIsForAMessageAndNotForTheConnection() {
        let most = Array(repeating: UInt8(ascii: "x"), count: 100)
        let bytes = frame(0x81, most) + frame(0x01, most) + frame(0x89, []) + frame(0x80, []) + frame(0x81, most)
        #expect(Parsed([bytes], limit: 100).items == [.text(most), .ping([]), .text(most), .text(most)])
    }

    @Test func aCloseFrameSaysWhatItMay() {
        #expect(Parsed([frame(0x88, [])]).items == [.close(code: nil, reason: "")])
        let reason = Array("é".utf8) + [0xFF]
        #expect(Parsed([frame(0x88, [0x0F, 0xA0] + reason)]).items == [.close(code: 4_000, reason: "é\u{FFFD}")])
        let legal = Set(Array(1_000...1_003) + Array(1_007...1_014) + Array(3_000...4_999))
        for code in 0...65_535 {
            let parsed = Parsed([frame(0x88, [UInt8(code >> 8), UInt8(code & 0xFF)])])
            let isRead = parsed.items == [.close(code: code, reason: "")] && parsed.violation == nil
            let isRefused = parsed.items.isEmpty && parsed.violation == .malformed
            guard legal.contains(code) ? isRead : isRefused else {
                Issue.record("\(code): \(parsed)")
                return
            }
        }
    }
}
