// Words for transcripts of sessions that poll.
import JSON
import SocketIO
import Testing

let sessionID = EngineSessionID("E1")

func openPacket(_ id: String = "E1", upgrades: String = "", maxPayload: Int = 100) -> String {
    "0{\"sid\":\"\(id)\",\"upgrades\":[\(upgrades)],\"pingInterval\":25000,\"pingTimeout\":20000,"
        + "\"maxPayload\":\(maxPayload)}"
}

/// What ends with a polling session that was joined.
func lost(_ reason: SocketClosure, _ retry: Int? = 1_000) -> [SocketSession.Effect] {
    [.stopTimer(.heartbeat)] + (retry.map { [.startTimer(.retry, milliseconds: $0)] } ?? [])
        + [.disconnected(reason, retryInMilliseconds: retry)]
}

extension ClientTranscript {
    static func polling(
        _ transports: SocketTransports = .pollingOnly, namespaces: [String] = ["/site"],
        _ change: (inout SocketConfiguration) -> Void = { _ in }
    ) -> ClientTranscript {
        ClientTranscript {
            $0.namespaces = namespaces
            $0.transports = transports
            change(&$0)
        }
    }

    /// The answer to a GET.
    mutating func polled(_ packets: String..., status: Int = 200) -> [SocketSession.Effect] {
        transport(.polled(status: status, body: Array(packets.joined(separator: "\u{1E}").utf8)))
    }

    /// The answer to a POST.
    mutating func posted(_ status: Int = 200, _ body: String = "ok") -> [SocketSession.Effect] {
        transport(.posted(status: status, body: Array(body.utf8)))
    }

    var firstPoll: SocketSession.Effect { .transport(.poll(sessionID: nil), connection: connection) }
    var polls: SocketSession.Effect { .transport(.poll(sessionID: sessionID), connection: connection) }
    var opensUpgrade: SocketSession.Effect {
        .transport(.openWebSocket(sessionID: sessionID), connection: connection)
    }
    var closesWebSocket: SocketSession.Effect { .transport(.closeWebSocket, connection: connection) }

    func posts(_ packets: String...) -> SocketSession.Effect {
        .transport(.post(Array(packets.joined(separator: "\u{1E}").utf8), sessionID: sessionID), connection: connection)
    }

    /// Up to the POST of CONNECT, which is not answered yet.
    mutating func shakes(_ packet: String = openPacket()) {
        _ = connect()
        _ = transport(.prepared(SocketAuthentication()))
        _ = polled(packet)
    }

    /// In `/site`, with a GET open and no POST.
    mutating func joinsByPolling(_ packet: String = openPacket()) {
        shakes(packet)
        _ = posted()
        _ = polled("40/site,{\"sid\":\"S1\"}")
    }
}
