// The face of git beside git itself, in real repositories.
import ChangeReview
import Storage
import TestSupport
import Testing

@testable import Workspace

/// A repository in a temporary folder.
struct Repository {
    let folder: TemporaryFolder
    var root: String { "\(folder.path)/r" }

    init(_ files: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        try makeFolders(root)
        try git("init", "-q", "-b", "main")
        try git("config", "user.name", "A Reviewer")
        try git("config", "user.email", "reviewer@example.org")
        guard !files.isEmpty else { return }
        for (name, text) in files { try write(name, text) }
        try git("add", "-A")
        try git("commit", "-q", "-m", "first")
    }

    @discardableResult
    func git(_ words: String..., input: [UInt8] = []) throws -> String {
        let outcome = try run(
            ["git"] + words, in: root, input: input,
            environment: ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"])
        guard outcome.status == 0 else { throw GitRefused(words: words, errors: outcome.errorText) }
        return outcome.text
    }

    func write(_ name: String, _ text: String) throws { try folder.write("r/\(name)", text) }
    func open(_ below: String = "") throws -> GitRepository {
        try GitRepository(folder: "\(root)/\(below)", environment: variables)
    }
    var variables: [String: String] {
        Folders.environment().merging(["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"]) { $1 }
    }

    struct GitRefused: Error {
        let words: [String]
        let errors: String
    }
}

private func state(_ text: String, _ isExecutable: Bool = false) -> FileState {
    FileState(bytes: Array(text.utf8), isExecutable: isExecutable)
}

@Suite struct GitRepositoryTests {
    @Test func theRootIsFoundFromBelow() throws {
        let repository = try Repository(["a/b/c.txt": "1\n"])
        let real = try realPath(repository.root)
        #expect(try repository.open("a/b").root == real)
        #expect(
            try repository.open().revision("HEAD")
                == repository.git("rev-parse", "HEAD^{tree}").split(separator: "\n").map(String.init).first)
        #expect(try repository.open().revision("nonsense") == nil)
        #expect(try repository.open().revision("--all") == nil)
    }

    @Test func whereThereIsNoRepositoryIsSaid() throws {
        let folder = try TemporaryFolder()
        let variables = ["PATH": "/usr/bin:/bin", "GIT_CEILING_DIRECTORIES": "/"]
        #expect(throws: GitFailure.noRepository(folder.path)) {
            try GitRepository(folder: folder.path, environment: variables)
        }
    }

    @Test func everyComparisonNamesTheFilesThatGitNames() throws {
        let repository = try Repository(["a.txt": "1\n", "gone.txt": "x\n", "run.sh": "#!\n", "b c.txt": "b\n"])
        try repository.write("a.txt", "2\n")
        try repository.git("add", "a.txt")
        try repository.write("a.txt", "3\n")
        try repository.git("rm", "-q", "gone.txt")
        try repository.git("update-index", "--chmod=+x", "run.sh")
        try repository.write("é new.txt", "n\n")
        let git = try repository.open()
        func names(_ comparison: GitComparison, _ paths: [String] = []) throws -> [String] {
            try git.differences(comparison, paths: paths).compactMap { $0.path?.text }
        }
        #expect(try names(.workingTree(from: nil)) == ["a.txt", "run.sh"])
        #expect(try names(.workingTree(from: "HEAD")) == ["a.txt", "gone.txt"])
        #expect(try names(.index(from: "HEAD")) == ["a.txt", "gone.txt", "run.sh"])
        #expect(try names(.index(from: "HEAD"), ["run.sh"]) == ["run.sh"])
        #expect(try names(.commit("HEAD")) == ["a.txt", "b c.txt", "gone.txt", "run.sh"])
        #expect(try git.untracked().map { String(decoding: $0, as: UTF8.self) } == ["é new.txt"])
        #expect(throws: GitFailure.unknownRevision("no-such")) { try git.differences(.workingTree(from: "no-such")) }
        try repository.git("commit", "-q", "-m", "second")
        #expect(try names(.revisions("HEAD~1", "HEAD")) == ["a.txt", "gone.txt", "run.sh"])
        #expect(try names(.sinceMergeBase("HEAD~1", "HEAD")) == ["a.txt", "gone.txt", "run.sh"])
        let run = try #require(try git.differences(.commit("HEAD")).last)
        #expect(run.old?.isExecutable == false && run.new?.isExecutable == true)
    }

    @Test func aRepositoryWithoutACommitHasAnIndex() throws {
        let repository = try Repository()
        try repository.write("a.txt", "1\n")
        try repository.git("add", "a.txt")
        let found = try repository.open().differences(.index(from: "HEAD"))
        #expect(found.map(\.path?.text) == ["a.txt"] && found[0].old == nil)
    }

    @Test func contentsAreWhatACheckoutWrites() throws {
        let repository = try Repository([
            "plain.txt": "a\nb\n", "dos.txt": "a\nb\n", "id.c": "$Id$\n",
            "big.bin": String(repeating: "x", count: 70_000),
            ".gitattributes": "dos.txt text eol=crlf\nid.c ident\n*.up filter=up\n", "word.up": "quiet\n", "empty": "",
        ])
        try repository.git("config", "filter.up.smudge", "tr a-z A-Z")
        try repository.git("config", "filter.up.clean", "tr A-Z a-z")
        let git = try repository.open()
        let paths = try ["plain.txt", "dos.txt", "id.c", "big.bin", "word.up", "empty"].map {
            try #require(RelativePath($0))
        }
        let states = try git.states(try git.committed(paths, in: "HEAD"))
        for path in paths {
            try repository.git("rm", "-q", "--cached", path.text)
            try run(["rm", "\(repository.root)/\(path.text)"])
            try repository.git("checkout", "-q", "HEAD", "--", path.text)
            #expect(states[path]?.bytes == (try repository.folder.read("r/\(path.text)")), "\(path.text)")
        }
        #expect(states[paths[1]] == state("a\r\nb\r\n"))
        #expect(states[paths[4]] == state("QUIET\n"))
        let ids = try git.committed([paths[3]], in: "HEAD").compactMap { $1.id }
        #expect(
            try git.contents(of: [GitBlobName(id: ids[0], path: paths[3])], limit: 60_000).values.first
                == .tooLarge(bytes: 70_000))
        let missing = GitBlobName(id: String(repeating: "1", count: 40), path: paths[0])
        #expect(try git.contents(of: [missing])[missing] == .missing)
    }

    /// An attribute without a value shifts nothing that is said behind it.
    @Test func anEmptyAttributeIsNoEnd() throws {
        let repository = try Repository([
            ".gitattributes": "[attr]empty x=\n*.txt x= y= eol=crlf\nplain.txt x= -text !eol\n", "a.txt": "a\n",
            "b.txt": "b\n", "plain.txt": "p\n",
        ])
        #expect(try repository.git("check-attr", "x", "a.txt") == "a.txt: x: \n")
        let git = try repository.open()
        let paths = try ["a.txt", "b.txt", "plain.txt"].map { try #require(RelativePath($0)) }
        let states = try git.states(try git.committed(paths, in: "HEAD"))
        #expect(paths.map { states[$0] } == [state("a\r\n"), state("b\r\n"), state("p\n")])
    }

    @Test func theIndexTakesStatesAndGivesThemBack() throws {
        let repository = try Repository(["a.txt": "1\n", "gone.txt": "x\n", "d.txt": "a\r\n"])
        try repository.write("a.txt", "on disk\n")
        let git = try repository.open()
        let paths = try ["a.txt", "gone.txt", "new/deep.sh"].map { try #require(RelativePath($0)) }
        let before = try git.indexed(paths)
        #expect(before.count == 2)
        let after = try git.stage(
            [paths[0]: state("2\n"), paths[1]: nil, paths[2]: state("#!\n", true)], expecting: before)
        #expect(try repository.git("show", ":a.txt") == "2\n")
        #expect(try repository.git("diff", "--cached", "--name-status") == "M\ta.txt\nD\tgone.txt\nA\tnew/deep.sh\n")
        #expect(try repository.git("ls-files", "-s", "new/deep.sh").hasPrefix("100755"))
        #expect(try repository.folder.text("r/a.txt") == "on disk\n")
        // Somebody else was there: nothing is done.
        #expect(throws: GitFailure.indexChanged(["a.txt"])) {
            try git.stage([paths[0]: state("3\n")], expecting: [:])
        }
        #expect(try repository.git("show", ":a.txt") == "2\n")
        var back: [RelativePath: GitSide?] = [:]
        for path in paths { back.updateValue(before[path], forKey: path) }
        try git.replace(back, expecting: after)
        #expect(try repository.git("diff", "--cached", "--name-status") == "")
    }

    @Test func aFolderMayTakeAFilesPlaceInTheIndex() throws {
        let repository = try Repository(["a": "1\n"])
        let git = try repository.open()
        let (file, below) = (try #require(RelativePath("a")), try #require(RelativePath("a/b")))
        try git.stage([file: nil, below: state("2\n")], expecting: try git.indexed([file]))
        #expect(try repository.git("ls-files") == "a/b\n")
    }

    @Test func manyBlobsArriveWhole() throws {
        var files: [String: String] = [:]
        for number in 0..<400 { files["f\(number).txt"] = String(repeating: "\(number)\n", count: number) }
        let repository = try Repository(files)
        let git = try repository.open()
        let paths = try files.keys.map { try #require(RelativePath($0)) }
        let states = try git.states(try git.indexed(paths))
        #expect(states.count == 400)
        for (path, found) in states { #expect(found == state(files[path.text] ?? "?")) }
    }
}
