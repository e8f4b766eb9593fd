// Lines in and out: a typed line becomes an event, and what is said goes out at once, also into a pipe.
import Glibc
import JSON
import SocketIO
import SocketIOClient

/// Sends a line `name argument` and prints the acknowledgement. The argument is JSON where it can be read as such, else
/// a text. False when the server did not acknowledge.
func send(_ line: String, with client: SocketIOClient) async -> Bool {
    let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard let name = parts.first else { return true }
    let arguments = parts.dropFirst().map { (try? JSONValue.parse($0)) ?? .string($0) }
    do throws(SocketEmitError) {
        let answer = try await client.emitWithAck(name, SocketArguments(arguments), timeout: .seconds(10))
        say("< \(text(answer))")
        return true
    } catch {
        say("! \(name): \(error.words)")
        return false
    }
}

/// The payload for CONNECT: JSON in the variable `SOCKETIO_AUTH`; nil where there is none.
func payload() -> JSONValue? {
    getenv("SOCKETIO_AUTH").flatMap { try? JSONValue.parse(String(cString: $0)) }
}

func say(_ text: String) {
    var bytes = Array((text + "\n").utf8)[...]
    while !bytes.isEmpty {
        let count = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        guard count > 0 else { return }
        bytes = bytes.dropFirst(count)
    }
}
