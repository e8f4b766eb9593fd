// The messages sent before in this project: each once, walked by their beginnings, searched by a few letters.

internal import Matching

struct MessageHistory: Equatable, Sendable {
    /// The oldest first; a message that was sent again stands where it was sent last.
    private(set) var messages: [String] = []

    static let limit = 1000

    init(_ messages: [String] = []) { addEarlier(messages) }

    mutating func add(_ message: String) {
        guard message.contains(where: { !$0.isWhitespace }), messages.last != message else { return }
        messages.removeAll { $0 == message }
        messages.append(message)
        if messages.count > Self.limit { messages.removeFirst() }
    }

    /// Earlier runs' messages, the oldest first; what is there is later than all of them.
    mutating func addEarlier(_ earlier: [String]) {
        var seen: Set<String> = []
        let latestFirst = (earlier + messages).reversed().filter {
            $0.contains { !$0.isWhitespace } && seen.insert($0).inserted
        }
        messages = latestFirst.prefix(Self.limit).reversed()
    }

    /// The next place from one, exclusive, whose message begins so and says more; nil when there is none.
    func place(from place: Int, step: Int, beginning: String) -> Int? {
        var place = place + step
        while messages.indices.contains(place) {
            if messages[place].hasPrefix(beginning), messages[place] != beginning { return place }
            place += step
        }
        return nil
    }

    /// The places of messages that answer to a few letters: the best first, of equal ones the latest.
    func places(of pattern: FuzzyPattern, limit: Int) -> [Int] {
        if pattern.isEmpty { return Array(messages.indices.reversed().prefix(limit)) }
        let scored = messages.enumerated().compactMap { place, message in
            pattern.score(of: message).map { (place: place, score: $0) }
        }
        return scored.sorted { ($0.score, $0.place) > ($1.score, $1.place) }.prefix(limit).map(\.place)
    }
}
