// Who owes whom an answer: our events that the server is to acknowledge, and the server's that we are to.

struct AcknowledgementBook: Equatable, Sendable {
    struct Expected: Equatable, Sendable {
        let ticket: Int
        let hasTimer: Bool
    }

    /// The id of the next event of ours. Counts on over reconnects, so that a late answer never meets a new question.
    private(set) var nextID: Int
    private var expected: [Int: Expected] = [:]
    private var owed: [Int] = []

    /// The server's questions that are remembered; the oldest is forgotten first.
    private static let maximumOwed = 1_000

    init(nextID: Int = 0) { self.nextID = nextID }

    mutating func expect(ticket: Int, hasTimer: Bool) {
        expected[nextID] = Expected(ticket: ticket, hasTimer: hasTimer)
        nextID += 1
    }

    /// The id under which this ticket's answer is awaited.
    func id(of ticket: Int) -> Int? { expected.first { $0.value.ticket == ticket }?.key }

    /// So many answers are awaited.
    var expectedCount: Int { expected.count }

    mutating func take(_ id: Int) -> Expected? { expected.removeValue(forKey: id) }

    /// What is expected, in the order of the ids, except some. The server's questions of this connection are void.
    mutating func takeAll(except kept: Set<Int>) -> [(id: Int, Expected)] {
        owed = []
        let taken = expected.filter { !kept.contains($0.key) }.sorted { $0.key < $1.key }
        for (id, _) in taken { expected[id] = nil }
        return taken.map { ($0.key, $0.value) }
    }

    mutating func owe(_ id: Int) {
        if owed.count == Self.maximumOwed { owed.removeFirst() }
        owed.append(id)
    }

    /// False when nothing is owed under this id, or no longer.
    mutating func settle(_ id: Int) -> Bool {
        guard let index = owed.firstIndex(of: id) else { return false }
        owed.remove(at: index)
        return true
    }
}
