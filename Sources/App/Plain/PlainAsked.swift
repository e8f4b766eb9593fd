// What waits for a yes or a no, each with a number of its own: an answer to one never hits another.

internal import ChangeReview
internal import TaskMachine

struct PlainAsked: Equatable, Sendable {
    enum Subject: Equatable, Sendable {
        case request(PendingRequest)
        case review(ReviewQuestion)
    }

    struct One: Equatable, Sendable {
        var number: Int
        var subject: Subject
    }

    private(set) var waiting: [One] = []
    private var latest = 0
    /// Those that were printed, or went without an answer, since the user's latest line: words may be meant for each.
    private var fresh = 0
    /// Of those that wait or have just gone.
    private var answered: Set<Int> = []

    /// So many were asked.
    var count: Int { latest }

    /// The user has answered it; it is no news when it goes.
    mutating func answered(_ number: Int) { answered.insert(number) }

    /// Takes in what waits now: what came, and what nobody waits for any more and nobody has answered.
    mutating func follow(_ subjects: [Subject]) -> (new: [One], gone: [One]) {
        let left = waiting.filter { !subjects.contains($0.subject) }
        waiting.removeAll { left.contains($0) }
        let gone = left.filter { answered.remove($0.number) == nil }
        var new: [One] = []
        for subject in subjects where !waiting.contains(where: { $0.subject == subject }) {
            latest += 1
            new.append(One(number: latest, subject: subject))
        }
        waiting += new
        fresh += new.count + gone.count
        return (new, gone)
    }

    /// A line of the user's was heard.
    mutating func lineHeard() { fresh = 0 }

    /// Which one an answer is meant for.
    ///
    /// - Parameters:
    ///   - number: as it was given; nil: none was.
    ///   - isTyped: a person writes, who has seen what was printed.
    func meant(by number: Int?, isTyped: Bool) -> Result<One, PlainMistake> {
        if let number {
            if let one = waiting.first(where: { $0.number == number }) { return .success(one) }
            let rest = waiting.isEmpty ? "" : ". \(names) waits"
            return .failure(
                PlainMistake(
                    number <= latest
                        ? "Question \(number) is over; nothing was answered\(rest)"
                        : "There is no question \(number); nothing was answered\(rest)"))
        }
        guard let one = waiting.first else { return .failure(PlainMistake("No question waits")) }
        guard isTyped else {
            return .failure(
                PlainMistake("Nothing was answered: from a pipe an answer has its number, \(one.number) here"))
        }
        guard waiting.count == 1, fresh <= 1 else {
            return .failure(
                PlainMistake("Nothing was answered: say which question. \(names) wait\(waiting.count == 1 ? "s" : "")"))
        }
        return .success(one)
    }

    private var names: String { waiting.map { "Question \($0.number)" }.joined(separator: " and ") }
}
