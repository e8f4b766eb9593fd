// What the agent hears with the user's next words: everything once.

import ChangeReview
import Testing

@Suite struct FeedbackTests {
    private let file = path("a.txt")
    private let base = numbered(30)
    private var proposed: String { base.replacingOnce("5\n", "five\n").replacingOnce("20\n", "twenty\n") }

    private func staged() -> ChangeSet {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("a.txt", base, proposed), by: "call-1"))
        return set
    }

    @Test func decisionsReasonsEditsAndRemarksAreToldOnce() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .hunk(file, 0)))
        #expect(
            set.handle(.rejected(.hunk(file, 1), reason: "The old word\nis right")) == [
                .record(.rejected(.hunk(file, 1), reason: "The old word\nis right"))
            ])
        _ = set.handle(.commented(file, ReviewComment.Range(.new, 4..<5), "Is this wanted?"))
        _ = set.handle(.edited(file, state(proposed.replacingOnce("30\n", "30 and more\n"))))
        #expect(
            set.feedback.text() == """
                Review of your proposed changes (1). The user decided; nothing here asks for an answer by itself.

                Comment on a.txt, line 5:
                > Is this wanted?
                ```diff
                @@ -5 +5 @@
                -5
                +five
                ```

                Rejected in a.txt, line 20, because:
                > The old word
                > is right
                ```diff
                @@ -18,5 +18,5 @@
                 18
                 19
                -20
                +twenty
                 21
                 22
                ```

                The user edited your version of a.txt; keep this:
                ```diff
                @@ -28,3 +28,3 @@ twenty
                 28
                 29
                -30
                +30 and more
                ```

                Accepted in a.txt: +2 -2

                """)
        #expect(set.handle(.feedbackSent(1)) == [.record(.feedbackSent(1))])
        #expect(set.feedback.isEmpty)
        #expect(set.feedback.text() == "")
        #expect(set.handle(.feedbackSent(1)) == [])
        #expect(set.comments.map(\.state) == [.sent, .sent])
        // A write settles what was told: nothing is said again.
        _ = set.handle(.applyRequested)
        _ = set.handle(.applied(journalEntry: 1))
        #expect(set.feedback.isEmpty)
        _ = set.handle(.undoRequested)
        _ = set.handle(.undone(journalEntry: 1, skipped: []))
        #expect(set.feedback.text().hasSuffix("\nThe user undid a write of a.txt.\n"))
    }

    @Test func whatWasWrittenIsToldAfterwards() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .hunk(file, 0)))
        _ = set.handle(.decided(.rejected, .hunk(file, 1)))
        let told = set.feedback
        #expect(told.rejectionCount == 1)
        _ = set.handle(.applyRequested)
        _ = set.handle(.applied(journalEntry: 1))
        #expect(set.isEmpty)
        #expect(set.feedback == told)
        // Taken back before anybody heard of it: the marks are there again, and are told as marks.
        _ = set.handle(.undoRequested)
        _ = set.handle(.undone(journalEntry: 1, skipped: []))
        #expect(set.feedback == told)
    }

    @Test func aReasonGoesWithItsRejection() {
        var set = staged()
        _ = set.handle(.rejected(.hunk(file, 1), reason: "no"))
        _ = set.handle(.decided(.accepted, .hunk(file, 1)))
        #expect(set.comments.isEmpty)
        _ = set.handle(.undoRequested)
        #expect(set.comments.map(\.text) == ["no"])
        #expect(set[file]?.decisions == [.undecided, .rejected])
        _ = set.handle(.undoRequested)
        #expect(set.comments.isEmpty)
        #expect(set[file]?.summary == .undecided)
        _ = set.handle(.redoRequested)
        #expect(set.comments.map(\.text) == ["no"])
    }

    @Test func aCommentMovesWithItsLinesAndHearsWhoTouchedThem() {
        var set = staged()
        _ = set.handle(.commented(file, ReviewComment.Range(.new, 19..<20), "why?"))
        _ = set.handle(.feedbackSent(1))
        _ = set.handle(.proposed(step("a.txt", nil, "0\n" + proposed), by: "call-2"))
        #expect(set.comments.map(\.range) == [ReviewComment.Range(.new, 20..<21)])
        #expect(set.comments.map(\.state) == [.sent])
        let again = "0\n" + proposed.replacingOnce("twenty\n", "score\n")
        _ = set.handle(.proposed(step("a.txt", nil, again), by: "call-3"))
        #expect(set.comments.map(\.range) == [ReviewComment.Range(.new, 20..<21)])
        #expect(set.comments.map(\.state) == [.touched(by: "call-3")])
        _ = set.handle(.proposed(step("a.txt", nil, again.replacingOnce("score\n", "")), by: "call-4"))
        #expect(set.comments.map(\.range) == [nil])
        #expect(set.comments[0].patch == "@@ -20 +20 @@\n-20\n+twenty\n")
    }

    @Test func aCommentIsChangedRemovedResolvedAndBroughtBack() {
        var set = staged()
        _ = set.handle(.commented(file, nil, "one"))
        _ = set.handle(.feedbackSent(1))
        _ = set.handle(.commentChanged(1, "two"))
        #expect(set.comments.map(\.state) == [.waiting])
        #expect(set.feedback.comments.map(\.text) == ["two"])
        #expect(set.handle(.commentResolved(1)) == [.record(.commentResolved(1))])
        #expect(set.feedback.isEmpty)
        #expect(set.nextUndo == .comment([file]))
        #expect(set.handle(.undoRequested) == [.record(.undoRequested), .restored([file])])
        #expect(set.comments.map(\.state) == [.waiting])
        _ = set.handle(.commentRemoved(1))
        #expect(set.comments.isEmpty)
        _ = set.handle(.undoRequested)
        #expect(set.comments.map(\.text) == ["two"])
        #expect(set.handle(.commentRemoved(9)) == [])
        #expect(set.handle(.commented(path("no"), nil, "x")) == [.ignored(.file(path("no")))])
    }

    @Test func longFeedbackIsCutAndSaysSo() {
        var set = ChangeSet()
        for number in 1...40 {
            let name = "f\(number)"
            _ = set.handle(.proposed(step(name, "", String(repeating: "line of text\n", count: 150)), by: ""))
            _ = set.handle(.rejected(.file(path(name)), reason: "no"))
        }
        let text = set.feedback.text()
        #expect(text.utf8.count <= Feedback.longestText)
        #expect(text.contains("(the patch is left out: too long)"))
        #expect(set.feedback.text(limit: 1000).contains("more parts left out: too long)"))
        #expect(set.feedback.text(limit: 1000).utf8.count <= 1000)
    }

    @Test func aFenceInAFileBreaksNothing() {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("a.md", "", "````\ncode\n````\n"), by: ""))
        _ = set.handle(.rejected(.file(path("a.md")), reason: "no"))
        #expect(set.feedback.text().contains("`````diff\n@@ -0,0 +1,3 @@\n+````\n+code\n+````\n`````\n"))
    }
}
