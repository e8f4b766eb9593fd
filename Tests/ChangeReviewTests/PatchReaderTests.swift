// Patches in every dress they come in.

import ChangeReview
import TestSupport
import Testing

@Suite struct PatchReaderTests {
    private func read(_ text: String, prefixParts: Int? = nil) throws -> Patch {
        try PatchReader.read(Array(text.utf8), prefixParts: prefixParts)
    }

    /// The lines of a hunk with their signs; `$` for a line end that is missing.
    private func shown(_ hunk: PatchHunk) -> String {
        hunk.lines.map { line in
            let sign = line.kind == .context ? " " : line.kind == .removed ? "-" : "+"
            return sign + String(decoding: line.bytes, as: UTF8.self) + (line.bytes.last == 0x0A ? "" : "$\n")
        }.joined()
    }

    @Test func aPlainDiffWithTimes() throws {
        let patch = try read(
            """
            Only in new: extra
            diff -ru old/src/a.c new/src/a.c
            --- old/src/a.c\t2024-02-01 10:00:00.000000000 +0100
            +++ new/src/a.c\t2024-02-01 10:00:01.000000000 +0100
            @@ -1,3 +1,3 @@ int main()
             {
            -  return 1;
            +  return 0;
             }

            """)
        let file = try #require(patch.files.first)
        #expect(patch.problems.isEmpty && patch.files.count == 1)
        #expect(file.kind == .modified && file.oldPath == path("src/a.c") && file.newPath == path("src/a.c"))
        #expect(file.hunks.map(shown) == [" {\n-  return 1;\n+  return 0;\n }\n"])
        #expect(String(decoding: file.hunks[0].heading, as: UTF8.self) == "int main()")
        #expect(file.hunks[0].line == 5)
    }

    @Test func filesThatComeAndGoByTheirTimes() throws {
        let patch = try read(
            """
            --- old/a\t1970-01-01 01:00:00.000000000 +0100
            +++ new/a\t2024-02-01 10:00:01.000000000 +0100
            @@ -0,0 +1 @@
            +a
            --- old/b\t2024-02-01 10:00:01.000000000 +0100
            +++ new/b\t1969-12-31 19:00:00.000000000 -0500
            @@ -1 +0,0 @@
            -b
            --- /dev/null
            +++ new/c
            @@ -0,0 +1 @@
            +c

            """)
        #expect(patch.files.map(\.kind) == [.added, .deleted, .added])
        #expect(patch.files.map(\.path) == [path("a"), path("b"), path("c")])
    }

    @Test func gitsHeads() throws {
        let patch = try read(
            """
            diff --git a/run me.sh b/run me.sh
            old mode 100644
            new mode 100755
            diff --git a/old name.txt b/new name.txt
            similarity index 90%
            rename from old name.txt
            rename to new name.txt
            index 1111111..2222222 100644
            --- a/old name.txt\t
            +++ b/new name.txt\t
            @@ -1 +1 @@
            -x
            +y
            diff --git a/empty b/empty
            new file mode 100644
            index 0000000..e69de29
            diff --git a/gone b/gone
            deleted file mode 100755
            index 3333333..0000000
            --- a/gone
            +++ /dev/null
            @@ -1 +0,0 @@
            -x
            diff --git "a/t\\303\\244b\\tname\\"" "b/t\\303\\244b\\tname\\""
            index 1111111..2222222 100755
            --- "a/t\\303\\244b\\tname\\""
            +++ "b/t\\303\\244b\\tname\\""
            @@ -1 +1 @@
            -x
            +y
            diff --git a/logo.png b/logo.png
            index 1111111..2222222 100644
            Binary files a/logo.png and b/logo.png differ
            diff --git a/from b/to
            similarity index 100%
            copy from from
            copy to to

            """)
        #expect(patch.problems.isEmpty)
        #expect(
            patch.files.map { $0.path?.text } == [
                "run me.sh", "new name.txt", "empty", "gone", "täb\tname\"", "logo.png", "to",
            ])
        #expect(patch.files.map(\.kind) == [.modified, .renamed, .added, .deleted, .modified, .modified, .copied])
        #expect(patch.files[0].oldExecutableBit == false && patch.files[0].newExecutableBit == true)
        #expect(patch.files[0].content == .none)
        #expect(patch.files[1].oldPath == path("old name.txt") && patch.files[1].similarity == 90)
        #expect(patch.files[1].oldBlob == "1111111" && patch.files[1].newBlob == "2222222")
        #expect(patch.files[2].content == .none && patch.files[2].oldPath == nil)
        #expect(patch.files[3].newPath == nil && patch.files[3].oldExecutableBit == true)
        #expect(patch.files[4].newMode == 0o100755)
        #expect(patch.files[5].content == .binaryLeftOut)
        #expect(patch.files[6].similarity == 100)
    }

    @Test(arguments: [
        ("a/", "b/", "dir/f"), ("i/", "w/", "dir/f"), ("", "", "dir/f"), ("old/", "new/", "dir/f"), ("", "", "a/f"),
        ("c/", "i/", "x y"),
    ])
    func prefixesAreFoundOut(old: String, new: String, name: String) throws {
        let change = "index 1111111..2222222 100644\n--- \(old)\(name)\n+++ \(new)\(name)\n@@ -1 +1 @@\n-x\n+y\n"
        let addition = "new file mode 100644\n--- /dev/null\n+++ \(new)\(name)\n@@ -0,0 +1 @@\n+y\n"
        let mode = "old mode 100644\nnew mode 100755\n"
        for body in [change, addition, mode] {
            let patch = try read("diff --git \(old)\(name) \(new)\(name)\n\(body)")
            #expect(patch.problems.isEmpty)
            #expect(patch.files.map(\.path) == [path(name)], "\(body)")
        }
    }

    @Test func aPrefixThatOneFileHidesIsThatOfTheOthers() throws {
        let known = "--- src.orig/x\n+++ src/x\n@@ -1 +1 @@\n-x\n+y\n"
        let hidden = "--- /dev/null\n+++ src/new\n@@ -0,0 +1 @@\n+y\n"
        #expect(try read(known + hidden).files.map(\.path) == [path("x"), path("new")])
        #expect(try read(hidden).files.map(\.path) == [path("src/new")])
        #expect(try read(hidden, prefixParts: 1).files.map(\.path) == [path("new")])
    }

    @Test func mailIsReadWithItsSubjects() throws {
        let patch = try read(
            """
            From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001
            From: A B <a@b.example>
            Date: Mon, 1 Jan 2024 00:00:00 +0000
            Subject: [PATCH 1/2] A subject that is long and so it is
             folded

            Words about it.
            ---
             f | 2 +-
             1 file changed, 1 insertion(+), 1 deletion(-)

            diff --git a/f b/f
            index 1111111..2222222 100644
            --- a/f
            +++ b/f
            @@ -1,2 +1,2 @@
             x
            -y
            +z
            --\u{20}
            2.39.5

            From 2222222222222222222222222222222222222222 Mon Sep 17 00:00:00 2001
            From: A B <a@b.example>
            Subject: [PATCH 2/2] Another

            diff --git a/f b/f
            --- a/f
            +++ b/f
            @@ -2 +2 @@ x
            -z
            +w
            --\u{20}
            2.39.5

            """)
        #expect(patch.problems.isEmpty)
        #expect(
            patch.messages.map { String(decoding: $0.subject, as: UTF8.self) } == [
                "[PATCH 1/2] A subject that is long and so it is folded", "[PATCH 2/2] Another",
            ])
        #expect(patch.messages.map { String(decoding: $0.author, as: UTF8.self) }.first == "A B <a@b.example>")
        #expect(patch.messages[0].commit == "1111111111111111111111111111111111111111")
        #expect(patch.files.map(\.message) == [0, 1])
        #expect(patch.files.flatMap { $0.hunks.map(shown) } == [" x\n-y\n+z\n", "-z\n+w\n"])
    }

    @Test func mailThatIsEncodedIsSaid() throws {
        let patch = try read("Subject: x\nContent-Transfer-Encoding: base64\n\nZGlmZg==\n")
        #expect(patch.problems == [.init(reason: .encodedMail, line: 2)])
    }

    @Test func aCombinedDiffLeadsFromTheFirstParent() throws {
        let patch = try read(
            """
            commit 3333333333333333333333333333333333333333
            Merge: 1111111 2222222
            Author: A B <a@b.example>

                Merge them

            diff --cc dir/f
            index 1111111,2222222..3333333
            --- a/dir/f
            +++ b/dir/f
            @@@ -1,4 -1,4 +1,5 @@@ heading
              same
            - first's
             -second's
            ++of nobody
             +of the first
            + of the second
              end

            """)
        let file = try #require(patch.files.first)
        #expect(patch.problems.isEmpty)
        #expect(file.path == path("dir/f") && file.parents == 2)
        #expect(
            file.hunks.map(shown) == [" same\n-first's\n+of nobody\n of the first\n+of the second\n end\n"])
        #expect(file.oldBlob == "1111111" && file.newBlob == "3333333")
        #expect(patch.messages.map { String(decoding: $0.subject, as: UTF8.self) } == ["Merge them"])
    }

    @Test func missingLineEndsAreKept() throws {
        let patch = try read(
            """
            --- a/f
            +++ b/f
            @@ -1,2 +1,3 @@
             a
            -b
            \\ No newline at end of file
            +b
            +c
            \\ Kein Zeilenumbruch am Dateiende.

            """)
        #expect(patch.files[0].hunks.map(shown) == [" a\n-b$\n+b\n+c$\n"])
        #expect(patch.problems.isEmpty)
    }

    @Test func carriageReturnsOfThePatchAreToldFromThoseOfTheFile() throws {
        let ofTheFile = "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\r\n-b\r\n+b\n"
        let file = try read(ofTheFile).files[0]
        #expect(!file.endsInCRLF && shown(file.hunks[0]) == " a\r\n-b\r\n+b\n")
        let ofThePatch = "diff --git a/f b/f\r\n--- a/f\r\n+++ b/f\r\n@@ -1,3 +1,3 @@\r\n a\r\n\r\n-b\r\n+c\r\n"
        let converted = try read(ofThePatch).files[0]
        #expect(converted.endsInCRLF && shown(converted.hunks[0]) == " a\n \n-b\n+c\n")
        #expect(converted.path == path("f"))
        #expect(converted.applied(to: Array("a\n\nb\n".utf8)) == .becomes(Array("a\n\nc\n".utf8)))
        #expect(converted.applied(to: Array("a\r\n\r\nb\r\n".utf8)) == .becomes(Array("a\r\n\r\nc\r\n".utf8)))
    }

    @Test func wrongCountsAreMendedAndSaid() throws {
        let many = try read("--- a/f\n+++ b/f\n@@ -1,9 +1,9 @@\n a\n-b\n+c\n@@ -20 +20 @@\n-x\n+y\n")
        #expect(many.files[0].hunks.map(shown) == [" a\n-b\n+c\n", "-x\n+y\n"])
        #expect(
            many.problems == [
                .init(reason: .countsDiffer(stated: .init(old: 9, new: 9), found: .init(old: 2, new: 2)), line: 3)
            ])
        let few = try read("--- a/f\n+++ b/f\n@@ -1 +1 @@\n a\n-b\n+c\n\n--- a/g\n+++ b/g\n@@ -1 +1 @@\n-x\n+y\n")
        #expect(few.files.flatMap { $0.hunks.map(shown) } == [" a\n-b\n+c\n", "-x\n+y\n"])
        #expect(
            few.problems == [
                .init(reason: .countsDiffer(stated: .init(old: 1, new: 1), found: .init(old: 2, new: 2)), line: 3)
            ])
        let text = try read("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-b\n+c\n- a list\n- in a mail\nand so on\n")
        #expect(text.files[0].hunks.map(shown) == ["-b\n+c\n"] && text.problems.isEmpty)
    }

    @Test func emptyLinesThatLostTheirBlankAreContext() throws {
        let patch = try read("--- a/f\n+++ b/f\n@@ -1,4 +1,4 @@\n a\n\n-b\n+c\n\n\nThe end.\n")
        #expect(patch.files[0].hunks.map(shown) == [" a\n \n-b\n+c\n \n"])
        #expect(patch.problems.isEmpty)
    }

    @Test func aPatchThatWasCutOffIsSaid() throws {
        let patch = try read("--- a/f\n+++ b/f\n@@ -1,9 +1,9 @@\n a\n-b\n+c")
        #expect(patch.files[0].hunks.map(shown) == [" a\n-b\n+c\n"])
        #expect(patch.problems == [.init(reason: .endsInsideHunk, line: 3)])
    }

    @Test func whatIsDamagedIsPassedOverAndSaid() throws {
        let patch = try read(
            """
            @@ -1 +1 @@
            -x
            +y
            --- a/../f
            +++ b/../f
            @@ -1 +1 @@
            -x
            +y
            --- a/f
            +++ b/f
            @@ -1 +1 @@
            -x
            +y
            @@ -one +two @@
            -x
            +y
            diff --git "a/f b/f
            old mode 100644
            new mode 100755
            diff --git a/bin b/bin
            GIT binary patch
            literal 4
            nonsense

            """)
        #expect(
            Set(patch.problems) == [
                .init(reason: .hunkWithoutFile, line: 1), .init(reason: .nameOutsideProject, line: 4),
                .init(reason: .unreadableHunkHeader, line: 14), .init(reason: .unreadableName, line: 17),
                .init(reason: .unreadableBinary, line: 21),
            ])
        #expect(patch.files.map { $0.path?.text } == [nil, "f", nil, "bin"])
        #expect(patch.files[1].hunks.map(shown) == ["-x\n+y\n"])
        #expect(patch.files[3].content == .binaryLeftOut)
    }

    @Test func linksAndSubmodulesAreTold() throws {
        let patch = try read(
            """
            diff --git a/link b/link
            new file mode 120000
            index 0000000..1111111
            --- /dev/null
            +++ b/link
            @@ -0,0 +1 @@
            +../elsewhere
            \\ No newline at end of file
            diff --git a/lib b/lib
            index 1111111..2222222 160000
            --- a/lib
            +++ b/lib
            @@ -1 +1 @@
            -Subproject commit 1111111111111111111111111111111111111111
            +Subproject commit 2222222222222222222222222222222222222222

            """)
        guard case .symbolicLink(let link) = patch.files[0].content,
            case .submodule(let module) = patch.files[1].content
        else {
            Issue.record("\(patch.files.map(\.content))")
            return
        }
        #expect(link.map(shown) == ["+../elsewhere$\n"] && module.count == 1)
        #expect(patch.files[0].applied(to: nil) == .refused(.notReviewed))
    }

    @Test func limitsAreKept() {
        var limits = PatchLimits()
        limits.bytes = 10
        #expect(throws: PatchRefusal.tooManyBytes(limit: 10)) {
            try PatchReader.read([UInt8](repeating: 0x0A, count: 11), limits: limits)
        }
        limits = PatchLimits()
        limits.lines = 2
        #expect(throws: PatchRefusal.tooManyLines(limit: 2)) {
            try PatchReader.read(Array("\n\n\n".utf8), limits: limits)
        }
        limits = PatchLimits()
        limits.files = 1
        let two = "diff --git a/a b/a\nold mode 100644\ndiff --git a/b b/b\nold mode 100644\n"
        #expect(throws: PatchRefusal.tooManyFiles(limit: 1)) { try PatchReader.read(Array(two.utf8), limits: limits) }
    }

    @Test func nothingIsNothing() throws {
        #expect(try read("") == Patch())
        #expect(try read("Dear all,\n\n--- this is not a patch\n+++ nor this\n").files.isEmpty)
    }
}
