// The text being written: graphemes and folded pastes, a cursor between them, and every way to change them.

/// One step of the cursor.
enum DraftPiece: Equatable, Sendable {
    case character(Character)
    case pasted(FoldedPaste)

    var isNewline: Bool { self == .character("\n") }

    var isWord: Bool {
        guard case .character(let character) = self else { return true }
        return character.isLetter || character.isNumber || character == "_"
    }

    var isBlank: Bool {
        if case .character(let character) = self { character.isWhitespace } else { false }
    }

    /// What is sent.
    var text: String {
        switch self {
        case .character(let character): String(character)
        case .pasted(let paste): paste.text
        }
    }
}

struct Draft: Equatable, Sendable {
    private(set) var pieces: [DraftPiece] = []
    /// Pieces before the cursor.
    private(set) var cursor = 0

    init(_ text: String = "") {
        insert(text)
    }

    var isEmpty: Bool { pieces.isEmpty }
    var text: String { pieces.reduce(into: "") { $0 += $1.text } }

    mutating func insert(_ text: String) {
        var new = text.map { DraftPiece.character($0 == "\r\n" || $0 == "\r" ? "\n" : $0) }
        // A mark that combines with what is before the cursor joins it.
        if case .character(let first)? = new.first, cursor > 0, case .character(let before) = pieces[cursor - 1],
            case let joined = String(before) + String(first), joined.count == 1, let character = joined.first
        {
            pieces[cursor - 1] = .character(character)
            new.removeFirst()
        }
        pieces.insert(contentsOf: new, at: cursor)
        cursor += new.count
    }

    mutating func insert(pieces new: [DraftPiece]) {
        pieces.insert(contentsOf: new, at: cursor)
        cursor += new.count
    }

    /// - Parameter isWritten: the user's own words, which fold only where they would be too much to show.
    mutating func insertPaste(_ text: String, isWritten: Bool = false) {
        let text = FoldedPaste.normalised(text)
        if FoldedPaste.folds(text, isWritten: isWritten) {
            insert(pieces: [.pasted(FoldedPaste(text))])
        } else {
            insert(text)
        }
    }

    /// The folded paste at the cursor: before it, or else behind it.
    var fold: (place: Int, paste: FoldedPaste)? {
        for place in [cursor - 1, cursor] where pieces.indices.contains(place) {
            if case .pasted(let paste) = pieces[place] { return (place, paste) }
        }
        return nil
    }

    /// Puts other pieces in the place of some; the cursor ends behind them.
    mutating func replace(_ range: Range<Int>, with new: [DraftPiece]) {
        pieces.replaceSubrange(range, with: new)
        cursor = range.lowerBound + new.count
    }

    // MARK: Places

    var lineStart: Int { (pieces[..<cursor].lastIndex(where: \.isNewline) ?? -1) + 1 }
    var lineEnd: Int { pieces[cursor...].firstIndex(where: \.isNewline) ?? pieces.count }

    var wordStart: Int {
        var place = cursor
        while place > 0, !pieces[place - 1].isWord { place -= 1 }
        while place > 0, pieces[place - 1].isWord { place -= 1 }
        return place
    }

    var wordEnd: Int {
        var place = cursor
        while place < pieces.count, !pieces[place].isWord { place += 1 }
        while place < pieces.count, pieces[place].isWord { place += 1 }
        return place
    }

    /// The start of the blank-delimited word before the cursor, as Ctrl-W cuts it.
    var blankWordStart: Int {
        var place = cursor
        func isBlank(_ piece: DraftPiece) -> Bool { piece == .character(" ") || piece.isNewline }
        while place > 0, isBlank(pieces[place - 1]) { place -= 1 }
        while place > 0, !isBlank(pieces[place - 1]) { place -= 1 }
        return place
    }

    mutating func move(to place: Int) { cursor = min(max(0, place), pieces.count) }

    /// Takes out what lies between the cursor and a place; the cursor ends where it was.
    mutating func remove(to place: Int) -> [DraftPiece] {
        let place = min(max(0, place), pieces.count)
        let range = min(place, cursor)..<max(place, cursor)
        let removed = Array(pieces[range])
        pieces.removeSubrange(range)
        cursor = range.lowerBound
        return removed
    }
}
