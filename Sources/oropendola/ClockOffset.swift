// Days are shown as the user's clock has them; only the system knows where that clock stands.

import Glibc

/// Milliseconds since 1970.
func wallClockMilliseconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return now.tv_sec * 1_000 + now.tv_nsec / 1_000_000
}

/// Seconds that the local clock is ahead of the world's now, as `TZ` or `/etc/localtime` has it.
func clockOffset() -> Int {
    var (now, parts) = (time(nil), tm())
    guard localtime_r(&now, &parts) != nil else { return 0 }
    return parts.tm_gmtoff
}
