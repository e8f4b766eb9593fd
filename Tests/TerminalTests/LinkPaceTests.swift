// What is thought of a line, as a table of what it took and when.
import Testing

@testable import Terminal

struct LinkPaceTests {
    /// A terminal that reads so many bytes a second behind a kernel that holds `room`; a frame of so many bytes for
    /// messages every 16 ms at most. The most that was under way in each tenth, after the pace is known, in bytes.
    private func play(rate: Double, frame: Int, seconds: Int) -> (pace: LinkPace, queues: [Double]) {
        var pace = LinkPace()
        var (held, waiting, due) = (0.0, 0.0, Duration.zero)
        var queues = [Double](repeating: 0, count: 10)
        for step in 0..<(seconds * 1_000) {
            let now = Duration.milliseconds(step)
            held = max(0, held - rate / 1_000)
            let room = LinkPace.room - held
            // The kernel tells of room when there is some of it.
            let taken = waiting > 0 && (room >= 256 || room >= waiting) ? min(waiting, room) : 0
            (held, waiting) = (held + taken, waiting - taken)
            if taken > 0 {
                pace.took(Delivery(taken: Int(taken), isFull: waiting > 0), at: now)
                due = max(due, now + pace.pause)
            }
            if waiting == 0, now >= due {
                let now = now
                let taken = min(Double(frame), LinkPace.room - held)
                held += taken
                waiting = Double(frame) - taken
                pace.took(Delivery(taken: Int(taken), isFull: waiting > 0), at: now)
                due = now + max(.milliseconds(16), pace.pause)
            }
            let tenth = step * 10 / (seconds * 1_000)
            queues[tenth] = max(queues[tenth], held + waiting)
        }
        return (pace, queues)
    }

    @Test func aLineThatKeepsUpIsNeverWaitedFor() {
        let (pace, queues) = play(rate: 1_000_000, frame: 3_000, seconds: 20)
        #expect(pace.rate == nil && pace.pause == .zero)
        #expect(queues.allSatisfy { $0 <= 3_000 })
    }

    @Test(arguments: [500.0, 1_000, 4_000, 15_000])
    func aSlowLineIsMeasuredAndItsQueueRunsOut(rate: Double) throws {
        let (pace, queues) = play(rate: rate, frame: 400, seconds: 150)
        let measured = try #require(pace.rate)
        #expect(measured > rate * 0.8 && measured < rate, "\(measured) of \(rate)")
        #expect(queues[0] > 20_000)
        // A frame, and what a tenth of a second takes.
        let settled = 400 + rate * 0.1
        #expect(queues[6...].allSatisfy { $0 <= settled + 200 }, "\(queues)")
    }

    /// Ctrl-S, the copy mode of tmux, a laptop that slept: the line is as fast as before.
    @Test func aTerminalThatStoodStillIsNotSlow() {
        var pace = LinkPace()
        pace.took(Delivery(taken: 21_000, isFull: true), at: .seconds(1))
        pace.took(Delivery(taken: 900), at: .seconds(61))
        for frame in 0..<100 { pace.took(Delivery(taken: 400), at: .seconds(61) + .milliseconds(16 * frame)) }
        #expect(pace.rate == nil && pace.pause == .zero)
    }

    @Test func whateverIsThoughtFramesCome() {
        var pace = LinkPace()
        pace.took(Delivery(isFull: true), at: .seconds(1))
        pace.took(Delivery(taken: 300, isFull: true), at: .seconds(601))
        #expect(pace.rate == 0.45)
        #expect(pace.pause == LinkPace.patience)
    }
}
