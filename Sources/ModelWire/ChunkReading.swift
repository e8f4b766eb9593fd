// What the chunks of an answer come to: text, reasoning, calls, usage and the reason of the end, whoever sent them.

import JSON

/// Puts an answer together from `chat.completion.chunk` objects, or from one `chat.completion`. Fields by OpenAI's
/// reference of chat completions; the others by the documentation of the server named beside each.
struct ChunkReading: Equatable, Sendable {
    struct TooLarge: Error, Equatable, Sendable {}

    private(set) var reply = ModelReply()
    /// A reason for the end has come; what may follow is the count of tokens.
    private(set) var hasEnding = false
    private var thoughts = ThoughtTags()
    private var calls = CallGathering()
    private var ending: String?
    private var hasPieces = false
    private var bytes = 0
    let maximumBytes: Int

    /// - Parameter maximumBytes: of text, reasoning and arguments together.
    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// Whether anything of an answer was there.
    var isEmpty: Bool { reply.text.isEmpty && reply.reasoning.isEmpty && calls.isEmpty && !hasEnding && !hasPieces }

    /// The pieces that a chunk comes to.
    mutating func take(_ chunk: JSONValue) throws(TooLarge) -> [ModelPiece] {
        if reply.model == nil, let model = chunk["model"]?.asString, !model.isEmpty { reply.model = model }
        // Groq puts the count into a field of its own.
        if let usage = ModelUsage(chunk["usage"]) ?? ModelUsage(chunk["x_groq"]?["usage"]) {
            note(usage)
        } else if reply.usage == nil, let timings = chunk["timings"] {
            reply.usage = ModelUsage(timings: timings)
        }
        guard let choices = chunk["choices"]?.asArray,
            let choice = choices.first(where: { ($0["index"]?.asInt ?? 0) == 0 })
        else { return [] }
        hasPieces = true
        var pieces: [ModelPiece] = []
        let delta = choice["delta"]?.asObject ?? [:]
        // A chunk may close the stream with the whole message, which was said in pieces already.
        let message = hasSaid ? [:] : choice["message"]?.asObject ?? [:]
        for part in [delta, message] where !part.isEmpty { try take(part: part, &pieces) }
        if delta.isEmpty, message.isEmpty, let text = choice["text"]?.asString { say(text, &pieces) }
        if let reason = choice["finish_reason"]?.asString, !reason.isEmpty {
            ending = reason
            hasEnding = true
        }
        keep(pieces)
        guard bytes + calls.bytes <= maximumBytes else { throw TooLarge() }
        return pieces
    }

    /// The stream is over: what was held back, and the whole answer in `reply`.
    mutating func finish() -> [ModelPiece] {
        let pieces = thoughts.finish() + calls.finish()
        keep(pieces)
        reply.calls = calls.calls
        reply.ending = Self.ending(ending, hasCalls: !calls.isEmpty)
        reply.splitUnopenedThought()
        return pieces
    }

    /// Something was said in pieces.
    private var hasSaid: Bool { !(reply.text.isEmpty && reply.reasoning.isEmpty && calls.isEmpty) }

    private mutating func take(part: JSONObject, _ pieces: inout [ModelPiece]) throws(TooLarge) {
        // `reasoning_content`: DeepSeek, llama.cpp, vLLM, LM Studio. `reasoning`: OpenRouter, Ollama, Groq. `thinking`:
        // Ollama's own. Some send two of them with the same words.
        let names = ["reasoning_content", "reasoning", "thinking"]
        let thought = names.lazy.compactMap { part[$0].map(Self.words) }.first { !$0.isEmpty }
        if let thought = thought ?? part["reasoning_details"].map(Self.words), !thought.isEmpty {
            pieces += thoughts.interrupt()
            pieces.append(.reasoning(thought))
        }
        for element in part["content"]?.asArray ?? part["content"].map({ [$0] }) ?? [] {
            // Mistral's reasoning models think in a part of the content.
            if let thought = element["thinking"] {
                pieces.append(.reasoning(Self.words(thought)))
            } else {
                say(Self.words(element), &pieces)
            }
        }
        if let refusal = part["refusal"]?.asString { say(refusal, &pieces) }
        for key in ["tool_calls", "function_call"] {
            guard let value = part[key], !value.isNull, value != [] else { continue }
            pieces += thoughts.interrupt()
            do throws(CallGathering.TooMany) {
                pieces += key == "tool_calls" ? try calls.take(value) : try calls.take(oldForm: value)
            } catch {
                throw TooLarge()
            }
        }
    }

    private mutating func say(_ text: String, _ pieces: inout [ModelPiece]) {
        if !text.isEmpty { pieces += thoughts.take(text) }
    }

    private mutating func keep(_ pieces: [ModelPiece]) {
        for piece in pieces {
            switch piece {
            case .text(let text):
                reply.text += text
                bytes += text.utf8.count
            case .reasoning(let text):
                reply.reasoning += text
                bytes += text.utf8.count
            case .callBegan: break
            }
        }
    }

    /// Counts grow from chunk to chunk where each has one; some servers close with zeros.
    private mutating func note(_ usage: ModelUsage) {
        if reply.usage == nil || usage.inputTokens > 0 || usage.outputTokens > 0 { reply.usage = usage }
    }

    /// The words of a text, of a list of parts, or of one part.
    private static func words(_ value: JSONValue) -> String {
        if let text = value.asString { return text }
        if let parts = value.asArray { return parts.map(words).joined() }
        return value["text"].map(words) ?? value["summary"].map(words) ?? ""
    }

    /// Ollama says `stop` behind calls, and `tool_calls` in front of none is no call.
    private static func ending(_ reason: String?, hasCalls: Bool) -> ModelReply.Ending {
        switch reason?.lowercased() {
        case "length", "max_tokens", "model_length": return .length
        case "content_filter", "safety": return .contentFilter
        case _ where hasCalls: return .toolCalls
        case nil: return .unsaid
        case "stop", "eos", "end_turn", "stop_sequence", "tool_calls", "function_call", "tool_use": return .stop
        case let other?: return .other(other)
        }
    }
}

extension ModelUsage {
    /// Reads `usage`; nil for none.
    init?(_ value: JSONValue?) {
        guard let value, value.asObject != nil else { return nil }
        let input = value["prompt_tokens"] ?? value["input_tokens"]
        let output = value["completion_tokens"] ?? value["output_tokens"]
        guard input?.asInt != nil || output?.asInt != nil else { return nil }
        // OpenAI and vLLM; DeepSeek; Anthropic's words behind a proxy.
        let cached =
            value["prompt_tokens_details"]?["cached_tokens"] ?? value["prompt_cache_hit_tokens"]
            ?? value["cache_read_input_tokens"]
        self.init(
            inputTokens: Self.bounded(input?.asInt), outputTokens: Self.bounded(output?.asInt),
            cachedTokens: Self.bounded(cached?.asInt), cost: Self.price(value["cost"]?.asDouble))
    }

    /// nil for what is no price.
    private static func price(_ amount: Double?) -> Double? { amount.flatMap { 0..<1e6 ~= $0 ? $0 : nil } }

    /// Reads llama.cpp's `timings`, which it sends where no usage was asked for.
    fileprivate init?(timings: JSONValue) {
        guard let input = timings["prompt_n"]?.asInt, let output = timings["predicted_n"]?.asInt else { return nil }
        let cached = Self.bounded(timings["cache_n"]?.asInt)
        self.init(
            inputTokens: Self.bounded(input) + cached, outputTokens: Self.bounded(output), cachedTokens: cached)
    }

    /// Numbers of a server's that are added up: none is so large that it could not be.
    private static func bounded(_ count: Int?) -> Int {
        min(max(0, count ?? 0), 1 << 40)
    }
}
