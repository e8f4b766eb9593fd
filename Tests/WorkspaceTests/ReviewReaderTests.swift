// What a review begins with, in real repositories: which side the tree holds, and what does not fit.
import ChangeReview
import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct ReviewReaderTests {
    private func reader(_ repository: Repository, _ target: ReviewTarget = .workingTree) throws -> ReviewReader {
        let folder = "\(repository.folder.path)/state"
        let project = try ProjectFolder(
            repository.root, folders: Folders(state: folder, config: folder, cache: folder))
        return ReviewReader(project: project, repository: try repository.open(), target: target)
    }

    private func lines(_ numbers: ClosedRange<Int>, _ changed: [Int: String] = [:]) -> String {
        numbers.map { "\(changed[$0] ?? "line \($0)")\n" }.joined()
    }

    private func read(_ text: String, _ repository: Repository, _ target: ReviewTarget = .workingTree) throws
        -> ReviewContents
    {
        try reader(repository, target).read(try PatchReader.read(Array(text.utf8)))
    }

    @Test func aPatchThatTheTreeHoldsIsInPlace() throws {
        let repository = try Repository(["a.txt": lines(1...30), "b.txt": lines(1...30)])
        try repository.write("a.txt", lines(1...30, [10: "ten"]))
        try repository.write("b.txt", lines(1...30, [5: "five"]))
        let patch = try repository.git("diff")
        // One of the two is taken back: found per file.
        try repository.git("checkout", "-q", "b.txt")
        let contents = try read(patch, repository)
        #expect(contents.files.map(\.step.path.text) == ["a.txt", "b.txt"])
        #expect(contents.files.map(\.standing) == [.inPlace, .forApplying])
        #expect(contents.files[0].step.before?.bytes == Array(lines(1...30).utf8))
        #expect(contents.files[0].step.after?.bytes == Array(lines(1...30, [10: "ten"]).utf8))
        #expect(contents.files[1].step.after?.bytes == Array(lines(1...30, [5: "five"]).utf8))
        #expect(contents.misfits.isEmpty && contents.leftOut.isEmpty)
    }

    /// Files of the same comparison that other paths, or untracked ones, would show; none that do not differ.
    @Test func whatIsNotSelectedIsNamed() throws {
        let repository = try Repository(["docs/x": "1\n", "docs/same": "1\n", "Sources/y": "1\n"])
        for name in ["docs/x", "Sources/y", "new"] { try repository.write(name, "2\n") }
        let reader = try reader(repository)
        func names(_ paths: [String], untracked: Bool) throws -> [String] {
            try reader.unselected(.workingTree(from: nil), paths: paths, untracked: untracked).map(\.text).sorted()
        }
        #expect(try names(["Sources"], untracked: false) == ["docs/x", "new"])
        #expect(try names([], untracked: false) == ["new"])
        #expect(try names(["docs"], untracked: true) == ["Sources/y", "new"])
        #expect(try names([], untracked: true) == [])
    }

    @Test func renamesModesAndBinariesGoBothWays() throws {
        let repository = try Repository(["old name.txt": lines(1...20), "run.sh": "#!/bin/sh\n", "x.bin": "\0abc\0"])
        try repository.git("mv", "old name.txt", "new.txt")
        try repository.write("x.bin", "\0abd\0e")
        try run(["chmod", "+x", "\(repository.root)/run.sh"])
        try repository.git("add", "-A")
        let patch = try repository.git("diff", "--cached", "-M", "--binary")
        let held = try read(patch, repository)
        #expect(held.misfits.isEmpty && held.leftOut.isEmpty)
        #expect(held.files.map(\.step.path.text) == ["new.txt", "old name.txt", "run.sh", "x.bin"])
        #expect(held.files.allSatisfy { $0.standing == .inPlace })
        #expect(held.files[0].step.before == nil && held.files[1].step.after == nil)
        #expect(held.files[2].step.before?.isExecutable == false && held.files[2].step.after?.isExecutable == true)
        try repository.git("reset", "-q", "--hard")
        let lacking = try read(patch, repository)
        #expect(lacking.files.allSatisfy { $0.standing == .forApplying })
        #expect(lacking.files.map(\.step) == held.files.map(\.step))
    }

    @Test func aPatchThatDoesNotFitSaysWhereAndOffersTheMerge() throws {
        let repository = try Repository(["a.txt": lines(1...30)])
        try repository.write("a.txt", lines(1...30, [10: "ten"]))
        let patch = try repository.git("diff", "--full-index")
        try repository.write("a.txt", lines(1...30, [11: "eleven", 25: "far"]))
        let contents = try read(patch, repository)
        #expect(contents.files.isEmpty)
        let misfit = try #require(contents.misfits.first)
        #expect(misfit.offersThreeWay)
        guard case .hunks(let fit) = misfit.forward, let refusal = fit.refusals.first?.refusal else {
            Issue.record("\(misfit.forward)")
            return
        }
        #expect(refusal.reason == .linesDiffer && refusal.nearest?.line == 6)
        let merged = try reader(repository).read(try PatchReader.read(Array(patch.utf8)), mergesThreeWay: true)
        #expect(merged.misfits.isEmpty)
        #expect(merged.files.count == 1)
        guard case .conflict(.file) = merged.files[0].standing else {
            Issue.record("\(merged.files[0].standing)")
            return
        }
    }

    @Test func aSeriesOfMailsIsOneChangeOfAFile() throws {
        let repository = try Repository(["a.txt": lines(1...30)])
        for (number, line) in [(1, 3), (2, 3), (3, 20)] {
            try repository.write("a.txt", lines(1...30, [line: "change \(number)"]))
            try repository.git("commit", "-q", "-a", "-m", "change \(number)")
        }
        let mails = try repository.git("format-patch", "--stdout", "HEAD~3")
        #expect(try read(mails, repository).files.map(\.standing) == [.inPlace])
        try repository.git("reset", "-q", "--hard", "HEAD~3")
        let contents = try read(mails, repository)
        #expect(contents.files.map(\.standing) == [.forApplying])
        #expect(contents.files.first?.step.after?.bytes == Array(lines(1...30, [20: "change 3"]).utf8))
    }

    @Test func linesThatEndInCRLFStayThoseOfTheFile() throws {
        let text = lines(1...20).split(separator: "\n").map { "\($0)\r\n" }.joined()
        let repository = try Repository(["dos.txt": text])
        let changed = text.split(separator: "\r\n").map { $0 == "line 7" ? "seven\r\n" : "\($0)\r\n" }.joined()
        try repository.write("dos.txt", changed)
        let patch = try repository.git("diff")
        try repository.git("checkout", "-q", ".")
        for form in [patch, patch.split(separator: "\n").map { $0.hasSuffix("\r") ? "\($0)\n" : "\($0)\r\n" }.joined()]
        {
            let contents = try read(form, repository)
            #expect(contents.files.first?.step.after?.bytes == Array(changed.utf8))
        }
    }

    @Test func revisionsAreFittedToWhatIsThere() throws {
        let repository = try Repository(["a.txt": lines(1...30), "b.txt": lines(1...30)])
        try repository.write("a.txt", lines(1...30, [10: "ten"]))
        try repository.write("b.txt", lines(1...30, [10: "ten"]))
        try repository.git("commit", "-q", "-a", "-m", "second")
        // More was done to one since; the other was taken back.
        try repository.write("a.txt", lines(1...30, [10: "ten", 25: "more"]))
        try repository.write("b.txt", lines(1...30, [25: "more"]))
        let comparison = GitComparison.revisions("HEAD~1", "HEAD")
        let contents = try reader(repository).read(comparison)
        #expect(contents.files.map(\.standing) == [.inPlace, .forApplying])
        #expect(contents.files[0].step.before?.bytes == Array(lines(1...30, [25: "more"]).utf8))
        #expect(contents.files[1].step.after?.bytes == Array(lines(1...30, [10: "ten", 25: "more"]).utf8))
        let back = try reader(repository).read(comparison, reversed: true)
        #expect(back.files.map(\.standing) == [.forApplying, .inPlace])
        let collected = try reader(repository, .patch).read(comparison)
        #expect(collected.files.allSatisfy { $0.standing == .forApplying })
        #expect(collected.files[0].step.after?.bytes == Array(lines(1...30, [10: "ten"]).utf8))
    }

    /// Of revisions too it is known from the last time alone which way a file went that holds a part.
    @Test func whatWasTakenOutInPartStaysInPlace() throws {
        let repository = try Repository(["a.txt": lines(1...30)])
        try repository.write("a.txt", lines(1...30, [10: "ten", 20: "twenty"]))
        let patch = try PatchReader.read(Array(try repository.git("diff").utf8))
        try repository.git("commit", "-q", "-a", "-m", "second")
        let present = lines(1...30, [20: "twenty", 25: "mine"])
        try repository.write("a.txt", present)
        let path = try #require(RelativePath("a.txt"))
        let reader = try reader(repository)
        for inPlace in [[], Set([path])] {
            let revisions = try reader.read(.revisions("HEAD~1", "HEAD"), inPlace: inPlace).files
            let patched = try reader.read(patch, inPlace: inPlace).files
            for file in [try #require(revisions.first), try #require(patched.first)] {
                #expect(file.standing == (inPlace.isEmpty ? .forApplying : .inPlace))
                let (disk, other) =
                    inPlace.isEmpty ? (file.step.before, file.step.after) : (file.step.after, file.step.before)
                #expect(disk?.bytes == Array(present.utf8))
                let wanted = inPlace.isEmpty ? [10: "ten", 20: "twenty", 25: "mine"] : [25: "mine"]
                #expect(other?.bytes == Array(lines(1...30, wanted).utf8))
            }
            #expect(patched.first?.settledHunks == 1)
        }
        // Into another patch all of it goes.
        let collected = try self.reader(repository, .patch).read(patch).files.first?.step
        #expect(collected?.before?.bytes == Array(lines(1...30, [25: "mine"]).utf8))
        #expect(collected?.after?.bytes == Array(lines(1...30, [10: "ten", 20: "twenty", 25: "mine"]).utf8))
    }

    @Test func theIndexIsATreeOfItsOwn() throws {
        let repository = try Repository(["a.txt": lines(1...30)])
        try repository.write("a.txt", lines(1...30, [3: "staged"]))
        try repository.git("add", "a.txt")
        try repository.write("a.txt", lines(1...30, [3: "staged", 20: "not"]))
        try repository.write("new.txt", "n\n")
        let contents = try reader(repository, .index).read(.workingTree(from: nil), untracked: true)
        #expect(contents.files.map(\.step.path.text) == ["a.txt", "new.txt"])
        #expect(contents.files.allSatisfy { $0.standing == .forApplying })
        #expect(contents.files[0].step.before?.bytes == Array(lines(1...30, [3: "staged"]).utf8))
        let staged = try reader(repository, .index).read(.index(from: "HEAD"))
        #expect(staged.files.map(\.standing) == [.inPlace])
        let commit = try reader(repository, .commit).read(.workingTree(from: "HEAD"))
        #expect(commit.files[0].step.before?.bytes == Array(lines(1...30).utf8))
    }

    @Test func whatIsNoFileIsLeftOutAndSaid() throws {
        let repository = try Repository(["a.txt": "1\n", "link": "x\n", "big": "1\n"])
        try run(["ln", "-sf", "a.txt", "\(repository.root)/link"])
        try run(["rm", "\(repository.root)/a.txt"])
        try run(["mkdir", "\(repository.root)/a.txt"])
        try run(["truncate", "-s", "70M", "\(repository.root)/big"])
        let contents = try reader(repository).read(.workingTree(from: nil))
        #expect(
            contents.leftOut.sorted { $0.name < $1.name } == [
                LeftOutFile(name: "big", reason: .tooLarge(bytes: 70 << 20)),
                LeftOutFile(name: "link", reason: .symbolicLink),
            ])
        // Where a folder stands now, nothing can be taken out or put in.
        #expect(contents.files.map(\.standing) == [.conflict(.folder)])
        let patch = "--- a/../out.txt\n+++ b/../out.txt\n@@ -1 +1 @@\n-a\n+b\n"
        #expect(try read(patch, repository).leftOut.map(\.reason) == [.nameOutside])
    }

    /// An editor's swap and backup files are no changes, before and after the start; what git knows is followed all the same.
    @Test func aWatchLeavesOutTheFilesOfEditors() throws {
        let repository = try Repository(["a.txt": "1\n", "kept.txt~": "1\n"])
        try repository.write("sub/.a.txt.swp", "swap")
        try repository.write("kept.txt~", "2\n")
        let watch = try WatchBase(try reader(repository))
        try run(["rm", "\(repository.root)/sub/.a.txt.swp"])
        try repository.write("kept.txt~", "3\n")
        for name in ["b.txt~", ".#a.txt", "#a.txt#", "4913", ".a.txt.swx", ".swp", "a.swp", "new.txt", ".env"] {
            try repository.write(name, "new\n")
        }
        let steps = try watch.steps(try watch.candidates() + [try #require(RelativePath("sub/.a.txt.swp"))])
        #expect(Set(steps.map(\.path.text)) == ["kept.txt~", ".swp", "a.swp", "new.txt", ".env"])
        #expect(steps.first { $0.path.text == "kept.txt~" }?.before == FileState(bytes: Array("2\n".utf8)))
    }

    @Test func twoFoldersAreComparedWithoutGit() throws {
        let folder = try TemporaryFolder()
        try folder.write("old/a.txt", "1\n")
        try folder.write("old/gone.txt", "1\n")
        try folder.write("new/a.txt", "2\n")
        try folder.write("new/sub/b.txt", "n\n")
        let compared = try ComparedFolders(old: "\(folder.path)/old", new: "\(folder.path)/new")
        #expect(compared.steps.map(\.path.text) == ["a.txt", "gone.txt", "sub/b.txt"])
        let one = try ComparedFolders(old: "/dev/null", new: "\(folder.path)/new/a.txt")
        #expect(one.steps.first?.before == nil && one.root.hasSuffix("/new"))
        #expect(throws: FileError.self) {
            try ComparedFolders(old: "\(folder.path)/old/a.txt", new: "\(folder.path)/new")
        }
        #expect(throws: FileError.self) { try ComparedFolders(old: "\(folder.path)/none", new: "\(folder.path)/none") }
    }
}
