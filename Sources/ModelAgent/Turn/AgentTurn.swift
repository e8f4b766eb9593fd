// What an agent does for one request of a client: asks a model, reads its answer, asks again where that can help, and
// gives calls for the client or a final answer.

public import ModelWire

/// The machine of one request. `began` first; then for each `ask` its pieces in order, and `replied` or `failed`; `answer`
/// or `fail` is the last effect. Afterwards `memory` is what to keep of the conversation.
public struct AgentTurn: Equatable, Sendable {
    public enum Event: Equatable, Sendable {
        case began
        case piece(ModelPiece)
        case replied(ModelReply)
        case failed(ModelFailure)
    }

    public enum Effect: Equatable, Sendable {
        case ask(ModelRequest)
        /// The request that runs is to be closed. Nothing of it is read any more.
        case stop
        case publish(AgentNews)
        case answer(AgentAnswer)
        /// The model did not answer. What this turn did before stands in the second value, what it used in the third.
        case fail(ModelFailure, done: [AgentDone], ModelUsage?)
    }

    enum Phase: Equatable, Sendable { case ready, asking, over }

    let facts: AgentFacts
    /// What to keep of the conversation when the turn is over.
    public internal(set) var memory: ConversationMemory
    var phase = Phase.ready
    var dialogue: Dialogue
    /// What was said here beyond the client's history: answers that could not be read, and what was wrong with them.
    var aside: [ModelMessage] = []
    /// The answer that is built up.
    var answer = AgentAnswer()
    var corrections = 0
    var hasOverflowed = false
    /// The request under way.
    var sieve: TextSieve
    var published = ""
    /// Calls that have begun to come.
    var begun = 0
    /// What was told as being prepared, by its step, and is not settled.
    var prepared: [Int: AgentDeed?] = [:]
    var watchedText = RepeatedText()
    var watchedThoughts = RepeatedText()
    var asked: Fitted?

    public init(_ facts: AgentFacts) {
        self.facts = facts
        memory = facts.memory
        memory.meets(facts.model)
        dialogue = Dialogue(facts.history, memory, writesCalls: facts.profile.tools == .fenced || memory.writesCalls)
        sieve = TextSieve(readsFiles: false, wholeFileTicks: nil, knows: facts.profile.edit)
    }

    public mutating func handle(_ event: Event) -> [Effect] {
        switch (phase, event) {
        case (.ready, .began): begin()
        case (.asking, .piece(let piece)): take(piece)
        case (.asking, .replied(let reply)): replied(reply)
        case (.asking, .failed(let failure)): failed(failure)
        default: []
        }
    }

    /// Whether calls stand in the text of answers: the model, or its server, has no other place for them.
    var writesCalls: Bool { facts.profile.tools == .fenced || memory.writesCalls }

    /// What the server named when it was too long holds against all that was known before.
    var context: Int {
        let known = facts.profile.context ?? facts.contextTokens
        guard let stated = memory.contextTokens else { return known ?? facts.limits.unknownContext }
        return min(known ?? stated, stated)
    }

    // MARK: The beginning

    private mutating func begin() -> [Effect] {
        answer.done = dialogue.results.map(\.done)
        guard dialogue.turn != nil else {
            phase = .over
            return [.fail(.unreadable("there is no user message"), done: [], nil)]
        }
        var effects = outcomes()
        if let stop = limitReached() { return effects + end(stop) }
        hint()
        effects.append(.publish(.thinking))
        return effects + ask()
    }

    /// What came of the latest calls.
    private func outcomes() -> [Effect] {
        let total = dialogue.results.count
        return dialogue.results.enumerated().filter(\.element.isFresh).map { index, result in
            .publish(
                .stepComplete(
                    step: index + 1, total: total, result.done.deed, succeeded: result.done.succeeded))
        }
    }

    private func limitReached() -> AgentStop? {
        if dialogue.rounds >= facts.limits.steps { return .steps(dialogue.rounds) }
        guard let (path, times) = failedEdits, times >= facts.limits.failedEdits else { return nil }
        return .failedEdits(path: path, times: times)
    }

    /// How often in a row the file edited last was edited in vain.
    private var failedEdits: (path: String, times: Int)? {
        guard let last = dialogue.results.last, !last.done.succeeded, last.done.deed.verb == .edit,
            !last.done.deed.object.isEmpty
        else { return nil }
        var times = 0
        for result in dialogue.results.reversed() where result.done.deed.object == last.done.deed.object {
            guard result.done.deed.verb == .edit else { continue }
            if result.done.succeeded { break }
            times += 1
        }
        return (last.done.deed.object, times)
    }

    /// An edit that does not fit comes back with the file's nearest lines; the model is told what to make of them.
    mutating func hint() {
        guard let (_, times) = failedEdits, let last = dialogue.results.last, last.isFresh else { return }
        let again =
            "Nothing was changed. Take the lines from the file as they are shown here, or read the file again; then make "
            + "the edit once more."
        let whole =
            "Nothing was changed, for the second time. Read the file again, and copy the lines exactly. If that fails too, "
            + "the work is stopped."
        dialogue.add("[" + (times > 1 ? whole : again) + "]", to: last.id)
    }

    // MARK: Asking

    mutating func ask() -> [Effect] {
        let tools =
            facts.allowsTools && !writesCalls ? AgentTool.offered(in: facts.profile.edit).map(\.offered) : []
        let head = AgentPrompt.message(facts, writesCalls: writesCalls)
        let budget = ContextBudget(context: context, scale: memory.scale, answer: facts.profile.answer)
        var needs = 0
        guard let fitted = budget.fit(dialogue, before: head, after: aside, tools: tools, memory, needs: &needs) else {
            return end(.contextTooSmall(tokens: needs, context: context))
        }
        var effects: [Effect] = []
        let isNew = !fitted.shortened.isEmpty || !fitted.leftOut.isEmpty || !memory.hasToldOfCuts
        if fitted.count > 0, isNew { effects.append(note(.shortened(count: fitted.count, context: context))) }
        if fitted.others > 0 { memory.hasToldOfCuts = true }
        memory.mark(shortened: fitted.shortened, leftOut: fitted.leftOut)
        asked = fitted
        // What was said before is not run together with what comes.
        if !published.isEmpty { effects.append(.publish(.text("\n\n"))) }
        published = ""
        begun = 0
        answer.reasoning = ""
        watchedText = RepeatedText()
        watchedThoughts = RepeatedText()
        sieve = freshSieve
        phase = .asking
        effects.append(
            .ask(
                ModelRequest(
                    model: facts.model, messages: fitted.messages, tools: tools, maximumTokens: facts.profile.answer,
                    temperature: facts.profile.temperature.map { Double($0) / 100 })))
        return effects
    }

    var freshSieve: TextSieve {
        let form = facts.profile.edit
        guard writesCalls, form != .replaceString else {
            return TextSieve(readsFiles: false, wholeFileTicks: nil, knows: form)
        }
        // Where blocks are what changes a file, a piece of code below a path is mostly shown, not meant.
        return TextSieve(readsFiles: true, wholeFileTicks: form == .wholeFile ? 3 : 4, knows: form)
    }

    mutating func note(_ note: AgentNote) -> Effect {
        answer.notes.append(note)
        return .publish(.note(note))
    }

    mutating func end(_ stop: AgentStop) -> [Effect] {
        answer.stop = stop
        return over()
    }

    /// The turn's last effects. What was being prepared and is none of the answer's calls does not stay open.
    mutating func over() -> [Effect] {
        phase = .over
        let steps = prepared.keys.sorted()
        let effects = steps.map { Effect.publish(.notMade(step: $0, total: steps.last ?? $0, prepared[$0] ?? nil)) }
        prepared = [:]
        return effects + [.answer(answer)]
    }

    // MARK: While it streams

    private mutating func take(_ piece: ModelPiece) -> [Effect] {
        switch piece {
        case .text(let text):
            let shown = facts.allowsTools ? sieve.feed(text) : text
            published += shown
            let begun = begunInText()
            guard !shown.isEmpty else { return begun }
            let end = watchedText.take(shown)
            return [.publish(.text(shown))] + (end.map { [.stop] + cutShort(at: $0) } ?? begun)
        case .reasoning(let text):
            guard !text.isEmpty else { return [] }
            answer.reasoning += text
            guard let end = watchedThoughts.take(text) else { return [.publish(.reasoning(text))] }
            answer.reasoning = RepeatedText.cut(answer.reasoning, at: end)
            answer.text = published.trimmed
            return [.publish(.reasoning(text)), .stop] + self.end(.repeatedText)
        case .callBegan(let name):
            begun += 1
            let verb = AgentTool.named(name, in: facts.profile.edit)?.verb
            return [preparing(verb.map { AgentDeed($0, "") })]
        }
    }

    /// A call in the text is not shown while it comes, which may take minutes: that it comes is told.
    private mutating func begunInText() -> [Effect] {
        guard let path = sieve.heldCall, begun <= sieve.foundCalls else { return [] }
        begun = sieve.foundCalls + 1
        let deed = path.isEmpty ? nil : AgentDeed(.edit, path)
        return [preparing(deed)]
    }

    private mutating func preparing(_ deed: AgentDeed?) -> Effect {
        let step = dialogue.results.count + begun
        prepared[step] = .some(deed)
        return .publish(.preparing(step: step, deed))
    }

    /// What was said until it began again and again is kept.
    mutating func cutShort(at end: Int) -> [Effect] {
        answer.text = RepeatedText.cut(published, at: end).trimmed
        return self.end(.repeatedText)
    }
}
