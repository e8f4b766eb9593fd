// How long the model thought before it answered, from the times at which the feed's pieces came.

internal import TaskMachine

struct ReasoningTimes: Equatable, Sendable {
    private struct Span: Equatable, Sendable {
        var start: Int
        var end: Int
        /// The answer has begun.
        var isOver = false
    }

    /// By request.
    private var spans: [Int: Span] = [:]

    /// A piece came for a request at a time in milliseconds.
    mutating func heard(_ piece: StreamedPiece, of request: Int, at time: Int) {
        if !piece.reasoning.isEmpty, spans[request] == nil { spans[request] = Span(start: time, end: time) }
        follow(request, at: time, isOver: !piece.answer.isEmpty)
    }

    mutating func replied(_ request: Int, at time: Int) { follow(request, at: time, isOver: true) }

    private mutating func follow(_ request: Int, at time: Int, isOver: Bool) {
        guard var span = spans[request], !span.isOver else { return }
        span.end = time
        span.isOver = isOver
        spans[request] = span
    }

    /// In milliseconds; nil when nothing was heard of it.
    func time(of request: Int?) -> Int? {
        request.flatMap { spans[$0] }.map { $0.end - $0.start }
    }
}
