// The program with a model's server on this machine: found and offered, chosen once, kept, asked, and hung up on.

import JSON
import ServerDoubles
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct ModelTests {
    private static let list = StubModelServer.Answer(
        Array(#"{"data":[{"id":"tiny:1b","max_model_len":8192},{"id":"small:3b"}]}"#.utf8))

    @Test func aModelIsOfferedChosenOnceAndKept() throws {
        let server = try StubModelServer { question in
            question.line == "GET /v1/models" ? Self.list : .words(["The", " tiny", " one", " answers."])
        }
        let folder = try TemporaryFolder()
        let home = try Home()
        let ports = ["OROPENDOLA_MODEL_PORTS": "\(server.port)"]
        var program = try RunningProgram(in: folder.path, home: home, environment: ports, isRecorded: true)
        try program.tmux.wait(for: "/model tiny:1b")
        // Nothing but its list was asked for.
        #expect(Set(server.questions.map(\.line)) == ["GET /v1/models"])
        try program.send("/model tiny")
        try program.tmux.wait(for: "From the next message on tiny:1b answers")
        try program.send("Who are you?")
        try program.tmux.wait(for: "The tiny one answers.")
        let question = server.questions.last { $0.line == "POST /v1/chat/completions" }
        #expect(question?.body["model"] == "tiny:1b")
        #expect(try program.quit() == 0)

        program = try RunningProgram(in: folder.path, home: home, environment: ports, isRecorded: true)
        try program.tmux.wait(for: "tiny:1b at 127.0.0.1:\(server.port) answers.")
        try program.send("/model helper")
        try program.tmux.wait(for: "the built-in helper answers")
        try program.send("help")
        try program.tmux.wait(for: "I am the built-in helper")
        #expect(try program.quit() == 0)
    }

    @Test func escapeHangsUpOnTheModelsServer() throws {
        let server = try StubModelServer { question in
            question.line == "GET /v1/models" ? Self.list : .words(["Counting:", " one"], ending: .held)
        }
        let folder = try TemporaryFolder()
        let program = try RunningProgram(
            in: folder.path, home: try Home(), options: "--model http://127.0.0.1:\(server.port)#small:3b 'Count'",
            isRecorded: true)
        try program.tmux.wait(for: "Counting: one")
        #expect(server.left == 0)
        try program.tmux.press("Escape")
        try wait(for: "the end upstream") { server.left == 1 ? true : nil }
        try program.tmux.wait(for: "Cancelled")
        #expect(try program.quit() == 0)
    }

    @Test func aModelThatIsNotThereIsTold() throws {
        let server = try StubModelServer { question in
            question.line == "GET /v1/models"
                ? Self.list : .init(status: 404, Array(#"{"error":{"message":"model \"tinny\" not found"}}"#.utf8))
        }
        let folder = try TemporaryFolder()
        let program = try RunningProgram(
            in: folder.path, home: try Home(), options: "--model http://127.0.0.1:\(server.port)#tinny 'Hello'",
            isRecorded: true)
        try program.tmux.wait(for: "has no model tinny")
        try program.tmux.wait(for: "It has tiny:1b, small:3b.")
        try program.tmux.wait(for: "Your message is kept.")
        #expect(try program.quit() == 0)
    }
}
