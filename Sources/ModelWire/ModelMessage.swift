// What is said to a model and by it, as values: a conversation in the terms of the OpenAI-compatible protocol.

public import JSON

/// One message of a conversation with a model (`messages[]` of `POST /v1/chat/completions`).
public struct ModelMessage: Equatable, Sendable {
    /// Who speaks. `tool` answers a call of the assistant's.
    public enum Role: String, Equatable, Sendable { case system, user, assistant, tool }

    public var role: Role
    /// Empty where the assistant only calls tools.
    public var text: String
    /// Addresses of pictures, `data:` ones among them; sent as `image_url` parts.
    public var images: [String]
    /// What an assistant's message calls.
    public var calls: [ModelCall]
    /// Which call a `tool` message answers.
    public var answeredCall: String?

    public init(
        _ role: Role, _ text: String, images: [String] = [], calls: [ModelCall] = [], answeredCall: String? = nil
    ) {
        self.role = role
        self.text = text
        self.images = images
        self.calls = calls
        self.answeredCall = answeredCall
    }
}

/// A tool that a model wants used (`tool_calls[]`, type `function`).
public struct ModelCall: Equatable, Sendable {
    /// As the server gave it; one of ours where it gave none.
    public var id: String
    public var name: String
    /// JSON text as the model wrote it, which may be none.
    public var arguments: String

    public init(id: String, name: String, arguments: String) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}

/// A tool that a model may call (`tools[]`, type `function`).
public struct ModelTool: Equatable, Sendable {
    public var name: String
    public var description: String
    /// A JSON Schema of an object.
    public var parameters: JSONValue

    public init(name: String, description: String, parameters: JSONValue) {
        self.name = name
        self.description = description
        self.parameters = parameters
    }
}
