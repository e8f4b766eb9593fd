// `oropendola models`: which models there are, and the keys of their servers.
import ArgumentParser
import Console
import Glibc
import JSON
import ModelWire
import Settings
import Storage

/// Lists models, and keeps keys.
struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        _superCommandName: "oropendola",
        abstract: "List the models that the built-in backend can ask, and keep the keys of their servers.",
        discussion: """
            oropendola models              those of this machine, and the one that is chosen
            oropendola models key URL      keep a key for the server of this address; asked for without an echo
            oropendola models forget URL   forget it

            A key is read from the terminal, or from the first line of standard input; none is taken from the command \
            line. It is sent to that server alone. docs/MODELS.md has the line for each server.

            Exit status: 0, 1 when the keys can't be kept, 2 for a wrong command line, 6 when the chosen model can't be \
            asked, 130 after Ctrl-C.
            """)

    @Argument(help: ArgumentHelp("key, forget, or nothing.", valueName: "verb"), completion: .list(["key", "forget"]))
    var verb: String?

    @Argument(help: ArgumentHelp("The server's address, such as https://openrouter.ai/api/v1.", valueName: "url"))
    var url: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let environment = Folders.environment()
        let output = ConsoleOutput(environment: environment)
        let files = ModelFiles(environment: environment)
        switch verb {
        case nil: list(environment, output)
        case "key": keep(try address(for: "key"), files, output)
        case "forget": forget(try address(for: "forget"), files, output)
        case let other?:
            complain("oropendola models: there is no \(other). It is key, forget, or nothing.")
            throw ExitCode(2)
        }
    }

    private func address(for verb: String) throws -> ModelAddress {
        guard let url else {
            complain("oropendola models \(verb): the server's address is missing.")
            throw ExitCode(2)
        }
        do throws(ModelAddress.Problem) {
            return try ModelAddress(url)
        } catch {
            // What was typed may hold a key.
            complain(
                error == .holdsSecrets
                    ? "oropendola models \(verb): the address must not hold a user, a key or a query."
                    : "oropendola models \(verb): that is no address. It begins with http:// or https://.")
            throw ExitCode(2)
        }
    }

    private func list(_ environment: [String: String], _ output: ConsoleOutput) -> Never {
        let isJSON = json
        Foreground.run {
            let settings = SettingsDesk(
                folders: Folders(environment: environment), environment: environment,
                project: (try? realPath(".")) ?? "/"
            ).read()
            let report = await ModelDesk(ModelWish(settings, environment)) { _ in }.report()
            output.print(isJSON ? [report.json.visibleText] : report.text(output.style))
            Glibc.exit(report.status)
        } interrupted: { number in
            Glibc.exit(128 + number)
        }
    }

    private func keep(_ address: ModelAddress, _ files: ModelFiles, _ output: ConsoleOutput) -> Never {
        Foreground.run {
            let typed =
                TerminalPrompt.isThere
                ? await TerminalPrompt.ask("Key for \(address.origin): ", isSecret: true) : await InputLines.next()
            guard let typed else {
                complain("Cancelled. Nothing was changed.")
                Glibc.exit(130)
            }
            let key = typed.trimmed
            guard !key.isEmpty, key.utf8.count <= 4_096, key.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
                complain("oropendola models key: that is no key: it is empty, too long, or has blanks in it.")
                Glibc.exit(2)
            }
            do throws(DocumentProblem) {
                try await files.keep(key, for: address)
            } catch {
                complain("oropendola models key: \(files.keysPath) can't be written: \(error.words).")
                Glibc.exit(1)
            }
            output.print([
                output.style.clean("A key for \(address.origin) is kept in \(files.keysPath), for you alone.")
            ])
            if address.isInClear {
                complain(
                    "This address is plain http: whoever is on the way can read the key. Keep it for the https:// address "
                        + "where there is one, and forget this one.")
            }
            Glibc.exit(0)
        } interrupted: { number in
            TerminalPrompt.restore()
            complain("\nCancelled. Nothing was changed.")
            Glibc.exit(128 + number)
        }
    }

    private func forget(_ address: ModelAddress, _ files: ModelFiles, _ output: ConsoleOutput) -> Never {
        Foreground.run {
            let hadOne: Bool
            do throws(DocumentProblem) {
                hadOne = try await files.keep(nil, for: address)
            } catch {
                complain("oropendola models forget: \(files.keysPath) can't be written: \(error.words).")
                Glibc.exit(1)
            }
            output.print([
                output.style.clean(
                    hadOne ? "The key for \(address.origin) is gone." : "There was no key for \(address.origin).")
            ])
            Glibc.exit(0)
        } interrupted: { number in
            Glibc.exit(128 + number)
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        let blanks: Set<Character> = [" ", "\t", "\r", "\n"]
        var text = drop { blanks.contains($0) }
        while let last = text.last, blanks.contains(last) { text.removeLast() }
        return String(text)
    }
}
