// The head of a reply, as far as it says something about an answer or a failure.

/// Status and fields of an HTTP reply.
public struct AnswerHead: Equatable, Sendable {
    /// Such as 200.
    public var status: Int
    /// Seconds until the server wants to be asked again; nil where it does not say.
    public var retryAfter: Int?

    /// - Parameters:
    ///   - headers: names in any case.
    ///   - now: seconds since 1970, for a `Retry-After` that is a date where the reply has no `Date` of its own.
    public init(status: Int, headers: [(name: String, value: String)] = [], now: Int = 0) {
        self.status = status
        func field(_ name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
        // Azure and OpenAI say it in milliseconds, too.
        if let milliseconds = field("retry-after-ms").flatMap({ Int($0) }), milliseconds >= 0 {
            retryAfter = min(milliseconds, 1 << 40) / 1_000 + (milliseconds % 1_000 > 0 ? 1 : 0)
        } else if let text = field("retry-after") {
            retryAfter = RetryTime.seconds(text, now: field("date").flatMap { RetryTime.date($0) } ?? now)
        }
    }
}

/// `Retry-After` (RFC 9110 §10.2.3), and the times in words of error messages.
enum RetryTime {
    static func seconds(_ text: String, now: Int) -> Int? {
        if let seconds = Double(text), seconds >= 0, seconds < 1e9 { return roundedUp(seconds) }
        return date(text).map { max(0, $0 - now) }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that may be sent; seconds since 1970.
    static func date(_ text: String) -> Int? {
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), 1...31 ~= day,
            let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]), 1970...9999 ~= year
        else { return nil }
        let time = words[4].split(separator: ":").compactMap { Int($0) }
        guard time.count == 3, 0...23 ~= time[0], 0...59 ~= time[1], 0...60 ~= time[2] else { return nil }
        // Days by the count of leap years, with March as the first month, so that the extra day is the year's last.
        let shifted = (month + 10) % 12
        let march = year - (month < 2 ? 1 : 0)
        let days = march * 365 + march / 4 - march / 100 + march / 400 + (shifted * 153 + 2) / 5 + day - 1 - 719_468
        return days * 86_400 + time[0] * 3_600 + time[1] * 60 + time[2]
    }

    /// The time behind `try again in `: `20s`, `1.5s`, `6m0s`, `450ms`, `1h2m`; whole seconds, rounded up.
    static func told(in message: String) -> Int? {
        let message = message.lowercased()
        guard let mark = message.firstRange(of: "try again in ") else { return nil }
        var seconds = 0.0
        var rest = message[mark.upperBound...]
        while let first = rest.first, first.isNumber {
            let digits = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest.dropFirst(digits.count).drop { $0 == " " }
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            guard let number = Double(digits.last == "." ? digits.dropLast() : digits), number < 1e6 else { return nil }
            switch unit {
            case "ms", "milliseconds": seconds += number / 1_000
            case "s", "sec", "second", "seconds": seconds += number
            case "m", "min", "minute", "minutes": seconds += number * 60
            case "h", "hour", "hours": seconds += number * 3_600
            default: return nil
            }
        }
        return seconds > 0 ? roundedUp(seconds) : nil
    }

    /// Without the C mathematics library, which pure targets do not link.
    private static func roundedUp(_ seconds: Double) -> Int {
        let whole = Int(seconds)
        return Double(whole) < seconds ? whole + 1 : whole
    }
}
