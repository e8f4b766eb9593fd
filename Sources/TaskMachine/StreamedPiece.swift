// One event of a streamed answer. Six types are known for it (docs/PROTOCOL.md), and each spells it in its own way.

import JSON

/// What an event adds to the answer that is being written, and to what the model thinks.
public struct StreamedPiece: Equatable, Sendable {
    /// More of the answer, or all of it so far; empty when the event brings none.
    public var answer: String
    /// The same of the reasoning.
    public var reasoning: String
    /// The texts are whole: nothing more of them comes.
    public var isWhole: Bool

    public init(answer: String = "", reasoning: String = "", isWhole: Bool = false) {
        self.answer = answer
        self.reasoning = reasoning
        self.isWhole = isWhole
    }
}

extension StreamedPiece {
    /// nil when the type is none that streams. Numbers are taken for text; what has no text is an empty piece.
    init?(type: String, reading event: JSONValue) {
        switch type {
        case "reasoning":
            self.init(
                reasoning: Self.text(in: event, ["text", "token", "reasoning", "content", "message"]),
                isWhole: Self.isLast(event))
        case "text", "ai_chunk", "ai_response_chunk":
            let text = Self.text(in: event, ["token", "text", "content", "message"])
            let isReasoning = event["is_reasoning"]?.isTruthy == true || Self.flag(event["reasoning"]) == true
            self.init(
                answer: isReasoning ? "" : text, reasoning: isReasoning ? text : Self.words(event["reasoning"]),
                isWhole: Self.isLast(event))
        case "completion", "ai_complete", "ai_response_complete":
            self.init(
                answer: Self.text(in: event, ["full_response", "text", "response", "content", "message"]),
                reasoning: Self.words(event["reasoning"]), isWhole: event["partial"]?.isTruthy != true)
        default: return nil
        }
    }

    private static func text(in event: JSONValue, _ keys: [String]) -> String {
        keys.lazy.compactMap { event[$0]?.nonEmptyText }.first ?? ""
    }

    private static func isLast(_ event: JSONValue) -> Bool { event["partial"].map { !$0.isTruthy } ?? false }

    /// `reasoning` is a text in some types and a flag in others; nil for a text.
    private static func flag(_ value: JSONValue?) -> Bool? {
        switch value {
        case .string(let text):
            ["true", "True", "1"].contains(text) ? true : ["false", "False", "0", ""].contains(text) ? false : nil
        case .bool?, .integer?, .double?: value?.isTruthy
        default: nil
        }
    }

    private static func words(_ value: JSONValue?) -> String { flag(value) == nil ? value?.asString ?? "" : "" }
}
