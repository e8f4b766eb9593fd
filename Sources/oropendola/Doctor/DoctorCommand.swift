// `oropendola doctor`: this machine's terminal and disk, and the realtime connection, layer by layer.
import ArgumentParser
import Backend
import Console
import Glibc
import JSON
import LocalBackend
import NIOTransport
import Storage
import Terminal

/// Says what works and what to do about the rest.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        _superCommandName: "oropendola",
        abstract: "Look at terminal, disk and connection; say what works, and what to do about the rest.",
        discussion: """
            oropendola doctor          terminal, tmux, clipboard, disk, backend, and the realtime connection
            oropendola doctor keys     press keys and see what arrives, and what each does

            Without --server and --url it looks at the embedded backend, which it starts for that. The terminal is asked \
            what it can, for 2 s at most, and given back as it was. Nothing is changed anywhere.

            Exit status: 0 when all is well or has a remark only, 1 when something of this machine fails, 2 for a wrong \
            command line, 5 when the session is refused, 6 when the server can't be reached or does not let us in.
            """)

    @Argument(help: "keys, or nothing.", completion: .list(["keys"]))
    var subject: String?

    @OptionGroup var server: ServerOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let environment = Folders.environment()
        if let subject {
            guard subject == "keys" else {
                complain(
                    "oropendola doctor: there is no \(subject) to look at. It is: oropendola doctor, or oropendola doctor keys."
                )
                throw ExitCode(2)
            }
            echoKeys(environment)
        }
        var plan = try server.plan(server.words, for: "doctor", environment)
        plan.isJSON = json
        let output = ConsoleOutput(
            environment: environment, secrets: Secrets(headers: plan.headers, auth: plan.options.auth))
        let facts = DoctorFacts(
            version: AppVersion.text, terminal: environment["TERM"] ?? "", locale: ConsoleLocale(environment).name,
            server: plan.options.address?.origin)
        let (terminal, refusal) = Self.terminal()
        let machine = MachineSurvey(
            environment: environment, terminal: terminal, refusal: refusal, isJSON: json)
        Foreground.run { [plan] in
            var rows = await onOwnThread { machine.rows() }
            if machine.usesOwnBackend {
                let settings = SettingsDesk(
                    folders: Folders(environment: environment), environment: environment,
                    project: (try? realPath(".")) ?? "/"
                ).read()
                rows.append(await ModelDesk(ModelWish(settings, environment)) { _ in }.report().row)
            }
            rows.append(.recording)
            await Self.look(plan, facts, rows, output)
        } interrupted: { number in
            terminal?.end()
            Glibc.exit(128 + number)
        }
    }

    private static func terminal() -> (RawTerminal?, RawTerminal.Refusal?) {
        do throws(RawTerminal.Refusal) { return (try RawTerminal(), nil) } catch { return (nil, error) }
    }

    private func echoKeys(_ environment: [String: String]) -> Never {
        let (terminal, _) = Self.terminal()
        guard let terminal, isatty(STDOUT_FILENO) == 1 else {
            complain("oropendola doctor: there is no terminal to press keys on.")
            Glibc.exit(2)
        }
        let echo = KeyEcho(
            terminal: terminal, output: ConsoleOutput(environment: environment), name: environment["TERM"] ?? "")
        Foreground.run {
            await onOwnThread { echo.run() }
            Glibc.exit(0)
        } interrupted: { number in
            terminal.end()
            Glibc.exit(128 + number)
        }
    }

    private static func look(
        _ plan: ListenPlan, _ facts: DoctorFacts, _ rows: [DoctorRow], _ output: ConsoleOutput
    ) async {
        let http = NIOHTTPTransport(plan.network)
        do throws(StartFailure) {
            let (target, backend) = try await ProbeTarget.found(plan, http: http)
            let checks = await ServerProbe(target, http: http, webSockets: NIOWebSocketTransport(plan.network)).run()
            let report = DoctorReport(facts: facts, rows: rows, checks: checks)
            output.print(plan.isJSON ? [report.json.visibleText] : report.lines(output.style))
            await backend?.server.shutdown()
            Glibc.exit(report.status)
        } catch {
            // What is known of this machine is told all the same.
            if !plan.isJSON { output.print(rows.flatMap { DoctorReport.lines(of: $0, output.style) }) }
            complain("oropendola doctor: \(output.secrets.hidden(in: error.reason))")
            Glibc.exit(error.status)
        }
    }
}
