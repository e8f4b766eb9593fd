// A real project in a temporary folder, with a state folder beside it.
import ChangeReview
import FileDoubles
import Glibc
import Storage
import TestSupport

@testable import Workspace

/// A project for one test.
struct Project {
    let folder: TemporaryFolder
    let name: String
    var root: String { "\(folder.path)/\(name)root" }
    var stateHome: String { "\(folder.path)/\(name)state" }
    var folders: Folders {
        Folders(state: stateHome, config: "\(folder.path)/config", cache: "\(folder.path)/cache")
    }

    /// - Parameter folder: one for several projects, with a name for each: quicker than a folder for each.
    init(_ files: [String: String] = [:], in folder: TemporaryFolder? = nil, name: String = "") throws {
        self.folder = try folder ?? TemporaryFolder()
        self.name = name
        try makeFolders(root)
        for (name, text) in files { try write(name, text) }
    }

    func open(
        _ files: any FileOperations = InterceptedFiles(), limits: Journal.Limits = Journal.Limits()
    ) throws -> ProjectFolder {
        try ProjectFolder(root, folders: folders, files: files, limits: limits)
    }

    func write(_ name: String, _ text: String) throws { try folder.write("\(self.name)root/\(name)", text) }
    func text(_ name: String) throws -> String { try folder.text("\(self.name)root/\(name)") }
    func exists(_ name: String) -> Bool { folder.exists("\(self.name)root/\(name)") }

    func mode(_ name: String) -> UInt32 {
        var raw = stat()
        return lstat("\(root)/\(name)", &raw) == 0 ? UInt32(raw.st_mode & 0o7777) : 0
    }

    /// Every file below the root with its contents and executable bit, and every folder with `/`.
    func tree() throws -> [String: FileState] {
        var tree: [String: FileState] = [:]
        func visit(_ prefix: String) throws {
            let folder = try Descriptor(folder: "\(root)/\(prefix)")
            for entry in try listEntries(folder, label: prefix) {
                let path = prefix + String(decoding: entry.name, as: UTF8.self)
                if entry.kind == .folder {
                    tree[path + "/"] = FileState(bytes: [])
                    try visit(path + "/")
                } else {
                    tree[path] = FileState(
                        bytes: try readFile("\(root)/\(path)"), isExecutable: mode(path) & 0o100 != 0)
                }
            }
        }
        try visit("")
        return tree
    }
}

func path(_ text: String) throws -> RelativePath {
    guard let path = RelativePath(text) else { throw BadPath(text: text) }
    return path
}

struct BadPath: Error { var text: String }
struct WaitedInVain: Error { var what: String }

func file(_ text: String, isExecutable: Bool = false) -> FileState {
    FileState(bytes: Array(text.utf8), isExecutable: isExecutable)
}

func step(_ name: String, _ before: String?, _ after: String?) throws -> FileStep {
    FileStep(path: try path(name), before: before.map { file($0) }, after: after.map { file($0) })
}

/// Asks again until `condition` gives a value, without keeping a thread: there may be as few as two for all tests.
func eventually<Value>(_ what: String, _ condition: () throws -> Value?) async throws -> Value {
    let deadline = monotonicSeconds() + 60
    var asked = 0
    while true {
        asked += 1
        // Where others have all the threads a pause may be a minute, and what is waited for may need to be asked for
        // twice: time alone does not say that it was in vain.
        let isLast = monotonicSeconds() >= deadline && asked > 50
        if let value = try condition() { return value }
        if isLast { throw WaitedInVain(what: what) }
        try await Task.sleep(for: .milliseconds(10))
    }
}
