// The user's word that git is to end: hooks may hang, and whoever waits for git's answer must not wait with them.
import Synchronization

/// Asked on one thread, seen on the one that waits for git.
public final class GitStop: Sendable {
    private let asked = Atomic(false)

    public init() {}

    /// Git is to end, or has been ended.
    public var isAsked: Bool { asked.load(ordering: .acquiring) }

    /// Ends git and everything in its session's first group; what runs later with the same stop ends at once.
    public func ask() { asked.store(true, ordering: .releasing) }
}
