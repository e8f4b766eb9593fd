// Carries the orders of `SigningIn` out: questions, requests, the file of accounts, and the end.
import Backend
import Console
import Glibc
import NIOTransport
import TaskMachine
import Transport

/// One run of `oropendola login`. It ends the program itself.
struct LoginRunner: Sendable {
    let options: LoginOptions
    let book: AccountBook
    let desk: AccountDesk
    let environment: [String: String]
    let output: ConsoleOutput
    /// Somebody waits behind us with a screen of their own: what went wrong is to be read first.
    let waitsAfterFailure: Bool

    func run() async {
        let http = NIOHTTPTransport(
            NetworkSettings(
                proxies: ProxySettings(environment: environment),
                certificateAuthorityFile: options.certificateAuthorityFile))
        var machine = SigningIn(options, book)
        var effects = machine.handle(.begun)
        while !effects.isEmpty {
            let effect = effects.removeFirst()
            if case .finish(let status) = effect { await finish(status) }
            if let event = await perform(effect, http) { effects += machine.handle(event) }
        }
    }

    private func perform(_ effect: SigningIn.Effect, _ http: NIOHTTPTransport) async -> SigningIn.Event? {
        func client(_ address: ServerAddress) -> FrappeClient { FrappeClient(address: address, transport: http) }
        do throws(LoginFailure) {
            switch effect {
            case .ask(let question): return await answer(to: question)
            case .signIn(let address, let credentials):
                return .signedIn(try await client(address).signIn(credentials), now: now)
            case .confirm(let address, let code, let factor):
                return .signedIn(try await client(address).confirm(code, of: factor), now: now)
            case .signInByBrowser(let address):
                return try await browse(address, http)
            case .recognise(let address, let credential):
                return .recognised(user: try await client(address).user(of: credential))
            case .check(let address, let key):
                do throws(RequestFailure) {
                    return .keyChecked(try await client(address).check(aiKey: key))
                } catch {
                    throw .failed(error)
                }
            case .keep(let account): return await keep(account)
            case .open(let url): Browser.open(url, environment)
            case .say(let lines): output.print(lines.map { output.style.clean($0) })
            case .complain(let words): complain("oropendola: \(output.style.clean(words))")
            case .finish: break
            }
            return nil
        } catch {
            return .failed(error)
        }
    }

    private var now: Int { Int(time(nil)) }

    private func browse(
        _ address: ServerAddress, _ http: NIOHTTPTransport
    ) async throws(LoginFailure) -> SigningIn.Event {
        let client = FrappeClient(address: address, transport: http)
        let grant = try await client.signInByBrowser { invitation in
            for effect in SigningIn.invitation(invitation, from: address) { _ = await perform(effect, http) }
        }
        return .granted(grant, now: now)
    }

    private func answer(to question: Question) async -> SigningIn.Event {
        if options.readsStandardInput {
            return await InputLines.next().map { .answered($0) } ?? .notAnswered(.endOfInput)
        }
        if case .cookies = question, let file = options.cookiesFile {
            do throws(UsageProblem) {
                return .answered(try cookies(in: file))
            } catch {
                complain("oropendola login: \(error)")
                return .notAnswered(.endOfInput)
            }
        }
        guard TerminalPrompt.isThere else { return .notAnswered(.nobodyThere) }
        // A server's words may stand in it; only our own line ends are some.
        let lines = question.prompt.split(separator: "\n").map { output.style.clean(String($0)) }
        return await TerminalPrompt.ask(lines.joined(separator: "\n"), isSecret: question.isSecret)
            .map { .answered($0) } ?? .notAnswered(.cancelled)
    }

    private func cookies(in file: String) throws(UsageProblem) -> String {
        guard let address = options.address else {
            throw UsageProblem("--cookies-file wants the server's address.")
        }
        let text: String
        do { text = try readText(file, maximumBytes: 1 << 20) } catch {
            throw UsageProblem("--cookies-file \(file): it can't be read.")
        }
        return try CookieFile.header(text, host: address.host, isSecure: address.isSecure, now: now)
    }

    private func keep(_ account: ServerAccount) async -> SigningIn.Event {
        var isDefault = false
        do throws(AccountTrouble) {
            try await desk.change { book in
                book.put(account)
                isDefault = book.defaultName == account.name
            }
            return .kept(path: desk.path, isDefault: isDefault, now: now)
        } catch {
            return .notKept(reason: error.sentence)
        }
    }

    private func finish(_ status: Int32) async -> Never {
        if waitsAfterFailure, status != 0, status != 130, TerminalPrompt.isThere {
            _ = await TerminalPrompt.ask("Enter goes back. ", isSecret: true)
        }
        Glibc.exit(status)
    }
}

/// The user's browser, where there is a display to show it on. It is a service: nothing depends on it.
enum Browser {
    static func open(_ url: String, _ environment: [String: String]) {
        let hasDisplay = ["DISPLAY", "WAYLAND_DISPLAY"].contains { !(environment[$0] ?? "").isEmpty }
        guard hasDisplay, TerminalPrompt.isThere, url.hasPrefix("https://") || url.hasPrefix("http://") else { return }
        var streams = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&streams)
        defer { posix_spawn_file_actions_destroy(&streams) }
        for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&streams, number, "/dev/null", O_RDWR, 0)
        }
        var words: [UnsafeMutablePointer<CChar>?] = [strdup("xdg-open"), strdup(url), nil]
        defer { for word in words { free(word) } }
        var child = pid_t()
        // It may be missing, or fail: the address stands on the screen all the same.
        _ = posix_spawnp(&child, "xdg-open", &streams, nil, &words, environ)
    }
}
