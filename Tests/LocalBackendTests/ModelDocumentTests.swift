// docs/MODELS.md tells of each failure what the program says, and names the ports where it looks.

import ModelWire
import TestSupport
import Testing

@testable import LocalBackend

@Suite(.serialized) struct ModelDocumentTests {
    private static let path = packageRoot(of: #filePath) + "/docs/MODELS.md"

    private func text() throws -> String { String(decoding: try readFile(Self.path), as: UTF8.self) }

    /// UPDATE_PICTURES=1 rewrites the table.
    @Test func everyFailureIsInTheTable() throws {
        let target = ModelTarget(try ModelAddress("http://127.0.0.1:11434"), name: "m")
        let hosted = ModelTarget(try ModelAddress("https://openrouter.ai/api/v1"), name: "m", key: "sk-or-v1-x")
        let rows: [(String, String)] = [
            ("Nobody listens there", ModelText.words(of: .notReached("connection refused"), target)),
            ("No key, or a wrong one", ModelText.words(of: .keyRefused("invalid key"), hosted)),
            (
                "No such model",
                ModelText.words(of: .modelNotFound("not found"), target, listed: ["qwen3:8b", "phi4"])
            ),
            ("Too many requests", ModelText.words(of: .rateLimited(retryAfter: 7, "slow down"), hosted)),
            ("Nothing left to pay with", ModelText.words(of: .quotaExhausted("insufficient credits"), hosted)),
            ("Too long for the model", ModelText.words(of: .contextOverflow(limit: 4_096, "too long"), target)),
            ("Not enough memory", ModelText.words(of: .outOfMemory("needs 38 GiB"), target)),
            ("No tools", ModelText.words(of: .toolsUnsupported("no tools"), target)),
            ("The server fails", ModelText.words(of: .serverFailed(status: 502, "bad gateway"), target)),
            ("Something else answers there", ModelText.words(of: .unreadable("a web page: Router"), target)),
            ("Not a word", ModelText.words(of: .silent(seconds: 300), target)),
        ]
        let table =
            "| What happened | What is said |\n|---|---|\n"
            + rows.map { "| \($0.0) | \($0.1.replacingPipes) |\n" }.joined()
        let document = try text()
        let open = try #require(document.firstRange(of: "<!-- failures -->\n"))
        let close = try #require(document.firstRange(of: "<!-- end -->"))
        let expected = document[..<open.upperBound] + table + document[close.lowerBound...]
        if environment("UPDATE_PICTURES") == "1" { return try writeFile(Self.path, Array(expected.utf8)) }
        #expect(document == expected)
    }

    @Test func everyPortAndProgramIsNamed() throws {
        let document = try text()
        for port in LocalModelPort.all { #expect(document.contains(port.program), "\(port)") }
        for port in [8_080, 1_234, 8_000] { #expect(document.contains("127.0.0.1:\(port)"), "\(port)") }
    }

    /// Each line that the document gives is one that the program understands.
    @Test func everyAddressInItCanBeRead() throws {
        let words = try text().split { $0 == " " || $0 == "`" || $0 == "\n" || $0 == "|" || $0 == ")" || $0 == "(" }
        var count = 0
        for (word, before) in zip(words.dropFirst(), words) where before == "--model" && word.contains("://") {
            _ = try ModelAddress(String(word))
            count += 1
        }
        #expect(count >= 9)
    }
}

extension String {
    fileprivate var replacingPipes: String {
        split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
