// Data table of the signs between which models write calls into their text, where their server leaves them there.

/// One sign that opens a call, and how it ends.
struct CallMarker: Equatable, Sendable {
    /// How what is between the signs is read.
    enum Form: Equatable, Sendable {
        /// JSON values, one after the other.
        case json
        /// JSON, or tags of functions, or names with keys: what stands in `<tool_call>`.
        case tags
        /// `<function=NAME>` is the sign itself.
        case function
        case invoke
        case mistral
        case deepSeek
        /// A channel of gpt-oss: calls, thoughts or the answer.
        case harmony
        /// No call: what the model thinks.
        case thought
        case kimi
    }

    var opening: [UInt8]
    /// The first of these ends it; none of them: the end of the text.
    var closings: [[UInt8]]
    var form: Form
    /// What of the opening belongs to the body.
    var keeps: Int

    private init(_ opening: String, _ closings: [String], _ form: Form, keeps: Int = 0) {
        self.opening = Array(opening.utf8)
        self.closings = closings.map { Array($0.utf8) }
        self.form = form
        self.keeps = keeps
    }

    static let all: [CallMarker] = [
        // Hermes, Qwen 2.5 and 3, Granite, GLM: <tool_call>{"name": …, "arguments": {…}}</tool_call>
        CallMarker("<tool_call>", ["</tool_call>"], .tags),
        CallMarker("[TOOL_REQUEST]", ["[END_TOOL_REQUEST]"], .tags),
        // Qwen3 Coder without its opening tag (ollama#16686) or without any end (continue#13057).
        CallMarker("<function=", ["</function>"], .function, keeps: 10),
        CallMarker("<function_calls>", ["</function_calls>"], .invoke),
        CallMarker("<invoke name=", ["</invoke>"], .invoke, keeps: 13),
        // Llama 3.1 and later.
        CallMarker("<|python_tag|>", ["<|eom_id|>", "<|eot_id|>"], .json),
        // Mistral: a list, or name[ARGS]{…} since the 11th tokenizer (mlx-lm#1374).
        CallMarker("[TOOL_CALLS]", [], .mistral),
        // DeepSeek V3, R1 and V3.1 (vllm#23454).
        CallMarker("<｜tool▁calls▁begin｜>", ["<｜tool▁calls▁end｜>"], .deepSeek),
        CallMarker("<｜tool▁call▁begin｜>", ["<｜tool▁call▁end｜>"], .deepSeek),
        // gpt-oss (mlxcel#654), with its signs or after they were taken off (Rapid-MLX#480).
        CallMarker("<|channel|>", ["<|call|>", "<|end|>", "<|return|>", "<|start|>"], .harmony),
        CallMarker("assistantcommentary to=functions.", ["<|call|>", "<|end|>"], .harmony, keeps: 24),
        CallMarker("commentary to=functions.", ["<|call|>", "<|end|>"], .harmony, keeps: 24),
        // Kimi K2.
        CallMarker("<|tool_calls_section_begin|>", ["<|tool_calls_section_end|>"], .kimi),
    ]

    /// A channel of thoughts, once it is known to be one.
    static let thought = CallMarker("", ["<|end|>", "<|return|>", "<|start|>"], .thought)

    /// Signs that mean nothing by themselves and are not shown.
    static let dropped: [[UInt8]] = [
        "</tool_call>", "</function_calls>", "<|call|>", "<|end|>", "<|return|>", "<|start|>assistant", "<|im_end|>",
        "<|eot_id|>", "<|eom_id|>", "<｜tool▁calls▁end｜>", "<|message|>",
    ].map { Array($0.utf8) }

    /// The first bytes of all of them; most texts have few.
    static let firstBytes: Set<UInt8> = Set((all.map(\.opening) + dropped).compactMap(\.first))
}
