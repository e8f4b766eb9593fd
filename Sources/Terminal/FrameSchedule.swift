// When to paint. Pure, so that pacing is tested without a clock.

/// Decides when the next frame is due. Times are durations since the loop began.
struct FrameSchedule: Equatable, Sendable {
    /// What made the screen out of date.
    enum Cause { case key, pointer, message }

    /// A frame for messages at most this often: 60 per second are as many as a screen shows, and what came is there
    /// within 20 ms.
    static let messagePace = Duration.milliseconds(16)
    /// A wheel sends hundreds of events per second.
    static let pointerPace = Duration.milliseconds(8)

    private(set) var due: Duration?
    private var last: Duration?

    /// A typed key is echoed at once; everything else waits for its pace.
    mutating func changed(by cause: Cause, at now: Duration) {
        let wanted: Duration
        switch (cause, last) {
        case (.key, _), (_, nil): wanted = now
        case (.pointer, .some(let last)): wanted = last + Self.pointerPace
        case (.message, .some(let last)): wanted = last + Self.messagePace
        }
        due = min(due ?? wanted, wanted)
    }

    /// A frame is wanted then, whatever comes.
    mutating func wanted(at time: Duration) { due = min(due ?? time, time) }

    func isDue(at now: Duration) -> Bool {
        guard let due else { return false }
        return due <= now
    }

    mutating func painted(at now: Duration) {
        last = now
        due = nil
    }
}
