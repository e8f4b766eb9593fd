// The part of a turn that takes a failure of the model or its server: two kinds can be done something about.

import ModelWire

extension AgentTurn {
    mutating func failed(_ failure: ModelFailure) -> [Effect] {
        switch failure {
        case .contextOverflow(let limit, _) where !hasOverflowed: return shrink(to: limit, failure)
        case .toolsUnsupported where facts.allowsTools && !writesCalls:
            memory.writesCalls = true
            aside = []
            dialogue = Dialogue(facts.history, memory, writesCalls: true)
            hint()
            let effect = note(.writesCalls)
            return [effect] + ask()
        default:
            phase = .over
            return [.fail(failure, done: answer.done, answer.usage)]
        }
    }

    /// Once more with as much as the server says it takes; three quarters of what was sent where it does not say.
    private mutating func shrink(to limit: Int?, _ failure: ModelFailure) -> [Effect] {
        hasOverflowed = true
        guard let asked else { return [] }
        let before = asked.messages
        let sent = asked.estimate * memory.scale / 100
        // A limit that would leave no room for anything is a number that was misread.
        let stated = limit.flatMap { $0 >= 512 ? $0 : nil }
        let size = stated ?? max(1024, sent * 3 / 4)
        if stated != nil {
            memory.scale = TokenEstimate.scale(after: memory.scale, estimated: asked.estimate, limit: size)
        }
        memory.contextTokens = min(size, stated == nil ? size : memory.contextTokens ?? size)
        answer.text = ""
        let effects = ask()
        // The same again would fail again.
        guard phase == .over || self.asked?.messages != before else {
            phase = .over
            return [.fail(failure, done: answer.done, answer.usage)]
        }
        return effects
    }
}
