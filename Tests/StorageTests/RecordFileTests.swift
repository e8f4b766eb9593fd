// A file of records: what was appended is there, what was torn is gone, what is broken is left alone.
import FileDoubles
import Glibc
import JSON
import TestSupport
import Testing

@testable import Storage

@Suite struct RecordFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func create(
        _ name: String, _ records: [JSONValue], _ files: any FileOperations = SystemFiles()
    ) throws -> RecordFile {
        try RecordFile.create(name, in: try Descriptor(folder: folder.path), with: records, files: files)
    }

    private func open(_ name: String, _ files: any FileOperations = SystemFiles()) throws -> RecordFile? {
        try RecordFile.open(name, in: try Descriptor(folder: folder.path), files: files)
    }

    private func reader(_ name: String) throws -> RecordReader {
        try RecordReader(name, in: try Descriptor(folder: folder.path))
    }

    private func backwards(_ reader: RecordReader, piece: Int = RecordReader.piece) throws -> [String] {
        var lines = reader.backwards(piece: piece)
        var all: [String] = []
        while let line = try lines.next() {
            all.append(String(decoding: line.bytes ?? [], as: UTF8.self))
            #expect(line.count == line.bytes?.count)
            #expect(lines.offset == line.offset)
        }
        return all
    }

    @Test func appendsAndReadsBothWays() throws {
        var file = try create("r", [1, "two\nlines"])
        try file.append([["three": 3]])
        #expect(try folder.text("r") == "1\n\"two\\nlines\"\n{\"three\":3}\n")
        #expect(file.size == (try folder.read("r").count))
        #expect(try backwards(file.reader) == [#"{"three":3}"#, #""two\nlines""#, "1"])
        #expect(try file.reader.first() == 1)
        var status = stat()
        #expect(stat("\(folder.path)/r", &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    /// Whatever the lines are, and however little is read at a time.
    @Test func backwardsIsForwardsReversed() throws {
        var random = SeededGenerator.fresh()
        for round in 0..<fuzzRounds(default: 60) {
            let lines = (0..<Int.random(in: 0..<30, using: &random)).map { _ in
                String(
                    repeating: "xyz",
                    count: Int.random(in: 0..<(Int.random(in: 0..<9, using: &random) == 0 ? 5000 : 9), using: &random)
                )
            }
            let torn = Bool.random(using: &random) ? "" : "torn"
            try folder.write("r", lines.map { $0 + "\n" }.joined() + torn)
            let reader = try self.reader("r")
            var forwards: [String] = []
            try reader.eachLine { line in forwards.append(String(decoding: line.bytes ?? [], as: UTF8.self)) }
            #expect(forwards == lines, "round \(round), seed \(random.seed)")
            let piece = Int.random(in: 1..<100, using: &random)
            let wanted = Array(lines.filter { !$0.isEmpty }.reversed())
            #expect(
                try backwards(reader, piece: piece) == wanted, "round \(round), piece \(piece), seed \(random.seed)")
        }
    }

    /// A line of many megabytes among small ones.
    @Test func aHugeLineIsRead() throws {
        let huge = String(repeating: "long ", count: 1 << 18)
        var file = try create("r", ["small", .string(huge), "last"])
        try file.append(["after"])
        var lines = file.reader.backwards()
        #expect(try lines.next()?.value == "after")
        #expect(try lines.next()?.value == "last")
        #expect(try lines.next()?.value?.asString?.utf8.count == huge.utf8.count)
        #expect(try lines.next()?.value == "small")
        #expect(try lines.next()?.count == nil)
    }

    /// Nothing of ours writes such a line; whoever did must not take all memory.
    @Test func aLineBeyondAllMeasureIsPassedOver() throws {
        let longest = 100_000
        try folder.write("r", "1\n" + String(repeating: "x", count: longest + 1) + "\n2\n")
        let reader = try self.reader("r")
        for piece in [1000, longest, RecordReader.piece] {
            var lines = reader.backwards(piece: piece, longest: longest)
            #expect(try lines.next()?.value == 2)
            let huge = try lines.next()
            #expect(huge?.bytes == nil && huge?.count == longest + 1)
            #expect(try lines.next()?.value == 1)
        }
        var seen: [Int] = []
        try reader.eachLine(longest: longest) { line in seen.append(line.bytes == nil ? -1 : line.count) }
        #expect(seen == [1, -1, 1])
    }

    @Test func aTornEndIsCutOff() throws {
        try folder.write("r", "1\n2\n{\"torn\":")
        #expect(try backwards(try reader("r")) == ["2", "1"])
        #expect(try folder.text("r") == "1\n2\n{\"torn\":", "a reader changes nothing")
        var file = try #require(try open("r"))
        try file.append([3])
        #expect(try folder.text("r") == "1\n2\n3\n")
    }

    @Test func aBrokenLineIsLeftWhereItIs() throws {
        try folder.write("r", "1\n\u{0}\u{0}{{\n2\n")
        var file = try #require(try open("r"))
        try file.append([3])
        #expect(try folder.text("r") == "1\n\u{0}\u{0}{{\n2\n3\n")
        var values: [JSONValue?] = []
        try file.reader.eachLine { line in values.append(line.value) }
        #expect(values == [1, nil, 2, 3])
    }

    @Test func oneProgramWritesIt() throws {
        var first: RecordFile? = try create("r", [1])
        #expect(try open("r") == nil)
        let reader = try self.reader("r")
        #expect(reader.isClaimedByAnother)
        #expect(first?.reader.isClaimedByAnother == false)
        try first?.append([2])
        first = nil
        #expect(!reader.isClaimedByAnother)
        #expect(try open("r") != nil)
    }

    @Test func whatIsMissingIsNotMade() throws {
        #expect(throws: FileError("open", "r", code: ENOENT)) { try open("r") == nil }
        #expect(!folder.exists("r"))
        try folder.write("other", "1\n")
        symlink("other", "\(folder.path)/r")
        #expect(throws: FileError("open", "r", code: ELOOP)) { try open("r") == nil }
        #expect(throws: FileError("open", "r", code: EEXIST)) { try create("r", [1]).size }
    }

    /// Written into a file without a name, it would be lost and nobody told.
    @Test func aRemovedFileIsNotAppendedTo() throws {
        var file = try create("r", [1])
        #expect(try run(["rm", "r"], in: folder.path).status == 0)
        #expect(throws: FileError("append to", "r", code: ENOENT)) { try file.append([2]) }
        try folder.write("r", "another\n")
        #expect(throws: FileError("append to", "r", code: ENOENT)) { try file.append([2]) }
        #expect(try folder.text("r") == "another\n")
    }

    /// The write fails, and so does taking it back: the next append begins with that.
    @Test func halfALineIsTakenBackLater() throws {
        _ = try create("r", [1])
        let isBroken = Flag()
        let files = InterceptedFiles { _, operation in
            isBroken.isSet && (operation == "write" || operation == "truncate") ? .fail(ENOSPC) : .go
        }
        var file = try #require(try open("r", files))
        isBroken.set(true)
        #expect(throws: FileError.self) { try file.append(["does not fit"]) }
        #expect(try folder.text("r").hasSuffix("not") || folder.text("r") != "1\n")
        #expect(throws: FileError.self) { try file.append(["nor this"]) }
        isBroken.set(false)
        try file.append(["fits"])
        #expect(try folder.text("r") == "1\n\"fits\"\n")
    }

    /// Each operation fails in turn, and all that follow: what was there is there, what was added is whole or not there.
    @Test func dyingAtEveryOperation() throws {
        for failing in 1...30 {
            let name = "r\(failing)"
            _ = try create(name, [1, 2])
            let files = InterceptedFiles { number, _ in number >= failing ? .fail(EIO) : .go }
            if var file = (try? open(name, files)) ?? nil {
                try? file.append([3, 4])
                try? file.append([5])
            }
            var file = try #require(try open(name))
            try file.append([6])
            var values: [JSONValue?] = []
            try file.reader.eachLine { line in values.append(line.value) }
            // Where the file was cut in the middle of an append, whole lines of it may stay.
            let wanted: [[JSONValue?]] = [[1, 2, 6], [1, 2, 3, 6], [1, 2, 3, 4, 6], [1, 2, 3, 4, 5, 6]]
            #expect(wanted.contains(values), "\(failing): \(values)")
        }
    }

    /// A new file that can't be written is not there.
    @Test func aFailedCreationLeavesNothing() throws {
        for failing in 2...12 {
            let files = InterceptedFiles { number, operation in
                number == failing && operation != "remove" ? .fail(ENOSPC) : .go
            }
            if (try? create("r", [1, 2], files)) == nil {
                #expect(!folder.exists("r"), "\(failing)")
            } else {
                #expect(try folder.text("r") == "1\n2\n")
                #expect(try run(["rm", "r"], in: folder.path).status == 0)
            }
        }
    }
}
