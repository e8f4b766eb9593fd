// An event that goes to many clients, encoded once: their queues share its bytes.

/// For sessions of one dialect. It asks for no acknowledgement, since each client counts those for itself.
public struct SocketRelay: Equatable, Sendable {
    let namespace: String
    let frames: [EngineFrame]

    /// Encodes it.
    public init(namespace: String, name: String, _ arguments: SocketArguments, in dialect: SocketServerDialect) {
        self.namespace = namespace
        frames = dialect.frames(of: .event(SocketEvent(namespace: namespace, name: name, arguments: arguments)))
    }
}
