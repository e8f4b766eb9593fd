// A reply played to the reader, cut as a test wants, and what came of it as text.

import JSON
import ModelWire
import TestSupport

/// What a reply came to.
struct AnswerPlay: Equatable {
    var pieces: [ModelPiece] = []
    var reply: ModelReply?
    var failure: ModelFailure?
    var ends = 0

    /// - Parameter cuts: where the body is cut, ascending.
    init(_ head: AnswerHead, _ body: [UInt8], cuts: [Int] = [], ending: AnswerReading.Event = .ended) {
        var reading = AnswerReading()
        take(reading.handle(.began(head)))
        var start = 0
        for cut in cuts + [body.count] {
            take(reading.handle(.received(Array(body[start..<cut]))))
            start = cut
        }
        take(reading.handle(ending))
        take(reading.handle(.ended))
    }

    init(_ fixture: ModelFixture, cuts: [Int] = []) {
        self.init(AnswerHead(status: fixture.status, headers: fixture.headers), fixture.body, cuts: cuts)
    }

    private mutating func take(_ effects: [AnswerReading.Effect]) {
        for effect in effects {
            switch effect {
            case .piece(let piece): pieces.append(piece)
            case .replied(let reply):
                self.reply = reply
                ends += 1
            case .failed(let failure):
                self.failure = failure
                ends += 1
            }
        }
    }

    /// Pieces of one kind that follow each other are one.
    var joined: AnswerPlay {
        var play = self
        play.pieces = []
        for piece in pieces {
            switch (play.pieces.last, piece) {
            case (.text(let said)?, .text(let more)): play.pieces[play.pieces.count - 1] = .text(said + more)
            case (.reasoning(let said)?, .reasoning(let more)):
                play.pieces[play.pieces.count - 1] = .reasoning(said + more)
            default: play.pieces.append(piece)
            }
        }
        return play
    }

    /// As `expected.txt` has it: one fact a line, texts as JSON writes them.
    var text: String {
        var lines = joined.pieces.map { piece in
            switch piece {
            case .text(let text): "says     \(JSONValue.string(text).text)"
            case .reasoning(let text): "thinks   \(JSONValue.string(text).text)"
            case .callBegan(let name): "begins   \(name)"
            }
        }
        if let failure { lines.append("fails    \(failure)") }
        if let reply {
            lines.append("text     \(JSONValue.string(reply.text).text)")
            if !reply.reasoning.isEmpty { lines.append("thought  \(JSONValue.string(reply.reasoning).text)") }
            for call in reply.calls { lines.append("call     \(call.id)  \(call.name)  \(call.arguments)") }
            lines.append("ending   \(reply.ending)")
            if let usage = reply.usage {
                lines.append("tokens   \(usage.inputTokens) in, \(usage.outputTokens) out, \(usage.cachedTokens) kept")
            }
            if let model = reply.model { lines.append("model    \(model)") }
        }
        return lines.map { $0 + "\n" }.joined()
    }
}
