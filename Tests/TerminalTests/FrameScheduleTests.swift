// When a frame is due, as a table of times.
import Testing

@testable import Terminal

struct FrameScheduleTests {
    @Test func nothingChangedMeansNoDeadline() {
        var schedule = FrameSchedule()
        #expect(schedule.due == nil)
        schedule.changed(by: .key, at: .zero)
        schedule.painted(at: .zero)
        #expect(schedule.due == nil)
        #expect(!schedule.isDue(at: .seconds(9)))
    }

    @Test func aKeyIsEchoedAtOnce() {
        var schedule = FrameSchedule()
        schedule.painted(at: .milliseconds(100))
        schedule.changed(by: .key, at: .milliseconds(101))
        #expect(schedule.due == .milliseconds(101))
    }

    @Test func messagesShareAFrame() {
        var schedule = FrameSchedule()
        schedule.painted(at: .milliseconds(100))
        for time in [101, 105, 112] { schedule.changed(by: .message, at: .milliseconds(time)) }
        #expect(schedule.due == .milliseconds(116))
        #expect(!schedule.isDue(at: .milliseconds(115)))
        #expect(schedule.isDue(at: .milliseconds(116)))
    }

    @Test func aKeyTakesWaitingMessagesAlong() {
        var schedule = FrameSchedule()
        schedule.painted(at: .milliseconds(100))
        schedule.changed(by: .message, at: .milliseconds(101))
        schedule.changed(by: .key, at: .milliseconds(105))
        schedule.changed(by: .message, at: .milliseconds(106))
        #expect(schedule.due == .milliseconds(105))
    }

    @Test func aHeldFrameLeavesKeysAloneAndComesInTheEnd() {
        var schedule = FrameSchedule()
        schedule.painted(at: .seconds(10))
        schedule.changed(by: .message, at: .seconds(11))
        schedule.hold(until: .seconds(13))
        #expect(schedule.due == .seconds(13))
        for second in 11...14 {
            schedule.changed(by: .key, at: .seconds(second))
            #expect(schedule.due == .seconds(second) && schedule.owesEcho(at: .seconds(second)))
            schedule.echoed(at: .seconds(second))
            schedule.hold(until: .seconds(second + 3))
        }
        // Five seconds after the last whole one, whatever was typed.
        #expect(schedule.due == .seconds(15))
    }

    @Test func theWheelIsPaced() {
        var schedule = FrameSchedule()
        schedule.painted(at: .milliseconds(100))
        schedule.changed(by: .pointer, at: .milliseconds(101))
        #expect(schedule.due == .milliseconds(108))
    }

    @Test func afterAQuietTimeNothingWaits() {
        var schedule = FrameSchedule()
        schedule.painted(at: .milliseconds(100))
        schedule.changed(by: .message, at: .milliseconds(900))
        #expect(schedule.isDue(at: .milliseconds(900)))
    }
}
