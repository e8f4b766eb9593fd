// What the local server asks for answers. It knows no sockets: a request in, progress out, one reply.

public import JSON
public import Scenarios

/// Answers chat requests: the rule-based `HelperEngine`, a `ScriptedEngine` for tests, later a model.
///
/// Calls of one conversation may overlap (a client that retries); the task is cancelled when the client goes away.
public protocol Engine: Sendable {
    /// - Parameter publish: sends an event to the user's realtime room; returns when it is on its way.
    func reply(
        to request: EngineRequest, publish: @Sendable (EngineEvent) async -> Void
    ) async -> EngineReply
}

/// A call of `ai_assistant.api.chat_completion` (contract §2.1.1), read and checked.
public struct EngineRequest: Equatable, Sendable {
    public struct Message: Equatable, Hashable, Sendable {
        public var role: String
        /// Text parts joined.
        public var content: String
        /// Addresses of its pictures, `data:` ones among them.
        public var images: [String] = []

        public init(role: String, content: String, images: [String] = []) {
            self.role = role
            self.content = content
            self.images = images
        }
    }

    public var user: String
    public var conversationID: String?
    /// The whole history, oldest first.
    public var messages: [Message]
    /// `agent` or `ask`: in `ask` no tools may be called.
    public var mode: String
    public var context: JSONObject
    /// Asked beside any conversation, for the program itself: to word a message better. No answer to it is shown as said.
    public var isBesideChat = false

    public init(
        user: String, conversationID: String?, messages: [Message], mode: String = "agent",
        context: JSONObject = JSONObject()
    ) {
        self.user = user
        self.conversationID = conversationID
        self.messages = messages
        self.mode = mode
        self.context = context
    }
}

/// What an engine says while it works.
public enum EngineEvent: Equatable, Sendable {
    /// One `ai_progress` payload (contract §3.4).
    case progress(JSONValue)
    /// Any other realtime event.
    case other(name: String, JSONValue)
    /// A fault for tests: every realtime connection of the user is cut.
    case realtimeCut
    /// A fault for tests: the user's sessions end, and whoever comes with one is told that it is over.
    case sessionsEnded
}

/// How a request is answered. All but the first are faults, for tests of clients.
public enum EngineReply: Equatable, Sendable {
    /// The `message` object of a normal reply.
    case message(JSONValue)
    /// An answer as it stands, however bad.
    case played(PlayedAnswer)
    /// Any bytes, instead of JSON.
    case raw(status: Int, contentType: String, body: [UInt8])
    /// The connection is closed without an answer.
    case connectionClosed
    /// Nothing is ever sent.
    case silence
}
