// A path inside the project, checked once, so that nothing later has to wonder.

/// A path relative to the project's root: parts joined by `/`, no empty part, no `.` or `..`, no NUL, not absolute.
///
/// Note: two paths are equal when their bytes are. Swift's own string comparison takes `é` and `e` + accent for one
/// text, and on Linux these are two files.
public struct RelativePath: Hashable, Comparable, Sendable {
    public let text: String

    public init?(_ text: String) {
        guard !text.isEmpty, !text.utf8.contains(0) else { return nil }
        for part in text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        where part.isEmpty || part.elementsEqual(".".utf8) || part.elementsEqual("..".utf8) { return nil }
        self.text = text
    }

    /// A path that is known to be one.
    init(checked text: String) { self.text = text }

    public static func == (a: RelativePath, b: RelativePath) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

    public static func < (a: RelativePath, b: RelativePath) -> Bool {
        a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(0 as UInt8)
    }

    // Note: split at bytes. A combining mark after `/` makes one character of the two, which no `split` on characters
    // finds: `.git/\u{301}x` would be a single part.
    public var parts: [Substring] { text.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) } }
    public var lastPart: Substring { parts[parts.count - 1] }
}
