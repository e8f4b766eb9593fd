// Cookies from a file, in the two forms in which people have them: copied from a browser's request, or exported.

/// Reads the text of a `--cookie-file`.
public enum CookieFile {
    /// The value of a `Cookie` header.
    ///
    /// Either a line `name=value; name=value`, maybe with `Cookie:` before it, or the `cookies.txt` of Netscape: lines of
    /// seven fields between tabs (host, its subdomains too, path, secure, end in seconds since 1970 with 0 for none,
    /// name, value). Of those the ones are taken that a browser would send.
    /// - Parameters:
    ///   - host: the server's name.
    ///   - now: seconds since 1970.
    public static func header(
        _ text: String, host: String, isSecure: Bool, path: String = "/", now: Int
    ) throws(UsageProblem) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        let rows = lines.compactMap { Row($0) }
        let header: String
        if rows.isEmpty {
            let plain = lines.filter { !$0.allSatisfy(\.isWhitespace) && !$0.hasPrefix("#") }
            guard plain.count == 1, let line = plain.first else {
                throw UsageProblem("The cookie file holds neither one line of name=value; … nor a cookies.txt.")
            }
            header = trimmed(line.lowercased().hasPrefix("cookie:") ? line.dropFirst(7) : line[...])
        } else {
            let sent = rows.filter { $0.isSent(to: host, isSecure: isSecure, path: path, now: now) }
            guard !sent.isEmpty else {
                throw UsageProblem("The cookie file has no cookie for \(host) that is still good.")
            }
            header = sent.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
        }
        let isHeader = header.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        guard isHeader, let equals = header.firstIndex(of: "="), equals > header.startIndex else {
            throw UsageProblem("The cookie file holds neither one line of name=value; … nor a cookies.txt.")
        }
        return header
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    private struct Row {
        var host: Substring
        var withSubdomains: Bool
        var path: Substring
        var isSecure: Bool
        var end: Int
        var name: Substring
        var value: Substring

        init?(_ line: String) {
            // Browsers mark what scripts must not see by a prefix that is a comment to older readers.
            let line = line.hasPrefix("#HttpOnly_") ? line.dropFirst(10) : line[...]
            guard !line.hasPrefix("#") else { return nil }
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 7, let end = Double(fields[4]), end < 1e15, !fields[5].isEmpty else { return nil }
            host = fields[0].hasPrefix(".") ? fields[0].dropFirst() : fields[0]
            withSubdomains = fields[1] == "TRUE" || fields[0].hasPrefix(".")
            path = fields[2]
            isSecure = fields[3] == "TRUE"
            self.end = Int(end)
            name = fields[5]
            value = fields[6]
        }

        func isSent(to other: String, isSecure: Bool, path: String, now: Int) -> Bool {
            let (host, other) = (host.lowercased(), other.lowercased())
            guard other == host || (withSubdomains && other.hasSuffix("." + host)) else { return false }
            return (isSecure || !self.isSecure) && (end <= 0 || end > now) && path.hasPrefix(self.path)
        }
    }
}
