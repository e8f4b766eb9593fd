// Long lines whose every character counts: code and output are cut at the edge, not between words.

/// A line cut into pieces of at most so many columns, anywhere; an empty line is one empty piece.
///
/// A wide sign is never split; one that is wider than the row has a piece of its own. The cost is linear in the length
/// of the text: a megabyte of JSON may be one line.
public func pieces(of line: StyledLine, columns: Int) -> [StyledLine] {
    var pieces: [StyledLine] = []
    var piece = StyledLine()
    var room = columns
    for run in line.runs {
        let text = run.text
        var start = 0
        text.forEachSign { sign in
            if sign.width > room, room < columns {
                piece.append(String(text[text.index(atByte: start)..<text.index(atByte: sign.start)]), run.style)
                pieces.append(piece)
                piece = StyledLine()
                start = sign.start
                room = columns
            }
            room -= sign.width
            return true
        }
        piece.append(String(text[text.index(atByte: start)...]), run.style)
    }
    pieces.append(piece)
    return pieces
}
