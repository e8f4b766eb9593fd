// Reading a whole file for its colours takes longer than a key may: it is asked of the rim, which has a thread for it.

internal import ChangeReview
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

    /// The spans of a line by its numbers from 1, as a diff shows it: a removed line is one of the old text.
    func spans(ofOld oldNumber: Int?, orNew newNumber: Int?) -> [SyntaxSpan] {
        if let newNumber { return new?.spans(ofLine: newNumber - 1) ?? [] }
        return oldNumber.flatMap { old?.spans(ofLine: $0 - 1) } ?? []
    }
}
