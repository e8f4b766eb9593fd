// What the user has written and not sent is kept on disk, so that it outlives a crash: a second after it changed, at
// once when it was sent.

extension AppModel {
    static let draftMilliseconds = 1000

    /// Looks at the composer after a message.
    mutating func followDraft() -> [AppEffect] {
        guard isStarted, composer.revision != draftRevision else { return [] }
        draftRevision = composer.revision
        guard hasDraft else {
            guard !keptDraft.isEmpty else { return [] }
            keptDraft = ""
            isDraftTimerRunning = false
            return [.stopTimer(.draft), .keepDraft("")]
        }
        // A timer that runs is not started anew: who types without a pause loses a second's words at most.
        guard !isDraftTimerRunning, draft != keptDraft else { return [] }
        isDraftTimerRunning = true
        return [.startTimer(.draft, milliseconds: Self.draftMilliseconds)]
    }

    mutating func keepDraft() -> [AppEffect] {
        isDraftTimerRunning = false
        let draft = draft
        guard draft != keptDraft else { return [] }
        keptDraft = draft
        return [.keepDraft(draft)]
    }
}
