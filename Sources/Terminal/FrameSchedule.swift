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

    var due: Duration? { [echo, news].compactMap(\.self).min() }
    /// When what the user did is to be seen, and when the rest.
    private var echo: Duration?
    private var news: Duration?
    private var last: Duration?
    /// When all of a frame was shown.
    private var whole = Duration.zero
    /// A slow line still has to do until then.
    private var held = Duration.zero

    /// A typed key is echoed at once; everything else waits for its pace.
    mutating func changed(by cause: Cause, at now: Duration) {
        switch (cause, last) {
        case (.key, _), (_, nil): echo = min(echo ?? now, now)
        case (.pointer, .some(let last)): echo = min(echo ?? last + Self.pointerPace, last + Self.pointerPace)
        case (.message, .some(let last)): wanted(at: last + Self.messagePace)
        }
    }

    /// A frame is wanted then, whatever comes.
    mutating func wanted(at time: Duration) {
        let time = max(time, held)
        news = min(news ?? time, time)
    }

    /// Something that the user did is to be shown now.
    func owesEcho(at now: Duration) -> Bool { echo.map { $0 <= now } ?? false }

    /// What comes from elsewhere may be shown now.
    func isNewsDue(at now: Duration) -> Bool { news.map { $0 <= now } ?? false }

    /// What the user did was shown, and the rest of the frame left for later.
    mutating func echoed(at now: Duration) {
        last = now
        echo = nil
        wanted(at: now + Self.messagePace)
    }

    /// No frame before then but for what the user does; however much is typed, all is shown after a while.
    mutating func hold(until time: Duration) {
        let time = min(time, whole + LinkPace.patience)
        held = time
        if let news { self.news = max(news, time) }
    }

    func isDue(at now: Duration) -> Bool {
        guard let due else { return false }
        return due <= now
    }

    mutating func painted(at now: Duration) {
        last = now
        whole = now
        echo = nil
        news = nil
    }
}
