// Commands in a throwaway copy: they see what is staged, the disk stays as it was, and what they change is proposed.
import ChangeReview
import Glibc
import JSON
import Storage
import TaskMachine
import TestSupport
import Testing

@testable import Workspace

@Suite(.serialized) struct ThrowawayCopyTests {
    let project: Project
    let copy: ThrowawayCopy
    let tools: ToolBox

    init() throws {
        project = try Project([
            "Makefile": "check:\n\tgrep -q fixed src/a.txt && echo ok > built.o\n", "src/a.txt": "broken\n",
            "src/b.txt": "b  b\n", ".gitignore": "*.o\nnode_modules\n", "node_modules/x/index.js": "x\n",
        ])
        let folder = try project.open()
        copy = ThrowawayCopy(project: folder, folders: project.folders, environment: Folders.environment())
        tools = ToolBox(project: folder, environment: Folders.environment(), copy: copy)
    }

    func initialise() throws {
        try run(["git", "init", "-q"], in: project.root)
        try run(["git", "add", "."], in: project.root)
        try run(["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "first"], in: project.root)
    }

    func staged(_ files: [String: String?]) throws -> StagedFiles {
        var states: [RelativePath: FileState?] = [:]
        var bases: [RelativePath: FileState?] = [:]
        for (name, text) in files {
            states[try path(name)] = .some(text.map { file($0) })
            bases[try path(name)] = .some(project.exists(name) ? file(try project.text(name)) : nil)
        }
        return StagedFiles(states: states, bases: bases)
    }

    func command(_ line: String, _ staged: StagedFiles = StagedFiles()) async -> ToolResult {
        await tools.execute(
            ToolCall(id: "1", action: "run_terminal", arguments: ["command": .string(line)]), staged: staged,
            permit: ToolPermit(place: .copy))
    }

    let said = "[run in a throwaway copy of the project that holds the staged files; the project is as it was]\n"

    /// The agent edits, `make check` sees the edit, the disk is untouched.
    @Test func aCommandSeesWhatIsStaged() async throws {
        try initialise()
        let before = try project.tree()
        #expect(await command("make check").exitStatus == 2)
        let edited = try staged(["src/a.txt": "fixed\n", "new/n.txt": "n\n", "src/b.txt": nil])
        let result = await command("make check && cat new/n.txt && ls src && pwd", edited)
        #expect(result.exitStatus == 0, "\(result.text)")
        #expect(result.text.contains("\nn\na.txt\n\(project.root)\n"))
        #expect(
            result.text.hasSuffix(
                said + "[not in the copy, since git ignores it or it can be made again: node_modules/]\n"))
        // What git ignores is no proposal.
        #expect(result.proposed.isEmpty)
        #expect(try project.tree() == before)
        // And with nothing staged any more, the copy is the disk again.
        #expect(await command("make check; ls src").text.contains("a.txt\nb.txt\n"))
        #expect(await command("test ! -e new").exitStatus == 0)
    }

    /// git knows no folders; a command may write into one that is empty.
    @Test func anEmptyFolderIsThere() async throws {
        try initialise()
        try makeFolders("\(project.root)/docs")
        let before = try project.tree()
        let result = await command("echo x > docs/y; ls docs", try staged(["src/a.txt": "fixed\n"]))
        #expect(result.exitStatus == 0 && result.text.contains("\ny\n"), "\(result.text)")
        #expect(!result.text.contains("docs/]"))
        #expect(result.proposed == [try step("docs/y", nil, "x\n")])
        #expect(try project.tree() == before)
    }

    /// A formatter in the copy comes back as staged changes, over what was staged before.
    @Test func whatACommandChangesIsProposed() async throws {
        try initialise()
        let before = try project.tree()
        let edited = try staged(["src/a.txt": "x  y\n"])
        let result = await command(
            "sed -i 's/  / /' src/a.txt src/b.txt; rm Makefile; echo n > src/new.txt; chmod +x src/b.txt", edited)
        #expect(
            result.proposed == [
                try step("Makefile", try project.text("Makefile"), nil),
                try step("src/a.txt", "broken\n", "x y\n"),
                FileStep(path: try path("src/b.txt"), before: file("b  b\n"), after: file("b b\n", isExecutable: true)),
                try step("src/new.txt", nil, "n\n"),
            ])
        #expect(result.action == "run_terminal")
        #expect(
            result.text.contains(
                "[changed by the command, and staged for review:\nD Makefile +0 -2\nM src/a.txt +1 -1\n"
                    + "M src/b.txt +1 -1\nA src/new.txt +1 -0]\n"))
        #expect(try project.tree() == before)
        // Accepted or not, it is told once: here all of it was staged.
        let all = try staged(["Makefile": nil, "src/a.txt": "x y\n", "src/b.txt": "b b\n", "src/new.txt": "n\n"])
        #expect(await command("true", all).proposed.isEmpty)
        // Rejected: gone from the copy too.
        let none = await command("cat src/b.txt; ls src; test -e Makefile")
        #expect(none.text.contains("b  b\na.txt\nb.txt\n") && none.exitStatus == 0 && none.proposed.isEmpty)
    }

    @Test func gitWorksAndTheRepositoryIsNotTouched() async throws {
        try initialise()
        let before = try run(["sh", "-c", "find .git -type f | sort | xargs cksum"], in: project.root).text
        let result = await command(
            "git status --short && git log --oneline | wc -l && git add -A && "
                + "git -c user.name=a -c user.email=a@b commit -qm second && git log --oneline | wc -l && git gc -q",
            try staged(["src/a.txt": "fixed\n"]))
        #expect(result.exitStatus == 0, "\(result.text)")
        #expect(result.text.contains("\n M src/a.txt\n1\n2\n"), "\(result.text)")
        #expect(result.text.hasSuffix("[\(ThrowawayCopy.lostCommits)]\n"))
        let looked = await command("git log --oneline | wc -l; git status --short; git gc -q")
        #expect(!looked.text.contains(ThrowawayCopy.lostCommits), "\(looked.text)")
        #expect(await command("git tag v1").text.contains(ThrowawayCopy.lostCommits))
        #expect(try run(["sh", "-c", "find .git -type f | sort | xargs cksum"], in: project.root).text == before)
        // The user's own commit is there the next time.
        try run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "own", "--allow-empty"],
            in: project.root)
        #expect(await command("git log --format=%s").text.contains("\nown\nfirst\n"))
    }

    @Test func furtherWorkingTreesAreRepositoriesToo() async throws {
        try initialise()
        let tree = "\(project.folder.path)/further"
        try run(["git", "worktree", "add", "-q", tree], in: project.root)
        let folder = try ProjectFolder(tree, folders: project.folders)
        let copy = ThrowawayCopy(project: folder, folders: project.folders, environment: Folders.environment())
        let tools = ToolBox(project: folder, environment: Folders.environment(), copy: copy)
        let result = await tools.execute(
            ToolCall(id: "1", action: "run_terminal", arguments: ["command": "git branch --show-current"]),
            staged: StagedFiles(), permit: ToolPermit(place: .copy))
        #expect(result.text.contains("\nfurther\n"), "\(result.text)")
    }

    @Test func withoutGitWhatIsBuiltStaysBehind() async throws {
        let result = await command("mkdir -p target; echo x > target/out; printf 'a\\0' > program; echo t > text")
        #expect(result.proposed == [try step("text", nil, "t\n")])
        #expect(result.text.contains("[1 new binary files are not taken over; no git says what is made here]\n"))
    }

    /// A command can't reach the user's files through the copy: not by a link of the project, not by one that it puts
    /// in the way of the next update, not by the project's own path.
    @Test func linksLeadNowhere() async throws {
        try initialise()
        symlink("\(project.root)/src/a.txt", "\(project.root)/link")
        symlink("/etc/hostname", "\(project.root)/outside")
        let before = try project.text("src/a.txt")
        #expect(await command("echo through > link; cd \(project.root) && echo past > src/b.txt").exitStatus == 0)
        #expect(try project.text("src/a.txt") == before && project.text("src/b.txt") == "b  b\n")
        let result = await command("rm -r src && d='\(project.folder.path)' && ln -s $d/root/src src; ls outside")
        #expect(result.exitStatus == 2)
        #expect(result.text.contains("[not in the copy, since these links lead out of the project: outside]\n"))
        // The update replaces the link by a folder, and does not write through it.
        try project.write("src/b.txt", "own\n")
        _ = await command("cat src/b.txt", try staged(["src/a.txt": "staged\n"]))
        #expect(try project.text("src/a.txt") == before && project.text("src/b.txt") == "own\n")
    }

    @Test func tooLargeIsAnError() async throws {
        var limits = ThrowawayCopy.Limits()
        limits.files = 2
        let folder = try project.open()
        let small = ToolBox(
            project: folder, environment: Folders.environment(),
            copy: ThrowawayCopy(
                project: folder, folders: project.folders, environment: Folders.environment(), limits: limits))
        let result = await small.execute(
            ToolCall(id: "1", action: "run_terminal", arguments: ["command": "touch ran"]), staged: StagedFiles(),
            permit: ToolPermit(place: .copy))
        #expect(!result.succeeded)
        #expect(
            result.text.hasPrefix(
                "no throwaway copy of this project is made: it has 4 files, and 2 is the limit.\nNothing was run."))
    }

    /// Where blocks are shared, what git ignores comes along.
    @Test func sharedBlocksBringEverything() async throws {
        try initialise()
        let folder = try project.open()
        let copy = ThrowawayCopy(
            project: folder, folders: project.folders, environment: Folders.environment(), cloning: CopyingClones())
        let tools = ToolBox(project: folder, environment: Folders.environment(), copy: copy)
        let result = await tools.execute(
            ToolCall(
                id: "1", action: "run_terminal", arguments: ["command": "cat node_modules/x/index.js; git status -s"]),
            staged: try staged(["src/a.txt": "fixed\n"]), permit: ToolPermit(place: .copy))
        #expect(result.text.contains(" ms\nx\n M src/a.txt\n"), "\(result.text)")
        #expect(!result.text.contains("not in the copy"))
    }

    /// The user saved the file in an editor while the command ran: a proposal would take that back.
    @Test func whatTheUserChangedMeanwhileIsTheirs() async throws {
        try initialise()
        let result = await command(
            "echo c >> src/b.txt; echo c >> src/a.txt; d='\(project.folder.path)'; echo own > \"$d/root/src/b.txt\"")
        #expect(result.proposed == [try step("src/a.txt", "broken\n", "broken\nc\n")])
        #expect(
            result.text.contains(
                "[src/b.txt changed on disk meanwhile; what the command made of it is not taken over]\n"))
        #expect(try project.text("src/b.txt") == "own\n")
        #expect(await command("cat src/b.txt").text.contains("\nown\n"))
    }

    @Test func copiesGoAwayAndStaleOnesToo() async throws {
        let copies = "\(project.folders.cache)/copies"
        #expect(await command("true").succeeded)
        #expect(try run(["ls", copies]).text.split(separator: "\n").count == 1)
        // Held by this program: not stale.
        #expect(try ThrowawayCopy.removeStale(project.folders) == 0)
        #expect(await command("cat src/a.txt").text.contains("broken"))
        await copy.remove()
        #expect(try run(["ls", copies]).text.isEmpty)
        // Left by one that is gone.
        try project.folder.write("cache/copies/0-1-1/lock", "1\n")
        try project.folder.write("cache/copies/0-1-1/tree/x/y", "")
        #expect(try ThrowawayCopy.removeStale(project.folders) == 0)
        #expect(try run(["ls", copies]).text.isEmpty)
        #expect(await command("cat src/a.txt").text.contains("broken"))
    }

    @Test func modesAndTimesAreThoseOfTheProject() async throws {
        try project.write("run.sh", "echo ran\n")
        chmod("\(project.root)/run.sh", 0o755)
        try run(["touch", "-d", "2001-02-03 04:05:06", "\(project.root)/src/a.txt"])
        let result = await command("./run.sh; stat -c %Y src/a.txt; test src/b.txt -nt src/a.txt && echo newer")
        let time = try run(["stat", "-c", "%Y", "\(project.root)/src/a.txt"]).text
        #expect(result.text.contains("\nran\n\(time)newer\n"), "\(result.text)")
    }

    @Test func aCancelledCommandProposesNothing() async throws {
        let result = await withTaskGroup(of: ToolResult.self) { tasks in
            tasks.addTask { await command("echo x > src/a.txt; touch begun; sleep 1000") }
            _ = try? await eventually("the command") {
                let found = try run(["sh", "-c", "ls \(project.folders.cache)/copies/*/tree/*/begun"])
                return found.status == 0 ? true : nil
            }
            tasks.cancelAll()
            return await tasks.next()
        }
        let text = try #require(result)
        #expect(text.text.hasPrefix("cancelled after ") && text.proposed.isEmpty)
        #expect(await command("cat src/a.txt; ls").text.contains("broken\nMakefile\nsrc\n"))
    }
}

/// Stands for a file system that shares blocks.
private struct CopyingClones: FileCloning {
    func clone(_ source: borrowing Descriptor, to target: borrowing Descriptor) -> Bool {
        do {
            try copyBytes(source, to: target, name: "")
            return true
        } catch {
            return false
        }
    }
}
