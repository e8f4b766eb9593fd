// What the journal keeps of a write: both states, each content once, small, private, and checked when it is read.
import ChangeReview
import FileDoubles
import Glibc
import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct JournalFormatTests {
    static let long = String(repeating: "a line that compresses well\n", count: 1000)

    private func header(_ folder: ProjectFolder, _ number: Int) throws -> JournalHeader {
        let name = try #require(try folder.journal.names().first { $0.number == number })
        return try #require(try folder.journal.head(name)).header
    }

    private func entry(_ folder: ProjectFolder, _ number: Int) throws -> JournalEntry? {
        let name = try #require(try folder.journal.names().first { $0.number == number })
        return try folder.journal.read(name)
    }

    @Test func anEntryComesBackAsItWas() async throws {
        let project = try Project(["a": Self.long, "run": "x"])
        chmod("\(project.root)/run", 0o755)
        let folder = try project.open()
        let plan = ChangePlan(steps: [
            try step("a", Self.long, Self.long + "and one\n"), try step("new/b", nil, ""),
            FileStep(path: try path("run"), before: file("x", isExecutable: true), after: nil),
        ])
        _ = try await folder.apply(plan)
        let entry = try #require(try entry(folder, 1))
        #expect(entry.steps.map(\.step) == plan.steps)
        #expect(entry.steps.map(\.mode) == [project.mode("a"), JournalEntry.newMode, 0o755])
        #expect(entry.madeFolders == [try path("new")])
    }

    @Test func contentsAreKeptOnceAndSmall() async throws {
        let project = try Project(["a": "0", "b": "0"])
        let folder = try project.open()
        // The same content twice in one entry.
        _ = try await folder.apply(ChangePlan(steps: [try step("a", "0", Self.long), try step("b", "0", Self.long)]))
        let first = try header(folder, 1)
        #expect(first.contents.map(\.count) == [1, Self.long.utf8.count])
        #expect(first.contents[1].stored < Self.long.utf8.count / 50)
        // What is the base now, was the result before: it is named, and not kept again.
        _ = try await folder.apply(ChangePlan(steps: [try step("a", Self.long, "1")]))
        #expect(try header(folder, 2).contents.map(\.holder) == [1, nil])
        #expect(try header(folder, 2).contents.map(\.stored) == [0, 1])
        // An undo has nothing new at all.
        _ = try await folder.undo(2)
        #expect(try header(folder, 3).contents.map(\.holder) == [2, 1])
        #expect(try entry(folder, 3)?.steps.map(\.step) == [try step("a", "1", Self.long)])
        // A content held by more than one entry is found in the latest.
        _ = try await folder.undo(3)
        #expect(try project.text("a") == "1")
    }

    @Test func journalFilesArePrivate() async throws {
        let project = try Project(["a": "0"])
        _ = try await project.open().apply(ChangePlan(steps: [try step("a", "0", "1")]))
        let listing = try run(["find", project.stateHome, "-type", "f", "-printf", "%m %f\n"]).text
        #expect(listing.split(separator: "\n").allSatisfy { $0.hasPrefix("600 ") }, "\(listing)")
        #expect(listing.contains("00000001.done"))
    }

    /// Whatever byte is another one, or missing, or too many: the entry is not taken for whole, or it is what it was (in
    /// a compressed content a few bits mean nothing).
    @Test func everySpoiltByteIsFound() async throws {
        let project = try Project(["a": "one\n", "b": Self.long])
        let folder = try project.open()
        _ = try await folder.apply(
            ChangePlan(steps: [try step("a", "one\n", "two\n"), try step("b", Self.long, nil)]))
        let name = try #require(try folder.journal.names().first)
        let path = try run(["find", project.stateHome, "-name", name.text]).text.filter { $0 != "\n" }
        let whole = try readFile(path)
        #expect(whole.count > 150 && whole.count < 1000)
        let right = try folder.journal.read(name)
        var found = 0
        for place in whole.indices {
            var torn = whole
            torn[place] ^= 1 << UInt8(place % 8)
            try writeFile(path, torn)
            let read = try folder.journal.read(name)
            #expect(read == nil || read == right, "byte \(place)")
            found += read == nil ? 1 : 0
            try writeFile(path, Array(whole[..<place]))
            #expect(try folder.journal.read(name) == nil, "cut at \(place)")
        }
        try writeFile(path, whole + [0])
        #expect(try folder.journal.read(name) == nil)
        try writeFile(path, whole)
        #expect(try folder.journal.read(name) != nil)
        #expect(found > whole.count - 10)
    }

    /// Another entry's file in the place of the one that holds a content: the content is not believed.
    @Test func aForeignContentIsFound() async throws {
        let project = try Project(["a": "0"])
        let folder = try project.open()
        for number in 0..<3 {
            _ = try await folder.apply(ChangePlan(steps: [try step("a", "\(number)", "\(number + 1)")]))
        }
        let names = try folder.journal.names()
        let place = try run(["find", project.stateHome, "-name", "journal"]).text.filter { $0 != "\n" }
        try writeFile("\(place)/\(names[0].text)", try readFile("\(place)/\(names[2].text)"))
        #expect(try folder.journal.read(names[1]) == nil)
        // What can't be had is kept again by the next one, and nobody leans on it.
        _ = try await folder.apply(ChangePlan(steps: [try step("a", "3", "1")]))
        #expect(try header(folder, 4).contents.map(\.holder) == [3, nil])
    }

    /// What was reviewed started from what the step did; a rename was not told.
    @Test func entriesOfFormat2AreReadAndUndone() async throws {
        let project = try Project(["a.txt": "ONE", "new/c.txt": "three"])
        _ = try project.open()
        let place = try run(["find", project.stateHome, "-name", "journal"]).text.filter { $0 != "\n" }
        try writeFile(
            "\(place)/00000001.done",
            try readFile("\(packageRoot(of: #filePath))/Tests/Fixtures/Journal/format-2.done"))
        let folder = try project.open()
        #expect(try folder.written().map(\.time) == [1_700_000_000])
        let undone = try await folder.undo(1)
        #expect(
            undone.plan.reviewed == [
                ReviewedFile(
                    path: try path("a.txt"), base: file("one"), proposed: file("ONE\nTWO\n"),
                    marks: [.accepted, .accepted, .undecided])
            ])
        #expect(try project.tree() == ["a.txt": file("one"), "b.txt": file("two")])
        // A new entry may lean on its contents, and takes them over when it goes.
        #expect(try header(folder, 2).contents.map(\.holder) == [1, 1, 1, 1])
        let small = try project.open(limits: Journal.Limits(entries: 1))
        #expect(try await small.undo(2).written?.trim.dropped == 2)
        #expect(try entry(small, 3)?.reviewed == undone.plan.reviewed)
        #expect(try project.tree().keys.sorted() == ["a.txt", "new/", "new/c.txt"])
    }

    @Test func entriesOfFormat1AreReadAndUndone() async throws {
        let project = try Project(["a.txt": "ONE", "new/c.txt": "three"])
        _ = try project.open()
        let place = try run(["find", project.stateHome, "-name", "journal"]).text.filter { $0 != "\n" }
        let old = try readFile("\(packageRoot(of: #filePath))/Tests/Fixtures/Journal/format-1.done")
        try writeFile("\(place)/00000001.done", old)
        let folder = try project.open()
        #expect(
            try folder.written().map(\.files) == [
                [
                    .init(path: try path("a.txt"), before: 3, after: 3),
                    .init(path: try path("b.txt"), before: 3, after: nil),
                    .init(path: try path("new/c.txt"), before: nil, after: 5),
                ]
            ])
        _ = try await folder.undo(1)
        #expect(try project.tree() == ["a.txt": file("one"), "b.txt": file("two")])
        #expect(project.mode("a.txt") == 0o640 || project.mode("a.txt") == 0o644)
        // The new entry keeps all of it itself: nothing is looked for in one of the old format.
        #expect(try header(folder, 2).contents.allSatisfy { $0.holder == nil })
        for place in old.indices {
            var torn = old
            torn[place] ^= 4
            #expect(JournalEntry(format1: torn) == nil, "byte \(place)")
        }
    }
}
