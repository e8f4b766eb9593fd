// Whatever bytes come, in whatever pieces: the same events, no crash, bounded memory.
import Screen
import TestSupport
import Testing

@Suite("Any bytes")
struct KeyDecoderPropertyTests {
    @Test func piecesDoNotMatter() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 300) {
            let bytes = bytes(&chance)
            var whole = KeyDecoder(pasteLimit: 20)
            let expected = whole.decode(bytes)
            for cut in 0...bytes.count {
                var pieces = KeyDecoder(pasteLimit: 20)
                let events = pieces.decode(bytes[..<cut]) + pieces.decode(bytes[cut...])
                #expect(events == expected, "seed \(chance.seed): \(bytes) cut at \(cut)")
                #expect(pieces == whole, "seed \(chance.seed): \(bytes) cut at \(cut)")
            }
        }
    }

    @Test func timeNeverBreaksAnything() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 300) {
            var decoder = KeyDecoder(pasteLimit: 20)
            for byte in bytes(&chance) {
                _ = decoder.decode(CollectionOfOne(byte))
                if Bool.random(using: &chance) {
                    let wasWaiting = decoder.isWaiting
                    #expect(decoder.timeout().isEmpty == !wasWaiting, "seed \(chance.seed)")
                    #expect(!decoder.isWaiting)
                }
            }
        }
    }

    @Test func plainTextComesThroughAsItIs() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 100) {
            let typed = (0..<20).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: 0x20...0x2FFFF, using: &chance)).flatMap { $0 == "\u{7F}" ? nil : $0 }
            }
            var decoder = KeyDecoder()
            let text = typed.map { String($0) }.joined()
            #expect(decoder.decode(text.utf8) == typed.map { .key(Key(Character($0))) }, "seed \(chance.seed)")
        }
    }

    /// Pieces of real sequences, whole, broken and mixed.
    private func bytes(_ chance: inout SeededGenerator) -> [UInt8] {
        let pieces = [
            "\u{1B}", "\u{1B}[", "\u{1B}O", "\u{1B}]11;", "\u{1B}P1$r", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}\\",
            "\u{7}",
            "\u{1B}[<0;3;4", "M", "m", "1;5", "A", "~", "u", "97:65;2", "$", "é", "漢", "x", "\r", "\r\n", "\u{1B}[M",
            "\u{1B}[[A",
            "\u{1B}_G", "9999999999", ";;", ":", "?",
        ]
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0...12, using: &chance) {
            if Int.random(in: 0..<4, using: &chance) == 0 {
                bytes.append(UInt8.random(in: 0...255, using: &chance))
            } else {
                bytes += Array((pieces.randomElement(using: &chance) ?? "").utf8)
            }
        }
        return bytes
    }
}
