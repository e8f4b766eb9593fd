// Laws of what reads a model's text: however it is cut, whatever it holds.
import JSON
import ModelWire
import TestSupport
import Testing

@testable import ModelAgent

struct SieveLawsTests {
    /// Pieces of all that has a meaning somewhere, and of what has none.
    private static let fragments: [String] =
        CallMarker.all.map { String(decoding: $0.opening, as: UTF8.self) }
        + CallMarker.all.flatMap { $0.closings.map { String(decoding: $0, as: UTF8.self) } }
        + CallMarker.dropped.map { String(decoding: $0, as: UTF8.self) } + [
            "```", "````", "```tool_call\n", "```json\n", "```swift\n", "`", "\n", "\n\n", " ", "src/a.swift\n",
            "**b.c**\n",
            "<<<<<<< SEARCH\n", "=======\n", ">>>>>>> REPLACE\n", "{", "}", "[", "]", "\"", "\\", ",",
            "{\"tool\": \"read\", \"path\": \"a\"}", "{\"name\":\"run\",\"arguments\":{\"command\":\"ls\"}}",
            "{\"name\"",
            "<parameter=path>\n", "</parameter>", "<function=read>", "to=functions.read ", "<|message|>", "analysis",
            "final",
            "words of a text", "é", "漢字", "😀", "\u{0}", "\r\n", "[ ]", "- [x] done\n", "<think>", "<｜tool▁sep｜>", "a",
            "1. b\n",
            "<arg_key>", "<arg_value>", "</arg_value>", "[ARGS]", "json\n",
        ]

    private static func text(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...24, using: &random)).map { _ in fragments.randomElement(using: &random) ?? "" }.joined()
    }

    private static func sieve(_ random: inout SeededGenerator) -> TextSieve {
        let form = EditForm.allCases.randomElement(using: &random) ?? .wholeFile
        return TextSieve(
            readsFiles: Bool.random(using: &random), wholeFileTicks: [nil, 3, 4].randomElement(using: &random) ?? nil,
            knows: form)
    }

    @Test func aCutChangesNothing() {
        var random = SeededGenerator.fresh()
        for round in 0..<fuzzRounds(default: 1500) {
            let text = Self.text(&random)
            let fresh = Self.sieve(&random)
            var whole = fresh
            let shown = whole.feed(text) + whole.finish()
            var cut = fresh
            var pieces = ""
            var rest = text[...]
            while !rest.isEmpty {
                // By scalars: a stream may part what people call one character.
                let scalars = rest.unicodeScalars.prefix(Int.random(in: 1...6, using: &random))
                pieces += cut.feed(String(String.UnicodeScalarView(scalars)))
                rest = rest[scalars.endIndex...]
            }
            pieces += cut.finish()
            #expect(pieces == shown, "seed \(random.seed), round \(round): \(text.debugDescription)")
            #expect(cut.found == whole.found, "seed \(random.seed), round \(round): \(text.debugDescription)")
        }
    }

    /// Whatever a model writes, it is read, or it is said what is wrong.
    @Test func anyTextIsReadOrRefused() {
        var random = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 1000) {
            var sieve = Self.sieve(&random)
            _ = sieve.feed(Self.text(&random))
            _ = sieve.finish()
            #expect(sieve.bytes.isEmpty)
            for case .call(let form, let body, _) in sieve.found {
                do throws(CallMistake) { _ = try WrittenCalls.calls(form, body) } catch {
                    #expect(!error.words.isEmpty)
                }
            }
            let reading = CallReading(form: sieve.knows, root: "/home/user/shop")
            let name = AgentTool.all.randomElement(using: &random)?.name ?? ""
            do throws(CallMistake) {
                _ = try reading.read(ModelCall(id: "", name: name, arguments: Self.text(&random)))
            } catch {
                #expect(!error.words.isEmpty)
            }
        }
    }

    /// A text without a sign of a call is shown as it is, every byte of it.
    @Test func wordsAreShownWhole() {
        var random = SeededGenerator.fresh()
        let plain = [
            "# Title\n", "words ", "`code`", "- item\n", "| a | b |\n", "<b>", "[link](a.md)", "[ ] box\n", "{x}\n",
            "```swift\nlet a = 1\n```\n", "é\n", "src/a.swift\n", "a.b\n",
        ]
        for _ in 0..<fuzzRounds(default: 400) {
            let text = (0..<12).map { _ in plain.randomElement(using: &random) ?? "" }.joined()
            for readsFiles in [false, true] {
                var sieve = TextSieve(readsFiles: readsFiles, wholeFileTicks: nil, knows: .searchReplace)
                let shown = sieve.feed(text) + sieve.finish()
                #expect(shown == text, "seed \(random.seed)")
                #expect(sieve.found.isEmpty)
            }
        }
    }

    @Test func repeatedTextIsFoundWhereverItIsCut() {
        var random = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 30) {
            let unit =
                "The answer is \(Int.random(in: 0...9999, using: &random)). "
                + String(repeating: "x", count: Int.random(in: 0...100, using: &random)) + "\n"
            let text = "I begin.\n" + String(repeating: unit, count: 400)
            var whole = RepeatedText()
            let end = whole.take(text)
            #expect(end != nil)
            var cut = RepeatedText()
            var found: Int?
            for character in text where found == nil { found = cut.take(String(character)) }
            #expect(found == end)
            let kept = RepeatedText.cut(text, at: end ?? 0)
            #expect(kept.utf8.count <= 2 * unit.utf8.count + 10, "\(kept)")
            #expect(kept.hasPrefix("I begin.\n"))
        }
    }

    @Test(arguments: [
        String(repeating: "0x00, ", count: 150), String(repeating: "-", count: 1500),
        (0..<400).map { "row \($0)\n" }.joined(), String(repeating: "let a = 1\n", count: 60),
    ])
    func ordinaryTextIsNotTakenForRepetition(_ text: String) {
        var watch = RepeatedText()
        #expect(watch.take(text) == nil)
    }
}
