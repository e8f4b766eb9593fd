// Servers of one protocol differ where it is silent: what socket.io and python-socketio do there, side by side.
import JSON

/// Whose habits a server session has. Each was read off the wire of socket.io 4.8 (engine.io 6.6) or of python-socketio
/// 5.18 (python-engineio 4.15).
///
/// | | `javaScript` | `python` |
/// | --- | --- | --- |
/// | a POST is taken | `ok` | `OK` |
/// | a request is refused | `{"code":…,"message":…}` | a JSON string, as `text/plain` |
/// | more than 16 packets in a POST | taken | `OK`, and all are thrown away |
/// | a second poll | 400, the first is answered `1` | neither is answered |
/// | a second POST | 400, and the session ends | both are taken |
/// | after a move to a websocket | | a stray `6` |
/// | the server closes a websocket | a close frame | `1`, and the client is to close |
/// | what is not ASCII in JSON | UTF-8 | `\u` escapes |
/// | `pingInterval` | milliseconds | whole seconds, in milliseconds |
/// | an event before CONNECT | ends the session | is ignored |
/// | a second CONNECT | ends the session | `"Unable to connect"`, or the first answer again |
/// | a client's `2` | ends the session | is ignored |
public enum SocketServerDialect: Equatable, Sendable {
    /// socket.io 4 for Node.
    case javaScript
    /// python-socketio 5.
    /// - Parameter answersAgain: a second CONNECT gets the answer of the first, as from servers that want to be tolerant.
    case python(answersAgain: Bool)

    var isPython: Bool { self != .javaScript }

    /// The answer to a POST whose packets were taken.
    var taken: EngineAnswer {
        isPython
            ? EngineAnswer(status: 200, contentType: "text/plain", body: Array("OK".utf8))
            : EngineAnswer(status: 200, contentType: "text/html", body: Array("ok".utf8))
    }

    /// The answer to a POST beyond the limit.
    var tooLarge: EngineAnswer {
        isPython
            ? Self.words("Bad Request") : EngineAnswer(status: 413, contentType: "text/plain", body: [])
    }

    /// The open packet. python-engineio rounds the interval down, so less than a second becomes 0.
    func open(_ handshake: EngineHandshake) -> EngineFrame {
        guard isPython else { return EnginePacket.open(handshake).frame }
        var object: JSONObject = [
            "sid": .string(handshake.sessionID), "upgrades": .array(handshake.upgrades.map { .string($0) }),
            "pingTimeout": JSONValue(handshake.pingTimeoutMilliseconds),
            "pingInterval": JSONValue(handshake.pingIntervalMilliseconds / 1_000 * 1_000),
        ]
        if let limit = handshake.maxPayload { object["maxPayload"] = JSONValue(limit) }
        return .text([UInt8(ascii: "0")] + JSONValue.object(object).serialized())
    }

    /// The frames of a packet as this server writes them.
    func frames(of packet: SocketPacket) -> [EngineFrame] {
        guard isPython else { return packet.frames }
        return packet.frames.map { frame in
            guard case .text(let bytes) = frame else { return frame }
            // The namespace is written as it is, and has no comma in it.
            let start = packet.namespace == "/" ? nil : bytes.firstIndex(of: UInt8(ascii: ","))
            return .text(bytes.prefix(through: start ?? 0) + escaped(bytes.dropFirst((start ?? 0) + 1)))
        }
    }

    fileprivate static func words(_ text: String) -> EngineAnswer {
        EngineAnswer(status: 400, contentType: "text/plain", body: JSONValue.string(text).serialized())
    }
}

extension EngineRequestError {
    /// The HTTP answer of a server with these habits.
    /// - Parameter sessionID: the `sid` that was asked for, which python-engineio names in its answer.
    public func answer(in dialect: SocketServerDialect, sessionID: String? = nil) -> EngineAnswer {
        guard dialect.isPython else { return answer }
        switch self {
        case .transportUnknown: return SocketServerDialect.words("Invalid transport")
        case .sessionUnknown: return SocketServerDialect.words("Invalid session \(sessionID ?? "None")")
        case .badHandshakeMethod: return SocketServerDialect.words("Invalid session None")
        case .badRequest: return SocketServerDialect.words("Unexpected HTTP request")
        case .forbidden: return answer
        case .unsupportedVersion:
            return SocketServerDialect.words(
                "The client is using an unsupported version of the Socket.IO or Engine.IO protocols")
        }
    }
}

/// JSON text in ASCII: every other character becomes `\uXXXX`, or two of them (RFC 8259 §7).
private func escaped(_ json: ArraySlice<UInt8>) -> [UInt8] {
    guard json.contains(where: { $0 >= 0x80 }) else { return Array(json) }
    var result: [UInt8] = []
    for unit in String(decoding: json, as: UTF8.self).utf16 {
        if unit < 0x80 {
            result.append(UInt8(unit))
        } else {
            let digits = String(unit, radix: 16)
            result += Array("\\u".utf8) + Array(repeating: UInt8(ascii: "0"), count: 4 - digits.utf8.count)
            result += Array(digits.utf8)
        }
    }
    return result
}
