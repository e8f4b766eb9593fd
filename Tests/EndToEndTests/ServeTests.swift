// `oropendola serve` as a program: accounts by its verbs, a client that signs in and chats, signals, and its log.
import Glibc
import JSON
import TestSupport
import Testing

@Suite(.serialized)
struct ServeTests {
    private let home: Home
    private let folder: TemporaryFolder
    private let program: String

    init() throws {
        home = try Home()
        folder = try TemporaryFolder()
        program = try builtProduct("oropendola")
    }

    private var data: String { "\(folder.path)/data" }

    private func oropendola(_ words: [String], input: String = "") throws -> Outcome {
        try run(
            ["timeout", "60", program] + words, in: folder.path, input: Array(input.utf8), environment: home.variables)
    }

    private func user(_ words: String..., input: String = "") throws -> Outcome {
        try oropendola(["serve", "user"] + words + ["--data", data], input: input)
    }

    /// The server, and where it listens.
    private func serve(_ words: String...) throws -> (ChildProcess, url: String) {
        let log = "\(folder.path)/log"
        let child = try ChildProcess(
            [program, "serve", "--listen", "127.0.0.1:0", "--log", "json", "--data", data] + words,
            in: folder.path, environment: home.variables,
            redirects: [
                (0, "/dev/null", O_RDONLY), (1, "/dev/null", O_WRONLY),
                (2, log, O_WRONLY | O_CREAT | O_TRUNC),
            ])
        let url = try wait(for: "the server: \((try? folder.text("log")) ?? "")") { () -> String? in
            try lines().first { $0["event"] == "listening" }?["address"]?.asString
        }
        return (child, url)
    }

    private func lines() throws -> [JSONValue] {
        guard let text = try? folder.text("log") else { return [] }
        return text.split(separator: "\n").compactMap { try? JSONValue.parse(String($0)) }
    }

    /// A server that nobody sees any more is not left behind.
    @Test func theTerminalTakesItsServerAlong() throws {
        _ = try user("add", "ada@example.org", input: "correct horse\n")
        let tmux = try Tmux(
            columns: 100, rows: 24,
            command: "\(shellQuoted(program)) serve --listen 127.0.0.1:0 --data \(shellQuoted(data))",
            in: folder.path, environment: home.variables)
        try tmux.wait(for: "listening")
        let process = try tmux.processIdentifier()
        _ = try tmux.ask("kill-server")
        // One that has ended and that nobody asked for has no command line.
        try wait(for: "its end") { (try? readFile("/proc/\(process)/cmdline"))?.isEmpty == false ? nil : true }
    }

    @Test func accountsAreMadeAndKept() throws {
        #expect(try user("list").text == "There are no accounts in \(data)/accounts.json yet.\n")
        let added = try user("add", "ada@example.org", "--full-name", "Ada L", input: "correct horse\n")
        #expect(added.status == 0 && added.text == "ada@example.org can sign in now.\n", "\(added.errorText)")
        #expect(try user("list").text == "ada@example.org  Ada L\n")
        #expect(try user("list", "--json").text == "{\"name\":\"ada@example.org\",\"full_name\":\"Ada L\"}\n")
        #expect(!(try folder.text("data/accounts.json")).contains("horse"))
        let wrong: [([String], String, Int32, String)] = [
            (["add", "ada@example.org"], "correct horse\n", 1, "is there already"),
            (["add", "bob"], "short\n", 1, "8 characters or more"),
            (["add", "a b"], "correct horse\n", 2, "can't be a name"),
            (["add", "bob"], "", 2, "no password came"), (["passwd", "bob"], "correct horse\n", 1, "no account bob"),
            (["remove", "bob"], "", 1, "no account bob"),
            (["add"], "", 2, "add NAME, list, passwd NAME or remove NAME"),
        ]
        for (words, input, status, sentence) in wrong {
            let outcome = try oropendola(["serve", "user"] + words + ["--data", data], input: input)
            #expect(outcome.status == status && outcome.errorText.contains(sentence), "\(words): \(outcome.errorText)")
        }
        _ = try run(["chmod", "644", "\(data)/accounts.json"])
        let open = try user("list")
        #expect(open.status == 1 && open.errorText.contains("chmod 600 \(data)/accounts.json"))
        _ = try run(["chmod", "600", "\(data)/accounts.json"])
        #expect(try user("remove", "ada@example.org").status == 0)
    }

    /// Whoever collects the log as JSON gets no other line: not at a start without accounts, nor at one that fails.
    @Test func everyLineOfTheLogIsJSON() throws {
        let (server, url) = try serve()
        try wait(for: "the hint") {
            try lines().contains { $0["event"]?.asString?.hasPrefix("There are no accounts yet") == true } ? true : nil
        }
        let port = url.split(separator: ":").last ?? ""
        for (words, status, said) in [
            (["--listen", "127.0.0.1:\(port)", "--data", "\(folder.path)/other"], Int32(1), "port \(port) is taken"),
            (["--model", "nowhere"], 2, "--model is the address"), (["--listen", "x"], 2, "--listen is an address"),
        ] {
            let outcome = try oropendola(["serve", "--log", "json"] + words)
            #expect(outcome.status == status)
            let lines = outcome.errorText.split(separator: "\n")
            #expect(!lines.isEmpty && lines.allSatisfy { (try? JSONValue.parse(String($0))) != nil }, "\(lines)")
            #expect(outcome.errorText.contains(said), "\(lines)")
        }
        server.send(SIGTERM)
        #expect(try server.wait() == 0)
        let text = try folder.text("log")
        #expect(try lines().count == text.split(separator: "\n").count, "\(text)")
    }

    @Test func aPersonSignsInAndChats() throws {
        _ = try user("add", "ada@example.org", input: "correct horse\n")
        let (server, url) = try serve()
        let login = try oropendola(
            ["login", url, "--name", "here", "--user", "ada@example.org", "--password-stdin"], input: "correct horse\n")
        #expect(login.status == 0 && login.text.contains("as ada@example.org"), "\(login.errorText)")
        let who = try oropendola(["whoami"])
        #expect(who.text.contains("realtime  works"), "\(who.text)")
        let chat = try oropendola(["--plain"], input: "what can you do?\nquit\n")
        #expect(chat.text.contains("rename") && chat.status == 0, "\(chat.text)")
        // A new password signs out who is signed in, once the server has read it.
        #expect(try user("passwd", "ada@example.org", input: "battery staple\n").status == 0)
        server.send(SIGHUP)
        try wait(for: "the end of the session") {
            try oropendola(["whoami"]).status == 5 ? true : nil
        }
        server.send(SIGTERM)
        #expect(try server.wait() == 0)
        let events = try lines().compactMap { $0["event"]?.asString }
        #expect(events.contains("accounts read") && events.suffix(2) == ["stopping", "stopped"], "\(events)")
        let log = try folder.text("log")
        for secret in ["correct horse", "battery staple", "sid=", "what can"] { #expect(!log.contains(secret)) }
        let chats = try lines().filter { $0["route"] == "ai_assistant.api.chat_completion" }
        #expect(!chats.isEmpty && chats.allSatisfy { $0["user"] == "ada@example.org" && $0["status"] == 200 })
    }

    /// A server of the OpenAI-compatible protocol with one model, which says who asked with which key.
    private static let model = """
        import http.server, json, sys
        class Model(http.server.BaseHTTPRequestHandler):
            def answer(self, kind, lines):
                self.send_response(200); self.send_header("Content-Type", kind); self.end_headers()
                self.wfile.write("".join(lines).encode())
            def do_GET(self):
                self.answer("application/json", [json.dumps({"data": [{"id": "tiny", "max_model_len": 8192}]})])
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                words = f"I am {body['model']}, asked with {self.headers.get('Authorization')}."
                piece = {"choices": [{"index": 0, "delta": {"content": words}, "finish_reason": "stop"}]}
                self.answer("text/event-stream", ["data: " + json.dumps(piece) + "\\n\\n", "data: [DONE]\\n\\n"])
            def log_message(self, *words): pass
        server = http.server.HTTPServer(("127.0.0.1", 0), Model)
        print(server.server_port, flush=True)
        server.serve_forever()
        """

    @Test func aModelAnswersEachUser() throws {
        _ = try user("add", "ada@example.org", input: "correct horse\n")
        let stub = try ChildProcess(
            ["python3", "-c", Self.model],
            redirects: [
                (0, "/dev/null", O_RDONLY), (1, "\(folder.path)/port", O_WRONLY | O_CREAT), (2, "/dev/null", O_WRONLY),
            ])
        defer { stub.send(SIGKILL) }
        let port = try wait(for: "the model") {
            try? folder.text("port").split(separator: "\n").first.map { String($0) }
        }
        let base = "http://127.0.0.1:\(port)/v1"
        let key = try oropendola(["models", "key", base], input: "k-123\n")
        #expect(key.status == 0, "\(key.errorText)")
        // One model alone needs no name.
        let (server, url) = try serve("--model", base)
        #expect(try lines().contains { $0["engine"]?.asString == "\(base)#tiny" })
        _ = try oropendola(
            ["login", url, "--name", "here", "--user", "ada@example.org", "--password-stdin"], input: "correct horse\n")
        let chat = try oropendola(["--plain"], input: "who are you?\nquit\n")
        #expect(chat.text.contains("I am tiny, asked with Bearer k-123."), "\(chat.text) \(chat.errorText)")
        server.send(SIGTERM)
        #expect(try server.wait() == 0)
        #expect(!(try folder.text("log")).contains("k-123"))
        let both = try oropendola(["serve", "--model", base, "--scenario", "x"])
        #expect(both.status == 2 && both.errorText.contains("two who answer"))
        stub.send(SIGKILL)
        _ = try stub.wait()
        let gone = try oropendola(["serve", "--listen", "127.0.0.1:0", "--data", data, "--model", base])
        #expect(gone.status == 2 && gone.errorText.contains("give the name"), "\(gone.errorText)")
    }

    @Test func aSecondServerLeavesTheFolderAlone() throws {
        let (server, url) = try serve()
        let second = try oropendola(["serve", "--listen", "127.0.0.1:0", "--data", data])
        #expect(second.status == 1 && second.errorText.contains("another server uses \(data)"))
        let port = url.split(separator: ":").last ?? ""
        let third = try oropendola(["serve", "--listen", "127.0.0.1:\(port)", "--data", "\(folder.path)/other"])
        #expect(third.status == 1 && third.errorText.contains("port \(port) is taken"), "\(third.errorText)")
        // Ctrl-C ends it as well.
        server.send(SIGINT)
        #expect(try server.wait() == 0)
    }

    @Test func itIsNotServedUnsafely() throws {
        let outcome = try oropendola(["serve", "--listen", "0.0.0.0:0", "--data", data])
        #expect(outcome.status == 2 && outcome.errorText.contains("--insecure-http does it all the same"))
        let wrong = try oropendola([
            "serve", "--listen", "127.0.0.1:0", "--data", data, "--tls-cert", "/none", "--tls-key", "/none",
        ])
        #expect(wrong.status == 1 && wrong.errorText.contains("the certificates can't be used"), "\(wrong.errorText)")
    }
}
