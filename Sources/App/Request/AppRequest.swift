// How a request comes up, how it is answered, and how it goes when nobody waits for it any more.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension AppModel {
    /// What the answers to a request depend on now.
    var surroundings: RequestSurroundings {
        let staged = changes.changes.count
        return RequestSurroundings(staged: staged, place: staged > 0 ? conversation.preferredPlace ?? .copy : .disk)
    }

    mutating func ask(_ request: PendingRequest) -> [AppEffect] {
        dock = RequestDock(request)
        return [.startTimer(.arming, milliseconds: Self.armingMilliseconds)] + callForAnswer()
    }

    /// Typing while a request is fresh puts off the moment when its keys live.
    mutating func disarm() -> [AppEffect] {
        guard let dock, !dock.isArmed else { return [] }
        return [.startTimer(.arming, milliseconds: Self.armingMilliseconds)]
    }

    /// Takes the request away that nobody waits for.
    mutating func settleRequest() -> [AppEffect] {
        guard let dock, !dock.request.waits(in: conversation.task.lifecycle) else { return [] }
        self.dock = nil
        return [.stopTimer(.arming)]
    }

    mutating func handleRequest(_ key: Key, _ action: Action?) -> [AppEffect] {
        let around = surroundings
        guard let outcome = dock?.handle(key, action: action, around) else { return [] }
        if action == .requestDown || action == .pageDown {
            let rect = layout(in: size).dock.size
            let hidden = dock?.hiddenRows(in: rect, around, signs: signs) ?? 0
            dock?.limitScroll(to: hidden)
        }
        switch outcome {
        case .nothing: return []
        case .noAnswer:
            // Letters that are no answer were meant for the composer.
            guard case .character(let character) = key.code, key.modifiers.isEmpty, let dock else { return [] }
            let rows = RequestRows(dock: dock, around: around, width: size.columns, signs: signs)
            return say(
                "\(character) is no answer: \(rows.answerKeys.joined(separator: " ")) are. To write, Esc, then type")
        case .leave:
            focus = .composer
            return []
        case .writeFirst: return writeFirst()
        case .approve(let answer, let place, let rule):
            guard let callID = dock?.request.callID else { return [] }
            focus = .composer
            return (rule.map { tell(.ruleAdded($0)) } ?? [])
                + tell(.approvalAnswered(callID: callID, answer, place: place))
        case .answer(let words):
            guard let callID = dock?.request.callID else { return [] }
            focus = .composer
            return tell(.questionAnswered(callID: callID, words))
        case .decide(let goesOn):
            focus = .composer
            return tell(.limitAnswered(goesOn: goesOn))
        }
    }

    // MARK: Write first

    /// The accepted files are written; the command runs when they are on disk, and not when they could not be.
    private mutating func writeFirst() -> [AppEffect] {
        guard changes.changes.contains(where: { $0.count(of: .accepted) > 0 && $0.conflict == nil }) else {
            return say("Nothing is accepted yet. Ctrl-T, then space accepts")
        }
        let effects = reviewing.requestWrite().flatMap { perform($0) }
        guard changes.isWriting else { return effects }
        dock?.isWritingFirst = true
        return effects
    }

    /// A write ended: the command that waited for it runs, or its question is open again.
    mutating func wroteFirst(succeeded: Bool) -> [AppEffect] {
        guard let dock, dock.isWritingFirst else { return [] }
        self.dock?.isWritingFirst = false
        guard succeeded, let callID = dock.request.callID else { return [] }
        if focus == .request { focus = .composer }
        return tell(.approvalAnswered(callID: callID, .once, place: .disk))
    }
}
