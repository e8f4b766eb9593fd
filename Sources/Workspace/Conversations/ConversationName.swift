// The ids of conversations: sortable by time, unlikely to meet, easy to type the beginning of.

/// `20261125-181902-3f9a2c`: the day and the second in UTC, and six digits of chance.
public enum ConversationName {
    /// - Parameters:
    ///   - seconds: since 1970.
    ///   - chance: anything random.
    public static func make(seconds: Int, chance: UInt64) -> String {
        let (day, rest) = seconds.quotientAndRemainder(dividingBy: 86400)
        let date = civilDate(daysSince1970: day)
        let number = { (value: Int, digits: Int) in
            let text = String(value)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        let random = String(chance & 0xFF_FFFF, radix: 16)
        return number(date.year, 4) + number(date.month, 2) + number(date.day, 2) + "-" + number(rest / 3600, 2)
            + number(rest / 60 % 60, 2) + number(rest % 60, 2) + "-"
            + String(repeating: "0", count: 6 - random.count) + random
    }

    /// Whether a text may be an id: lower-case letters, digits and dashes, so that it never leads out of its folder.
    public static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
            }
    }

    /// The date in the Gregorian calendar (Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
    static func civilDate(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
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
