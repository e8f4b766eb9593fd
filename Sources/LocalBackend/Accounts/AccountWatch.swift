// What a served site makes of looks at its accounts' file, which an editor or a deployment may replace at any time.

/// Holds the last good accounts. A file that is away, or can't be used, signs nobody out: those accounts stay until it is
/// back. For a while they are good for new sign-ins, too; later nobody knows who was removed since.
struct AccountWatch: Equatable, Sendable {
    /// What a look at the file found.
    enum Event: Equatable, Sendable {
        /// As it was read last.
        case same(now: Int)
        case read(SiteAccounts, stamp: Int, now: Int)
        /// There was one, and is none.
        case missing(now: Int)
        case unusable(String, now: Int)
    }

    enum Effect: Equatable, Sendable {
        /// Other accounts are in force.
        case use(SiteAccounts)
        /// Told once, not with every look.
        case warn(String)
        case tellThatItIsBack
    }

    private struct Trouble: Equatable {
        var reason: String
        /// Milliseconds, on the clock of the events.
        var since: Int
    }

    private(set) var accounts: SiteAccounts
    /// Of the file as it was read; see `AccountFile.stamp`.
    private(set) var stamp: Int
    private var trouble: Trouble?

    /// Milliseconds for which the last good accounts let people in: a replaced file is back long before.
    static let patience = 60_000

    init(_ accounts: SiteAccounts, stamp: Int) { (self.accounts, self.stamp) = (accounts, stamp) }

    /// Whether nobody may sign in who is not signed in already.
    func refusesSignIns(at now: Int) -> Bool { trouble.map { now - $0.since >= Self.patience } ?? false }

    mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .same: return trouble.take() == nil ? [] : [.tellThatItIsBack]
        case .read(let accounts, let stamp, _):
            (self.accounts, self.stamp, trouble) = (accounts, stamp, nil)
            return [.use(accounts)]
        case .missing(let now): return note("the file is not there", now)
        case .unusable(let reason, let now): return note(reason, now)
        }
    }

    private mutating func note(_ reason: String, _ now: Int) -> [Effect] {
        guard trouble?.reason != reason else { return [] }
        trouble = Trouble(reason: reason, since: trouble?.since ?? now)
        return [.warn(reason)]
    }
}
