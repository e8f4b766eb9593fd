// Numbers as people read them: times, tokens, money, counts of things.

/// `0:12`, `1:02:03`: time that runs.
func clockText(_ milliseconds: Int) -> String {
    let seconds = max(0, milliseconds) / 1000
    let tail = twoDigits(seconds % 60)
    guard seconds >= 3600 else { return "\(seconds / 60):\(tail)" }
    return "\(seconds / 3600):\(twoDigits(seconds / 60 % 60)):\(tail)"
}

/// `0.4 s`, `12 s`, `3 min 5 s`: time that something took.
func durationText(_ milliseconds: Int) -> String {
    let milliseconds = max(0, milliseconds)
    if milliseconds < 10_000 { return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s" }
    if milliseconds < 60_000 { return "\(milliseconds / 1000) s" }
    return "\(milliseconds / 60_000) min \(milliseconds / 1000 % 60) s"
}

/// `950`, `12.4k`, `3.1M`.
func shortCount(_ count: Int) -> String {
    if count < 1000 { return "\(max(0, count))" }
    if count < 1_000_000 { return "\(count / 1000).\(count % 1000 / 100)k" }
    return "\(count / 1_000_000).\(count % 1_000_000 / 100_000)M"
}

/// `2,341`.
func groupedCount(_ count: Int) -> String {
    var digits = String(count.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
        groups.insert(String(digits.suffix(3)), at: 0)
        digits.removeLast(3)
    }
    return (count < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
}

/// `1 file`, `3 files`.
func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(groupedCount(count)) \(count == 1 ? one : many ?? one + "s")"
}

/// `$0.03`; small sums get the digits that they need.
func moneyText(_ amount: Double) -> String {
    let scale = amount > 0 && amount < 0.01 ? 4 : 2
    let factor = scale == 4 ? 10_000.0 : 100.0
    guard amount.isFinite, amount >= 0, amount < 1e12 else { return "" }
    let units = Int((amount * factor).rounded())
    let whole = units / Int(factor)
    let rest = String(units % Int(factor))
    return "$\(whole).\(String(repeating: "0", count: scale - rest.count))\(rest)"
}

/// `2.1 MB`.
func bytesText(_ count: Int) -> String {
    if count < 1000 { return "\(count) B" }
    if count < 1_000_000 { return "\(count / 1000).\(count % 1000 / 100) kB" }
    return "\(count / 1_000_000).\(count % 1_000_000 / 100_000) MB"
}

/// `2026-11-25`: the day of a time in seconds since 1970.
///
/// - Parameter offset: seconds that the user's clock is ahead of the world's.
func dateText(_ seconds: Int, offset: Int = 0) -> String {
    let seconds = seconds + offset
    // Days from the 1st of March of year 0 (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    let days = max(0, seconds) / 86_400 + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
    return "\(year)-\(twoDigits(month < 10 ? month + 3 : month - 9))-\(twoDigits(day))"
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
