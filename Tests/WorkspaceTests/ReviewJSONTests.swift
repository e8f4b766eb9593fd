// A review as JSON beside what docs/REVIEW.md says of each key.
import ChangeReview
import JSON
import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct ReviewJSONTests {
    private func state(_ text: String, _ isExecutable: Bool = false) -> FileState {
        FileState(bytes: Array(text.utf8), isExecutable: isExecutable)
    }

    private func path(_ text: String) throws -> RelativePath { try #require(RelativePath(text)) }

    private func json(_ changes: ChangeSet) throws -> JSONObject {
        let value = ReviewJSON.value(changes.changes, comments: changes.comments)
        // As a program reads it: through the text.
        return try #require(try JSONValue.parse(value.text).asObject)
    }

    @Test func linesDecisionsAndAuthorsOfAFile() throws {
        var set = ChangeSet()
        let a = try path("a.txt")
        let author = Author(.call, id: "c1", name: "edit_file", turn: 2)
        _ = set.handle(
            .proposed(FileStep(path: a, before: state("one\ntwo\nend"), after: state("one\nzwei\nend")), by: author))
        _ = set.handle(.decided(.accepted, .lines(a, 0..<1)))
        let root = try json(set)
        #expect(root["version"]?.asInt == 1)
        let file = try #require(root["files"]?.asArray?.first?.asObject)
        #expect(file["path"]?.asString == "a.txt" && file["kind"]?.asString == "modified")
        #expect(file["content"]?.asString == "text" && file["decision"]?.asString == "partly")
        #expect(file["added"]?.asInt == 1 && file["removed"]?.asInt == 1)
        #expect(file["before"]?["bytes"]?.asInt == 11 && file["before"]?["executable"]?.asBool == false)
        // `printf 'one\ntwo\nend' | git hash-object --stdin`
        let blob = try run(["git", "hash-object", "--stdin"], input: Array("one\ntwo\nend".utf8)).text
        #expect(file["before"]?["blob"]?.asString.map { $0 + "\n" } == blob)
        #expect(file["edited"] == nil && file["conflict"] == nil && file["origin"] == nil)
        let hunk = try #require(file["hunks"]?.asArray?.first)
        #expect(hunk["header"]?.asString == "@@ -1,3 +1,3 @@" && hunk["decision"]?.asString == "partly")
        #expect(hunk["authors"]?.asArray?.map { $0["id"]?.asString } == ["c1"])
        #expect(hunk["authors"]?.asArray?.first?["turn"]?.asInt == 2)
        let lines = hunk["lines"]?.asArray ?? []
        #expect(lines.map { $0["kind"]?.asString } == ["context", "removed", "added", "context"])
        #expect(lines.map { $0["old"]?.asInt } == [1, 2, nil, 3])
        #expect(lines.map { $0["new"]?.asInt } == [1, nil, 2, 3])
        #expect(lines.map { $0["decision"]?.asString } == [nil, "accepted", "undecided", nil])
        #expect(lines.map { $0["text"]?.asString } == ["one", "two", "zwei", "end"])
        #expect(lines.map { $0["noNewline"]?.asBool } == [nil, nil, nil, true])
    }

    @Test func kindsOfFilesAndTheirSides() throws {
        var set = ChangeSet()
        for step in [
            FileStep(path: try path("new.sh"), before: nil, after: state("#!/bin/sh\n", true)),
            FileStep(path: try path("gone.txt"), before: state("x\n"), after: nil),
            FileStep(path: try path("z.bin"), before: state("a\0b"), after: state("a\0c")),
        ] { _ = set.handle(.proposed(step, by: "")) }
        let files = try json(set)["files"]?.asArray ?? []
        #expect(files.map { $0["path"]?.asString } == ["gone.txt", "new.sh", "z.bin"])
        #expect(files.map { $0["kind"]?.asString } == ["deleted", "added", "modified"])
        #expect(files.map { $0["content"]?.asString } == ["text", "text", "binary"])
        #expect(files[0]["after"] == .null && files[1]["before"] == .null)
        #expect(files[1]["after"]?["executable"]?.asBool == true)
    }

    /// What is no text is whole in base64, and a carriage return belongs to the line.
    @Test func bytesThatAreNoText() throws {
        var set = ChangeSet()
        let after = FileState(bytes: [0xFF, 0xFE, 0x0A] + Array("cr\r\n".utf8))
        _ = set.handle(.proposed(FileStep(path: try path("a"), before: nil, after: after), by: ""))
        let hunk = try #require(try json(set)["files"]?.asArray?.first?["hunks"]?.asArray?.first)
        let lines = hunk["lines"]?.asArray ?? []
        #expect(lines.first?["base64"]?.asString == "//4=" && lines.first?["text"] == nil)
        #expect(lines.last?["text"]?.asString == "cr\r")
    }

    @Test func commentsAndTheirStates() throws {
        var set = ChangeSet()
        let a = try path("a.txt")
        _ = set.handle(.proposed(FileStep(path: a, before: state("one\n"), after: state("uno\n")), by: ""))
        _ = set.handle(.commented(a, ReviewComment.Range(.new, 0..<1), "why \"uno\"?"))
        _ = set.handle(.rejected(.file(a), reason: "not this"))
        _ = set.handle(.commentResolved(1))
        let comments = try json(set)["comments"]?.asArray ?? []
        #expect(comments.map { $0["kind"]?.asString } == ["remark", "rejection"])
        #expect(comments.map { $0["state"]?.asString } == ["resolved", "waiting"])
        #expect(comments[0]["text"]?.asString == "why \"uno\"?" && comments[0]["side"]?.asString == "new")
        #expect(comments[0]["first"]?.asInt == 1 && comments[0]["last"]?.asInt == 1)
    }

    @Test func conflictsSayWhatIsThere() throws {
        var set = ChangeSet()
        let findings: [(DiskFinding, String)] = [
            (.missing, "missing"), (.folder, "folder"), (.symbolicLink, "link"), (.special, "special"),
            (.unreadable(reason: "no"), "unreadable"), (.tooLarge(bytes: 9), "large"),
            (.file(state("other\n")), "lines"),
        ]
        for (number, finding) in findings.enumerated() {
            let path = try path("f\(number)")
            _ = set.handle(.proposed(FileStep(path: path, before: state("one\n"), after: state("uno\n")), by: ""))
            _ = set.handle(.changedOnDisk(path, finding.0))
        }
        let files = try json(set)["files"]?.asArray ?? []
        #expect(files.map { $0["conflict"]?.asString } == findings.map(\.1))
    }
}
