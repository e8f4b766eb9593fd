// Laws on random input: what is written reads back, and no bytes can bring the reader down.
import JSON
import TestSupport
import Testing

@Suite struct JSONPropertyTests {
    @Test func whatIsWrittenReadsBackTheSame() throws {
        var generator = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 1_000) {
            let value = JSONValue.random(depth: 4, using: &generator)
            #expect(try JSONValue.parse(value.serialized()) == value, "FUZZ_SEED=\(generator.seed)")
        }
    }

    @Test func whatIsReadIsWrittenToTheSameValue() {
        var generator = SeededGenerator.fresh()
        let pieces = Array("{}[]\",:\\u0123456789abcdefDEFx-+.eE \ntruefalsn\u{1e}é🔍".utf8)
        for _ in 0..<fuzzRounds(default: 3_000) {
            var bytes = JSONValue.random(depth: 3, using: &generator).serialized()
            for _ in 0..<Int.random(in: 0...4, using: &generator) where !bytes.isEmpty {
                let position = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes.remove(at: position)
                case 1: bytes.insert(pieces.randomElement(using: &generator) ?? 0, at: position)
                default: bytes[position] = UInt8.random(in: 0 ... .max, using: &generator)
                }
            }
            guard let value = try? JSONValue.parse(bytes) else { continue }
            #expect((try? JSONValue.parse(value.serialized())) == value, "FUZZ_SEED=\(generator.seed)")
        }
    }

    @Test func wholeNumbersAndDoublesKeepTheirKind() throws {
        var generator = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 2_000) {
            let number = Double(bitPattern: generator.next())
            guard number.isFinite else { continue }
            #expect(try JSONValue.parse("\(number)") == .double(number), "FUZZ_SEED=\(generator.seed)")
            let whole =
                Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 0..<64, using: &generator)
            #expect(try JSONValue.parse("\(whole)") == .integer(whole), "FUZZ_SEED=\(generator.seed)")
        }
    }
}

extension JSONValue {
    /// Any value that JSON can express.
    static func random(depth: Int, using generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &generator))
        case 3: return .double(Double.random(in: -1e6...1e6, using: &generator))
        case 4, 5: return .string(randomText(using: &generator))
        case 6:
            return .array(
                (0..<Int.random(in: 0..<5, using: &generator)).map { _ in random(depth: depth - 1, using: &generator) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<20, using: &generator) {
                object[randomText(using: &generator)] = random(depth: depth - 1, using: &generator)
            }
            return .object(object)
        }
    }

    private static func randomText(using generator: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0..<12, using: &generator) {
            let code = UInt32.random(in: 0..<(Bool.random(using: &generator) ? 0x80 : 0x11_0000), using: &generator)
            if let scalar = Unicode.Scalar(code) { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}
