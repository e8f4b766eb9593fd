// `oropendola listen`: what a person may type, and how it is said.
import ArgumentParser
import Console
import Storage

/// Connects to a realtime feed and prints what arrives.
struct ListenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listen",
        _superCommandName: "oropendola",
        abstract: "Connect to a realtime feed and print what arrives; say what is wrong when it does not connect.",
        discussion: """
            Without --server and --url it listens to the embedded backend, with a session made for this run. \
            With --url it listens to any Socket.IO server, with or without a session.

            It goes on until Ctrl-C, or until --count or --for. A first connection that fails is looked into layer by \
            layer, and is the end unless --for leaves time to try again. docs/TROUBLESHOOTING.md has the findings, and \
            the members of the JSON lines.

            Exit status: 0 when --count or --for ended it after a connection, 2 for a wrong command line, 5 when the \
            session was refused, 6 when it never connected or did not stay connected, 130 after Ctrl-C.
            """)

    @OptionGroup var server: ServerOptions

    @Option(
        help: ArgumentHelp(
            "websocket, polling, auto (a websocket, else polling) or upgrade (polling, then a websocket).",
            valueName: "how"),
        completion: .list(["auto", "websocket", "polling", "upgrade"]))
    var transport: String = "auto"

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Send an event to the first namespace once it is joined: its name, then one argument or an array of them. "
                + "Several times for several.",
            valueName: "name json"))
    var emit: [String] = []

    @Flag(help: "Wait for the acknowledgements of what was sent, and acknowledge the server's questions.")
    var ack = false

    @Option(help: ArgumentHelp("End after so many events.", valueName: "n"))
    var count: Int?

    @Option(name: .customLong("for"), help: ArgumentHelp("End after so many seconds.", valueName: "seconds"))
    var seconds: Double?

    @Flag(help: "Print only failures and the end.")
    var quiet = false

    @Flag(help: "Print JSON objects, one a line.")
    var json = false

    @Flag(inversion: .prefixedNo, help: ArgumentHelp("Connect again when a connection is lost."))
    var reconnect = true

    func run() throws {
        var words = server.words
        (words.transport, words.emit, words.count, words.seconds) = (transport, emit, count, seconds)
        let environment = Folders.environment()
        var plan = try server.plan(words, for: "listen", environment)
        (plan.wantsAcknowledgements, plan.isQuiet, plan.isJSON, plan.reconnects) = (ack, quiet, json, reconnect)
        let listener = Listener(plan, environment: environment)
        Foreground.run {
            await listener.run()
        } interrupted: { number in
            await listener.hear(.interrupted(signal: number))
        }
    }
}
