// Reads what `search_files` answers (docs/PROTOCOL.md): counts, then paths with their matching lines.

/// The lines that a search found.
struct SearchReport: Equatable, Sendable {
    struct Line: Equatable, Sendable {
        /// 1-based.
        var number: Int
        var text: String
        /// The line is longer than what is shown.
        var isCut: Bool
    }

    struct File: Equatable, Sendable {
        /// As printed: C-quoted when the name has odd characters. Tools take it in this form.
        var path: String
        var lines: [Line]
    }

    var files: [File] = []
    /// Why there is more than is listed, in the tool's words.
    var limit: String?
    /// What was not looked at, in the tool's words.
    var skipped: String?

    var lineCount: Int { files.reduce(0) { $0 + $1.lines.count } }

    init(_ text: String) {
        for line in Self.lines(of: text).dropFirst() {
            if let match = Self.match(line), !files.isEmpty {
                files[files.count - 1].lines.append(match)
            } else if let reason = Self.bracketed(line, "more") {
                limit = reason
            } else if let counts = Self.bracketed(line, "skipped") {
                skipped = counts
            } else if !line.isEmpty {
                files.append(File(path: String(line), lines: []))
            }
        }
        files.removeAll { $0.lines.isEmpty }
    }

    /// A line's number, as digits. One that a client makes up is no place to reckon from.
    static func lineNumber(_ digits: Substring) -> Int? {
        Int(digits).flatMap { (1...1_000_000_000).contains($0) ? $0 : nil }
    }

    /// Lines end at LF and nowhere else: a CR, a form feed or U+2028 in a line is text.
    static func lines(of text: String) -> [Substring] {
        text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { Substring($0) }
    }

    /// `  <number>: <text>`, or `~` for a line that was cut.
    private static func match(_ line: Substring) -> Line? {
        var rest = line.utf8
        guard rest.starts(with: "  ".utf8) else { return nil }
        rest = rest.dropFirst(2)
        let digits = rest.prefix { (48...57).contains($0) }
        guard let number = lineNumber(Substring(digits)) else { return nil }
        rest = rest.dropFirst(digits.count)
        guard let mark = rest.popFirst(), mark == UInt8(ascii: ":") || mark == UInt8(ascii: "~") else { return nil }
        if rest.first == 32 { rest = rest.dropFirst() }
        return Line(number: number, text: String(Substring(rest)), isCut: mark == UInt8(ascii: "~"))
    }

    private static func bracketed(_ line: Substring, _ word: String) -> String? {
        guard line.hasPrefix("[\(word): "), line.hasSuffix("]") else { return nil }
        return String(line.dropFirst(word.count + 3).dropLast())
    }
}
