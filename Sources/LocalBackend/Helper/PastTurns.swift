// Earlier turns, played once more over the history: a server without a memory knows by that what it did.

extension PastTurn {
    /// Of longer conversations the last: each undo looks through them all.
    private static let turnLimit = 1000

    /// The turns of the messages before `end`, the oldest first.
    ///
    /// Each is played over its own results. A result names its turn in its id, so words that rode with results are told
    /// from a message behind a turn that was cancelled: the turn's next results lie behind them.
    static func all(
        of all: ArraySlice<EngineRequest.Message>, words: (EngineRequest.Message) -> String,
        isUsers: (EngineRequest.Message) -> Bool
    ) -> [PastTurn] {
        let asked = all.indices.filter { isUsers(all[$0]) }
        let messages = asked.count > turnLimit ? all[asked[asked.count - turnLimit]...] : all
        var turns: [PastTurn] = []
        if messages.count < all.count {
            turns.append(PastTurn())
            turns[0].isLost = true
        }
        var ahead = ResultsAhead(messages)
        var turn = HelperTurn()
        var id: Substring?
        var answers: [ToolAnswer] = []
        var queue: [String] = []
        func ask(_ text: String) -> HelperTurn {
            var turn = HelperTurn()
            // Who does not ask for them holds no copy of them.
            let past = RequestReader.asksForPast(text) ? turns : []
            _ = turn.handle(.asked(text, HelperTurn.AskedContext(past: past)))
            return turn
        }
        func close(_ turn: HelperTurn) {
            guard turn.state != .idle else { return }
            turns.append(turn.past)
            // A turn that was cancelled has results that say so.
            if turn.callsInFlight > 0 { turns[turns.count - 1].isLost = true }
        }
        for index in messages.indices {
            let message = messages[index]
            if let answer = ToolAnswer(message) {
                id = answer.turn
                guard turn.callsInFlight > answers.count else { continue }
                if answer.turn.isEmpty || turn.inFlight[answers.count].action != answer.action {
                    turn.past.isLost = true
                    turn.drop()
                    continue
                }
                answers.append(answer)
                guard answers.count == turn.callsInFlight else { continue }
                _ = turn.handle(.answered(answers))
                answers = []
                while turn.callsInFlight == 0, !queue.isEmpty {
                    turns.append(turn.past)
                    turn = ask(queue.removeFirst())
                }
            } else if isUsers(message) {
                if turn.callsInFlight > 0, let id, id == ahead.turn(from: index) {
                    queue.append(words(message))
                    continue
                }
                close(turn)
                (id, answers, queue) = (nil, [], [])
                turn = ask(words(message))
            } else if message.role == "assistant",
                [HelperText.toolsForbidden, HelperText.undoInAuto].contains(message.content)
            {
                // It was asked in a mode that no message tells of.
                turn.drop()
            } else if message.role == "assistant", let said = turn.past.said, !message.content.hasSuffix(said) {
                // Somebody else answered: a model, or a rule of another version.
                turn.past.offer = nil
            }
        }
        close(turn)
        return turns
    }
}

/// The next result from any place on, found in one pass for places that only grow.
private struct ResultsAhead {
    private let messages: ArraySlice<EngineRequest.Message>
    private var index: Int
    private var known: Substring?

    init(_ messages: ArraySlice<EngineRequest.Message>) {
        self.messages = messages
        index = messages.startIndex - 1
    }

    mutating func turn(from start: Int) -> Substring? {
        guard index < start else { return known }
        known = nil
        index = start
        while index < messages.endIndex {
            if let answer = ToolAnswer(messages[index]) {
                known = answer.turn
                break
            }
            index += 1
        }
        return known
    }
}
