// What a watch makes of notices: events in, orders out.
import ChangeReview
import Glibc
import TestSupport
import Testing

@testable import Workspace

@Suite struct WatchingTests {
    func folder(_ text: String = "") throws -> WatchedFolder {
        text.isEmpty ? .root : WatchedFolder(path: try path(text))
    }

    func notice(_ watch: Int32, _ name: String, isFolder: Bool = false, isEnd: Bool = false) -> Notice {
        Notice(watch: watch, name: Array(name.utf8), isFolder: isFolder, isEnd: isEnd)
    }

    func opened(_ text: String, _ watch: Int32) throws -> Watching.Event {
        .opened(try folder(text), watch: watch, folders: [], files: [], isNews: false)
    }

    /// Watching `a/b/c.txt` and `d.txt`, told what there was to tell at first.
    func begun() throws -> Watching {
        var watching = Watching()
        #expect(
            watching.handle(.aimed(.files([try path("a/b/c.txt"), try path("d.txt")]))) == [
                .open(try folder(), lists: false, isNews: false), .open(try folder("a"), lists: false, isNews: false),
                .open(try folder("a/b"), lists: false, isNews: false), .startTimer(milliseconds: 50),
            ])
        #expect(watching.handle(try opened("", 1)) == [])
        #expect(watching.handle(try opened("a", 2)) == [])
        #expect(watching.handle(try opened("a/b", 3)) == [])
        // What happened before is looked for once.
        #expect(
            watching.handle(.timerFired) == [.tell(WatchNews(files: [try path("a/b/c.txt"), try path("d.txt")]))])
        return watching
    }

    @Test func newsOfWatchedNamesGather() throws {
        var watching = try begun()
        #expect(watching.handle(.noticed([notice(1, "other"), notice(3, "c.txt.swp")])) == [])
        #expect(watching.handle(.noticed([notice(3, "c.txt")])) == [.startTimer(milliseconds: 50)])
        #expect(watching.handle(.noticed([notice(3, "c.txt"), notice(1, "d.txt")])) == [])
        #expect(
            watching.handle(.timerFired) == [.tell(WatchNews(files: [try path("a/b/c.txt"), try path("d.txt")]))])
        #expect(watching.handle(.timerFired) == [])
    }

    @Test func aFolderOnTheWayComesAndGoes() throws {
        var watching = try begun()
        // Renamed, or gone: what was watched below it is something else now.
        #expect(
            watching.handle(.noticed([notice(1, "a", isFolder: true)])) == [
                .forget(2), .forget(3), .open(try folder("a"), lists: false, isNews: false),
                .open(try folder("a/b"), lists: false, isNews: false), .startTimer(milliseconds: 50),
            ])
        #expect(watching.handle(.notOpened(try folder("a"))) == [])
        #expect(watching.handle(.notOpened(try folder("a/b"))) == [])
        #expect(watching.handle(.timerFired) == [.tell(WatchNews(files: [try path("a/b/c.txt")]))])
        // The watch that was forgotten may still have something in the queue.
        #expect(watching.handle(.noticed([notice(3, "c.txt"), notice(3, "", isEnd: true)])) == [])
        // A file in its place is news, too.
        #expect(
            watching.handle(.noticed([notice(1, "a")])) == [
                .open(try folder("a"), lists: false, isNews: false),
                .open(try folder("a/b"), lists: false, isNews: false), .startTimer(milliseconds: 50),
            ])
    }

    @Test func otherFilesOtherFolders() throws {
        var watching = try begun()
        #expect(
            watching.handle(.aimed(.files([try path("d.txt"), try path("e/f.txt")]))) == [
                .forget(2), .forget(3), .open(try folder("e"), lists: false, isNews: false),
                .startTimer(milliseconds: 50),
            ])
        // Only what is new is looked at.
        #expect(watching.handle(.timerFired) == [.tell(WatchNews(files: [try path("e/f.txt")]))])
        #expect(watching.handle(.aimed(.nothing)) == [.forget(1)])
        #expect(watching == Watching())
    }

    @Test func lostNoticesMeanLookingAtAll() throws {
        var watching = try begun()
        #expect(
            watching.handle(.overflowed) == [
                .forget(1), .forget(2), .forget(3), .open(try folder(), lists: false, isNews: false),
                .open(try folder("a"), lists: false, isNews: false),
                .open(try folder("a/b"), lists: false, isNews: false), .startTimer(milliseconds: 50),
            ])
        #expect(
            watching.handle(.timerFired) == [.tell(WatchNews(files: [try path("a/b/c.txt"), try path("d.txt")]))])
    }

    @Test func withoutWatchesFilesAreLookedAt() throws {
        var watching = Watching()
        _ = watching.handle(.aimed(.files([try path("a/b"), try path("c")])))
        _ = watching.handle(try opened("", 1))
        #expect(watching.handle(.full) == [.forget(1), .poll(milliseconds: 2000)])
        #expect(watching.handle(.full) == [])
        #expect(watching.handle(.timerFired) == [.tell(WatchNews(files: [try path("a/b"), try path("c")]))])
        #expect(watching.handle(.polled([])) == [])
        #expect(watching.handle(.polled([try path("c")])) == [.tell(WatchNews(files: [try path("c")]))])
        #expect(
            watching.handle(.aimed(.files([try path("c")]))) == [.poll(milliseconds: 2000)])
        #expect(watching.handle(.aimed(.nothing)) == [.stopPolling])
        #expect(watching == Watching())
    }

    @Test func aTree() throws {
        var watching = Watching()
        #expect(watching.handle(.aimed(.tree)) == [.open(.root, lists: true, isNews: false)])
        #expect(
            watching.handle(
                .opened(.root, watch: 1, folders: [try path("src")], files: [try path("x")], isNews: false)) == [
                    .open(try folder("src"), lists: true, isNews: false)
                ])
        #expect(watching.handle(try opened("src", 2)) == [])
        #expect(
            watching.handle(
                .noticed([notice(2, "main.c"), notice(1, ".oropendola-1-2-3.new"), notice(1, ".git", isFolder: true)]))
                == [.startTimer(milliseconds: 50)])
        #expect(watching.handle(.timerFired) == [.tell(WatchNews(files: [try path("src/main.c")]))])
        // A new folder: what was in it before it was watched is told as well.
        #expect(
            watching.handle(.noticed([notice(2, "new", isFolder: true)])) == [
                .open(try folder("src/new"), lists: true, isNews: true), .startTimer(milliseconds: 50),
            ])
        #expect(
            watching.handle(
                .opened(
                    try folder("src/new"), watch: 3, folders: [try path("src/new/in")], files: [try path("src/new/y")],
                    isNews: true)) == [.open(try folder("src/new/in"), lists: true, isNews: true)])
        #expect(
            watching.handle(.timerFired) == [
                .tell(WatchNews(files: [try path("src/new/y")], folders: [try path("src/new")]))
            ])
        #expect(
            watching.handle(.noticed([notice(1, "src", isFolder: true)])) == [
                .forget(2), .forget(3), .open(try folder("src"), lists: true, isNews: true),
                .startTimer(milliseconds: 50),
            ])
        #expect(
            watching.handle(.overflowed) == [.forget(1), .open(.root, lists: true, isNews: false)])
        #expect(watching.handle(.timerFired) == [.tell(WatchNews(everything: true))])
        #expect(watching.handle(.aimed(.nothing)) == [])
    }

    /// Two names that only look alike are two folders.
    @Test func namesAreBytes() throws {
        let composed = try folder("caf\u{E9}")
        #expect(!composed.holds(try path("cafe\u{301}/x")))
        #expect(composed.holds(try path("caf\u{E9}/x")))
        #expect(!(try folder("a").holds(try path("ab/x"))))
        #expect(WatchedFolder.above(try path("a/b/c")) == [.root, try folder("a"), try folder("a/b")])
    }

    @Test func bytesOfTheKernel() throws {
        func event(_ watch: UInt8, _ mask: UInt32, _ name: String) -> [UInt8] {
            let padded = name.isEmpty ? 0 : (name.utf8.count / 16 + 1) * 16
            var bytes = [watch, 0, 0, 0]
            for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: mask >> shift)) }
            bytes += [0, 0, 0, 0, UInt8(padded), 0, 0, 0] + Array(name.utf8)
            return bytes + [UInt8](repeating: 0, count: padded - name.utf8.count)
        }
        let bytes =
            event(1, UInt32(IN_CLOSE_WRITE), "a") + event(2, UInt32(IN_CREATE) | UInt32(IN_ISDIR), "sixteen letters!")
            + event(2, UInt32(IN_IGNORED), "")
        #expect(
            Inotify.notices(bytes) == [
                notice(1, "a"), notice(2, "sixteen letters!", isFolder: true), notice(2, "", isEnd: true),
            ])
        #expect(Inotify.notices(bytes + event(255, UInt32(IN_Q_OVERFLOW), "")) == nil)
        #expect(Inotify.notices([1, 2, 3]) == [])
    }
}
