// A screen as text: what golden files compare. One string a row, so that a reader sees the screen in the file.

extension CellBuffer {
    /// The signs of every row, blanks at the end kept. A wide sign stands once, so such a row has fewer characters.
    public var textRows: [String] {
        rows { cell in cell.isTail ? nil : cell.text }
    }

    /// The meaning of every cell, one letter each.
    ///
    /// The legend: `.` plain, `d`im, `h`eading, `u`ser, `a`dded, `r`emoved, `w` attention (something waits), `e`rror,
    /// `l`ink, `c`ode, of syntax `k`eyword, `n`ame, `q` string, `v`alue, `-` rule, `s`tatus, `y` status attention (yellow), `x` status error. Selected or changed cells
    /// have the upper-case letter; plain is then `P` and a rule `=`.
    public var roleRows: [String] {
        rows { cell in cell.marks.isDisjoint(with: [.selected, .changed]) ? cell.role.letter : cell.role.markedLetter }
    }

    /// The marks of every cell: `.` none, `s`elected, `b`old for strong, `u`nderlined for emphasised, `c`hanged, `*`
    /// more than one.
    public var markRows: [String] {
        rows { cell in
            switch cell.marks {
            case []: "."
            case .selected: "s"
            case .strong: "b"
            case .emphasised: "u"
            case .changed: "c"
            default: "*"
            }
        }
    }

    /// The addresses of a row's links, in their order, each once where it is whole.
    public func links(inRow number: Int) -> [String] {
        var found: [String] = []
        var last: UInt32 = 0
        for cell in row(number) where cell.link != last {
            last = cell.link
            if let link = link(of: cell) { found.append(link.text) }
        }
        return found
    }

    private func rows(_ letter: (Cell) -> Character?) -> [String] {
        (0..<size.rows).map { String(row($0).compactMap(letter)) }
    }
}

extension Role {
    /// The role's letter in pictures.
    public var letter: Character {
        switch self {
        case .plain: "."
        case .dim: "d"
        case .heading: "h"
        case .user: "u"
        case .added: "a"
        case .removed: "r"
        case .attention: "w"
        case .error: "e"
        case .link: "l"
        case .code: "c"
        case .syntaxKeyword: "k"
        case .syntaxName: "n"
        case .syntaxString: "q"
        case .syntaxLiteral: "v"
        case .match: "m"
        case .matchHere: "f"
        case .rule: "-"
        case .status: "s"
        case .statusAttention: "y"
        case .statusError: "x"
        }
    }

    /// The role's letter in pictures where a cell is selected or changed.
    public var markedLetter: Character {
        switch self {
        case .plain: "P"
        case .rule: "="
        default: Character(letter.uppercased())
        }
    }
}
