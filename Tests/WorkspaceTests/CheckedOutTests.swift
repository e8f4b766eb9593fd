// What is checked out, read from files, beside what git says of it.
import TestSupport
import Testing

@testable import Workspace

@Suite struct CheckedOutTests {
    @Test func aBranchIsNamedAlsoFromBelowAndBeforeItsFirstCommit() throws {
        let empty = try Repository()
        #expect(CheckedOut.name(in: empty.root) == "main")
        let repository = try Repository(["a/b/c.txt": "x"])
        try repository.git("checkout", "-q", "-b", "fix/the-parser")
        #expect(CheckedOut.name(in: repository.root) == "fix/the-parser")
        #expect(CheckedOut.name(in: repository.root + "/a/b") == "fix/the-parser")
    }

    @Test func aCommitWithoutABranchHasItsFirstDigits() throws {
        let repository = try Repository(["a.txt": "x"])
        try repository.git("checkout", "-q", "--detach")
        let commit = try repository.git("rev-parse", "HEAD")
        #expect(CheckedOut.name(in: repository.root) == String(commit.prefix(8)))
    }

    /// A further working tree has a file for `.git`, and a head of its own.
    @Test func aFurtherWorkingTreeHasItsOwn() throws {
        let repository = try Repository(["a.txt": "x"])
        try repository.git("worktree", "add", "-q", "-b", "other", "\(repository.folder.path)/tree")
        #expect(CheckedOut.name(in: "\(repository.folder.path)/tree") == "other")
        #expect(CheckedOut.name(in: repository.root) == "main")
    }

    @Test func elsewhereThereIsNone() throws {
        let folder = try TemporaryFolder()
        #expect(CheckedOut.name(in: folder.path) == nil)
        try folder.write(".git", "no such thing\n")
        #expect(CheckedOut.name(in: folder.path) == nil)
        #expect(CheckedOut.name(in: "") == nil)
    }

    @Test(arguments: [
        ("ref: refs/heads/a/b\n", "a/b"), ("ref: refs/remotes/x\n", "refs/remotes/x"), ("", nil), ("zz", nil),
        ("0123456789abcdef0123456789abcdef01234567\n", "01234567"),
    ])
    func aHeadIsRead(text: String, name: String?) {
        #expect(CheckedOut.name(inHead: text) == name)
    }
}
