// The time of day and the branch, for whoever wants them in the status line: looked at seldom, and not at all otherwise.

internal import Screen
internal import Settings
internal import TaskMachine

extension AppModel {
    // MARK: The branch

    /// Asked for when it may be another one: at the start, after a turn and a commit, when the user comes back.
    func lookAtBranch(after message: AppMessage) -> [AppEffect] {
        switch message {
        case .started, .settingsChanged, .commitNews, .resumed, .input(.focused(true)): lookAtBranch()
        default: []
        }
    }

    func lookAtBranch() -> [AppEffect] { statusFields.contains(.branch) ? [.findBranch] : [] }

    // MARK: The time

    /// `14:05`, by the user's clock; nil: nobody said what the time is.
    var timeOfDay: String? {
        guard let origin = report.wallClock else { return nil }
        let minutes = ((origin + clock.now) / 1000 + report.clockOffset) / 60
        let minute = minutes % 60
        return "\(minutes / 60 % 24):\(minute < 10 ? "0" : "")\(minute)"
    }

    /// Once a minute, while the time is shown.
    mutating func followMinute() -> [AppEffect] {
        let isWanted = statusFields.contains(.time) && report.wallClock != nil && isStarted
        guard isWanted != isMinuteAwaited else { return [] }
        isMinuteAwaited = isWanted
        guard isWanted, let origin = report.wallClock else { return [.stopTimer(.minute)] }
        return [.startTimer(.minute, milliseconds: 60_000 - (origin + clock.now) % 60_000)]
    }
}
