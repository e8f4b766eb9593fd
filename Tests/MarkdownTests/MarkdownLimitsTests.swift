// Text that means harm: deep, large, or random. Each must end, and soon, and lose no words.

import Markdown
import TestSupport
import Testing

@Suite struct MarkdownLimitsTests {
    private func depth(_ block: MarkdownBlock) -> Int {
        switch block {
        case .quote(let inner): 1 + (inner.map(depth).max() ?? 0)
        case .list(let list): 1 + (list.items.map { 1 + ($0.blocks.map(depth).max() ?? 0) }.max() ?? 0)
        default: 0
        }
    }

    @Test(arguments: [">", "> ", "- ", "1. ", "* - "])
    func stopsAtTheDepthLimit(opening: String) {
        let limits = MarkdownLimits(bytes: 1 << 20, depth: 8)
        let blocks = MarkdownDocument(String(repeating: opening, count: 10_000) + "deep", limits: limits).blocks
        #expect((blocks.map(depth).max() ?? 0) <= 8)
        #expect("\(blocks)".contains("deep"))
    }

    @Test(arguments: ["*a ", "[a](", "![", "`", "<a", "~~a", "**a__b", "|a\n|-\n", "\\", "&", "[^", "a**b"])
    func survivesRepetition(piece: String) {
        _ = MarkdownDocument(String(repeating: piece, count: 5_000))
    }

    @Test func keepsWhatIsBeyondTheSize() {
        let text = "# Title\n\n" + String(repeating: "wörd ", count: 30) + "\nlast line"
        let limits = MarkdownLimits(bytes: 40, depth: 8)
        let blocks = MarkdownDocument(text, limits: limits).blocks
        #expect(blocks.first == .heading(level: 1, [.text("Title")]))
        guard case .verbatim(let rest)? = blocks.last else {
            Issue.record("no rest in \(blocks)")
            return
        }
        #expect(rest.hasSuffix("last line"))
        #expect(MarkdownDocument("ééé", limits: MarkdownLimits(bytes: 1, depth: 1)).blocks == [.verbatim("ééé")])
    }

    @Test func readsAnything() {
        var chance = SeededGenerator.fresh()
        let pieces = [
            "> ", "- ", "1. ", "# ", "```", "~~~", "\n", "\n\n", "  ", "    ", "*", "**", "_", "`", "[", "](", ")",
            "![",
            "|", "|-", "<", "-->", "word", "é", "👩‍👩‍👧", "\u{0}", "\u{202E}", "~~", "[x] ", "http://a.b", "\\", "\t", "\r",
        ]
        for _ in 0..<fuzzRounds(default: 300) {
            let text = (0..<Int.random(in: 0..<60, using: &chance)).map { _ in
                pieces.randomElement(using: &chance) ?? ""
            }.joined()
            let once = MarkdownDocument(text)
            #expect(once == MarkdownDocument(text), "seed \(chance.seed)")
        }
    }
}
