// What can follow in vi's normal mode when a command is begun.

extension ViKeys {
    /// Empty while nothing is begun that needs another key.
    var choices: [(keys: String, words: String)] {
        switch begun {
        case .go: return [("g", "to the start of the text")]
        case .word: return [("w", "the word at the cursor")]
        case .replacement, nil: break
        }
        guard let pending else { return [] }
        let letter = String(pending.rawValue)
        return [
            (letter, "whole lines"), ("w", "to the next word"), ("b", "back to the word's start"),
            ("e", "to the word's end"), ("iw", "the word"), ("aw", "the word and its blanks"),
            ("0", "to the line's start"), ("^", "to its first letter"),
            ("$", "to the line's end"), ("h l", "a character"), ("j k", "lines below, above"),
            ("gg G", "lines to the start, to the end"), ("1-9", "so many times"),
        ]
    }

    var title: String {
        switch pending {
        case .delete: "delete"
        case .change: "change"
        case .copy: "copy"
        case nil: "go"
        }
    }
}
