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
                index 9355aac..0e682b8
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
                index 0000000..7898192
                --- /dev/null
                +++ b/new file\t
                @@ -0,0 +1 @@
                +a
                diff --git a/empty b/empty
                new file mode 100644
                index 0000000..e69de29
                diff --git a/old b/old
                deleted file mode 100644
                index 6178079..0000000
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

    @Test func filesThatAreNotTextAreWholeInIt() {
        let change = Change(
            path: path("pic"), base: FileState(bytes: [0]), proposed: FileState(bytes: Array("\0abcdefgh".utf8)))
        #expect(
            String(decoding: UnifiedPatch([change]).bytes, as: UTF8.self) == """
                diff --git a/pic b/pic
                index f76dd238ade08917e6712764a16a22005a50573d..cc7f68133c4b04501895dcc661279e389568bcb0 100644
                GIT binary patch
                literal 9
                TcmV+k0QUa?VPa!sWoBn+4gmut

                literal 1
                LcmV+c0RH~~00962


                """)
    }

    @Test func aRename() {
        var change = Change(path: path("new name"), base: state("a\nb\nc\n"), proposed: state("a\nB\nc\n"))
        change.origin = path("old")
        #expect(
            String(decoding: UnifiedPatch([change]).bytes, as: UTF8.self) == """
                diff --git a/old b/new name
                similarity index 66%
                rename from old
                rename to new name
                index de98044..7be73ce 100644
                --- a/old
                +++ b/new name\t
                @@ -1,3 +1,3 @@
                 a
                -b
                +B
                 c

                """)
    }

    @Test func namesAreQuotedAsGitDoes() {
        #expect(path("a b").quoted() == "a b")
        #expect(path("a\nb\u{1}\"\\").quoted() == #""a\nb\001\"\\""#)
        #expect(path("é").quoted() == "é")
        #expect(path("é").quoted(prefix: "a/", escapingNonASCII: true) == #""a/\303\251""#)
    }

    /// The line that comes gets the line end back that the other one, which stays, needs before it.
    @Test func acceptedLinesThatComeToWhatWasThereAreNoFile() {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("a.txt", "x\nend\n}\n", "x\nend"), by: ""))
        for line in [0, 2] { _ = set.handle(.decided(.accepted, .lines(path("a.txt"), line..<line + 1))) }
        #expect(set.changes.map { SelectedContent.state(of: $0) { $0 == .accepted } } == [state("x\nend\n}\n")])
        #expect(UnifiedPatch(set.changes) { $0 == .accepted }.bytes.isEmpty)
    }
}
