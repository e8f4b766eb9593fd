// What a write keeps of a file beside its bytes, and what it says where it can't.
import ChangeReview
import FileDoubles
import Glibc
import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct KeptAttributesTests {
    @Test func aHardLinkIsToldAndKeepsTheOldContents() async throws {
        let project = try Project(["a.txt": "one", "b.txt": "two", "c.txt": "three"])
        link("\(project.root)/a.txt", "\(project.root)/again.txt")
        link("\(project.root)/a.txt", "\(project.folder.path)/outside.txt")
        link("\(project.root)/b.txt", "\(project.root)/b2.txt")
        let folder = try project.open()
        let written = try await folder.apply(
            ChangePlan(steps: [
                try step("a.txt", "one", "ONE"), try step("b.txt", "two", nil), try step("c.txt", "three", "THREE"),
            ]))
        // A name that goes takes nothing from the others, so there is nothing to tell of it.
        #expect(written.otherNames == [try path("a.txt"): 2])
        #expect(try project.text("a.txt") == "ONE")
        #expect(try project.text("again.txt") == "one")
        #expect(try project.folder.text("outside.txt") == "one")
        #expect(try project.text("b2.txt") == "two")
        // The way back is the same: a new file with the old contents.
        let undone = try await folder.undo(1)
        #expect(undone.written?.otherNames == [:])
        #expect(try project.text("a.txt") == "one")
    }

    /// Our own second name, which a write makes for the way back, is none of the file's.
    @Test func ourOwnLinksAreNotCounted() async throws {
        let project = try Project(["a.txt": "0"])
        let folder = try project.open()
        for number in 0..<3 {
            let written = try await folder.apply(
                ChangePlan(steps: [try step("a.txt", "\(number)", "\(number + 1)")]))
            #expect(written.otherNames.isEmpty)
        }
    }

    @Test func endsOfLinesAndMarksStayAsTheyAre() async throws {
        let before = "\u{FEFF}one\r\ntwo\rthree\nfour"
        let after = "\u{FEFF}one\r\n2\rthree\nfour"
        let project = try Project(["a.txt": before])
        let folder = try project.open()
        _ = try await folder.apply(ChangePlan(steps: [try step("a.txt", before, after)]))
        #expect(try readFile("\(project.root)/a.txt") == Array(after.utf8))
        _ = try await folder.undo(1)
        #expect(try readFile("\(project.root)/a.txt") == Array(before.utf8))
    }

    @Test func ownerGroupAndModeStay() async throws {
        let project = try Project(["a.txt": "one"])
        try #require(chmod("\(project.root)/a.txt", 0o4750) == 0)
        // Giving a file away takes root.
        let isRoot = geteuid() == 0
        if isRoot {
            try #require(chown("\(project.root)/a.txt", 12, 34) == 0)
            chmod("\(project.root)/a.txt", 0o4750)
        }
        let folder = try project.open()
        _ = try await folder.apply(
            ChangePlan(steps: [
                FileStep(
                    path: try path("a.txt"), before: file("one", isExecutable: true),
                    after: file("two", isExecutable: true))
            ]))
        var raw = stat()
        lstat("\(project.root)/a.txt", &raw)
        #expect(raw.st_mode & 0o7777 == 0o4750)
        if isRoot { #expect(raw.st_uid == 12 && raw.st_gid == 34) }
    }

    @Test(.enabled(if: KeptAttributesTests.hasAttributes(), "no extended attributes in the temporary folder"))
    func attributesAndAccessListsStay() async throws {
        let project = try Project(["a.txt": "one", "plain": "p"])
        let name = "\(project.root)/a.txt"
        try run([
            "python3", "-c",
            """
            import os, struct, sys
            os.setxattr(sys.argv[1], "user.note", b"kept")
            # user::rw-, user:1234:r--, group::r--, mask::rw-, other::---
            entries = [(1, 6, -1), (2, 4, 1234), (4, 4, -1), (16, 6, -1), (32, 0, -1)]
            acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
            try: os.setxattr(sys.argv[1], "system.posix_acl_access", acl)
            except OSError: pass
            """, name,
        ])
        let before = try attributes(name)
        #expect(before.contains("user.note"))
        let mode = project.mode("a.txt")
        let folder = try project.open()
        _ = try await folder.apply(ChangePlan(steps: [try step("a.txt", "one", "two"), try step("plain", "p", "q")]))
        #expect(try project.text("a.txt") == "two")
        #expect(try attributes(name) == before)
        #expect(project.mode("a.txt") == mode)
        #expect(!(try attributes("\(project.root)/plain").contains("user.note")))
        _ = try await folder.undo(1)
        #expect(try attributes(name) == before)
    }

    private func attributes(_ name: String) throws -> String {
        try run([
            "python3", "-c",
            """
            import os, sys
            print([(name, os.getxattr(sys.argv[1], name)) for name in sorted(os.listxattr(sys.argv[1]))])
            """, name,
        ]).text
    }

    static func hasAttributes() -> Bool {
        guard let folder = try? TemporaryFolder(), (try? folder.write("x", "")) != nil else { return false }
        let code = "import os, sys; os.setxattr(sys.argv[1], 'user.x', b'1')"
        return (try? run(["python3", "-c", code, "\(folder.path)/x"]).status) == 0
    }
}
