// Dates for names and lists, without a library of calendars.

/// A moment as UTC tells it.
public struct UniversalTime: Equatable, Sendable {
    /// `2026-11-25`
    public let day: String
    /// `18:19:02`
    public let clock: String

    /// `2026-11-25T18:19:02Z` (RFC 3339).
    public var text: String { "\(day)T\(clock)Z" }

    /// - Parameter seconds: since 1970.
    public init(seconds: Int) {
        let day = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
        let rest = seconds - day * 86400
        let date = Self.date(daysSince1970: day)
        self.day = [Self.digits(date.year, 4), Self.digits(date.month, 2), Self.digits(date.day, 2)]
            .joined(separator: "-")
        clock = [rest / 3600, rest / 60 % 60, rest % 60].map { Self.digits($0, 2) }.joined(separator: ":")
    }

    private static func digits(_ value: Int, _ count: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }

    /// The date in the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
    private static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
