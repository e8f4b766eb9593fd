// Which models can be asked, and which one is: what the rim finds out, as values.

/// A model that can be chosen, or the helper.
public struct KnownModel: Equatable, Sendable {
    /// Where it is known from.
    public enum Source: Equatable, Sendable {
        /// The rules that are built in; no model.
        case helper
        /// A server of this machine, by the program that usually listens on its port.
        case found(String)
        /// A setting, the command line, the environment, or a choice of before.
        case configured
    }

    /// The name that its server lists.
    public var name: String
    /// What `/model` takes for it without doubt: `URL#NAME`, or `helper`.
    public var choice: String
    public var source: Source
    /// Host and port; empty for the helper.
    public var host: String
    /// Tokens of its context; nil where nobody says.
    public var contextTokens: Int?
    /// Whether it calls tools; nil where nobody says.
    public var takesTools: Bool?

    public init(
        name: String, choice: String, source: Source, host: String, contextTokens: Int? = nil, takesTools: Bool? = nil
    ) {
        self.name = name
        self.choice = choice
        self.source = source
        self.host = host
        self.contextTokens = contextTokens
        self.takesTools = takesTools
    }

    /// Without a model.
    public static let helper = KnownModel(name: "helper", choice: "helper", source: .helper, host: "")
}

/// What is ordered about models.
public enum ModelOrder: Equatable, Sendable {
    /// Ask the servers again; answered by `ModelNews.known`.
    case list
    /// The same for a menu: `known`, which nobody asked to see.
    case look
    /// Answered by `chosen`, or by `refused`.
    case choose(String)
}

/// What the rim tells about models.
public enum ModelNews: Equatable, Sendable {
    /// All that is known, and which of them answers (its `choice`). `isAsked`: somebody wants to see it.
    case known([KnownModel], current: String, isAsked: Bool)
    /// Servers of this machine answered, and none was ever chosen: the same list, for one word to the user.
    case offered([KnownModel])
    /// From the next message on this one answers; `isKept`: at the next start, too.
    case chosen(KnownModel, isKept: Bool)
    case refused(ModelRefusal)
    /// A key goes to this server, by its origin, where it can be read on the way. Told once a run.
    case keyInClear(server: String)
}

/// Why a model was not chosen. All stays as it was.
public enum ModelRefusal: Equatable, Sendable {
    /// No known model has that name; some that are near.
    case unknown(String, near: [String])
    /// Several servers have it: what `/model` takes for each.
    case ambiguous(String, choices: [String])
    /// It is no address.
    case noAddress(String)
    /// Its server lists none.
    case noModels(String)
    /// Its server lists several, and none was named.
    case severalModels(String, count: Int)
    /// Its server was asked and did not answer with it.
    case notThere(String, reason: String)
    /// The keys can't be read, so that a server was not asked: its origin, and the keys' file.
    case keysUnread(server: String, file: String, reason: String)
    /// The model is chosen, and the next start will not know it.
    case notKept(reason: String)
}
