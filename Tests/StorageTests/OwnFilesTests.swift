// Folders, locks, replaced files and the small codecs.
import FileDoubles
import Glibc
import Storage
import TestSupport
import Testing

@Suite struct OwnFilesTests {
    @Test func foldersFollowTheSpecification() {
        let plain = Folders(environment: ["HOME": "/home/ada"])
        #expect(plain.state == "/home/ada/.local/state/oropendola")
        #expect(plain.config == "/home/ada/.config/oropendola")
        #expect(plain.cache == "/home/ada/.cache/oropendola")
        let set = Folders(environment: ["HOME": "/h", "XDG_STATE_HOME": "/s/", "XDG_CONFIG_HOME": "relative"])
        #expect(set.state == "/s/oropendola")
        #expect(set.config == "/h/.config/oropendola")
        #expect(Folders(environment: [:]).state.hasPrefix("/"))
    }

    @Test func stateFoldersAreRecognisableAndApart() throws {
        let folders = Folders(state: "/s", config: "/c", cache: "/k")
        let one = StateFolder(folders: folders, root: "/home/ada/My Shop!")
        let two = StateFolder(folders: folders, root: "/home/bob/My Shop!")
        #expect(one.path.hasPrefix("/s/projects/my-shop-"))
        #expect(one.path != two.path)
        #expect(StateFolder(folders: folders, root: "/").path.hasPrefix("/s/projects/root-"))
        #expect(StateFolder(folders: folders, root: "/日本").path.hasPrefix("/s/projects/project-"))
        let long = StateFolder(folders: folders, root: "/" + String(repeating: "a-", count: 200))
        #expect(long.path.utf8.count < 80)
    }

    @Test func madeFoldersArePrivate() throws {
        let folder = try TemporaryFolder()
        _ = try makeFolder(at: "\(folder.path)/a/b")
        var raw = stat()
        #expect(stat("\(folder.path)/a", &raw) == 0 && raw.st_mode & 0o777 == 0o700)
    }

    @Test func oneHolderAtATime() throws {
        let folder = try TemporaryFolder()
        let place = try Descriptor(folder: folder.path)
        do {
            let first = try FileLock.tryTake("lock", in: place)
            let isFirst = first != nil
            #expect(isFirst)
            let isSecond = try FileLock.tryTake("lock", in: place) != nil
            #expect(!isSecond)
            #expect(FileLock.holder("lock", in: place) == getpid())
            hold(first)
        }
        let isFree = try FileLock.tryTake("lock", in: place) != nil
        #expect(isFree)
    }

    @Test func waitingForALock() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        let place = try Descriptor(folder: path)
        let (waits, began) = AsyncStream<Int32?>.makeStream()
        let taken = try await withThrowingTaskGroup(of: Bool.self) { tasks in
            do {
                let first = try FileLock.tryTake("lock", in: place)
                tasks.addTask {
                    let inner = try Descriptor(folder: path)
                    return try await FileLock.take("lock", in: inner) { began.yield($0) } != nil
                }
                for await holder in waits {
                    #expect(holder == getpid())
                    break
                }
                hold(first)
            }
            return try await tasks.next() ?? false
        }
        #expect(taken)
        #expect(folder.exists("lock"))
    }

    /// The old file or the new one, and nothing else, wherever it fails.
    @Test func replacedFilesAreWhole() throws {
        let folder = try TemporaryFolder()
        let place = try Descriptor(folder: folder.path)
        for failing in 1...9 {
            try SystemFiles().replace("file", in: place, with: [1, 1, 1, 1])
            let files = InterceptedFiles { number, _ in number == failing ? .fail(ENOSPC) : .go }
            let isDone: Bool
            do {
                try files.replace("file", in: place, with: [2, 2, 2, 2])
                isDone = true
            } catch {
                isDone = false
            }
            let bytes = try folder.read("file")
            #expect(bytes == [2, 2, 2, 2] || (bytes == [1, 1, 1, 1] && !isDone))
        }
        var raw = stat()
        #expect(stat("\(folder.path)/file", &raw) == 0 && raw.st_mode & 0o777 == 0o600)
    }

    /// A real full disk, where the system lets us have one.
    @Test func aRealFullDisk() throws {
        let file = try SystemFiles().open("full", in: try Descriptor(folder: "/dev"), .update)
        do {
            try SystemFiles().write([1], to: file)
            Issue.record("/dev/full took a byte")
        } catch {
            #expect(error.isDiskFull)
            #expect(error.reason == "No space left on device")
        }
    }

    @Test func base64RoundTrips() {
        #expect(base64(Array("Man".utf8)) == "TWFu")
        #expect(base64(Array("Ma".utf8)) == "TWE=")
        #expect(base64(Array("M".utf8)) == "TQ==")
        #expect(bytes(base64: "TQ=") == nil)
        #expect(bytes(base64: "T===") == nil)
        #expect(bytes(base64: "T Q=") == nil)
        var random = SeededGenerator.fresh()
        for count in 0..<fuzzRounds(default: 100) {
            let some = (0..<count % 70).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(bytes(base64: base64(some)) == some, "seed \(random.seed)")
        }
    }

    /// The lock is held until here.
    private func hold(_ lock: borrowing FileLock?) {}
}
