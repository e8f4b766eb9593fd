// Secrets that come in pieces are in no line of a recording, wherever they are cut, and no line is lost or moved.

import JSON
import TestSupport
import Testing

@testable import Recordings

@Suite struct TapeLinesTests {
    private static let secrets = [
        "s3cr3t/Val+ue=", "sk-or-v1-0123456789abcdef", "s3cr3t/Val+ue=longer", "aaaaaab", "geheim\u{e4}\u{1F511}\"x",
    ]

    private var redaction: Redaction {
        var redaction = Redaction()
        for secret in Self.secrets { redaction.learn(secret) }
        return redaction
    }

    private static func heard(_ text: String) -> JSONValue {
        ["at": 1, "heard": ["agent": ["progress": ["kind": ["streamed": ["answer": .string(text)]]]]]]
    }

    private static func came(_ text: String) -> JSONValue {
        let event: JSONValue = ["ai_progress", ["type": "text", "text": .string(text)]]
        return ["at": 1, "wire": ["socket": 1, "came": .string("42/site,\(event.text)")]]
    }

    private static func polled(_ text: String) -> JSONValue {
        let event: JSONValue = ["ai_progress", ["type": "text", "text": .string(text)]]
        return ["at": 1, "wire": ["reply": 1, "body": .string("2\u{1E}42/site,\(event.text)")]]
    }

    private static func printed(_ text: String) -> JSONValue {
        ["at": 1, "heard": ["output": .string(text), "call": "c"]]
    }

    /// With a number to acknowledge, another one for each piece.
    private static func numbered(_ text: String) -> JSONValue {
        let event: JSONValue = ["ai_progress", ["type": "text", "text": .string(text)]]
        return ["at": 1, "wire": ["socket": 1, "came": .string("42/site,\(text.utf8.count)\(event.text)")]]
    }

    private static let makers: [@Sendable (String) -> JSONValue] = [heard, came, polled, numbered, printed]

    private func written(_ lines: [JSONValue], _ redaction: Redaction) -> [String] {
        var tape = TapeLines()
        return lines.flatMap { tape.take($0, hiding: redaction) } + tape.finish(hiding: redaction)
    }

    /// What the pieces of all lines come to.
    private func joined(_ lines: [String]) throws -> String {
        var text = ""
        for line in lines {
            _ = StreamedTexts.mapped(try JSONValue.parse(line)) { piece, _ in
                text += piece
                return piece
            }
        }
        return text
    }

    /// A command may print a secret over and over.
    @Test func secretsAfterSecretsCostTheirLength() throws {
        let secret = "aaaaaab"
        let lines = written([Self.printed(String(repeating: secret, count: 40_000))], redaction)
        #expect(lines.count == 1 && !lines[0].contains(secret))
    }

    @Test func aSecretCutAnywhereIsGone() throws {
        let redaction = redaction
        for maker in Self.makers {
            for secret in Self.secrets {
                let characters = Array(secret)
                for first in 0...characters.count {
                    for second in first...characters.count {
                        let pieces = [
                            "It is " + String(characters[..<first]), String(characters[first..<second]),
                            String(characters[second...]) + ".",
                        ]
                        let lines = written(pieces.map(maker), redaction)
                        #expect(lines.count == 3)
                        #expect(try joined(lines) == "It is (hidden).", "\(pieces)")
                    }
                }
            }
        }
    }

    /// Pieces of any size in two streams at once, other lines between them: texts are those of the whole, hidden.
    @Test func piecesOfAnySizeComeToTheHiddenWhole() throws {
        var chance = SeededGenerator.fresh()
        let redaction = redaction
        for round in 0..<fuzzRounds(default: 300) {
            var text = ""
            for _ in 0..<Int.random(in: 1...6, using: &chance) {
                text += ["word ", "s3cr3t", "aaaaa", "sk-or", "\n"].randomElement(using: &chance) ?? ""
                if Bool.random(using: &chance) { text += Self.secrets.randomElement(using: &chance) ?? "" }
            }
            var rest = Array(text)[...]
            var lines: [JSONValue] = []
            while !rest.isEmpty {
                let piece = String(rest.prefix(Int.random(in: 1...9, using: &chance)))
                rest = rest.dropFirst(piece.count)
                lines += [
                    Self.heard(piece), ["at": JSONValue(lines.count), "heard": ["timer": "tick"]], Self.came(piece),
                ]
            }
            // A word of it at the end is the beginning of none.
            lines += [Self.heard("."), Self.came(".")]
            let out = written(lines, redaction)
            #expect(out.count == lines.count)
            for (number, line) in lines.enumerated() where line["heard"]?["timer"] != nil {
                #expect(out[number] == line.text, "seed \(chance.seed) round \(round)")
            }
            for stream in ["heard", "wire"] {
                let own = try joined(out.filter { $0.contains("\"\(stream)\"") })
                #expect(own == redaction.hidden(in: text + "."), "seed \(chance.seed) round \(round)")
            }
        }
    }

    /// A poll brings several pieces in one line.
    @Test func piecesOfOneLineAreOneText() throws {
        let packets = ["It is sk-or", "-v1-0123456789", "abcdef.", "sk"].map { piece in
            let event: JSONValue = ["ai_progress", ["type": "text", "text": .string(piece)]]
            return "42/site,\(event.text)"
        }
        let line: JSONValue = ["at": 1, "wire": ["reply": 1, "body": .string(packets.joined(separator: "\u{1E}"))]]
        #expect(try joined(written([line], redaction)) == "It is (hidden).sk")
    }

    @Test func whatIsDecidedIsWrittenAtOnce() {
        let redaction = redaction
        var tape = TapeLines()
        #expect(tape.take(Self.heard("plain text"), hiding: redaction).count == 1)
        #expect(tape.take(Self.heard("my s"), hiding: redaction).isEmpty)
        #expect(tape.take(["at": 2, "heard": ["timer": "tick"]], hiding: redaction).isEmpty)
        #expect(tape.take(Self.heard("hoe"), hiding: redaction).count == 3)
        // The end of the message decides, and hides what is most of a secret.
        #expect(tape.take(Self.heard("sk-or-v1-01234"), hiding: redaction).isEmpty)
        let end = tape.take(["at": 3, "heard": ["agent": ["replied": ["text": "x"]]]], hiding: redaction)
        #expect(end.count == 2 && end[0].contains("(hidden)") && !end[0].contains("sk-or"))
    }

    @Test func aTextThatStopsKeepsNoRecordingFromTheDisk() {
        let redaction = redaction
        var tape = TapeLines()
        var written = tape.take(Self.heard("s"), hiding: redaction)
        for _ in 0..<TapeLines.mostHeld {
            written += tape.take(["at": 2, "heard": ["timer": "tick"]], hiding: redaction)
        }
        #expect(written.count == TapeLines.mostHeld + 1)
    }
}
