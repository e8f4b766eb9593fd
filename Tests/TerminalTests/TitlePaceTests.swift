// A title changes once in a second at most, the last one that is wanted comes to be shown, and nothing wakes for it after.

import Screen
import Testing

@testable import Terminal

@Suite struct TitlePaceTests {
    @Test func theFirstOneIsShownAtOnce() {
        var pace = TitlePace()
        #expect(pace.title(for: "a", at: .milliseconds(10)) == "a" && pace.due == nil)
    }

    @Test func oneThatComesTooSoonIsPutOff() {
        var pace = TitlePace()
        _ = pace.title(for: "a", at: .zero)
        #expect(pace.title(for: "b", at: .milliseconds(300)) == "a" && pace.due == .seconds(1))
        #expect(pace.title(for: "c", at: .milliseconds(900)) == "a" && pace.due == .seconds(1))
        #expect(pace.title(for: "c", at: .seconds(1)) == "c" && pace.due == nil)
        #expect(pace.title(for: "d", at: .milliseconds(1500)) == "c" && pace.due == .seconds(2))
    }

    @Test func oneThatIsTakenBackNeedsNoFrame() {
        var pace = TitlePace()
        _ = pace.title(for: "a", at: .zero)
        _ = pace.title(for: "b", at: .milliseconds(100))
        #expect(pace.title(for: "a", at: .milliseconds(200)) == "a" && pace.due == nil)
        #expect(
            pace.title(for: "b", at: .milliseconds(1200)) == "b", "a second after the last change, not the last wish")
    }

    /// However often it is asked for, changes are a second apart.
    @Test func noTwoChangesAreNearerThanASecond() {
        var pace = TitlePace()
        var shown: String?
        var changed: Duration?
        for step in 0..<2_000 {
            let now = Duration.milliseconds(step * 37)
            let title = pace.title(for: "\(step % 7)", at: now)
            guard title != shown else { continue }
            if let changed { #expect(now - changed >= .seconds(1)) }
            (shown, changed) = (title, now)
        }
    }
}
