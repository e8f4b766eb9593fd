// A question to a model as the bytes of its request.

import JSON

/// How a request is written where servers differ.
public struct ChatCompletionOptions: Equatable, Sendable {
    /// Asks for the count of tokens (`stream_options.include_usage`), which some proxies refuse.
    public var asksForUsage = true
    /// OpenAI's reasoning models take `max_completion_tokens` alone; most others know `max_tokens` alone.
    public var usesNewLimitName = false
    /// Some reasoning models take no temperature.
    public var sendsTemperature = true

    public init() {}

    /// Other options that may please a server that refused a request with these; nil where its words are about nothing
    /// that could be written in another way.
    public func changed(after failure: ModelFailure) -> ChatCompletionOptions? {
        guard case .serverFailed(let status, let said) = failure, status == 400 || status == 422 else { return nil }
        let words = said.lowercased()
        var changed = self
        if words.contains("stream_options") || words.contains("include_usage") { changed.asksForUsage = false }
        if words.contains("max_completion_tokens") { changed.usesNewLimitName = true }
        if words.contains("temperature") { changed.sendsTemperature = false }
        return changed == self ? nil : changed
    }
}

extension ModelRequest {
    /// The JSON of `POST /v1/chat/completions`, streamed (OpenAI's reference of chat completions).
    public func body(_ options: ChatCompletionOptions = ChatCompletionOptions()) -> [UInt8] {
        var object: JSONObject = [
            "model": .string(model), "messages": .array(messages.map(\.json)), "stream": true,
        ]
        if options.asksForUsage { object["stream_options"] = ["include_usage": true] }
        if !tools.isEmpty { object["tools"] = .array(tools.map(\.json)) }
        if let maximumTokens {
            object[options.usesNewLimitName ? "max_completion_tokens" : "max_tokens"] = JSONValue(maximumTokens)
        }
        if let temperature, options.sendsTemperature { object["temperature"] = .double(temperature) }
        return JSONValue.object(object).serialized()
    }
}

extension ModelMessage {
    fileprivate var json: JSONValue {
        // Never null: templates of several local servers trip over it, and nobody over an empty text.
        var object: JSONObject = ["role": .string(role.rawValue), "content": .string(text)]
        if !images.isEmpty {
            let words: [JSONValue] = text.isEmpty ? [] : [["type": "text", "text": .string(text)]]
            object["content"] = .array(words + images.map { ["type": "image_url", "image_url": ["url": .string($0)]] })
        }
        if !calls.isEmpty {
            object["tool_calls"] = .array(
                calls.map {
                    [
                        "id": .string($0.id), "type": "function",
                        "function": ["name": .string($0.name), "arguments": .string($0.arguments)],
                    ]
                })
        }
        if let answeredCall { object["tool_call_id"] = .string(answeredCall) }
        return .object(object)
    }
}

extension ModelTool {
    fileprivate var json: JSONValue {
        [
            "type": "function",
            "function": [
                "name": .string(name), "description": .string(description), "parameters": parameters,
            ],
        ]
    }
}
