// Some thirty events a second instead of two hundred: tokens that come fast are gathered for a screen's eye.

import JSON
import ModelWire

/// Holds pieces of an answer until a thirtieth of a second is over. The first piece goes at once, so that a slow model
/// loses no time.
struct PieceGathering: Equatable, Sendable {
    enum Event: Equatable, Sendable {
        case said(ModelPiece)
        case timerFired
        /// Something else is to be told, or the answer is over.
        case interrupted
    }

    enum Effect: Equatable, Sendable {
        /// An `ai_progress` payload (contract §3.4).
        case publish(JSONValue)
        case startTimer(milliseconds: Int)
    }

    static let milliseconds = 33

    /// Up to so many bytes a piece is sent as all that was said so far: a client takes a piece that begins with all that
    /// came before for the whole, and a short beginning may come twice by itself.
    private static let repeatedBytes = 256

    private var text = Said()
    private var reasoning = Said()
    private var isReasoningLast = false
    private var isTimerRunning = false
    let taskID: String

    private struct Said: Equatable, Sendable {
        var start = ""
        var isLong = false
        var held = ""

        mutating func take() -> String {
            defer { held = "" }
            if isLong { return held }
            start += held
            isLong = start.utf8.count > PieceGathering.repeatedBytes
            defer { if isLong { start = "" } }
            return start
        }
    }

    init(taskID: String) { self.taskID = taskID }

    mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .said(.text(let words)):
            let first = isReasoningLast ? flush() : []
            isReasoningLast = false
            text.held += words
            return first + tell()
        case .said(.reasoning(let words)):
            let first = isReasoningLast ? [] : flush()
            isReasoningLast = true
            reasoning.held += words
            return first + tell()
        case .said(.callBegan): return flush()
        case .interrupted:
            // The next answer has a timer of its own; one that still comes does no harm.
            isTimerRunning = false
            return flush()
        case .timerFired:
            isTimerRunning = false
            return text.held.isEmpty && reasoning.held.isEmpty ? [] : tell()
        }
    }

    private mutating func tell() -> [Effect] {
        guard !isTimerRunning else { return [] }
        isTimerRunning = true
        return flush() + [.startTimer(milliseconds: Self.milliseconds)]
    }

    private mutating func flush() -> [Effect] {
        var effects: [Effect] = []
        if !reasoning.held.isEmpty { effects.append(.publish(payload("reasoning", reasoning.take()))) }
        if !text.held.isEmpty { effects.append(.publish(payload("text", text.take()))) }
        return effects
    }

    private func payload(_ type: String, _ words: String) -> JSONValue {
        ["type": .string(type), "text": .string(words), "partial": true, "task_id": .string(taskID)]
    }
}
