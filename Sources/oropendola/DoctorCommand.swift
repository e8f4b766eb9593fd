// `oropendola doctor`: the realtime connection, layer by layer.
import ArgumentParser
import Backend
import Console
import Glibc
import JSON
import LocalBackend
import NIOTransport
import Storage

/// Says what works and what to do about the rest.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        _superCommandName: "oropendola",
        abstract: "Look at the realtime connection layer by layer; say what works, and what to do about the rest.",
        discussion: """
            Without --server and --url it looks at the embedded backend, which it starts for that. Nothing is changed \
            anywhere.

            Exit status: 0 when all is well, 2 for a wrong command line, 5 when the session is refused, 6 when the \
            server can't be reached or does not let us in.
            """)

    @OptionGroup var server: ServerOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let environment = Folders.environment()
        var plan = try server.plan(server.words, for: "doctor", environment)
        plan.isJSON = json
        let output = ConsoleOutput(
            environment: environment, secrets: Secrets(headers: plan.headers, auth: plan.options.auth))
        let facts = DoctorFacts(
            version: AppVersion.text, terminal: environment["TERM"] ?? "", locale: ConsoleLocale(environment).name,
            server: plan.options.address?.origin)
        Foreground.run { [plan] in
            await Self.look(plan, facts, output)
        } interrupted: { number in
            Glibc.exit(128 + number)
        }
    }

    private static func look(_ plan: ListenPlan, _ facts: DoctorFacts, _ output: ConsoleOutput) async {
        let http = NIOHTTPTransport(plan.network)
        do throws(StartFailure) {
            let (target, backend) = try await ProbeTarget.found(plan, http: http)
            let checks = await ServerProbe(target, http: http, webSockets: NIOWebSocketTransport(plan.network)).run()
            let report = DoctorReport(facts: facts, checks: checks)
            output.print(plan.isJSON ? [report.json.visibleText] : report.lines(output.style))
            await backend?.server.shutdown()
            Glibc.exit(report.status)
        } catch {
            complain("oropendola doctor: \(output.secrets.hidden(in: error.reason))")
            Glibc.exit(error.status)
        }
    }
}
