// Places in a review as they are written: a file, a hunk of it, lines of that.

/// `2`, `2.1`, `2.1:3`, `2.1:3-5`: numbers from 1, as they are printed.
struct PlainPlace: Equatable, Sendable {
    var file: Int
    var hunk: Int?
    var lines: ClosedRange<Int>?

    init(file: Int, hunk: Int? = nil, lines: ClosedRange<Int>? = nil) {
        self.file = file
        self.hunk = hunk
        self.lines = lines
    }

    /// nil: it is not written so.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let file = Self.number(numbers[0]) else { return nil }
        self.init(file: file)
        if numbers.count > 1 {
            guard let hunk = Self.number(numbers[1]) else { return nil }
            self.hunk = hunk
        }
        guard parts.count > 1 else { return }
        let ends = parts[1].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map {
            Self.number($0)
        }
        guard hunk != nil, let first = ends[0], let last = ends[ends.count - 1], first <= last else { return nil }
        lines = first...last
    }

    var text: String {
        var text = "\(file)"
        if let hunk { text += ".\(hunk)" }
        if let lines { text += ":\(lines.lowerBound)" + (lines.count > 1 ? "-\(lines.upperBound)" : "") }
        return text
    }

    /// Digits alone, and from 1: `+2` and `02` are no numbers that were printed.
    static func number(_ text: some StringProtocol) -> Int? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            text.utf8.first != 0x30
        else { return nil }
        return Int(text)
    }
}
