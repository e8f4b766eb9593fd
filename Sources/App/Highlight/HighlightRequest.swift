// Reading a whole file for its colours takes longer than a key may: it is asked of the rim, which has a thread for it.

internal import ChangeReview
internal import Screen
internal import Syntax

/// The two sides of a change that are to be read. Answered by `HighlightedChange`, whoever does it: `performed` is pure.
public struct HighlightRequest: Equatable, Sendable {
    /// The file's path, which tells the language.
    let path: String
    let old: [UInt8]
    let new: [UInt8]

    /// Nil where there is nothing to colour: no lines, a language without a table, both sides too long.
    init?(_ change: Change) {
        guard change.content == .text, !change.hunks.isEmpty else { return nil }
        path = change.path.text
        old = change.base?.bytes ?? []
        new = change.proposed?.bytes ?? []
        guard min(old.count, new.count) <= HighlightedFile.largest, language != nil else { return nil }
    }

    func isOf(_ change: Change) -> Bool {
        path == change.path.text && old == change.base?.bytes ?? [] && new == change.proposed?.bytes ?? []
    }

    private var language: Language? {
        let first = new.isEmpty ? old : new
        return Language(path: path, firstLine: first.prefix(200).prefix { $0 != 0x0A })
    }

    /// Reads both sides: some ten nanoseconds a byte.
    public func performed() -> HighlightedChange {
        let language = language
        return HighlightedChange(
            request: self, old: language.flatMap { HighlightedFile(old, in: $0) },
            new: language.flatMap { HighlightedFile(new, in: $0) })
    }
}

/// Both sides of a change, read; nil for one that is too long.
public struct HighlightedChange: Equatable, Sendable {
    let request: HighlightRequest
    let old: HighlightedFile?
    let new: HighlightedFile?

    /// The colours of a line, from 0, of one side: ranges of its bytes in order, with roles of the screen.
    ///
    /// - Parameter role: what the line is as a whole. On an added or a removed one strings and comments keep it.
    func colours(ofLine line: Int, isOld: Bool, over role: Role) -> [(range: Range<Int>, role: Role)] {
        let spans = (isOld ? old : new)?.spans(ofLine: line) ?? []
        return spans.compactMap { span in span.role.screenRole(over: role).map { (span.range, $0) } }
    }
}
