// What is asked of any piece of a message: its inside, its form as code, whether it may be a path.

extension StringProtocol {
    func trimmed(of characters: String) -> String {
        var text = Substring(self)
        while let last = text.last, characters.contains(last) { text.removeLast() }
        while let first = text.first, characters.contains(first) { text.removeFirst() }
        return String(text)
    }

    /// As inline code in Markdown, whatever backticks it holds (CommonMark 0.31 §6.1).
    var inCode: String {
        var longest = 0
        var run = 0
        for character in self {
            run = character == "`" ? run + 1 : 0
            longest = Swift.max(longest, run)
        }
        let text = String(self).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "⏎")
        guard longest > 0 || text.first == " " || text.isEmpty else { return "`\(text)`" }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence) \(text) \(fence)"
    }
}

extension String {
    /// A name with an extension, or with a folder; no address and no end of a sentence.
    var looksLikePath: Bool {
        guard !contains("://"), !contains("..."), let last, !".,;:!?".contains(last) else { return false }
        if contains("/") { return true }
        guard let dot = lastIndex(of: ".") else { return false }
        return index(after: dot) < endIndex
    }
}
