// Arguments in pieces: whole when they are, and at no more work than their length.

import JSON
import TestSupport
import Testing

@testable import ModelWire

@Suite struct GatheredArgumentsTests {
    @Test(arguments: [
        ("{}", true), (" \n {\"a\":[1,{\"b\":\"}\"}]}", true), (#"{"a":"\\"}"#, true), ("", false), ("{", false),
        ("{}{}", false), ("{} ", false), ("{}\n}", false), ("[{}]", false), ("{]", false), ("{[}]", false),
        (#"{"a":}"#, false), ("1}", false), (#""a"}"#, false), (#"{"a":"\"}"}"#, true), ("x{}", false),
    ])
    func isWholeWhenTheLastByteMadeItSo(_ text: String, _ isWhole: Bool) {
        #expect(GatheredArguments(text).isWhole == isWhole)
        var pieces = GatheredArguments()
        for character in text { pieces.append(String(character)) }
        #expect(pieces.isWhole == isWhole)
        #expect(pieces.text == text)
    }

    /// What was asked with every piece before: whether the text so far ends with a bracket and can be read.
    @Test func agreesWithReadingAllOfItEachTime() {
        var chance = SeededGenerator.fresh()
        let bytes = Array("{}[]\",:\\ a1\n".utf8)
        for _ in 0..<fuzzRounds(default: 2_000) {
            var pieces = GatheredArguments()
            for _ in 0..<Int.random(in: 1...12, using: &chance) {
                let count = Int.random(in: 1...3, using: &chance)
                let piece = (0..<count).map { _ in bytes.randomElement(using: &chance) ?? 0 }
                pieces.append(String(decoding: piece, as: UTF8.self))
                let isWhole = pieces.text.last == "}" && (try? JSONValue.parse(pieces.text)) != nil
                #expect(pieces.isWhole == isWhole, "\(pieces.text) seed \(chance.seed)")
            }
        }
    }

    @Test func twoMegabytesInSinglesAreReadOnce() throws {
        let count = 2 << 20
        var gathering = CallGathering()
        let bracket: JSONValue = ["index": 0, "function": ["arguments": "}"]]
        _ = try gathering.take(["index": 0, "id": "c", "function": ["name": "create", "arguments": "{\"content\":\""]])
        for _ in 0..<count { _ = try gathering.take(bracket) }
        #expect(gathering.bytesParsed == 0)
        _ = try gathering.take(["index": 0, "function": ["arguments": "\"}"]])
        #expect(gathering.bytesParsed == count + 14)
        // Another name with the same index is another call: the first is whole.
        _ = try gathering.take(["index": 0, "id": "d", "function": ["name": "read", "arguments": "{}"]])
        #expect(gathering.calls.map(\.name) == ["create", "read"])
        #expect(gathering.bytesParsed == count + 16)
    }
}
