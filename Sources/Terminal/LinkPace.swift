// How much a slow line can take, so that a key's echo does not stand behind a queue of frames that nobody has seen yet.

/// What is known of the way to the terminal. Pure: times are durations since the loop began.
///
/// The kernel takes some kilobytes before it says that the terminal is behind, and everything typed is echoed behind
/// them. So the line's rate is measured where it can be, from one moment at which it is full to the next, and from then on
/// frames for messages come only when what is under way is nearly through. A frame that does not come is not missed: the
/// next one shows all of it.
struct LinkPace: Equatable, Sendable {
    /// What a pseudo terminal of Linux holds unread, in bytes.
    static let room = 21_000.0
    /// Bytes in a second from which on a line is not slow.
    static let fast = 20_000.0
    /// What may be under way when a further frame for messages is painted: a tenth of a second.
    private static let share = 0.1
    /// Messages are shown so often whatever is thought of the line: it may have been a terminal that stood still.
    static let patience = Duration.seconds(5)
    /// A line may have become faster, which nothing tells: in so many seconds it is taken to have doubled. Sooner, and a
    /// long answer would fill the line again.
    private static let doubling = 3_000.0
    /// How much of what was measured is made use of.
    private static let caution = 0.9
    /// Fewer bytes than these measure nothing.
    private static let sample = 256.0

    /// Bytes in a second; `nil` as long as it kept up with everything.
    private(set) var rate: Double?
    /// Bytes that are thought to be under way.
    private(set) var queue = 0.0
    private var last = Duration.zero
    /// When it was full the last time, and what it took since.
    private var full: (since: Duration, taken: Double)?

    /// The terminal took so many bytes since the last call.
    mutating func took(_ delivery: Delivery, at now: Duration) {
        let seconds = Self.seconds(now - last)
        last = now
        if let rate {
            queue = max(0, queue - rate * seconds)
            let grown = rate * (1 + seconds / Self.doubling)
            self.rate = grown < Self.fast ? grown : nil
        }
        queue = min(Self.room, queue + Double(delivery.taken))
        full?.taken += Double(delivery.taken)
        if delivery.isFull { measure(at: now) }
    }

    private mutating func measure(at now: Duration) {
        queue = Self.room
        guard let full else {
            full = (now, 0)
            return
        }
        // With this much it may have been empty between the two, and idle.
        guard full.taken < Self.room else {
            self.full = (now, 0)
            return
        }
        let seconds = Self.seconds(now - full.since)
        guard full.taken >= Self.sample, seconds > 0 else { return }
        let measured = full.taken / seconds
        rate = measured < Self.fast ? measured * Self.caution : nil
        self.full = (now, 0)
    }

    /// What is under way would keep an echo waiting.
    func isSlow(at now: Duration) -> Bool { pause > now - last }

    /// How long a frame for messages has yet to wait.
    var pause: Duration {
        guard let rate else { return .zero }
        let wait = max(0, queue - rate * Self.share) / rate
        return min(Self.patience, .milliseconds(Int64(wait * 1_000)))
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    static func == (one: LinkPace, other: LinkPace) -> Bool {
        one.rate == other.rate && one.queue == other.queue && one.last == other.last
            && one.full?.since == other.full?.since && one.full?.taken == other.full?.taken
    }
}
