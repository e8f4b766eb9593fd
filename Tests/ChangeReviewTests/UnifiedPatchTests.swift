// The patch text, to the letter.

import ChangeReview
import Testing

@Suite struct UnifiedPatchTests {
    private func text(_ steps: FileStep...) -> String {
        let changes = steps.map { Change(path: $0.path, base: $0.before, proposed: $0.after) }
        return String(decoding: UnifiedPatch(changes).bytes, as: UTF8.self)
    }

    @Test func aModifiedScript() {
        let before = state("#!/bin/sh\necho one")
        let after = state("#!/bin/sh\necho two\n", executable: true)
        #expect(
            text(FileStep(path: path("run.sh"), before: before, after: after)) == """
                diff --git a/run.sh b/run.sh
                old mode 100644
                new mode 100755
                --- a/run.sh
                +++ b/run.sh
                @@ -1,2 +1,2 @@
                 #!/bin/sh
                -echo one
                \\ No newline at end of file
                +echo two

                """)
    }

    @Test func filesThatComeAndGo() {
        #expect(
            text(step("new file", nil, "a\n"), step("empty", nil, ""), step("old", "b\n", nil)) == """
                diff --git a/new file b/new file
                new file mode 100644
                --- /dev/null
                +++ b/new file\t
                @@ -0,0 +1 @@
                +a
                diff --git a/empty b/empty
                new file mode 100644
                diff --git a/old b/old
                deleted file mode 100644
                --- a/old
                +++ /dev/null
                @@ -1 +0,0 @@
                -b

                """)
    }

    @Test func onlyChosenHunksAndTheirNewPlaces() {
        let base = numbered(40)
        let proposed = base.replacingOnce("5\n", "5\n5a\n").replacingOnce("20\n", "").replacingOnce("35\n", "x\n")
        var set = ChangeSet()
        _ = set.handle(.proposed(step("f", base, proposed), by: ""))
        _ = set.handle(.decided(.rejected, .hunk(path("f"), 0)))
        let patch = String(decoding: UnifiedPatch(set.changes).bytes, as: UTF8.self)
        #expect(
            patch.split(separator: "\n").filter { $0.hasPrefix("@@") } == ["@@ -17,7 +17,6 @@", "@@ -32,7 +31,7 @@"])
    }

    @Test func filesThatAreNotTextAreLeftOut() {
        let change = Change(path: path("pic"), base: nil, proposed: FileState(bytes: [0]))
        let patch = UnifiedPatch([change])
        #expect(patch.bytes.isEmpty)
        #expect(patch.leftOut == [path("pic")])
    }

    @Test func namesAreQuotedAsGitDoes() {
        #expect(path("a b").quoted() == "a b")
        #expect(path("a\nb\u{1}\"\\").quoted() == #""a\nb\001\"\\""#)
        #expect(path("é").quoted() == "é")
        #expect(path("é").quoted(prefix: "a/", escapingNonASCII: true) == #""a/\303\251""#)
    }
}
