// Transcripts of the gathering of pieces: what comes, and what goes to the client.

import JSON
import ModelWire
import Testing

@testable import LocalBackend

@Suite struct PieceGatheringTests {
    private func text(_ words: String, _ type: String = "text") -> PieceGathering.Effect {
        .publish(["type": .string(type), "text": .string(words), "partial": true, "task_id": "t"])
    }

    private let timer = PieceGathering.Effect.startTimer(milliseconds: 33)

    @Test func theFirstPieceGoesAtOnceAndTheOthersTogether() {
        var gathering = PieceGathering(taskID: "t")
        let long = String(repeating: "x", count: 300)
        #expect(gathering.handle(.said(.text(long))) == [text(long), timer])
        #expect(gathering.handle(.said(.text("b"))) == [])
        #expect(gathering.handle(.said(.text("c"))) == [])
        #expect(gathering.handle(.timerFired) == [text("bc"), timer])
        #expect(gathering.handle(.timerFired) == [])
        // Nothing was held for a while: the next goes at once.
        #expect(gathering.handle(.said(.text("d"))) == [text("d"), timer])
    }

    /// `a` and then `ab` could mean either; all that was said so far can't be mistaken.
    @Test func aShortBeginningIsSaidWhole() {
        var gathering = PieceGathering(taskID: "t")
        #expect(gathering.handle(.said(.text("a"))) == [text("a"), timer])
        #expect(gathering.handle(.timerFired) == [])
        #expect(gathering.handle(.said(.text("ab"))) == [text("aab"), timer])
    }

    @Test func reasoningEndsWhereTextBegins() {
        var gathering = PieceGathering(taskID: "t")
        #expect(gathering.handle(.said(.reasoning("So"))) == [text("So", "reasoning"), timer])
        #expect(gathering.handle(.said(.reasoning(", yes"))) == [])
        #expect(gathering.handle(.said(.text("Yes"))) == [text("So, yes", "reasoning")])
        #expect(gathering.handle(.timerFired) == [text("Yes"), timer])
    }

    @Test func otherNewsComesBehindWhatWasSaid() {
        var gathering = PieceGathering(taskID: "t")
        _ = gathering.handle(.said(.text("a")))
        #expect(gathering.handle(.said(.text("b"))) == [])
        #expect(gathering.handle(.interrupted) == [text("ab")])
        #expect(gathering.handle(.interrupted) == [])
        // The next answer need not wait for the timer of the one before.
        #expect(gathering.handle(.said(.text("c"))) == [text("abc"), timer])
        #expect(gathering.handle(.said(.text("d"))) == [])
        #expect(gathering.handle(.said(.callBegan(name: "read"))) == [text("abcd")])
    }
}
