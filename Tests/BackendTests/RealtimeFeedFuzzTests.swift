// Whatever a server publishes: the feed counts it, shows little of it, and never an escape code or a page of HTML.
import JSON
import TaskMachine
import TestSupport
import Testing

@testable import Backend

@Suite struct RealtimeFeedFuzzTests {
    @Test func noticesOfAnyShapeAreCountedAndShort() {
        var generator = SeededGenerator.fresh()
        var feed = RealtimeFeed(server: "http://x")
        let rounds = fuzzRounds(default: 3_000)
        var noticed = 0
        for _ in 0..<rounds {
            let name = ["ai_progress", "msgprint", "privacy_filter", "eval_js"].randomElement(using: &generator) ?? ""
            let payload = Self.value(depth: 3, using: &generator)
            let effects = feed.handle(.received(name: name, arguments: Bool.random(using: &generator) ? [payload] : []))
            for case .tell(.notice(let text)) in effects {
                noticed += 1
                #expect(!text.isEmpty && text.count <= 5_000, "FUZZ_SEED=\(generator.seed)")
                #expect(!text.contains("<script"), "FUZZ_SEED=\(generator.seed) \(payload.text)")
            }
            #expect(effects.count <= 2, "FUZZ_SEED=\(generator.seed)")
        }
        #expect(feed.status.metrics.eventsReceived == rounds)
        #expect(noticed > rounds / 40, "FUZZ_SEED=\(generator.seed): one-sided samples")
    }

    private static let texts = [
        "", "hello", "<b>bold</b> &amp; <br>more", "<script>alert(1)</script>x", "<", "&#x110000;&#0;&lt;",
        "{\"message\":\"in\"}",
        "{\"message\":[\"a\",\"b\",1],\"title\":\"Message\"}", "[1]", "\u{1B}[31mred\u{0}", "é\u{301}\u{200D}🔍",
        String(repeating: "<div>long ", count: 2_000), String(repeating: "{\"message\":", count: 50), "&", "<!-- ",
    ]

    private static func value(depth: Int, using generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 5), using: &generator) {
        case 0: return nil
        case 1: return JSONValue(Int.random(in: -3...3, using: &generator))
        case 2: return [true, false, 1.5e300].randomElement(using: &generator) ?? nil
        case 3, 4: return .string(texts.randomElement(using: &generator) ?? "")
        case 5:
            return .array(
                (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    value(depth: depth - 1, using: &generator)
                })
        default:
            var object = JSONObject()
            for key in ["message", "title", "type", "text", "details", "file_changes", "step"]
            where Bool.random(using: &generator) {
                object[key] = value(depth: depth - 1, using: &generator)
            }
            return .object(object)
        }
    }
}
