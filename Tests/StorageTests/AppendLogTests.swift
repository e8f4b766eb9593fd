// Logs that lose nothing that was synced, and say what they had to leave out.
import FileDoubles
import Glibc
import JSON
import TestSupport
import Testing

@testable import Storage

@Suite struct AppendLogTests {
    func lines(_ folder: TemporaryFolder, _ name: String = "log") throws -> String { try folder.text(name) }

    @Test func appendsAndReadsBack() throws {
        let folder = try TemporaryFolder()
        let place = try Descriptor(folder: folder.path)
        let (log, contents) = try AppendLog.open("log", in: place)
        #expect(contents == .init(values: [], hadTornEnd: false, brokenLines: 0))
        try log.append([["a": 1], "text\nwith a line"])
        try log.append([nil])
        #expect(try folder.text("log") == "{\"a\":1}\n\"text\\nwith a line\"\nnull\n")
        let (_, again) = try AppendLog.open("log", in: place)
        #expect(again.values == [["a": 1], "text\nwith a line", nil])
    }

    @Test func dropsATornEnd() throws {
        let folder = try TemporaryFolder()
        try folder.write("log", "1\n2\n{\"torn\":")
        let place = try Descriptor(folder: folder.path)
        let (log, contents) = try AppendLog.open("log", in: place)
        #expect(contents == .init(values: [1, 2], hadTornEnd: true, brokenLines: 0))
        try log.append([3])
        #expect(try folder.text("log") == "1\n2\n3\n")
    }

    @Test func putsBrokenLinesAside() throws {
        let folder = try TemporaryFolder()
        try folder.write("log", "1\n{{{\n2\n")
        let place = try Descriptor(folder: folder.path)
        let (log, contents) = try AppendLog.open("log", in: place)
        #expect(contents == .init(values: [1, 2], hadTornEnd: false, brokenLines: 1))
        try log.append([3])
        #expect(try folder.text("log") == "1\n2\n3\n")
        #expect(try folder.text("log.broken") == "{{{\n")
    }

    /// A disk that fills up in the middle of an append: the log is what it was.
    @Test func aFullDiskLeavesNoHalfLine() throws {
        let folder = try TemporaryFolder()
        let place = try Descriptor(folder: folder.path)
        let files = InterceptedFiles { _, operation in operation == "write" ? .fail(ENOSPC) : .go }
        try AppendLog.open("log", in: place).log.append([1])
        let (log, _) = try AppendLog.open("log", in: place, files: files)
        do {
            try log.append(["a long line that does not fit"])
            Issue.record("it was written")
        } catch {
            #expect(error.isDiskFull)
        }
        #expect(try folder.text("log") == "1\n")
    }

    /// Every operation of append and rewrite fails from there on: what was there before is there, or what came after.
    @Test func dyingAtEveryOperation() throws {
        let folder = try TemporaryFolder()
        let place = try Descriptor(folder: folder.path)
        for failing in 1...30 {
            let name = "log\(failing)"
            try AppendLog.open(name, in: place).log.append([1, 2])
            let files = InterceptedFiles { number, _ in number >= failing ? .fail(EIO) : .go }
            if let log = try? AppendLog.open(name, in: place, files: files).log {
                try? log.append([3])
                _ = try? log.rewritten([4])
            }
            let values = try AppendLog.open(name, in: place).contents.values
            #expect([[1, 2], [1, 2, 3], [4]].contains(values), "\(failing): \(values)")
        }
    }

    @Test func aLinkInPlaceOfTheLogIsRefused() throws {
        let folder = try TemporaryFolder()
        try folder.write("other", "1\n")
        symlink("other", "\(folder.path)/log")
        let place = try Descriptor(folder: folder.path)
        #expect(throws: FileError("open", "log", code: ELOOP)) { try AppendLog.open("log", in: place).contents }
    }
}
