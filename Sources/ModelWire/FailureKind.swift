// Which kind of failure the words of a server mean: the table of what servers say, by their documentation and sources.

/// What a user can do something about, most exact first.
enum FailureKind: Equatable, Sendable {
    case overflow, memory, tools, quota, model, rate, key, address, other

    /// Codes and words are looked at before the status: 400 and 404 may mean anything.
    init(_ words: FailureWords, _ status: Int?) {
        let text = words.text.lowercased()
        for (kind, codes, phrases) in Self.table {
            if words.codes.contains(where: codes.contains) || phrases.contains(where: { text.contains($0) }) {
                self = kind
                return
            }
        }
        switch status {
        case 401, 403: self = .key
        case 402: self = .quota
        case 404 where text.contains("model"): self = .model
        case 404, 405, 301, 302, 303, 307, 308: self = .address
        case 413: self = .overflow
        case 429: self = .rate
        default: self = .other
        }
    }

    private static let table: [(FailureKind, codes: Set<String>, phrases: [String])] = [
        (
            .overflow,
            // OpenAI; llama.cpp (`exceed_context_size_error`, with `n_ctx`).
            ["context_length_exceeded", "exceed_context_size_error", "string_above_max_length"],
            [
                // vLLM and OpenAI: "This model's maximum context length is 4096 tokens."
                "maximum context length", "exceeds the available context size", "exceed context size",
                // LM Studio: "The number of tokens to keep from the initial prompt is greater than the context length".
                "greater than the context length", "exceeds the context window", "exceeds context window",
                "context length exceeded", "context window exceeded", "contextwindowexceedederror",
                // Anthropic; Gemini: "The input token count (…) exceeds the maximum number of tokens allowed (…)".
                "prompt is too long", "exceeds the maximum number of tokens allowed",
                "input length and `max_tokens` exceed",
                "input is too long", "longer than the model's context length",
            ]
        ),
        (
            .memory, [],
            [
                // Ollama: "model requires more system memory (8.4 GiB) than is available (3.1 GiB)".
                "requires more system memory", "out of memory", "cudamalloc failed", "insufficient memory",
                "unable to allocate", "failed to allocate", "not enough memory",
                // LM Studio's guard: "Model loading was stopped due to insufficient system resources."
                "insufficient system resources",
            ]
        ),
        (
            .tools, [],
            [
                // Ollama: "registry.ollama.ai/library/gemma:latest does not support tools". OpenRouter: "No endpoints found
                // that support tool use". vLLM: `"auto" tool choice requires --enable-auto-tool-choice`. llama.cpp: "tools
                // param requires --jinja flag".
                "does not support tools", "support tool use", "does not support function calling",
                "tool choice requires --enable-auto-tool-choice", "tools param requires --jinja",
                "does not support tool", "tools are not supported", "tool calling is not supported",
                "function calling is not enabled",
            ]
        ),
        (
            .quota, ["insufficient_quota", "billing_hard_limit_reached", "insufficient_credits"],
            [
                "exceeded your current quota", "insufficient credits", "requires more credits", "insufficient balance",
                "credit balance is too low",
            ]
        ),
        (
            .model, ["model_not_found", "invalid_model"],
            [
                // Ollama: "model \"x\" not found, try pulling it first". LM Studio: "No models loaded." OpenRouter: "x is not a
                // valid model ID". vLLM: "The model `x` does not exist." LiteLLM: "Invalid model name passed in".
                "try pulling it first", "no models loaded", "no model loaded", "not a valid model id",
                "invalid model name",
                "unknown model", "model not found", "no such model", "model does not exist", "model_not_found",
            ]
        ),
        (
            .rate, ["rate_limit_exceeded", "rate_limit_error", "resource_exhausted", "rate_limit"],
            ["rate limit", "rate-limited", "too many requests"]
        ),
        (
            .key, ["invalid_api_key", "authentication_error", "permission_error", "permission_denied"],
            [
                "incorrect api key", "invalid api key", "api key not valid", "no auth credentials", "no api key",
                "didn't provide an api key", "invalid x-api-key", "missing api key",
            ]
        ),
    ]
}
