// A chat with any Socket.IO server: prints what comes, sends each line as an event, and waits for its acknowledgement.
import Glibc
import NIOTransport
import SocketIOClient

let words = CommandLine.arguments
guard (2...3).contains(words.count) else {
    say("usage: SocketIOChat http://host:port [/namespace], then lines of an event's name and its argument")
    exit(2)
}

let http = NIOHTTPTransport()
let configuration = SocketIOConfiguration(url: words[1], namespace: words.count > 2 ? words[2] : "/") {
    // Asked before every attempt, so that what was renewed meanwhile is used.
    SocketCredentials(auth: payload())
}
let client = SocketIOClient(configuration: configuration, transport: NIOWebSocketTransport(), http: http)

// This thread waits for the keyboard; news is printed beside it.
let printing = Task.detached { await printNews(of: client) }
await client.connect()
var failures: Int32 = 0
while let line = readLine() {
    if await !send(line, with: client) { failures += 1 }
}

await client.shutdown()
await printing.value
await http.shutdown()
let metrics = await client.status.metrics
say(
    """
    \(metrics.connectAttempts) attempts, \(metrics.connectSuccesses) connections, \(metrics.reconnects) reconnects, \
    \(metrics.eventsReceived) events, \(metrics.eventsDropped) dropped
    """)
exit(failures == 0 ? 0 : 1)
