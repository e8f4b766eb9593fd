// What the cursor stands behind that a menu can finish: a command's name, its argument, a file's name after `@`.

struct CompletionToken: Equatable, Sendable {
    enum Kind: Equatable, Sendable {
        case command
        case argument(SlashCommand)
        case file
    }

    var kind: Kind
    /// What is replaced, sign and quotes included.
    var range: Range<Int>
    /// What was typed of the name.
    var query: String
    /// `:10-40` behind a file's name.
    var lines = ""

    /// nil where nothing can be finished.
    init?(_ draft: Draft) {
        if let token = Self.command(draft) ?? Self.file(draft) { self = token } else { return nil }
    }

    private init(_ kind: Kind, _ range: Range<Int>, _ query: String, lines: String = "") {
        self.kind = kind
        self.range = range
        self.query = query
        self.lines = lines
    }

    /// The place of a menu: once closed it stays closed there.
    var place: Place { Place(kind: kind, start: range.lowerBound) }

    struct Place: Equatable, Sendable {
        var kind: Kind
        var start: Int
    }

    // MARK: Commands

    private static func command(_ draft: Draft) -> CompletionToken? {
        let pieces = draft.pieces
        guard draft.cursor == pieces.count, pieces.first == .character("/"), pieces.count < 200,
            !pieces.contains(where: \.isNewline)
        else { return nil }
        guard let blank = pieces.firstIndex(where: \.isBlank) else {
            let name = text(pieces.dropFirst())
            guard name.allSatisfy({ $0.isLetter || $0 == "-" }) else { return nil }
            return CompletionToken(.command, 0..<draft.cursor, name)
        }
        guard let command = SlashCommand(rawValue: text(pieces[1..<blank])), command.hasChoices else { return nil }
        let start = pieces[blank...].firstIndex { !$0.isBlank } ?? pieces.count
        return CompletionToken(.argument(command), start..<draft.cursor, text(pieces[start...]))
    }

    // MARK: Files

    /// What may stand before an `@`; a letter before it makes an address of it. The same that `Mention` takes.
    private static let openers: Set<Character> = ["(", "[", "{", "<", "\"", "'", ",", ";", ":", "/", "="]

    private static func file(_ draft: Draft) -> CompletionToken? {
        let (pieces, cursor) = (draft.pieces, draft.cursor)
        var index = draft.lineStart
        var before: Character = " "
        var isInCode = false
        while index < cursor {
            guard case .character(let character) = pieces[index] else {
                before = "x"
                index += 1
                continue
            }
            if character == "`" { isInCode.toggle() }
            guard character == "@", !isInCode, before.isWhitespace || openers.contains(before) else {
                before = character
                index += 1
                continue
            }
            let isQuoted = index + 1 < cursor && pieces[index + 1] == .character("\"")
            let start = index + (isQuoted ? 2 : 1)
            let end =
                pieces[start..<cursor].firstIndex { piece in
                    if case .pasted = piece { return true }
                    return isQuoted ? piece == .character("\"") : piece.isBlank || piece == .character("`")
                } ?? cursor
            guard end == cursor else {
                before = "x"
                index = isQuoted ? end + 1 : end
                continue
            }
            let typed = text(pieces[start..<cursor])
            guard typed.first != "@" else { return nil }
            let (name, lines) = isQuoted ? (typed, "") : split(typed)
            return CompletionToken(.file, index..<cursor, name, lines: lines)
        }
        return nil
    }

    /// A name, and the lines behind it.
    private static func split(_ typed: String) -> (name: String, lines: String) {
        guard let colon = typed.lastIndex(of: ":"), colon > typed.startIndex,
            typed[colon...].dropFirst().allSatisfy({ $0 == "-" || $0.isASCII && $0.isNumber })
        else { return (typed, "") }
        return (String(typed[..<colon]), String(typed[colon...]))
    }

    private static func text(_ pieces: ArraySlice<DraftPiece>) -> String {
        pieces.reduce(into: "") { $0 += $1.text }
    }

    /// How a file is written in a message.
    func mention(of path: String) -> String {
        let isPlain = !path.contains { $0.isWhitespace || $0 == "`" || $0 == "\"" }
        return "@" + (isPlain ? path : "\"\(path)\"") + lines
    }
}
