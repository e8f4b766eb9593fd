// The review as a document, to the letter.

import ChangeReview
import Testing

@Suite struct MarkdownExportTests {
    private let file = path("a.txt")

    @Test func hunksDecisionsAndRemarks() {
        let base = numbered(30)
        var set = ChangeSet()
        let proposed = base.replacingOnce("5\n", "five\n").replacingOnce("20\n", "```\n")
        _ = set.handle(.proposed(step("a.txt", base, proposed), by: ""))
        _ = set.handle(.decided(.accepted, .lines(file, 1..<2)))
        _ = set.handle(.rejected(.hunk(file, 1), reason: "no\n~~~"))
        _ = set.handle(.commented(file, nil, "on the whole"))
        #expect(
            MarkdownExport(set.changes, comments: set.comments).text == """
                # Review: 1 file, +2 -2

                ## `a.txt`

                modified, +2 -2, partly decided

                ### Hunk 1 of 2: partly decided

                ```diff
                @@ -2,7 +2,7 @@
                 2
                 3
                 4
                -5
                +five
                 6
                 7
                 8
                ```

                - accepted: +5
                - undecided: -5

                ### Hunk 2 of 2: rejected

                ````diff
                @@ -17,7 +17,7 @@
                 17
                 18
                 19
                -20
                +```
                 21
                 22
                 23
                ````

                **Rejected on line 20:**

                ```text
                no
                ~~~
                ```

                **Comment:**

                ```text
                on the whole
                ```

                """)
    }

    @Test func namesAndRemarksBreakNothing() {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("`a`\n# b", nil, "x\n"), by: ""))
        _ = set.handle(.commented(path("`a`\n# b"), ReviewComment.Range(.new, 0..<1), "```\n# not a heading\n"))
        let text = MarkdownExport(set.changes, comments: set.comments).text
        #expect(text.contains("\n## ``` `a`\\u{a}# b ```\n"))
        #expect(text.contains("\n````text\n```\n# not a heading\n````\n"))
    }
}
