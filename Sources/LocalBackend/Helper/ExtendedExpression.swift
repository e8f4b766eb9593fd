// Regular expressions with the meaning that `search_files` gives them: POSIX extended with glibc's additions.

import Glibc

/// A compiled expression. Not `Sendable`: made, used and dropped within one piece of work.
final class ExtendedExpression {
    private var compiled: regex_t
    private let locale: locale_t?

    private init(compiled: regex_t, locale: locale_t?) {
        self.compiled = compiled
        self.locale = locale
    }

    /// Characters are those of UTF-8, whatever the locale of the process.
    static func compile(_ text: String, ignoringCase: Bool) throws(Fault) -> ExtendedExpression {
        let pattern = try ExpressionDialect(text).pattern
        let locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
        let previous = locale.map { uselocale($0) }
        defer { if let previous { uselocale(previous) } }
        var compiled = regex_t()
        let code = regcomp(&compiled, pattern, REG_EXTENDED | (ignoringCase ? REG_ICASE : 0))
        if code == 0 { return ExtendedExpression(compiled: compiled, locale: locale) }
        var buffer = [CChar](repeating: 0, count: 200)
        regerror(code, &compiled, &buffer, buffer.count)
        // The locale is left before it is freed; a failed `regcomp` leaves nothing to free.
        if let previous { uselocale(previous) }
        if let locale { freelocale(locale) }
        throw Fault(reason: String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    deinit {
        regfree(&compiled)
        if let locale { freelocale(locale) }
    }

    struct Fault: Error { var reason: String }

    /// Why `pattern` can't be used, or nil. Sizes are bounded first: glibc allocates what nested repeats multiply to,
    /// and recurses for each open group.
    static func fault(in pattern: String) -> String? {
        guard pattern.utf8.count <= 1000 else { return "it is longer than 1000 bytes" }
        guard !pattern.utf8.contains(0) else { return "it holds a NUL" }
        var depth = 0
        var copies = 1
        var number: Int?
        for byte in pattern.utf8 {
            switch byte {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: "{"): number = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if let known = number { number = min(known * 10 + Int(byte - 48), 100_000) }
            case UInt8(ascii: ","): if number != nil { number = 0 }
            case UInt8(ascii: "}"):
                copies = min(copies * max(1, number ?? 1), 100_000)
                number = nil
            default: break
            }
        }
        guard depth <= 50 else { return "it has more than 50 groups" }
        guard copies <= 1000 else { return "its repeat counts multiply to more than 1000" }
        do throws(Fault) {
            _ = try compile(pattern, ignoringCase: false)
            return nil
        } catch {
            let first = error.reason.prefix(1).lowercased()
            return first + error.reason.dropFirst()
        }
    }

    /// How many groups the expression has; 0 for one that does not compile.
    static func groupCount(of pattern: String) -> Int {
        (try? compile(pattern, ignoringCase: false))?.compiled.re_nsub ?? 0
    }

    /// The matches in a line, left to right, without overlaps; each is the byte ranges of the whole and of its groups.
    /// An empty match right behind another match does not count, as in `sed`.
    func matches(in line: [UInt8]) -> [[Range<Int>?]] {
        let previous = locale.map { uselocale($0) }
        defer { if let previous { uselocale(previous) } }
        var found: [[Range<Int>?]] = []
        var start = 0
        var lastEnd = -1
        let text = line.map { CChar(bitPattern: $0) } + [0]
        while start <= line.count, let groups = match(in: text, from: start, length: line.count), let whole = groups[0]
        {
            if !(whole.isEmpty && whole.lowerBound == lastEnd) { found.append(groups) }
            lastEnd = whole.upperBound
            start = whole.isEmpty ? next(after: whole.upperBound, in: line) : whole.upperBound
        }
        return found
    }

    private func match(in text: [CChar], from start: Int, length: Int) -> [Range<Int>?]? {
        var slots = [regmatch_t](repeating: regmatch_t(rm_so: -1, rm_eo: -1), count: 10)
        slots[0] = regmatch_t(rm_so: regoff_t(start), rm_eo: regoff_t(length))
        guard regexec(&compiled, text, slots.count, &slots, REG_STARTEND) == 0 else { return nil }
        return slots.map { $0.rm_so >= 0 && $0.rm_eo >= $0.rm_so ? Int($0.rm_so)..<Int($0.rm_eo) : nil }
    }

    /// The start of the next character of UTF-8.
    private func next(after index: Int, in line: [UInt8]) -> Int {
        var index = index + 1
        while index < line.count, line[index] & 0xC0 == 0x80 { index += 1 }
        return index
    }
}
