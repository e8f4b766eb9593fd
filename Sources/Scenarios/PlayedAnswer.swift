// An HTTP answer as a scenario plays it: what a bad server, a gateway or an attacker would send, byte for byte.

internal import JSON

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
    static let keys = [
        "status", "json", "html", "text", "content_type", "headers", "times", "drip", "cut_after", "endless",
        "endless_head",
    ]

    /// Reads the argument of an `http` step (docs/SCENARIOS.md).
    init(_ value: PlacedValue) throws(Misread) {
        try value.only(Self.keys)
        let (type, body) = try Self.body(value)
        var headers: [Header] = []
        for pair in try value.member("headers")?.elements() ?? [] {
            let words = try pair.texts()
            guard words.count == 2 else { throw pair.wrong("a header is a list of its name and its value") }
            headers.append(Header(name: words[0], value: words[1]))
        }
        if !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            headers.insert(Header(name: "Content-Type", value: try value.member("content_type")?.text() ?? type), at: 0)
        }
        self.init(
            status: try value.member("status")?.number(100...599) ?? 200, headers: headers, body: body,
            times: try value.member("times")?.number(1...1 << 30) ?? 1, delivery: try Delivery(value))
    }

    /// `json`, `html` or `text`, and the type that goes with it.
    private static func body(_ value: PlacedValue) throws(Misread) -> (type: String, bytes: [UInt8]) {
        if let json = value.value["json"] { return ("application/json", json.serialized()) }
        if let html = value.member("html") { return ("text/html; charset=utf-8", Array(try html.text().utf8)) }
        guard let text = value.member("text") else { return ("application/json", []) }
        return ("text/plain; charset=utf-8", Array(try text.text().utf8))
    }
}

extension PlayedAnswer.Delivery {
    fileprivate init(_ value: PlacedValue) throws(Misread) {
        self = .whole
        if let drip = value.member("drip") {
            try drip.only(["bytes", "every"])
            guard let bytes = drip.member("bytes"), let every = drip.member("every") else {
                throw drip.wrong("`drip` has `bytes` and `every`")
            }
            self = .dripping(
                bytes: try bytes.number(1...1 << 30), milliseconds: try every.number(0...60_000, " milliseconds"))
        } else if let cut = value.member("cut_after") {
            self = .cut(bytes: try cut.number(0...1 << 40))
        } else if value.value["endless"] == true {
            self = .endless
        } else if value.value["endless_head"] == true {
            self = .endlessHead
        }
    }
}
