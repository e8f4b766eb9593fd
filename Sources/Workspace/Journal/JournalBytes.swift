// Numbers, texts and lists as the journal keeps them, and the careful way back.
import ChangeReview

/// Makes the bytes of a header. Numbers take seven bits a byte, the lowest first (LEB128); a text has its length before
/// it.
struct JournalWriter {
    private(set) var bytes: [UInt8] = []

    mutating func raw(_ more: [UInt8]) { bytes += more }

    mutating func number(_ number: Int) {
        var rest = UInt64(number)
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func path(_ path: RelativePath) {
        number(path.text.utf8.count)
        bytes += path.text.utf8
    }

    mutating func paths(_ paths: [RelativePath]) {
        number(paths.count)
        for path in paths { self.path(path) }
    }
}

/// Reads what `JournalWriter` made, and the wide numbers of format 1. Every method gives `nil` when the bytes end too
/// early or say something that can't be.
struct JournalReader {
    var rest: ArraySlice<UInt8>

    mutating func number() -> Int? {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            guard shift < 63 else { return nil }
            number |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return Int(exactly: number) }
            shift += 7
        }
        return nil
    }

    /// Eight bytes, the lowest first.
    mutating func wideNumber() -> UInt64? {
        guard let bytes = raw(8) else { return nil }
        return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func raw(_ count: Int) -> [UInt8]? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func path() -> RelativePath? {
        guard let count = number(), let bytes = raw(count) else { return nil }
        return String(validating: bytes, as: UTF8.self).flatMap { RelativePath($0) }
    }

    /// A length of 0 is no path.
    mutating func pathOrNone() -> RelativePath?? {
        if rest.first == 0 {
            rest.removeFirst()
            return .some(nil)
        }
        return path().map { .some($0) }
    }

    mutating func paths() -> [RelativePath]? { list { $0.path() } }

    /// A count, and so many things. Each has at least one byte, so a count beyond the rest is a lie.
    mutating func list<Element>(_ read: (inout JournalReader) -> Element?) -> [Element]? {
        guard let count = number(), count <= rest.count else { return nil }
        var elements: [Element] = []
        for _ in 0..<count {
            guard let element = read(&self) else { return nil }
            elements.append(element)
        }
        return elements
    }
}
