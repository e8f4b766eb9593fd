// How much waits for the one thread that reads and writes a served site's files.

/// Counts what waits, for each user and in all. A disk that hangs must not fill the memory, and one user who asks
/// much must not keep the others from theirs.
struct DiskQueue: Equatable, Sendable {
    /// Why no more is taken.
    enum Refusal: Equatable, Sendable {
        /// Too much of this user waits.
        case user
        /// Too much of all waits.
        case all
    }

    /// A client asks for one or two things at once.
    static let mostOfUser = 32
    static let mostOfAll = 1_024

    private var waiting: [String: Int] = [:]
    private var count = 0

    /// Takes one piece of work, unless that is too much. What must be written, since it was answered already, is taken
    /// in any case: there is one such for each turn, and turns are counted.
    mutating func take(of user: String, mustBe isNeeded: Bool = false) -> Refusal? {
        if !isNeeded {
            guard waiting[user, default: 0] < Self.mostOfUser else { return .user }
            guard count < Self.mostOfAll else { return .all }
        }
        waiting[user, default: 0] += 1
        count += 1
        return nil
    }

    /// One piece of work is done.
    mutating func done(of user: String) {
        count -= 1
        let left = waiting[user, default: 0] - 1
        waiting[user] = left > 0 ? left : nil
    }
}
