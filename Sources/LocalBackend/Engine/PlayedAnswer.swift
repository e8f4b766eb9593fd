// An HTTP answer as a scenario plays it: what a bad server, a gateway or an attacker would send, byte for byte.

public import JSON

/// Status, headers, a body, and how it comes. Nothing is put right: what a client must withstand is the point.
public struct PlayedAnswer: Equatable, Sendable {
    public struct Header: Equatable, Sendable {
        public var name: String
        public var value: String
    }

    /// How the answer comes. The connection ends behind it in every case.
    public enum Delivery: Equatable, Sendable {
        case whole
        /// So many bytes at a time, with so long between.
        case dripping(bytes: Int, milliseconds: Int)
        /// The length is that of the whole body, and the connection ends after so many bytes of it.
        case cut(bytes: Int)
        /// The body over and over, without a length.
        case endless
        /// The head goes on for ever.
        case endlessHead
    }

    public var status: Int
    public var headers: [Header]
    public var body: [UInt8]
    /// So often the body is sent, as one.
    public var times: Int
    public var delivery: Delivery
}

extension PlayedAnswer {
    /// Reads the argument of an `http` step (docs/SCENARIOS.md); nil for what is none.
    public init?(reading value: JSONValue) {
        guard value.asObject != nil, let status = (value["status"] ?? 200).asInt, (100...599).contains(status),
            let times = (value["times"] ?? 1).asInt, (1...1 << 30).contains(times),
            let (type, body) = Self.body(value), let delivery = Delivery(reading: value)
        else { return nil }
        var headers: [Header] = []
        for pair in value["headers"]?.asArray ?? [] {
            guard let name = pair[0]?.asString, let text = pair[1]?.asString else { return nil }
            headers.append(Header(name: name, value: text))
        }
        if !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            headers.insert(Header(name: "Content-Type", value: value["content_type"]?.asString ?? type), at: 0)
        }
        self.init(status: status, headers: headers, body: body, times: times, delivery: delivery)
    }

    /// `json`, `html` or `text`, and the type that goes with it.
    private static func body(_ value: JSONValue) -> (type: String, bytes: [UInt8])? {
        if let json = value["json"] { return ("application/json", json.serialized()) }
        if let html = value["html"] { return html.asString.map { ("text/html; charset=utf-8", Array($0.utf8)) } }
        guard let text = value["text"] else { return ("application/json", []) }
        return text.asString.map { ("text/plain; charset=utf-8", Array($0.utf8)) }
    }
}

extension PlayedAnswer.Delivery {
    /// nil when it is said and can't be.
    fileprivate init?(reading value: JSONValue) {
        self = .whole
        if let drip = value["drip"] {
            guard let bytes = drip["bytes"]?.asInt, bytes > 0, let milliseconds = drip["every"]?.asInt,
                (0...60_000).contains(milliseconds)
            else { return nil }
            self = .dripping(bytes: bytes, milliseconds: milliseconds)
        } else if let cut = value["cut_after"] {
            guard let bytes = cut.asInt, bytes >= 0 else { return nil }
            self = .cut(bytes: bytes)
        } else if value["endless"] == true {
            self = .endless
        } else if value["endless_head"] == true {
            self = .endlessHead
        }
    }
}
