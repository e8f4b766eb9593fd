// Copies where something may not be read or written: what can't be done is told, and nobody's rights are changed.
import Glibc
import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct CopyRightsTests {
    /// Runs it with the rights of a user who is not root: root may do everything. They are the thread's own
    /// (setfsuid(2)), so nothing may wait in it.
    func withoutRights<Result>(in folder: TemporaryFolder, _ body: () throws -> Result) throws -> Result {
        guard geteuid() == 0 else { return try body() }
        try run(["chown", "-hR", "65534", folder.path])
        let symbol = try #require(dlsym(nil, "setfsuid"))
        let setRights = unsafeBitCast(symbol, to: (@convention(c) (UInt32) -> Int32).self)
        _ = setRights(65534)
        defer { _ = setRights(0) }
        return try body()
    }

    func mode(_ path: String) -> UInt32 {
        var raw = stat()
        return lstat(path, &raw) == 0 ? UInt32(raw.st_mode & 0o7777) : 0
    }

    @Test func removalChangesNoFileBehindALink() throws {
        let folder = try TemporaryFolder()
        try folder.write("own.txt", "own\n")
        chmod("\(folder.path)/own.txt", 0o440)
        try folder.write("tree/closed/inner/a.txt", "")
        symlink("\(folder.path)/own.txt", "\(folder.path)/tree/closed/link")
        for name in ["tree/closed/inner", "tree/closed", "tree"] { chmod("\(folder.path)/\(name)", 0o555) }
        try withoutRights(in: folder) { removeTree("\(folder.path)/tree") }
        #expect(mode("\(folder.path)/own.txt") == 0o440)
        #expect(!folder.exists("tree"))
    }

    @Test func halfARepositoryIsNone() throws {
        let project = try Project(["a.txt": "a\n"])
        try run(["git", "init", "-q"], in: project.root)
        try project.folder.write("copy/a.txt", "a\n")
        chmod("\(project.root)/.git/refs", 0)
        let reason = try withoutRights(in: project.folder) {
            try CopiedRepository(root: project.root)?.copy(to: CopiedTree("\(project.folder.path)/copy"))
        }
        #expect(reason == .some("\(project.root)/.git/refs/ of it can't be listed (Permission denied)"))
        #expect(!project.folder.exists("copy/.git"))
        chmod("\(project.root)/.git/refs", 0o755)
        chmod("\(project.root)/.git/description", 0)
        let unread = try withoutRights(in: project.folder) {
            try CopiedRepository(root: project.root)?.copy(to: CopiedTree("\(project.folder.path)/copy"))
        }
        #expect(unread == .some("description of it can't be read"))
        chmod("\(project.root)/.git/config", 0)
        #expect(throws: FileError.self) {
            try withoutRights(in: project.folder) {
                try CopiedRepository(root: project.root)?.copy(to: CopiedTree("\(project.folder.path)/copy"))
            }
        }
    }

    @Test func copiesThatStayAreCounted() throws {
        let project = try Project()
        try project.folder.write("cache/copies/0-1-1/lock", "1\n")
        try project.folder.write("cache/copies/0-1-2/lock", "1\n")
        chmod("\(project.folders.cache)/copies/0-1-1", 0)
        #expect(try withoutRights(in: project.folder) { try ThrowawayCopy.removeStale(project.folders) } == 1)
        #expect(try run(["ls", "\(project.folders.cache)/copies"]).text == "0-1-1\n")
    }
}
