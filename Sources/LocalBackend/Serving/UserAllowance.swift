// How much one user may ask of a served site: requests in a minute, and turns at once.

/// Limits for each user of a served site.
public struct UserLimits: Equatable, Sendable {
    /// Requests in a minute, realtime aside. A turn of an agent makes one for each round of its tools.
    public var requestsPerMinute = 240
    /// Chat requests that are worked on at once.
    public var chatRequests = 4
    /// Realtime sessions at once.
    public var realtimeSessions = 16

    public init() {}
}

/// A bucket for each user that holds a minute's requests and fills evenly. Times are milliseconds on any clock that
/// goes forward.
struct UserAllowance: Equatable, Sendable {
    private struct Bucket: Equatable {
        /// In thousandths of a request.
        var level: Int
        var filled: Int
    }

    let perMinute: Int
    private var buckets: [String: Bucket] = [:]

    /// Users whose level is kept; a full bucket needs no place.
    private static let limit = 10_000

    init(perMinute: Int) { self.perMinute = max(1, perMinute) }

    /// Seconds to wait; nil when the request may go on.
    mutating func take(_ user: String, now: Int) -> Int? {
        let full = perMinute * 1_000
        var bucket = buckets[user] ?? Bucket(level: full, filled: now)
        bucket.level = min(full, bucket.level + max(0, min(now - bucket.filled, 60_000)) * perMinute / 60)
        bucket.filled = now
        defer { buckets[user] = bucket }
        if buckets.count > Self.limit { buckets = buckets.filter { now - $0.value.filled < 60_000 } }
        guard bucket.level >= 1_000 else {
            // Rounded up: who waits so long gets in.
            return max(1, ((1_000 - bucket.level) * 60 / perMinute + 999) / 1_000)
        }
        bucket.level -= 1_000
        return nil
    }
}
