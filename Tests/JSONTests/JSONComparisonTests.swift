// The fast reader against the plain one: the same value or the same error at the same byte, whatever the bytes.
import JSON
import TestSupport
import Testing

@Suite struct JSONComparisonTests {
    @Test func randomAndDamagedTextsAreReadAsThePlainReaderReadsThem() {
        var generator = SeededGenerator.fresh()
        var kept = JSONReader()
        var refused = 0
        let rounds = fuzzRounds(default: 4_000)
        for round in 0..<rounds {
            let bytes = SampleText.random(using: &generator)
            let plain = Outcome { () throws(JSONError) in try PlainJSON.parse(bytes) }
            if case .refused = plain { refused += 1 }
            let seed =
                "FUZZ_SEED=\(generator.seed) round \(round): \(String(decoding: bytes, as: UTF8.self).debugDescription)"
            #expect(Outcome { () throws(JSONError) in try JSONValue.parse(bytes) } == plain, "\(seed)")
            // The same reader for all texts: what it remembers of one must not show in another.
            #expect(Outcome { () throws(JSONError) in try kept.parse(bytes) } == plain, "\(seed)")
            #expect(Outcome { () throws(JSONError) in try kept.joined(bytes) } == plain, "\(seed)")
        }
        #expect(refused > rounds / 10 && refused < rounds * 9 / 10, "FUZZ_SEED=\(generator.seed): one-sided samples")
    }

    /// Strings whose end, escape or odd byte stands at each place of a word, with each number of bytes behind it.
    @Test(arguments: ["", "\"", "\\", "\\n", "\\u00e9", "\\ud83d\\udd0d", "é", "\u{1f}", "\u{7f}", "🔍", "\u{e000}"])
    func wordsHaveNoBlindSpots(_ odd: String) {
        for before in 0..<20 {
            for behind in 0..<18 {
                let text = String(repeating: "a", count: before) + odd + String(repeating: "b", count: behind)
                for sample in ["\"\(text)", "\"\(text)\"", "[\"\(text)\",1]", "{\"\(text)\":\"\(text)\"}  "] {
                    let bytes = Array(sample.utf8)
                    #expect(
                        Outcome { () throws(JSONError) in try JSONValue.parse(bytes) }
                            == Outcome { () throws(JSONError) in try PlainJSON.parse(bytes) }, "\(sample)")
                }
            }
        }
    }

    /// A borrow out of one byte must not hide or invent a mark in the next.
    @Test func everyPairOfBytesInAStringIsReadAsThePlainReaderReadsIt() {
        for first in UInt8.min ... .max {
            for second in UInt8.min ... .max {
                let bytes = [0x5B, 0x22, first, second] + Array("abcdefghijklmnop\"]".utf8)
                let plain = Outcome { () throws(JSONError) in try PlainJSON.parse(bytes) }
                let fast = Outcome { () throws(JSONError) in try JSONValue.parse(bytes) }
                if fast != plain { Issue.record("bytes \(first), \(second): \(fast) is not \(plain)") }
            }
        }
    }

    @Test func namesOfAllLengthsAreKeptApart() throws {
        var reader = JSONReader()
        for _ in 0..<2 {
            for number in 0..<2_000 {
                let name = String("key\(number)andsomemoretext".prefix(1 + number % 20))
                let bytes = Array("{\"\(name)\":1,\"\(name)x\":2,\"\(name)\":3}".utf8)
                #expect(try reader.parse(bytes).text == "{\"\(name)\":3,\"\(name)x\":2}")
            }
        }
    }

    /// Strings are equal by Unicode's canonical equivalence, so bytes alone don't tell two keys apart.
    @Test(arguments: [
        ("{\"\u{212A}\":1,\"K\":2}", 1), ("{\"K\":1,\"\u{212A}\":2}", 1), ("{\"\u{e9}\":1,\"e\u{301}\":2}", 1),
        ("{\"\\u004b\":1,\"K\":2}", 1), ("{\"K\":1,\"\\u004b\":2}", 1), ("{\"k\":1,\"K\":2}", 2),
    ])
    func equivalentKeysAreOne(_ text: String, _ count: Int) throws {
        #expect(try JSONValue.parse(text).asObject?.count == count)
    }

    @Test func manyMembersAndRepeatedOnesAreReadAsThePlainReaderReadsThem() {
        var generator = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 300) {
            let members = (0..<Int.random(in: 0..<40, using: &generator)).map { number in
                "\"\(SampleText.key(using: &generator))\":\(number)"
            }
            let bytes = Array("{\(members.joined(separator: ","))}".utf8)
            let fast = try? JSONValue.parse(bytes)
            #expect(fast?.text == (try? PlainJSON.parse(bytes))?.text, "FUZZ_SEED=\(generator.seed)")
        }
    }

    @Test func theFirstElementComesApart() throws {
        var reader = JSONReader()
        #expect(try reader.split("[]") == nil)
        #expect(try reader.split("{\"a\":1}") == nil)
        #expect(try reader.split(" [ \"x\" ] ")?.first == "x")
        #expect(try reader.split(" [ 1 , 2,[3] ] ")?.rest == [2, [3]])
        #expect(throws: JSONError(.trailingBytes, at: 3)) { try reader.split("[] 1") }
        #expect(throws: JSONError(.unexpectedEnd, at: 0)) { try reader.split("") }
    }
}

/// A value, or why there is none. Doubles are equal when their bits are.
private enum Outcome: Equatable {
    case value(JSONValue, text: String)
    case refused(JSONError)

    init(_ read: () throws(JSONError) -> JSONValue) {
        do throws(JSONError) {
            let value = try read()
            self = .value(value, text: value.text)
        } catch {
            self = .refused(error)
        }
    }
}

extension JSONReader {
    fileprivate mutating func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in try parse(buffer) }
    }

    /// The text taken apart and put together again.
    fileprivate mutating func joined(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        let list = try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in try parseFirstAndRest(buffer) }
        guard let list else { return try parse(bytes) }
        return .array([list.first] + list.rest)
    }

    fileprivate mutating func split(_ text: String) throws(JSONError) -> (first: JSONValue, rest: [JSONValue])? {
        try Array(text.utf8).withUnsafeBufferPointer { (buffer) throws(JSONError) in try parseFirstAndRest(buffer) }
    }
}

/// Texts that are JSON or nearly.
private enum SampleText {
    static func random(using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(written(depth: 3, using: &generator).utf8)
        let pieces = Array("{}[]\",:\\u0123456789abcdefDEFx-+.eE \ntruefalsn\u{1e}é🔍".utf8)
        for _ in 0..<(Int.random(in: 0...3, using: &generator)) where !bytes.isEmpty {
            let position = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes.remove(at: position)
            case 1: bytes.insert(pieces.randomElement(using: &generator) ?? 0, at: position)
            case 2: bytes[position] = UInt8.random(in: 0 ... .max, using: &generator)
            default: bytes.removeSubrange(position...)
            }
        }
        return bytes
    }

    /// Few keys, so that some repeat; all lengths, so that some are remembered.
    static func key(using generator: inout SeededGenerator) -> String {
        let keys = [
            "", "a", "type", "message", "step", "Type", "file_changes", "fifteen_letters", "sixteen__letters",
            "a_key_that_is_longer_than_two_words", "é", "e\u{301}", "\u{212A}", "K", "\\u004b", "t\\u0079pe", "🔍",
        ]
        return keys.randomElement(using: &generator) ?? ""
    }

    private static func written(depth: Int, using generator: inout SeededGenerator) -> String {
        func space() -> String { ["", "", "", " ", "\n\t ", "\r"].randomElement(using: &generator) ?? "" }
        let text: String
        switch Int.random(in: 0..<(depth > 0 ? 12 : 8), using: &generator) {
        case 0: text = ["null", "true", "false"].randomElement(using: &generator) ?? ""
        case 1...3: text = number(using: &generator)
        case 4...7: text = string(using: &generator)
        case 8, 9:
            let elements = (0..<Int.random(in: 0..<5, using: &generator)).map { _ in
                written(depth: depth - 1, using: &generator)
            }
            text = "[" + space() + elements.joined(separator: ",") + space() + "]"
        default:
            let members = (0..<Int.random(in: 0..<8, using: &generator)).map { _ in
                "\(space())\"\(key(using: &generator))\"\(space()):\(written(depth: depth - 1, using: &generator))"
            }
            text = "{" + members.joined(separator: ",") + space() + "}"
        }
        return space() + text + space()
    }

    private static func number(using generator: inout SeededGenerator) -> String {
        func digits(_ most: Int) -> String {
            (0..<Int.random(in: 1...most, using: &generator)).map { _ in
                String(Int.random(in: 0...9, using: &generator))
            }.joined()
        }
        let sign = Bool.random(using: &generator) ? "" : "-"
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: return sign + String(Int.random(in: 0..<1_000, using: &generator))
        case 1: return sign + "9" + digits(22)
        case 2: return sign + "9223372036854775" + digits(4)
        case 3: return sign + digits(3) + "." + digits(20)
        case 4: return sign + "1" + digits(20) + "e" + (Bool.random(using: &generator) ? "-" : "+") + digits(3)
        default: return sign + "0." + digits(6) + "E" + digits(2)
        }
    }

    private static func string(using generator: inout SeededGenerator) -> String {
        let pieces = [
            "a", "plain words ", "a longer run of plain ASCII text; ", "é", "🔍", "\\n", "\\\"", "\\\\", "\\u0000",
            "\\u00e9", "\\uD83D\\uDD0D", "\\ud800", "\\udc00", "\\ud800\\u0041", "/", "\u{7f}", "\u{2028}",
        ]
        let text = (0..<Int.random(in: 0..<7, using: &generator)).map { _ in
            pieces.randomElement(using: &generator) ?? ""
        }
        return "\"" + text.joined() + "\""
    }
}
