// Earlier turns, played once more over the history: a server without a memory knows by that what it did.

extension PastTurn {
    /// The turns of the messages before `end`, the oldest first.
    ///
    /// Each is played over its own results. A result names its turn in its id, so words that rode with results are told
    /// from a message behind a turn that was cancelled: the turn's next results lie behind them.
    static func all(
        of messages: ArraySlice<EngineRequest.Message>, words: (EngineRequest.Message) -> String,
        isUsers: (EngineRequest.Message) -> Bool
    ) -> [PastTurn] {
        var turns: [PastTurn] = []
        var turn = HelperTurn()
        var id: Substring?
        var answers: [ToolAnswer] = []
        var queue: [String] = []
        func ask(_ text: String) -> HelperTurn {
            var turn = HelperTurn()
            _ = turn.handle(.asked(text, HelperTurn.AskedContext(past: turns)))
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
                let next = messages[index...].lazy.compactMap(ToolAnswer.init).first?.turn
                if turn.callsInFlight > 0, let id, id == next {
                    queue.append(words(message))
                    continue
                }
                close(turn)
                (id, answers, queue) = (nil, [], [])
                turn = ask(words(message))
            } else if message.role == "assistant", message.content == HelperText.toolsForbidden {
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
