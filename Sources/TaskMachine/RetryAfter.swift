// How long a server asks to wait (RFC 9110 §10.2.3). There is no clock here: a date counts from the server's own.

enum RetryAfter {
    /// Seconds, or nil where the header is missing or says nothing that can be told. A time that has passed is 0.
    static func seconds(_ header: String?, date: String?) -> Int? {
        guard let header = header.map(PlainText.trimmed), !header.isEmpty else { return nil }
        if let seconds = Int(header) { return seconds >= 0 ? seconds : nil }
        guard let until = HTTPDate.seconds(header), let now = date.flatMap(HTTPDate.seconds) else { return nil }
        return max(0, until - now)
    }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7; the two obsolete forms are not read).
enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Seconds since 1970; nil for what is no such date.
    static func seconds(_ text: String) -> Int? {
        let parts = PlainText.trimmed(text).split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), (1...31).contains(day),
            let month = months.firstIndex(where: { $0 == parts[2] }), let year = Int(parts[3]),
            (1970...9999).contains(year)
        else { return nil }
        let time = parts[4].split(separator: ":").compactMap { Int($0) }
        guard time.count == 3, (0...23).contains(time[0]), (0...59).contains(time[1]), (0...60).contains(time[2])
        else { return nil }
        return days(year, month + 1, day) * 86_400 + time[0] * 3_600 + time[1] * 60 + time[2]
    }

    /// Days since 1970-01-01 in the Gregorian calendar (H. Hinnant, `days_from_civil`).
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let ofEra = year - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}
