// What each construct becomes, one expectation each.

import Markdown
import Testing

@Suite struct MarkdownDocumentTests {
    private func blocks(_ text: String) -> [MarkdownBlock] { MarkdownDocument(text).blocks }

    @Test func readsHeadingsAndParagraphs() {
        #expect(
            blocks("## Plan\n\nFirst line\nsecond line  \nthird")
                == [
                    .heading(level: 2, [.text("Plan")]),
                    .paragraph([.text("First line"), .softBreak, .text("second line"), .hardBreak, .text("third")]),
                ])
    }

    @Test func readsManners() {
        #expect(
            blocks("a `b` **c *d*** ~~e~~ [f](https://g.example/h)")
                == [
                    .paragraph([
                        .text("a "), .text("b", InlineManner(code: true)), .text(" "),
                        .text("c ", InlineManner(strong: true)),
                        .text("d", InlineManner(strong: true, emphasised: true)), .text(" "),
                        .text("e", InlineManner(struck: true)), .text(" "),
                        .text("f", InlineManner(link: "https://g.example/h")),
                    ])
                ])
    }

    @Test func readsAutolinksAndImages() {
        #expect(
            blocks("see https://a.example and ![pic](p.png)")
                == [
                    .paragraph([
                        .text("see "), .text("https://a.example", InlineManner(link: "https://a.example")),
                        .text(" and "), .text("pic", InlineManner(link: "p.png")),
                    ])
                ])
    }

    @Test func readsNestedAndTaskLists() {
        let inner = MarkdownList(items: [MarkdownList.Item(blocks: [.paragraph([.text("b")])])])
        #expect(
            blocks("3. a\n   - b\n4. c")
                == [
                    .list(
                        MarkdownList(
                            start: 3,
                            items: [
                                MarkdownList.Item(blocks: [.paragraph([.text("a")]), .list(inner)]),
                                MarkdownList.Item(blocks: [.paragraph([.text("c")])]),
                            ]))
                ])
        #expect(
            blocks("- [x] done\n- [ ] open")
                == [
                    .list(
                        MarkdownList(items: [
                            MarkdownList.Item(isDone: true, blocks: [.paragraph([.text("done")])]),
                            MarkdownList.Item(isDone: false, blocks: [.paragraph([.text("open")])]),
                        ]))
                ])
    }

    @Test func readsCodeQuotesRulesAndTables() {
        #expect(blocks("```swift x\nlet a = 1\n\n```") == [.code(language: "swift", text: "let a = 1\n")])
        #expect(blocks("    indented") == [.code(language: "", text: "indented")])
        #expect(blocks("```\nnot closed") == [.code(language: "", text: "not closed")])
        #expect(blocks("> a\n\n---") == [.quote([.paragraph([.text("a")])]), .rule])
        #expect(
            blocks("| a | b |\n|---|--:|\n| `c` | 1 |")
                == [
                    .table(
                        MarkdownTable(
                            alignments: [.left, .right], header: [[.text("a")], [.text("b")]],
                            rows: [[[.text("c", InlineManner(code: true))], [.text("1")]]]))
                ])
    }

    @Test func showsHTMLAsWritten() {
        #expect(blocks("<script>\nalert(1)\n</script>") == [.verbatim("<script>\nalert(1)\n</script>")])
        #expect(blocks("a <b>c</b>") == [.paragraph([.text("a <b>c</b>")])])
    }

    @Test func nothingIsNothing() {
        #expect(blocks("").isEmpty)
        #expect(blocks("\n \n").isEmpty)
    }
}
