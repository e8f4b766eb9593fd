// How long a request took, on whatever clock the link was given.

extension Clock where Duration == Swift.Duration {
    /// A closure that tells the time since now.
    func stopwatch() -> @Sendable () -> Duration {
        let start = now
        return { start.duration(to: now) }
    }
}
