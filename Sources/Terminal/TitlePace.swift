// A title that changes often makes tabs and window lists flicker: it changes once in a second at most. Pure, for tests.

/// Which title the next frame has. Times are durations since the loop began.
struct TitlePace: Equatable, Sendable {
    static let pace = Duration.seconds(1)

    private var shown: String?
    private var last: Duration?
    /// When a frame is wanted for a title that was put off.
    private(set) var due: Duration?

    /// The title to show now for the one that is wanted.
    mutating func title(for wanted: String, at now: Duration) -> String {
        due = nil
        guard wanted != shown else { return wanted }
        if let shown, let last, now < last + Self.pace {
            due = last + Self.pace
            return shown
        }
        shown = wanted
        last = now
        return wanted
    }
}
