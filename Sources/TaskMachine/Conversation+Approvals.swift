// Who decides whether a call runs: a standing rule where one fits, else the user.

extension Conversation {
    /// What the turn waits for the user to decide.
    public var pendingRequest: PendingRequest? {
        switch task.lifecycle {
        case .awaitingApproval(let call):
            guard call.command == nil, let reason = call.secretReason else { return .command(call) }
            return .access(call, reason: reason)
        case .awaitingAnswer(let call, let question): return .question(call, question)
        case .awaitingDecision(let limit): return .limit(limit)
        default: return nil
        }
    }

    /// Where commands run while something is staged, as a rule says; the session's goes first.
    public var preferredPlace: CommandPlace? {
        let places = rules.compactMap { rule -> (CommandPlace, ApprovalRule.Scope)? in
            if case .place(let place) = rule.answer { (place, rule.scope) } else { nil }
        }
        return (places.last { $0.1 == .session } ?? places.last)?.0
    }

    mutating func decide(on call: ToolCall) -> [Effect] {
        if let command = call.command {
            switch ApprovalVerdict(on: command, rules) {
            case .allowed(let place):
                let permit = ToolPermit(place: place)
                return pass(.approvalAnswered(callID: call.id, .once, permit: permit))
            case .denied(let prefix):
                let words = "A rule refuses commands that begin with `\(prefix.text)`. Don't call them again."
                return pass(.approvalAnswered(callID: call.id, .rejected(words)))
            case .undecided: break
            }
        }
        show(call, .awaitingApproval)
        return pendingRequest.map { [.ask($0)] } ?? []
    }

    mutating func approvalAnswered(_ callID: String, _ answer: ApprovalAnswer, _ place: CommandPlace) -> [Effect] {
        guard case .awaitingApproval(let call) = task.lifecycle, call.id == callID else { return [] }
        let permit = ToolPermit(place: place, secretPaths: call.secretPaths)
        var kept: [Effect] = []
        if let command = call.command, let rule = Self.rule(for: answer, place, command) { kept = add(rule) }
        return kept + pass(.approvalAnswered(callID: callID, answer, permit: permit))
    }

    /// A yes to what can destroy things is a yes to this once, and so is one to what its rule would not cover.
    private static func rule(for answer: ApprovalAnswer, _ place: CommandPlace, _ command: String) -> ApprovalRule? {
        switch answer {
        case .prefixForSession(let text): allowance(text, place, command, .session)
        case .prefixForProject(let text): allowance(text, place, command, .project)
        case .deniedForSession(let text): CommandPrefix(text).map { ApprovalRule(.deny($0), .session) }
        case .once, .rejected: nil
        }
    }

    private static func allowance(
        _ text: String, _ place: CommandPlace, _ command: String, _ scope: ApprovalRule.Scope
    ) -> ApprovalRule? {
        guard CommandRisk(of: command).level < .dangerous, let prefix = CommandPrefix(text), prefix.allows(command)
        else { return nil }
        return ApprovalRule(.allow(prefix, place), scope)
    }

    /// The project's rules, as they were kept.
    mutating func learn(_ known: [ApprovalRule]) {
        let project = known.filter { $0.scope == .project }
        rules = project + rules.filter { $0.scope == .session }
    }

    /// A rule takes the place of one about the same.
    mutating func add(_ rule: ApprovalRule) -> [Effect] {
        guard !rules.contains(rule) else { return [] }
        let before = rules
        rules.removeAll { $0.scope == rule.scope && $0.answer.isAboutTheSame(as: rule.answer) }
        rules.append(rule)
        return keepRules(ifOtherThan: before)
    }

    mutating func revoke(_ rule: ApprovalRule) -> [Effect] {
        let before = rules
        rules.removeAll { $0 == rule }
        return keepRules(ifOtherThan: before)
    }

    private func keepRules(ifOtherThan before: [ApprovalRule]) -> [Effect] {
        let project = rules.filter { $0.scope == .project }
        return project == before.filter { $0.scope == .project } ? [] : [.keepRules(project)]
    }
}

/// What the rules say of a command.
enum ApprovalVerdict: Equatable {
    case allowed(CommandPlace)
    case denied(CommandPrefix)
    case undecided

    /// A no wins over a yes, and a yes never covers what can destroy things.
    init(on command: String, _ rules: [ApprovalRule]) {
        let risk = CommandRisk(of: command)
        for rule in rules {
            if case .deny(let prefix) = rule.answer, risk.runs(prefix) || prefix.allows(command) {
                self = .denied(prefix)
                return
            }
        }
        self = .undecided
        guard risk.level < .dangerous else { return }
        for rule in rules {
            if case .allow(let prefix, let place) = rule.answer, prefix.allows(command) { self = .allowed(place) }
        }
    }
}

extension ApprovalRule.Answer {
    fileprivate func isAboutTheSame(as other: ApprovalRule.Answer) -> Bool {
        switch (self, other) {
        case (.allow(let a, _), .allow(let b, _)), (.deny(let a), .deny(let b)), (.allow(let a, _), .deny(let b)),
            (.deny(let a), .allow(let b, _)):
            a == b
        case (.place, .place): true
        default: false
        }
    }
}
