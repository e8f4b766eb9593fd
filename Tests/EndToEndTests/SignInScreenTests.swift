// Signing in at a terminal: what is typed is not shown, and a session that ends in a conversation is made anew in it.
import Glibc
import JSON
import LocalBackend
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct SignInScreenTests {
    private let script: [JSONValue] = [.answer("The first answer."), .answer("The second answer.")]

    private func typeUnseen(_ text: String, _ tmux: Tmux) throws {
        try tmux.type(text)
        try tmux.press("Enter")
    }

    /// The message that waited is answered then.
    private func signInAndQuit(_ program: RunningProgram) throws {
        try program.send("/login")
        try program.tmux.wait(for: "Password of anna@example.org (not shown):")
        try typeUnseen(RemoteServer.password, program.tmux)
        try program.tmux.wait(for: "The first answer.")
        #expect(try program.quit() == 0)
    }

    @Test func aPasswordIsTypedUnseen() async throws {
        let remote = try await RemoteServer()
        let shell = try TerminalShell()
        let former = try shell.modes()
        try shell.run("\(shellQuoted(try builtProduct("oropendola"))) login")
        try shell.tmux.wait(for: "Server [https://oropendola.ai]:")
        try typeUnseen(remote.url, shell.tmux)
        try shell.tmux.wait(for: "User (e-mail):")
        try typeUnseen(RemoteServer.user, shell.tmux)
        try shell.tmux.wait(for: "Password of anna@example.org (not shown):")
        try typeUnseen("hunter2", shell.tmux)
        try shell.tmux.wait(for: "The server does not know this name and password.")
        try shell.tmux.wait(for: "second password prompt") { screen in
            screen.count { $0.contains("Password of anna@example.org") } == 2
        }
        try typeUnseen(RemoteServer.password, shell.tmux)
        try shell.tmux.wait(for: "Signed in to \(remote.url) as anna@example.org.")
        try shell.tmux.wait(for: "status 0")
        let written = String(decoding: try shell.written(), as: UTF8.self)
        #expect(!written.contains("hunter2") && !written.contains(RemoteServer.password))
        #expect(try shell.modes() == former)
        await remote.server.shutdown()
    }

    @Test func aCodeIsAskedForAfterThePassword() async throws {
        let remote = try await RemoteServer()
        var rules = SignInRules()
        rules.password = .secondFactor(code: "123456", method: "Email")
        await remote.server.signIns(follow: rules)
        let shell = try TerminalShell()
        try shell.run("\(shellQuoted(try builtProduct("oropendola"))) login \(remote.url) --user \(RemoteServer.user)")
        try shell.tmux.wait(for: "Password of anna@example.org (not shown):")
        try typeUnseen(RemoteServer.password, shell.tmux)
        try shell.tmux.wait(for: "Verification code has been sent to your registered email address.")
        try shell.tmux.wait(for: "Code (not shown):")
        try typeUnseen("000000", shell.tmux)
        try shell.tmux.wait(for: "That code is not right.")
        try typeUnseen("123456", shell.tmux)
        try shell.tmux.wait(for: "status 0")
        #expect(try !String(decoding: shell.written(), as: UTF8.self).contains("123456"))
        await remote.server.shutdown()
    }

    @Test func aCtrlCGivesTheTerminalBack() async throws {
        let remote = try await RemoteServer()
        let shell = try TerminalShell()
        let former = try shell.modes()
        let program = shellQuoted(try builtProduct("oropendola"))
        for (round, status) in [130, 143, 129].enumerated() {
            let file = "\(shell.folder.path)/pid-\(round)"
            try shell.run("echo $$ >\(file); exec \(program) login \(remote.url) --user a\(round)")
            try shell.tmux.wait(for: "Password of a\(round)")
            let identifier = try #require(pid_t(try shell.folder.text("pid-\(round)").filter(\.isNumber)))
            switch status {
            case 130: try shell.tmux.press("C-c")
            case 143: kill(identifier, SIGTERM)
            default: kill(identifier, SIGHUP)
            }
            try shell.tmux.wait(for: "status \(status)")
            #expect(try shell.modes() == former)
        }
        await remote.server.shutdown()
    }

    /// Signed out in the middle of a conversation: the message is kept, signed in for, and sent again.
    @Test func aSessionThatEndsInAConversation() async throws {
        let remote = try await RemoteServer(script)
        let home = try remote.signedInHome()
        let folder = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: home)
        let tmux = program.tmux
        try tmux.wait(for: "\(remote.url) answers.")
        try tmux.waitForStatus("online")
        try program.send("the first question")
        try tmux.wait(for: "The first answer.")

        await remote.server.expireSessions()
        try program.send("the second question")
        try tmux.waitForWrapped("You are not signed in")
        try program.send("/login")
        try tmux.wait(for: "Password of anna@example.org (not shown):")
        try typeUnseen(RemoteServer.password, tmux)
        try tmux.wait(for: "The second answer.")
        // Online, with or without an event in the turn: the feed may have been there before its end or not.
        _ = try tmux.statusLines { $0.contains("online") || $0.contains("connected") }
        #expect(count(of: "the second question", in: try tmux.screen().joined(separator: "\n")) == 1)
        #expect(try program.quit() == 0)
        await remote.server.shutdown()
    }

    @Test func aSignInThatIsGivenUpKeepsTheMessage() async throws {
        let remote = try await RemoteServer(script)
        let home = try remote.signedInHome()
        await remote.server.expireSessions()
        let folder = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: home)
        try program.send("a question")
        try program.tmux.waitForWrapped("You are not signed in")
        try program.send("/login")
        try program.tmux.wait(for: "Password of anna@example.org (not shown):")
        try program.tmux.press("C-c")
        try program.tmux.wait(for: "Not signed in. Your message is kept")
        try signInAndQuit(program)
        await remote.server.shutdown()
    }

    /// What a server sets anew while it answers is kept, so that the next start has it.
    @Test func renewedCookiesAreInTheFile() async throws {
        let remote = try await RemoteServer(script)
        let home = try remote.signedInHome()
        var rules = SignInRules()
        rules.furtherCookie = "renewed=yes"
        await remote.server.signIns(follow: rules)
        let folder = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: home)
        try program.send("a question")
        try program.tmux.wait(for: "The first answer.")
        try wait(for: "the renewed cookies") {
            try home.folder.text("config/oropendola/accounts.json").contains("; renewed=yes") ? true : nil
        }
        #expect(try program.quit() == 0)
        await remote.server.shutdown()
    }

    /// `/logout` forgets the account, and `/login` knows still which server is meant.
    @Test func outAndInAgain() async throws {
        let remote = try await RemoteServer(script)
        let home = try remote.signedInHome()
        let folder = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: home)
        try program.tmux.waitForStatus("online")
        try program.send("/logout")
        try program.tmux.waitForStatus("realtime off")
        #expect(try !home.folder.text("config/oropendola/accounts.json").contains("sid="))
        try program.send("a question")
        try program.tmux.waitForWrapped("You are not signed in: no sign-in is kept for this server.")
        try signInAndQuit(program)
        await remote.server.shutdown()
    }

    /// Another terminal gives the account's name to another server: the program that runs shows its own server nothing
    /// of that one's, and its sign-out leaves it alone.
    @Test func aNameThatIsGivenToAnotherServer() async throws {
        let (remote, other) = (try await RemoteServer(script), try await RemoteServer(script))
        let home = try Home()
        func signIn(_ remote: RemoteServer) throws {
            let outcome = try run(
                [
                    try builtProduct("oropendola"), "login", remote.url, "--user", RemoteServer.user,
                    "--password-stdin", "--name", "work",
                ], input: Array("\(RemoteServer.password)\n".utf8), environment: home.variables)
            #expect(outcome.status == 0, "\(outcome.errorText)")
        }
        try signIn(remote)
        let folder = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: home)
        try program.tmux.waitForStatus("online")
        try signIn(other)
        let kept = try home.folder.text("config/oropendola/accounts.json")
        #expect(kept.contains(other.url))
        await remote.server.expireSessions()
        try program.send("a question")
        try program.tmux.waitForWrapped("You are not signed in: no sign-in is kept for this server.")
        try program.send("/logout")
        try program.tmux.waitForStatus("realtime off")
        #expect(try home.folder.text("config/oropendola/accounts.json") == kept)
        #expect(try program.quit() == 0)
        await remote.server.shutdown()
        await other.server.shutdown()
    }

    @Test func aRunMayChooseItsServer() async throws {
        let remote = try await RemoteServer(script)
        let home = try remote.signedInHome("--name", "work")
        let folder = try TemporaryFolder()
        let embedded = try RunningProgram(in: folder.path, home: home, options: "--embedded")
        try embedded.tmux.wait(for: "The built-in helper answers, offline")
        #expect(try embedded.quit() == 0)
        let named = try RunningProgram(in: folder.path, home: home, environment: ["OROPENDOLA_SERVER": "work"])
        try named.tmux.wait(for: "\(remote.url) answers.")
        #expect(try named.quit() == 0)
        let unknown = try run([try builtProduct("oropendola"), "--server", "nobody"], environment: home.variables)
        #expect(unknown.status == 5 && unknown.errorText.contains("There is no sign-in for that server."))
        await remote.server.shutdown()
    }
}
