// The model that is to answer, and what is shown to its server.

public import ModelWire

/// A model, by its server and its name.
public struct ModelTarget: Equatable, Sendable {
    public var address: ModelAddress
    /// As the server lists it.
    public var name: String
    /// Goes to the address's origin alone, as `Authorization: Bearer`.
    public var key: String?
    /// Tokens of its context, where they are known.
    public var contextTokens: Int?
    /// The longest silence, in seconds. A local server loads its model meanwhile.
    public var silenceSeconds = 300

    public init(_ address: ModelAddress, name: String, key: String? = nil, contextTokens: Int? = nil) {
        self.address = address
        self.name = name
        self.key = key
        self.contextTokens = contextTokens
    }
}

/// A key is as good as a password.
extension ModelTarget: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(address.base)#\(name)" }
    public var customMirror: Mirror { Mirror(self, children: ["target": description]) }
}
