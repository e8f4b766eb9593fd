// What the feed's own state means for the chat: whether a turn's events were missed, and how much.

extension Conversation {
    /// Whether a turn ran while the feed was away. Kept until the link tells of the gap, which it does some time after
    /// the feed is back.
    enum FeedAbsence: Equatable, Sendable {
        case none
        case withoutTurn, overTurn
    }

    mutating func linkChanged(_ status: LinkStatus) {
        if link.state == .online, status.state != .online {
            feedAbsence = task.lifecycle.isOver ? .withoutTurn : .overTurn
        }
        link = status
    }

    /// A turn begins.
    mutating func noteTurnForFeed() {
        if feedAbsence != .none, link.state != .online { feedAbsence = .overTurn }
    }

    mutating func feedMissed(_ gap: FeedGap) -> [Effect] {
        let absence = feedAbsence
        feedAbsence = .none
        if absence == .overTurn || (absence == .none && !task.lifecycle.isOver) { mark(gap) }
        return gap.latestAnswer.map { found($0) } ?? []
    }

    /// One line per turn, which counts.
    private mutating func mark(_ gap: FeedGap) {
        let milliseconds = max(0, gap.milliseconds)
        if let gapIndex, case .feedGap(let times, let before) = entries[gapIndex].content {
            let (sum, isTooMuch) = before.addingReportingOverflow(milliseconds)
            change(gapIndex, to: .feedGap(times: times + 1, milliseconds: isTooMuch ? .max : sum))
        } else {
            gapIndex = entries.count
            add(.feedGap(times: 1, milliseconds: milliseconds))
        }
    }
}
