// A real watch on a real disk: what editors, git and shells do to files is told.
import ChangeReview
import Glibc
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Workspace

@Suite struct FileWatcherTests {
    /// A watch and what it has told.
    final class Told: Sendable {
        let project: Project
        let news = Heard()
        let watcher: FileWatcher

        init(_ project: Project, hasNoInotify: Bool = false) throws {
            self.project = project
            watcher = FileWatcher(
                try project.open(),
                makeInotify: { () throws(FileError) in
                    if hasNoInotify { throw FileError("watch", "files", code: EMFILE) }
                    return try Inotify()
                }, news: { [news] in news.add($0) })
        }

        func files() -> Set<String> { Set(news.list.flatMap(\.files).map(\.text)) }

        func clear() { news.clear() }

        func heard(_ name: String) async throws {
            _ = try await eventually("news of \(name)") { self.files().contains(name) ? true : nil }
        }

        deinit { try? watcher.watch(.nothing) }
    }

    final class Heard: Sendable {
        private let all = Mutex<[WatchNews]>([])
        func add(_ news: WatchNews) { all.withLock { $0.append(news) } }
        func clear() { all.withLock { $0 = [] } }
        var list: [WatchNews] { all.withLock { $0 } }
    }

    @Test func whatHappensToAFileIsTold() async throws {
        let project = try Project(["a/b/c.txt": "one", "a/b/other": "x", "d.txt": "two"])
        let told = try Told(project)
        try told.watcher.watch(.files([try path("a/b/c.txt"), try path("d.txt"), try path("no/file.txt")]))
        // Each is looked at once, for what happened before.
        for name in ["a/b/c.txt", "d.txt", "no/file.txt"] { try await told.heard(name) }

        let root = project.root
        let deeds: [(String, String, () throws -> Void)] = [
            ("written in place", "d.txt", { try project.write("d.txt", "TWO") }),
            ("replaced", "d.txt", { rename("\(root)/a/b/other", "\(root)/d.txt") }),
            ("removed", "d.txt", { unlink("\(root)/d.txt") }),
            ("a folder in its place", "d.txt", { mkdir("\(root)/d.txt", 0o755) }),
            ("its rights", "a/b/c.txt", { chmod("\(root)/a/b/c.txt", 0o755) }),
            ("the folder above renamed", "a/b/c.txt", { rename("\(root)/a", "\(root)/z") }),
            ("and back", "a/b/c.txt", { rename("\(root)/z", "\(root)/a") }),
            ("watched after that as before", "a/b/c.txt", { try project.write("a/b/c.txt", "1") }),
            ("folders gone", "a/b/c.txt", { try run(["rm", "-r", "\(root)/a"]) }),
            ("and made anew", "a/b/c.txt", { try project.write("a/b/c.txt", "2") }),
            ("a link to a folder on the way", "no/file.txt", { symlink("a", "\(root)/no") }),
            (
                "a folder instead", "no/file.txt",
                {
                    unlink("\(root)/no")
                    mkdir("\(root)/no", 0o755)
                }
            ),
            ("the file at last", "no/file.txt", { try project.write("no/file.txt", "3") }),
        ]
        for (deed, name, act) in deeds {
            told.clear()
            try act()
            do { try await told.heard(name) } catch { Issue.record("\(deed): not told") }
        }
        #expect(told.news.list.allSatisfy { $0.folders.isEmpty && !$0.everything })
    }

    @Test func withoutAWatchFilesAreLookedAt() async throws {
        let project = try Project(["a/b.txt": "one", "c.txt": "two"])
        let told = try Told(project, hasNoInotify: true)
        try told.watcher.watch(.files([try path("a/b.txt"), try path("c.txt")]))
        try await told.heard("c.txt")
        told.clear()
        try project.write("a/b.txt", "changed")
        try await told.heard("a/b.txt")
        #expect(!told.files().contains("c.txt"))
        told.clear()
        unlink("\(project.root)/c.txt")
        try await told.heard("c.txt")
    }

    @Test func aWholeTreeWithNewFolders() async throws {
        let project = try Project(["src/main.c": "one", ".git/config": "x", "node_modules/x/y": "z"])
        for hasNoInotify in [false, true] {
            let told = try Told(project, hasNoInotify: hasNoInotify)
            try told.watcher.watch(.tree)
            if hasNoInotify {
                _ = try await eventually("everything") { told.news.list.contains(where: \.everything) ? 1 : nil }
            } else {
                // The tree is watched when the first news of it comes.
                _ = try await eventually("the watch") { () -> Int? in
                    try project.write("src/probe", "x")
                    return told.files().contains("src/probe") ? 1 : nil
                }
            }
            told.clear()
            try project.write("src/main.c", "two \(hasNoInotify)")
            try await told.heard("src/main.c")
            try project.write("new\(hasNoInotify)/deep/file", "x")
            try await told.heard("new\(hasNoInotify)/deep/file")
            try project.write("new\(hasNoInotify)/deep/later", "x")
            try await told.heard("new\(hasNoInotify)/deep/later")
            try project.write(".git/config", "y")
            try project.write("node_modules/x/y", "y")
            unlink("\(project.root)/src/main.c")
            try await told.heard("src/main.c")
            #expect(!told.files().contains { $0.hasPrefix(".git") || $0.hasPrefix("node_modules") })
            try project.write("src/main.c", "one")
        }
    }

    /// Many writes at once are few news.
    @Test func aStormIsToldInOneBreath() async throws {
        let names = (0..<300).map { "f\($0)" }
        let project = try Project(Dictionary(uniqueKeysWithValues: names.map { ($0, "0") }))
        let told = try Told(project)
        try told.watcher.watch(.files(try names.map { try path($0) }))
        try await told.heard("f299")
        told.clear()
        for round in 0..<5 {
            for name in names { try project.write(name, "\(round)") }
        }
        try await told.heard("f299")
        _ = try await eventually("all of them") { told.files().count == 300 ? 1 : nil }
        #expect(told.news.list.count < 100)
    }

    /// With nothing to watch there is no thread; and it comes back.
    @Test func theThreadEndsWithTheWish() async throws {
        let project = try Project(["a": "1"])
        let told = try Told(project)
        for _ in 0..<3 {
            try told.watcher.watch(.files([try path("a")]))
            try await told.heard("a")
            told.clear()
            try told.watcher.watch(.files([]))
            _ = try await eventually("no thread") { told.watcher.isWatching ? nil : 1 }
        }
    }
}
