// No way leads from a copy to the user's files: not by a link, not by another name of the root, not by a `..`.
import ChangeReview
import Glibc
import JSON
import Storage
import TaskMachine
import TestSupport
import Testing

@testable import Workspace

@Suite struct CopyRouteTests {
    let project: Project
    let alias: String
    let tools: ToolBox

    init() throws {
        project = try Project(["src/a.txt": "a\n", "src/b.txt": "b\n"])
        alias = "\(project.folder.path)/alias"
        symlink(project.root, alias)
        try project.folder.write("other/o.txt", "other\n")
        let folder = try project.open()
        var variables = Folders.environment()
        variables["HOME"] = project.folder.path
        let copy = ThrowawayCopy(project: folder, folders: project.folders, environment: variables)
        tools = ToolBox(project: folder, environment: variables, copy: copy)
    }

    func command(_ line: String) async -> ToolResult {
        await tools.execute(
            ToolCall(id: "1", action: "run_terminal", arguments: ["command": .string(line)]), staged: StagedFiles(),
            permit: ToolPermit(place: .copy))
    }

    func expectUntouched() throws {
        #expect(try project.text("src/a.txt") == "a\n")
        #expect(try project.text("src/b.txt") == "b\n")
        #expect(try project.folder.text("other/o.txt") == "other\n")
        #expect(!project.exists("new.txt"))
    }

    @Test(arguments: ["alias/src/a.txt", "root/src/a.txt", "other/../alias/src/../src/a.txt"])
    func fullLinksLeadIntoTheCopy(_ target: String) async throws {
        symlink("\(project.folder.path)/\(target)", "\(project.root)/link")
        symlink("link", "\(project.root)/second")
        let result = await command("echo through > second; cat src/a.txt")
        #expect(result.text.contains("\nthrough\n"), "\(result.text)")
        #expect(result.proposed.map(\.path.text) == ["src/a.txt"])
        try expectUntouched()
    }

    @Test func linksWithDotsLeadIntoTheCopy() async throws {
        symlink("../root/src/a.txt", "\(project.root)/around")
        symlink("../alias/new.txt", "\(project.root)/missing")
        symlink("../src/b.txt", "\(project.root)/src/near")
        let result = await command("echo through > around; echo n > missing; cat src/a.txt new.txt; readlink src/near")
        #expect(result.text.contains("\nthrough\nn\n../src/b.txt\n"), "\(result.text)")
        try expectUntouched()
    }

    @Test func linksOutOfTheProjectAreNotMade() async throws {
        symlink("../other/o.txt", "\(project.root)/out")
        symlink("\(project.folder.path)/other", "\(project.root)/src/folder")
        symlink("out", "\(project.root)/second")
        let result = await command("echo through > second; echo through > out; echo through > src/folder/o.txt; true")
        #expect(
            result.text.contains(
                "[not in the copy, since these links lead out of the project: out, second, src/folder]\n"),
            "\(result.text)")
        // What stands in their places is not taken over.
        #expect(result.proposed.isEmpty)
        #expect(result.text.contains("[2 symbolic links that it made or changed are not taken over]\n"))
        try expectUntouched()
    }

    @Test(arguments: ["alias", "root/../alias", "other/../root", "alias/src/..", "root/src/../../root"])
    func fullPathsLeadIntoTheCopy(_ name: String) async throws {
        let folder = "\(project.folder.path)/\(name)"
        let result = await command("cd \(folder)/src && echo past > a.txt; echo past > '\(folder)/new.txt'")
        #expect(result.proposed.map(\.path.text) == ["src/a.txt", "new.txt"], "\(result.text)")
        try expectUntouched()
    }

    @Test(arguments: ["~", "$HOME", "${HOME}"])
    func soDoPathsFromTheHomeFolder(_ home: String) async throws {
        let result = await command("echo past > \(home)/alias/src/a.txt; echo past > \(home)/root/src/b.txt")
        #expect(result.proposed.map(\.path.text) == ["src/a.txt", "src/b.txt"], "\(result.text)")
        try expectUntouched()
    }

    @Test func otherPathsStayAsTheyAre() async throws {
        let line =
            "cat \(project.folder.path)/other/o.txt; echo s/a/b/ /usr/bin \(project.root)2/x ./src/../src >/dev/null"
        let route = CopyRoute(try project.open(), copy: "/copy", home: nil)
        #expect(route.rewritten(line) == line)
        #expect(route.rewritten("ls \(project.root)/") == "ls /copy/")
    }
}
