// The names of a project's files: which there are with git and without, and how they answer while they are being read.

import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct ProjectFilesTests {
    private func git(in project: Project, _ words: String...) throws {
        let outcome = try run(
            ["git"] + words, in: project.root, input: [],
            environment: ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
    }

    @Test func gitSaysWhichFilesThereAre() async throws {
        let project = try Project()
        try git(in: project, "init", "-q")
        try project.write("kept.swift", "a")
        try project.write(".gitignore", "*.log\nbuild/\n")
        try project.write("noise.log", "a")
        try project.write("build/made.swift", "a")
        try project.write("src/staged.swift", "a")
        try git(in: project, "add", "src/staged.swift")
        let files = ProjectFiles(project: try project.open(), environment: Folders.environment())
        // Nothing is known before it is read, and that is said.
        #expect(files.best("", limit: 50) == (paths: [], soFar: 0))
        await files.read {}
        let all = files.best("", limit: 50)
        #expect(Set(all.paths) == [".gitignore", "kept.swift", "src/", "src/staged.swift"])
        #expect(all.soFar == nil)
        // What came since is there after the next reading.
        try project.write("new.swift", "a")
        await files.read {}
        #expect(files.best("new", limit: 5).paths == ["new.swift"])
    }

    @Test func aGuardedWalkWithoutGit() async throws {
        let project = try Project()
        try project.write("a.txt", "a")
        try project.write("deep/er/b.txt", "a")
        try project.write("node_modules/c.txt", "a")
        let files = ProjectFiles(project: try project.open(), environment: Folders.environment())
        await files.read {}
        #expect(Set(files.best("", limit: 50).paths) == ["a.txt", "deep/", "deep/er/", "deep/er/b.txt"])
        #expect(files.best("btxt", limit: 50).paths == ["deep/er/b.txt"])
    }

    @Test func stagedFilesCountAndRemovedOnesDoNot() async throws {
        let project = try Project()
        try project.write("old.swift", "a")
        let files = ProjectFiles(project: try project.open(), environment: Folders.environment())
        await files.read {}
        #expect(files.best("swift", limit: 5, added: ["New.swift"]).paths.contains("New.swift"))
        #expect(files.best("old", limit: 5, removed: ["old.swift"]).paths.isEmpty)
        #expect(files.best("zz", limit: 5, added: ["New.swift"]).paths.isEmpty)
    }

    @Test func manyNamesAreTakenInWhileTheyAnswer() async throws {
        let project = try Project()
        try git(in: project, "init", "-q")
        for folder in 0..<20 {
            for file in 0..<100 { try project.write("d\(folder)/file\(file).txt", "") }
        }
        let files = ProjectFiles(project: try project.open(), environment: Folders.environment())
        await files.read {}
        let found = files.best("d7file42", limit: 50)
        #expect(found.paths.first == "d7/file42.txt" && found.soFar == nil)
    }
}
