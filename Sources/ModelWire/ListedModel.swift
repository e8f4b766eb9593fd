// Which models a server has: its list, in the forms that servers give it.

import JSON

/// One entry of `GET /v1/models`.
public struct ListedModel: Equatable, Sendable {
    /// What `model` of a request is to be.
    public var id: String
    /// Tokens of its context; nil where the list does not say.
    public var contextTokens: Int?
    /// Whether it can call tools; nil where the list does not say.
    public var takesTools: Bool?
    /// Whether it is in memory; nil where the list does not say.
    public var isLoaded: Bool?

    public init(id: String, contextTokens: Int? = nil, takesTools: Bool? = nil, isLoaded: Bool? = nil) {
        self.id = id
        self.contextTokens = contextTokens
        self.takesTools = takesTools
        self.isLoaded = isLoaded
    }

    /// Entries beyond this are left out.
    static let most = 5_000

    /// Reads the body of a list, in its order; of several entries with one id the first. What makes no text, such as
    /// embeddings, is left out where the list tells.
    public static func list(_ body: [UInt8]) throws(ModelFailure) -> [ListedModel] {
        guard let value = try? JSONValue.parse(body) else {
            throw .unreadable(FailureWords.plain(String(decoding: body.prefix(200), as: UTF8.self)))
        }
        // Together gives the list bare; Ollama's own and Gemini's are `models`.
        guard let entries = value["data"]?.asArray ?? value["models"]?.asArray ?? value.asArray else {
            throw value["error"] == nil
                ? .unreadable("no list of models") : ModelFailure(AnswerHead(status: 200), body: body)
        }
        var known: Set<String> = []
        var models: [ListedModel] = []
        for entry in entries.prefix(most) {
            guard let model = ListedModel(entry), known.insert(model.id).inserted else { continue }
            models.append(model)
        }
        return models
    }

    private init?(_ entry: JSONValue) {
        guard let id = (entry["id"] ?? entry["name"] ?? entry["model"])?.asString, !id.isEmpty, id.utf8.count <= 256,
            entry["type"]?.asString?.hasPrefix("embedding") != true,
            // What a terminal would act on is no name.
            id.unicodeScalars.allSatisfy({ $0.value > 0x1F && !(0x7F...0x9F ~= $0.value) })
        else { return nil }
        self.id = id
        // What is loaded counts more than what could be. LM Studio; vLLM; OpenRouter; Groq; LM Studio and Mistral;
        // llama.cpp, whose own limit is a part of `meta` since 2025 and else that of the training; LiteLLM; Gemini.
        let sizes = [
            entry["loaded_context_length"], entry["max_model_len"], entry["meta"]?["n_ctx"], entry["context_length"],
            entry["context_window"], entry["max_context_length"], entry["meta"]?["n_ctx_train"],
            entry["max_input_tokens"], entry["inputTokenLimit"], entry["top_provider"]?["context_length"],
        ]
        contextTokens = sizes.lazy.compactMap { $0?.asInt }.first { $0 > 0 }
        if let names = entry["supported_parameters"]?.asArray {
            takesTools = names.contains("tools")
        } else if let names = entry["capabilities"]?.asArray {
            takesTools = names.contains("tool_use") || names.contains("tools")
        } else {
            takesTools = entry["capabilities"]?["function_calling"]?.asBool
        }
        isLoaded = entry["state"]?.asString.map { $0 == "loaded" }
    }
}
