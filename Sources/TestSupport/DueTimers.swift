// A clock of a test's own, and the timers that run by it: what a machine asked for, and what of it is due.

/// Timers by their names. Of those that are due together the one that was started first goes off, so that a seed plays
/// the same run again.
public struct DueTimers<Name: Hashable & Sendable>: Sendable {
    /// Milliseconds.
    public private(set) var time = 0
    private var running: [Name: (due: Int, number: Int)] = [:]
    private var started = 0

    public init() {}

    /// Those that run.
    public var names: [Name] { Array(running.keys) }

    /// Whether it runs and is due at this moment.
    public func isDue(_ name: Name) -> Bool { running[name].map { $0.due <= time } ?? false }

    public mutating func start(_ name: Name, milliseconds: Int) {
        started += 1
        running[name] = (time + milliseconds, started)
    }

    public mutating func stop(_ name: Name) { running[name] = nil }

    /// The next one that goes off until then, at whose time it is now; nil, and it is then, where none does.
    public mutating func next(until end: Int) -> Name? {
        guard let (name, (due, _)) = running.filter({ $0.value.due <= end }).min(by: { $0.value < $1.value }) else {
            time = max(time, end)
            return nil
        }
        running[name] = nil
        time = max(time, due)
        return name
    }
}
