// What is kept of conversations: by user, on disk, bounded, and the same after a restart.

import JSON
import TestSupport
import Testing

@testable import LocalBackend

@Suite struct ArchiveTests {
    private let folder: TemporaryFolder
    private let archive: Archive

    init() throws {
        folder = try TemporaryFolder()
        archive = Archive(folder: "\(folder.path)/conversations", limits: ArchiveLimits())
    }

    private func request(_ user: String, _ id: String?, _ texts: String...) -> EngineRequest {
        let messages = texts.enumerated().map {
            EngineRequest.Message(role: $0.offset % 2 == 0 ? "user" : "assistant", content: $0.element)
        }
        return EngineRequest(user: user, conversationID: id, messages: messages)
    }

    private func texts(_ archive: Archive, _ id: String, _ user: String, limit: Int = 50) throws -> [String] {
        try archive.history(of: id, user: user, limit: limit)["messages"]?.asArray?.compactMap {
            $0["content"]?.asString
        } ?? []
    }

    @Test func eachRequestAddsWhatIsNew() throws {
        try archive.note(request("ada", nil, "one"), ["conversation_id": "c", "response": "first"], at: 1_000)
        let second = request("ada", "c", "one", "first", "two")
        try archive.note(second, at: 2_000)
        #expect(try texts(archive, "c", "ada") == ["one", "first", "two"])
        try archive.note(second, ["conversation_id": "c", "response": "second"], at: 3_000)
        // Sent twice: the question is there already, the answer is another one.
        try archive.note(second, ["conversation_id": "c", "response": "again"], at: 4_000)
        #expect(try texts(archive, "c", "ada") == ["one", "first", "two", "second", "two", "again"])
        #expect(try texts(archive, "c", "ada", limit: 1) == ["again"])
        #expect(try texts(archive, "c", "ada", limit: -5) == [])
        let reopened = Archive(folder: "\(folder.path)/conversations", limits: ArchiveLimits())
        #expect(try texts(reopened, "c", "ada") == ["one", "first", "two", "second", "two", "again"])
    }

    @Test func nobodyReadsAnothersConversation() throws {
        try archive.note(request("ada", nil, "mine"), ["conversation_id": "c", "response": "ok"], at: 0)
        #expect(try texts(archive, "c", "bob") == [])
        #expect(try archive.list(of: "bob", offset: 0, limit: 10)["total"] == 0)
        #expect(try archive.clearTodos(of: "c", user: "bob")["success"] == false)
        #expect(try archive.feedback("accept", on: "ok", in: "c", user: "bob", at: 0)["success"] == false)
        // The same id is another conversation of his.
        try archive.note(request("bob", "c", "his"), ["conversation_id": "c", "response": "ok"], at: 0)
        #expect(try texts(archive, "c", "ada") == ["mine", "ok"])
        #expect(try texts(archive, "c", "bob") == ["his", "ok"])
    }

    @Test(arguments: ["../../../etc/passwd", "/etc/passwd", "a/b", "..", "\u{0}", "x\n{}"])
    func noIdIsAPath(_ id: String) throws {
        try archive.note(request(id, nil, "q"), ["conversation_id": .string(id), "response": "a"], at: 0)
        #expect(try texts(archive, id, id) == ["q", "a"])
        let files = try run(["find", folder.path, "-name", "*.jsonl"]).text.split(separator: "\n")
        #expect(files.count == 1 && files[0].hasPrefix("\(folder.path)/conversations/"))
    }

    @Test func listsTheLatestFirst() throws {
        for (number, id) in ["a", "b", "c"].enumerated() {
            try archive.note(
                request("ada", nil, "Title of \(id)\nand more"), ["conversation_id": .string(id), "response": "x"],
                at: number * 1_000)
        }
        try archive.note(request("ada", "a", "Title of a", "x", "late"), at: 86_400_000)
        let list = try archive.list(of: "ada", offset: 0, limit: 2)
        #expect(
            list == [
                "success": true,
                "conversations": [
                    [
                        "conversation_id": "a", "title": "Title of a", "message_count": 3,
                        "last_message": "1970-01-02 00:00:00", "status": "active",
                    ],
                    [
                        "conversation_id": "c", "title": "Title of c", "message_count": 2,
                        "last_message": "1970-01-01 00:00:02", "status": "active",
                    ],
                ], "total": 3,
            ])
        #expect(try archive.list(of: "ada", offset: 2, limit: 9)["conversations"]?.asArray?.count == 1)
    }

    @Test func todosAreReplacedTurnedAndCleared() throws {
        let reply: JSONValue = [
            "conversation_id": "c", "response": "x",
            "todos": [
                ["id": 7, "text": "Add a test"], "Write it down", ["id": "z", "text": "Done", "completed": true],
            ],
        ]
        try archive.note(request("ada", nil, "q"), reply, at: 0)
        // An empty list takes nothing away.
        try archive.note(request("ada", "c", "q", "x", "r"), ["response": "y", "todos": []], at: 0)
        let kept = try archive.todos(of: "c", user: "ada")
        #expect(kept["todo_stats"] == ["total": 3, "completed": 1, "active": 2])
        #expect(kept["todos"]?[0] == ["id": "7", "text": "Add a test", "completed": false])
        #expect(kept["todos"]?[1] == ["text": "Write it down", "id": "2", "completed": false])
        #expect(try archive.toggleTodo("7", user: "ada")["todo_stats"]?["completed"] == 2)
        #expect(try archive.toggleTodo("7", user: "bob")["success"] == false)
        #expect(try archive.toggleTodo("nobody's", user: "ada")["success"] == false)
        let reopened = Archive(folder: "\(folder.path)/conversations", limits: ArchiveLimits())
        #expect(try reopened.todos(of: "c", user: "ada")["todos"]?[0]?["completed"] == true)
        #expect(try reopened.clearTodos(of: "c", user: "ada")["cleared"] == 3)
        #expect(try reopened.todos(of: "c", user: "ada")["todos"] == [])
    }

    @Test func aTodoIsFoundWithoutOpeningAllConversations() throws {
        for number in 0..<40 {
            let todos = JSONValue.array((0..<500).map { ["id": .string("t-\(number)-\($0)"), "text": "x"] })
            // Titles whose characters have as many bytes as may be.
            let title = String(repeating: "e\u{301}\u{302}\u{303}\u{304}", count: 100)
            try archive.note(
                request("ada", nil, title),
                ["conversation_id": .string("c\(number)"), "response": "x", "todos": todos], at: number)
        }
        let reopened = Archive(folder: "\(folder.path)/conversations", limits: ArchiveLimits())
        #expect(try reopened.toggleTodo("nobody's", user: "ada")["success"] == false)
        // A mark may be another id's, too.
        #expect(reopened.heldConversations <= 4)
        #expect(try reopened.toggleTodo("t-3-499", user: "ada")["conversation_id"] == "c3")
        #expect(reopened.heldConversations <= 8)
        #expect(try reopened.list(of: "ada", offset: 0, limit: 1)["total"] == 40)
    }

    /// Files of an earlier version have no marks.
    @Test func aTodoOfAnEarlierVersionIsFound() throws {
        try archive.note(
            request("ada", nil, "q"), ["conversation_id": "c", "response": "x", "todos": ["Write it down"]], at: 0)
        let path = try run(["find", folder.path, "-name", "*.jsonl"]).text.split(separator: "\n")[0]
        _ = try run(["sed", "-i", #"s/,"todos":"[0-9a-f]*"}}/}}/"#, String(path)])
        let reopened = Archive(folder: "\(folder.path)/conversations", limits: ArchiveLimits())
        #expect(try reopened.toggleTodo("1", user: "ada")["success"] == true)
    }

    @Test func feedbackIsAcceptOrReject() throws {
        try archive.note(request("ada", nil, "q"), ["conversation_id": "c", "response": "a"], at: 0)
        #expect(try archive.feedback("accept", on: "a", in: "c", user: "ada", at: 1)["success"] == true)
        #expect(try archive.feedback("maybe", on: "a", in: "c", user: "ada", at: 1)["success"] == false)
        let lines = try run(["grep", "-rh", "feedback", folder.path]).text
        #expect(lines == "{\"feedback\":\"accept\",\"content\":\"a\",\"at\":1}\n")
    }

    @Test func whatIsKeptHasABound() throws {
        var limits = ArchiveLimits()
        (limits.conversationsPerUser, limits.conversationBytes) = (3, 4_000)
        let archive = Archive(folder: "\(folder.path)/small", limits: limits)
        for number in 0..<5 {
            try archive.note(
                request("ada", nil, "q\(number)"), ["conversation_id": .string("c\(number)"), "response": "a"],
                at: number)
        }
        #expect(try archive.list(of: "ada", offset: 0, limit: 9)["total"] == 3)
        #expect(try texts(archive, "c4", "ada") == ["q4", "a"])
        var history = ["q4", "a"]
        for number in 0..<40 {
            history.append("question \(number) " + String(repeating: "x", count: 100))
            let messages = history.enumerated().map {
                EngineRequest.Message(role: $0.offset % 2 == 0 ? "user" : "assistant", content: $0.element)
            }
            try archive.note(
                EngineRequest(user: "ada", conversationID: "c4", messages: messages), ["response": "answer \(number)"],
                at: 10 + number)
            history.append("answer \(number)")
        }
        let kept = try texts(archive, "c4", "ada")
        #expect(kept == Array(history.suffix(kept.count)) && kept.count >= 4 && kept.count < 60)
        let size = try run(["du", "-b", "-s", "\(folder.path)/small"]).text
        #expect((size.split(separator: "\t").first.flatMap { Int($0) } ?? .max) < 40_000)
        #expect(try archive.list(of: "ada", offset: 0, limit: 1)["conversations"]?[0]?["message_count"] == 82)
    }

    /// A line that a crash left half written, and one that something else spoilt.
    @Test func aTornEndCostsNothingElse() throws {
        try archive.note(request("ada", nil, "q"), ["conversation_id": "c", "response": "a"], at: 0)
        let path = try run(["find", folder.path, "-name", "*.jsonl"]).text.split(separator: "\n")[0]
        _ = try run(["sh", "-c", "printf '{\"role\":\"us' >> \(path)"])
        let reopened = Archive(folder: "\(folder.path)/conversations", limits: ArchiveLimits())
        #expect(try reopened.list(of: "ada", offset: 0, limit: 9)["conversations"]?[0]?["message_count"] == 2)
        try reopened.note(request("ada", "c", "q", "a", "r"), ["response": "b"], at: 0)
        #expect(try texts(reopened, "c", "ada") == ["q", "a", "r", "b"])
    }
}
