// Every confessed problem and every error of the contract: a scenario that plays it, and the screen that a user then has.
import LocalBackend
import Scenarios
import TestSupport
import Testing

private func folders() -> [String] { (try? FaultTable.folders()) ?? [] }

@Suite(.serialized, .timeLimit(.minutes(5))) struct FaultTableTests {
    /// The thirty rows of §8, and the errors of §1 and §2 by their names.
    static let required =
        (1...30).map { "8.\($0)" } + [
            "1 wrong password", "1 second factor", "1 password reset", "1 no session", "1 no app", "1 session expired",
            "1 session expired for good", "1 csrf token", "1 csrf token for good", "1 login rate limit",
            "1 login firewall", "1 key required", "1 key invalid", "1 login closed", "1 locked",
            "2 frappe exception", "2 server messages", "2 permission", "2 no such method", "2 not whitelisted",
            "2 validation", "2 success false", "2 error in 200", "2 empty reply", "2 calls without text",
            "2 agent mode reply", "2 rate limit", "2 rate limit by date", "2 quota", "2 budget", "2 no models",
            "2 agent mode error", "2 context too long", "2 html 403", "2 html 503", "2 bad gateway",
            "2 gateway timeout",
            "2 payload too large", "2 html 200", "2 broken json", "2 deep json", "2 empty body", "2 cut body",
            "2 closed",
            "2 redirect", "2 side call 417", "2 file changes", "2 drip", "2 refused connection", "2 body too large",
        ]

    @Test func everyRowHasItsPlay() throws {
        let rows = try FaultTable.rows()
        #expect(Set(rows.map(\.id)).symmetricDifference(Self.required) == [])
        #expect(rows.count == Set(rows.map(\.id)).count, "a row stands twice")
        #expect(Set(rows.map(\.folder)).symmetricDifference(try FaultTable.folders()) == [])
        for folder in try FaultTable.folders() {
            #expect(FaultTable.exists("\(folder)/scenario.jsonl"), "\(folder) has no scenario")
            #expect(
                environment("UPDATE_PICTURES") == "1" || FaultTable.exists("\(folder)/expected.screen"),
                "\(folder) has no screen")
        }
    }

    @Test(arguments: folders())
    func looksAsPictured(_ name: String) async throws {
        let folder = "\(FaultTable.folder)/\(name)"
        let scenario = try Scenario(String(decoding: try readFile("\(folder)/scenario.jsonl"), as: UTF8.self))
        let play =
            FaultTable.exists("\(name)/play.txt")
            ? String(decoding: try readFile("\(folder)/play.txt"), as: UTF8.self)
            : "until online\nsay Add a test for the parser.\nuntil over"
        let player = try await FaultPlay(scenario, play)
        do {
            try await player.play()
        } catch {
            await player.end()
            throw error
        }
        let rows = await player.picture()
        await player.end()
        if environment("UPDATE_PICTURES") == "1" {
            return try writeFile("\(folder)/expected.screen", Array((rows.joined(separator: "\n") + "\n").utf8))
        }
        let expected = String(decoding: try readFile("\(folder)/expected.screen"), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        guard rows != expected else { return }
        let place = zip(rows, expected).enumerated().first { $0.element.0 != $0.element.1 }
        Issue.record(
            """
            \(name), row \(place?.offset ?? min(rows.count, expected.count)):
            expected \(place?.element.1 ?? "nothing")
            is       \(place?.element.0 ?? "nothing")
            \(rows.filter { $0.hasPrefix("|") }.joined(separator: "\n"))
            """)
    }
}
