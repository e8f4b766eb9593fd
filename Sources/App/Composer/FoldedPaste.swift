// A big paste is one piece of the draft: one step of the cursor, one label on the screen, and sent whole.

internal import Screen

struct FoldedPaste: Equatable, Sendable {
    let text: String
    /// `[pasted 2,341 lines]`; a paste without lines is told by its size. Made once, since counting a megabyte takes time.
    let label: String
    /// Columns of the label.
    let columns: Int

    init(_ text: String) {
        self.init(text, verb: "pasted")
    }

    /// What a command printed: `[output of make, 41 lines]`.
    init(output text: String, of command: String) {
        let line = command.split(whereSeparator: \.isNewline).joined(separator: " ")
        self.init(text, verb: "output of \(line.count > 30 ? line.prefix(29) + "…" : line[...]),")
    }

    private init(_ text: String, verb: String) {
        self.text = text
        let lines = Self.lineCount(of: text)
        label = lines > 1 ? "[\(verb) \(groupedCount(lines)) lines]" : "[\(verb) \(bytesText(text.utf8.count))]"
        columns = displayWidth(of: label)
    }

    /// Characters that can be shown as text: more would make each key slow.
    static let mostShown = 50_000

    private static func lineCount(of text: String) -> Int {
        text.utf8.count { $0 == UInt8(ascii: "\n") } + (text.hasSuffix("\n") ? 0 : 1)
    }

    /// A paste of more than 20 lines, or of more characters than fit a screen, folds. Of the user's own words (out of an
    /// editor, the history, a queue) only what is too much to show does.
    static func folds(_ text: String, isWritten: Bool = false) -> Bool {
        if isWritten { return text.utf8.count > mostShown / 2 }
        return text.utf8.count > 2000 && text.count > 2000 || lineCount(of: text) > 20
    }

    /// One kind of line end.
    static func normalised(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\r")) else { return text }
        return String(text.map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 })
    }

    // MARK: On disk

    // Between these stands what was folded, in the draft that is kept. They are noncharacters, which Unicode leaves to
    // programs for their own use (Unicode 16, §23.7).
    private static let opening = Unicode.Scalar(0xFDD0 as UInt32) ?? "\u{FFFD}"
    private static let closing = Unicode.Scalar(0xFDD1 as UInt32) ?? "\u{FFFD}"

    /// A draft as it is kept: its text, with the folded parts marked.
    static func kept(_ pieces: [DraftPiece]) -> String {
        let text = pieces.reduce(into: "") { $0 += $1.text }
        let isMarked = pieces.contains { if case .pasted = $0 { true } else { false } }
        guard isMarked, !text.unicodeScalars.contains(where: { $0 == opening || $0 == closing }) else { return text }
        return pieces.reduce(into: "") { result, piece in
            if case .pasted(let paste) = piece {
                result.unicodeScalars.append(opening)
                result += paste.text
                result.unicodeScalars.append(closing)
            } else {
                result += piece.text
            }
        }
    }

    /// The parts of a kept draft, in order, and whether each was folded.
    static func parts(ofKept text: String) -> [(text: String, isFolded: Bool)] {
        guard text.unicodeScalars.contains(opening) else { return [(text, false)] }
        var parts: [(text: String, isFolded: Bool)] = []
        for (index, part) in text.unicodeScalars.split(separator: opening, omittingEmptySubsequences: false)
            .enumerated()
        {
            guard index > 0, let end = part.firstIndex(of: closing) else {
                parts.append((String(part), false))
                continue
            }
            parts.append((String(part[..<end]), true))
            parts.append((String(part[part.index(after: end)...]), false))
        }
        return parts.filter { !$0.text.isEmpty }
    }
}

/// A draft that is kept on disk, as the rim sees it.
public enum KeptDraft {
    /// What would be sent of it.
    public static func text(of kept: String) -> String {
        FoldedPaste.parts(ofKept: kept).reduce(into: "") { $0 += $1.text }
    }
}
