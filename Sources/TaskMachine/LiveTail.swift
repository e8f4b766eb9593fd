// The end of what a running command has printed: enough to see that it goes on, however much comes.

enum LiveTail {
    static let maximumCharacters = 2_000

    /// What is kept of a text and what came behind it: whole lines from its end, the last one as far as it came.
    static func text(_ before: String, and more: String) -> String {
        let scalars =
            (before
            + more.unicodeScalars.suffix(maximumCharacters).reduce(into: "") {
                $0.unicodeScalars.append($1)
            }).unicodeScalars
        guard scalars.count > maximumCharacters else { return String(scalars) }
        let end = scalars.suffix(maximumCharacters)
        guard let line = end.firstIndex(of: "\n"), end.index(after: line) < end.endIndex else { return String(end) }
        return String(end[end.index(after: line)...])
    }
}
