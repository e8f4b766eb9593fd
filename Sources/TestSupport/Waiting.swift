// Tests wait for a condition with a deadline; they never sleep for a time and hope.
import Glibc

/// Asks again until `condition` gives a value, for at most `seconds`.
@discardableResult
public func wait<Value>(
    upTo seconds: Double = 20, for what: @autoclosure () -> String, until condition: () throws -> Value?
) throws -> Value {
    let deadline = monotonicSeconds() + seconds
    while true {
        if let value = try condition() { return value }
        guard monotonicSeconds() < deadline else { throw Waited(what: what(), seconds: seconds) }
        poll(nil, 0, 15)
    }
}

/// What a test waited for in vain.
public struct Waited: Error, CustomStringConvertible {
    public let what: String
    public let seconds: Double
    public var description: String { "after \(seconds) s still no \(what)" }
}

/// Seconds on the monotonic clock.
public func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
