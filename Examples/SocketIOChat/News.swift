// What the client tells, a line for each, until it is shut down.
import JSON
import SocketIO
import SocketIOClient

/// Prints until the client is shut down, and answers events of the server that want an answer.
@concurrent func printNews(of client: SocketIOClient) async {
    for await news in client.events {
        switch news {
        case .connected(let namespace, _, let isRecovered):
            say("* in \(namespace)\(isRecovered ? ", with what was missed" : "")")
        case .received(let event):
            say("> \(event.name) \(text(event.arguments))")
            await client.acknowledge(event)
        case .namespaceClosed(let namespace, let closure, let wait):
            say("* out of \(namespace): \(closure.words)\(next(wait))")
        case .disconnected(let closure, let wait):
            say("* disconnected: \(closure.words)\(next(wait))")
        case .attemptFailed(let closure, let wait):
            say("* not connected: \(closure.words)\(next(wait))")
        }
    }
}

private func next(_ milliseconds: Int?) -> String {
    milliseconds.map { "; again in \($0) ms" } ?? ""
}

/// The values as a JSON array; binary data shows as its placeholders and its size.
func text(_ arguments: SocketArguments) -> String {
    let sizes = arguments.attachments.map { " + \($0.count) bytes" }
    return JSONValue.array(arguments.values).text + sizes.joined()
}
