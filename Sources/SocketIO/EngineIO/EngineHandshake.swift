// The open packet: what the server tells about the session before anything else.
import JSON

/// Content of the `0` packet. Unknown keys are ignored.
public struct EngineHandshake: Equatable, Sendable {
    /// Id of the transport session. It is as good as a password for that session: never log it.
    public var sessionID: String
    /// Transports that the client may move to.
    public var upgrades: [String]
    /// The server sends `2` this often, in milliseconds.
    public var pingIntervalMilliseconds: Int
    /// How long either side waits for the other's heartbeat, in milliseconds.
    public var pingTimeoutMilliseconds: Int
    /// Bytes of one message or POST that the server accepts; nil on servers older than engine.io 6.2.
    public var maxPayload: Int?

    public init(
        sessionID: String, upgrades: [String] = [], pingIntervalMilliseconds: Int = 25_000,
        pingTimeoutMilliseconds: Int = 20_000, maxPayload: Int? = 1_000_000
    ) {
        self.sessionID = sessionID
        self.upgrades = upgrades
        self.pingIntervalMilliseconds = pingIntervalMilliseconds
        self.pingTimeoutMilliseconds = pingTimeoutMilliseconds
        self.maxPayload = maxPayload
    }

    init(_ text: ArraySlice<UInt8>) throws(PacketError) {
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue.parse(text) } catch { throw .invalidJSON(error) }
        guard let sessionID = json["sid"]?.asString, let interval = json["pingInterval"]?.asInt,
            let timeout = json["pingTimeout"]?.asInt, 0...Self.longest ~= interval, 0...Self.longest ~= timeout
        else { throw .invalidHandshake }
        self.init(
            sessionID: sessionID, upgrades: json["upgrades"]?.asArray?.compactMap(\.asString) ?? [],
            pingIntervalMilliseconds: interval, pingTimeoutMilliseconds: timeout, maxPayload: json["maxPayload"]?.asInt)
    }

    /// A day; no server means more.
    private static let longest = 86_400_000

    var json: JSONValue {
        var object: JSONObject = [
            "sid": .string(sessionID), "upgrades": .array(upgrades.map(JSONValue.string)),
            "pingInterval": JSONValue(pingIntervalMilliseconds), "pingTimeout": JSONValue(pingTimeoutMilliseconds),
        ]
        if let maxPayload { object["maxPayload"] = JSONValue(maxPayload) }
        return .object(object)
    }
}

extension EngineHandshake: CustomStringConvertible, CustomReflectable {
    /// The terms without the id.
    public var description: String {
        "handshake(upgrades: \(upgrades), ping: \(pingIntervalMilliseconds)+\(pingTimeoutMilliseconds) ms)"
    }
    public var customMirror: Mirror { Mirror(self, children: ["terms": description]) }
}
