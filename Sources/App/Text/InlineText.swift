// Running text with its manners, and where its links lead: to be clicked, or written out.

internal import Markdown
internal import Screen

struct InlineText {
    /// The terminal tells where a link leads.
    let hidesAddresses: Bool

    func line(of runs: [InlineRun], in style: Style) -> StyledLine {
        var line = StyledLine()
        for (index, run) in runs.enumerated() {
            switch run {
            case .softBreak: line.append(" ", style)
            case .hardBreak: line.append("\n", style)
            case .text(let text, let manner):
                line.append(manner.isStruck ? "~\(text)~" : text, self.style(of: manner, in: style))
                if let link = manner.link, !isContinued(link, by: runs, after: index) {
                    let words = label(of: link, in: runs, endingAt: index)
                    if needsAddress(link, words) { line.append(" (\(link))", .dim) }
                }
            }
        }
        return line
    }

    private func style(of manner: InlineManner, in style: Style) -> Style {
        var style = style
        if manner.isStrong { style.marks.insert(.strong) }
        if manner.isEmphasised { style.marks.insert(.emphasised) }
        if manner.isStruck { style.role = .dim }
        if manner.isCode { style.role = .code }
        if let link = manner.link {
            style.role = .link
            style.link = LinkAddress(link)
        }
        return style
    }

    /// The address stands behind the words, but where the words are the address, or the terminal tells it. Words that
    /// look like another address are never left alone with it.
    private func needsAddress(_ link: String, _ words: String) -> Bool {
        guard !link.isEmpty, link != words, link != "mailto:" + words, link != "http://" + words else { return false }
        return !hidesAddresses || LinkAddress(link) == nil || looksLikeAddress(words)
    }

    /// A dot or an `@` between two letters, or a colon: `www.example.org`, `https://`, `a@b`.
    private func looksLikeAddress(_ words: String) -> Bool {
        var before: Character = " "
        var joint = false
        for sign in words {
            if joint, sign.isLetter || sign.isNumber || sign == "/" { return true }
            joint = [".", "@", ":"].contains(sign) && !before.isWhitespace
            before = sign
        }
        return false
    }

    private func isContinued(_ link: String, by runs: [InlineRun], after index: Int) -> Bool {
        guard index + 1 < runs.count else { return false }
        guard case .text(_, let manner) = runs[index + 1] else {
            return isContinued(link, by: runs, after: index + 1)
        }
        return manner.link == link
    }

    /// All of a link's words.
    private func label(of link: String, in runs: [InlineRun], endingAt end: Int) -> String {
        var words = ""
        for run in runs[...end].reversed() {
            guard case .text(let text, let manner) = run, manner.link == link else { break }
            words = text + words
        }
        return words
    }
}
