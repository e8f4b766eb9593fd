// What a realtime connection stands on, from the bottom up: whoever looks for a fault looks in this order.

/// One of the things that have to work, each on top of those before it.
public enum Layer: String, CaseIterable, Sendable, Comparable {
    /// The server's name has an address.
    case name
    /// The port takes connections.
    case tcp
    /// The proxy on the way lets us through.
    case proxy
    /// The server shows a certificate that is good here.
    case tls
    /// A Socket.IO server answers on the path.
    case http
    /// The connection becomes a websocket.
    case upgrade
    /// The server knows who we are.
    case session
    /// The namespace is there, and it is the right one.
    case namespace
    /// The server takes the address that we say we come from.
    case origin
    /// The connection stays.
    case connection

    public static func < (one: Layer, other: Layer) -> Bool { one.place < other.place }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// The name for people.
    public var words: String {
        switch self {
        case .tcp: "TCP"
        case .tls: "TLS"
        case .http: "HTTP"
        case .upgrade: "websocket"
        case .name, .proxy, .session, .namespace, .origin, .connection: rawValue
        }
    }
}

/// What a symptom means: where it is, what happened, and what somebody can do about it.
public struct Finding: Equatable, Sendable {
    public enum Weight: Equatable, Sendable {
        /// Nothing works before it is mended.
        case failure
        /// It works, worse than it should, or in a way that may surprise.
        case remark
    }

    public var layer: Layer
    public var weight: Weight
    /// One or two whole sentences. Parts of them are a server's words: not to be put on a terminal as they are.
    public var happened: String
    /// One or two whole sentences.
    public var advice: String

    public init(_ layer: Layer, _ happened: String, advice: String, weight: Weight = .failure) {
        self.layer = layer
        self.weight = weight
        self.happened = happened
        self.advice = advice
    }
}

/// What came of looking at one layer.
public struct LayerCheck: Equatable, Sendable {
    public enum Outcome: Equatable, Sendable {
        /// It works; a word on how.
        case passed(String)
        case found(Finding)
        /// It was not looked at, for this reason.
        case skipped(String)
    }

    public var layer: Layer
    public var outcome: Outcome

    public init(_ layer: Layer, _ outcome: Outcome) {
        self.layer = layer
        self.outcome = outcome
    }

    /// nil where nothing was found.
    public var finding: Finding? {
        if case .found(let finding) = outcome { finding } else { nil }
    }
}

extension [LayerCheck] {
    /// The lowest layer that fails; nil when all is well, or well enough.
    public var failure: Finding? { lazy.compactMap(\.finding).first { $0.weight == .failure } }
}
