// The theme in force, resolved for this terminal: the ink and the pair of every cell, looked up and not worked out.
import Screen

struct Palette: Equatable, Sendable {
    /// Two colours that ncurses knows by a number; 0 is the terminal's own.
    struct Pair: Equatable, Sendable {
        var number: Int32
        var foreground: Int32
        var background: Int32
    }

    let depth: ColourDepth
    let theme: Theme
    /// By role, selected and changed.
    private var inks: [Ink] = []
    private var numbers: [Int32] = []
    /// Each two colours once: a change of pair costs bytes.
    private(set) var pairs: [Pair] = []

    private static let variants: [CellMarks] = [[], .selected, .changed, [.selected, .changed]]

    init(_ theme: Theme, depth: ColourDepth) {
        self.theme = theme
        self.depth = depth
        for role in Role.allCases {
            for marks in Self.variants {
                let ink = theme.ink(for: Style(role, marks), depth: depth)
                inks.append(ink)
                numbers.append(pair(of: ink))
            }
        }
    }

    /// Pair 0 is the terminal's own colours: switching to it costs no bytes, and no attribute is withheld from it as
    /// the Linux console does with coloured text.
    private mutating func pair(of ink: Ink) -> Int32 {
        guard ink.hasColour else { return 0 }
        let (foreground, background) = (Int32(ink.foreground), Int32(ink.background))
        if let known = pairs.first(where: { $0.foreground == foreground && $0.background == background }) {
            return known.number
        }
        let number = Int32(pairs.count + 1)
        pairs.append(Pair(number: number, foreground: foreground, background: background))
        return number
    }

    private func place(_ cell: Cell) -> Int {
        let isSelected = cell.marks.contains(.selected) ? 1 : 0
        return Int(cell.role.rawValue) * 4 + isSelected + (cell.marks.contains(.changed) ? 2 : 0)
    }

    func ink(of cell: Cell) -> Ink {
        var ink = inks[place(cell)]
        if cell.marks.contains(.strong) { ink.attributes.insert(.bold) }
        if cell.marks.contains(.emphasised) { ink.attributes.insert(.underline) }
        return ink
    }

    func pair(of cell: Cell) -> Int32 { numbers[place(cell)] }
}
