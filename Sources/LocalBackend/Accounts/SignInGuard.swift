// Wrong passwords are counted by user and by address, and after some of them nobody may try for a while.

/// A pure machine: time comes with each event, in milliseconds on any clock that goes forward.
struct SignInGuard: Equatable, Sendable {
    enum Event: Equatable {
        /// Somebody wants a password checked.
        case tried(user: String, address: String, now: Int)
        /// It was right.
        case succeeded(user: String, address: String)
        /// It was not looked at: the server has too much to do.
        case dropped(user: String, address: String)
    }

    enum Effect: Equatable {
        case check
        /// The user's sign-ins wait, told as Frappe tells it (`frappe/auth.py`, `LoginAttemptTracker`).
        case locked(seconds: Int)
        /// Too many from this address.
        case tooMany(seconds: Int)
    }

    private struct Count: Equatable {
        var failures = 0
        var last = 0
        var lockedUntil = 0

        /// The lock that this try brought goes with it; one that others brought stays.
        mutating func takeBack(limit: Int) {
            failures = max(0, failures - 1)
            if failures < limit { lockedUntil = 0 }
        }
    }

    /// Who is counted. A user is locked for one address long before he is for all: else anybody could keep him out.
    private enum Key: Hashable {
        case pair(user: String, address: String)
        case user(String)
        case address(String)

        /// Wrong passwords before a lock.
        var limit: Int {
            switch self {
            case .pair: 5
            case .user, .address: 50
            }
        }
    }

    private var counts: [Key: Count] = [:]

    /// The first lock, which doubles with each further wrong password, and the longest.
    private static let lock = (first: 60_000, longest: 900_000)
    /// A count without a wrong password for so long is forgotten.
    private static let memory = 900_000
    /// Counts that are kept; the oldest go first.
    private static let limit = 10_000

    /// A try counts as wrong until it is known to be right, so that many at once don't slip through.
    mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .tried(let user, let address, let now):
            let place = Self.network(of: address)
            let name = user.lowercased()
            let keys = [Key.pair(user: name, address: place), .user(name), .address(place)]
            for key in keys {
                guard let count = counts[key], count.lockedUntil > now else { continue }
                let seconds = (count.lockedUntil - now + 999) / 1_000
                if case .address = key { return [.tooMany(seconds: seconds)] }
                return [.locked(seconds: seconds)]
            }
            for key in keys { note(key, now) }
            if counts.count > Self.limit { forget(now) }
            return [.check]
        case .succeeded(let user, let address):
            let place = Self.network(of: address)
            let name = user.lowercased()
            counts[.pair(user: name, address: place)] = nil
            for key in [Key.user(name), .address(place)] { counts[key]?.takeBack(limit: key.limit) }
            return []
        case .dropped(let user, let address):
            let place = Self.network(of: address)
            let name = user.lowercased()
            for key in [Key.pair(user: name, address: place), .user(name), .address(place)] {
                counts[key]?.takeBack(limit: key.limit)
            }
            return []
        }
    }

    private mutating func note(_ key: Key, _ now: Int) {
        var count = counts[key] ?? Count()
        if now - max(count.last, count.lockedUntil) > Self.memory { count = Count() }
        count.failures += 1
        count.last = now
        if count.failures >= key.limit {
            let doublings = min(count.failures - key.limit, 10)
            count.lockedUntil = now + min(Self.lock.first << doublings, Self.lock.longest)
        }
        counts[key] = count
    }

    private mutating func forget(_ now: Int) {
        counts = counts.filter { now - max($0.value.last, $0.value.lockedUntil) <= Self.memory }
        guard counts.count > Self.limit else { return }
        // A quarter at a time: one at a time would sort them all for each.
        for entry in counts.sorted(by: { $0.value.last < $1.value.last }).prefix(Self.limit / 4) {
            counts[entry.key] = nil
        }
    }

    /// Who has one IPv6 address has the 2^64 of its network. An IPv4 client of a socket for both comes as `::ffff:a.b.c.d`
    /// (RFC 4291 §2.5.5.2).
    static func network(of address: String) -> String {
        guard address.contains(":") else { return address }
        if let last = address.split(separator: ":").last, last.contains(".") { return String(last) }
        let halves: (before: Substring, behind: Substring)
        if let gap = address.firstRange(of: "::") {
            halves = (address[..<gap.lowerBound], address[gap.upperBound...])
        } else {
            halves = (address[...], "")
        }
        let (before, behind) = (halves.before.split(separator: ":"), halves.behind.split(separator: ":"))
        let zeros = Array(repeating: Substring("0"), count: max(0, 8 - before.count - behind.count))
        return (before + zeros + behind).prefix(4).joined(separator: ":")
    }
}
