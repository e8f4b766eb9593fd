// Bracketed paste: one event, whatever is in it and however it arrives.
import Screen
import Testing

@Suite("Paste")
struct PasteTests {
    private func pasted(_ text: String, limit: Int = KeyDecoder.defaultPasteLimit) -> [InputEvent] {
        var decoder = KeyDecoder(pasteLimit: limit)
        return decoder.decode("\u{1B}[200~\(text)\u{1B}[201~".utf8) + decoder.decode("x".utf8)
    }

    @Test func keysInAPasteAreText() {
        #expect(pasted("rm -rf\ty") == [.pasted("rm -rf\ty"), .key(Key("x"))])
        #expect(pasted("\u{1B}[A\u{1B}\u{1B}[20\u{3}") == [.pasted("\u{1B}[A\u{1B}\u{1B}[20\u{3}"), .key(Key("x"))])
        #expect(pasted("") == [.pasted(""), .key(Key("x"))])
    }

    @Test func lineEndsAreOneKind() {
        #expect(pasted("a\rb\r\nc\nd\r\r\n").first == .pasted("a\nb\nc\nd\n\n"))
    }

    @Test func aMegabyteInPieces() {
        var decoder = KeyDecoder()
        let bytes =
            Array("\u{1B}[200~".utf8) + Array(repeating: UInt8(0x61), count: 1 << 20) + Array("\u{1B}[201~".utf8)
        var events: [InputEvent] = []
        var start = 0
        while start < bytes.count {
            let end = min(start + 4093, bytes.count)
            events += decoder.decode(bytes[start..<end])
            start = end
        }
        #expect(events == [.pasted(String(repeating: "a", count: 1 << 20))])
    }

    @Test func theLimitIsHeldAndTold() {
        #expect(pasted("12345678", limit: 8) == [.pasted("12345678"), .key(Key("x"))])
        #expect(pasted("123456789", limit: 8) == [.pasted("12345678"), .pasteCut(lostBytes: 1), .key(Key("x"))])
        // A character is cut whole or not at all.
        #expect(pasted("123456é8", limit: 7) == [.pasted("123456"), .pasteCut(lostBytes: 3), .key(Key("x"))])
    }
}
