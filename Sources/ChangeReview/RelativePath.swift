// A path inside the project, checked once, so that nothing later has to wonder.

/// A path relative to the project's root: parts joined by `/`, no empty part, no `.` or `..`, no NUL, not absolute.
public struct RelativePath: Hashable, Comparable, Sendable {
    public let text: String

    public init?(_ text: String) {
        guard !text.isEmpty, !text.utf8.contains(0) else { return nil }
        for part in text.split(separator: "/", omittingEmptySubsequences: false)
        where part.isEmpty || part == "." || part == ".." { return nil }
        self.text = text
    }

    public static func < (a: RelativePath, b: RelativePath) -> Bool { a.text < b.text }

    public var parts: [Substring] { text.split(separator: "/") }
    public var lastPart: Substring { parts[parts.count - 1] }
}
