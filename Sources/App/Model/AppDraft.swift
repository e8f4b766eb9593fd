// What stands in the composer is kept on disk, so that it outlives a crash: a second after it changed, at once when it
// was sent.

extension AppModel {
    static let draftMilliseconds = 1000

    /// Looks at the composer after a message.
    mutating func followDraft() -> [AppEffect] {
        guard isStarted, composer.revision != draftRevision else { return [] }
        draftRevision = composer.revision
        if composer.isEmpty {
            guard isDraftKept else { return [] }
            isDraftKept = false
            isDraftTimerRunning = false
            return [.stopTimer(.draft), .keepDraft("")]
        }
        // A timer that runs is not started anew: who types without a pause loses a second's words at most.
        guard !isDraftTimerRunning else { return [] }
        isDraftTimerRunning = true
        return [.startTimer(.draft, milliseconds: Self.draftMilliseconds)]
    }

    mutating func keepDraft() -> [AppEffect] {
        isDraftTimerRunning = false
        guard !composer.isEmpty else { return [] }
        isDraftKept = true
        return [.keepDraft(composer.text)]
    }
}
