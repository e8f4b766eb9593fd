// Which changes have been read for their colours, and which is to be read next.

internal import ChangeReview

/// The changes looked at last, as far as they have been read. One is read at a time, and always the one in sight: whoever
/// runs through a thousand files does not queue a thousand.
struct Highlights: Equatable, Sendable {
    enum Event: Equatable, Sendable {
        /// This change is in sight; nil: none is.
        case shown(Change?)
        case highlighted(HighlightedChange)
    }

    enum Effect: Equatable, Sendable {
        /// Answered by `highlighted`.
        case highlight(HighlightRequest)
    }

    private static let most = 16

    private var wanted: HighlightRequest?
    private var underWay: HighlightRequest?
    /// The one that was wanted last comes last.
    private var known: [HighlightedChange] = []

    mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .shown(let change):
            if let change, let wanted, wanted.isOf(change) { return [] }
            let request = change.flatMap { HighlightRequest($0) }
            guard request != wanted else { return [] }
            wanted = request
        case .highlighted(let change):
            underWay = nil
            known.append(change)
            if known.count > Self.most { known.removeFirst() }
        }
        return order()
    }

    private mutating func order() -> [Effect] {
        guard let wanted, underWay == nil else { return [] }
        if let index = known.firstIndex(where: { $0.request == wanted }) {
            known.append(known.remove(at: index))
            return []
        }
        underWay = wanted
        return [.highlight(wanted)]
    }

    /// What is known of the change in sight.
    var current: HighlightedChange? {
        guard let last = known.last, last.request == wanted else { return nil }
        return last
    }
}
