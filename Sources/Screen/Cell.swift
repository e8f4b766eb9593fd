// One place on the screen: a grapheme and what it means.

/// A cell. A wide grapheme fills its own cell and marks the next one as its tail.
public struct Cell: Hashable, Sendable {
    /// The grapheme drawn here; a space where nothing is.
    public var text: Character
    public var role: Role
    public var marks: CellMarks
    /// The right half of a wide grapheme: nothing is drawn here.
    public var isTail: Bool
    /// The number of the link that the cell belongs to (`CellBuffer.link`); 0 for none. It fits in what was padding.
    public var link: UInt32

    public init(
        _ text: Character = " ", as role: Role = .plain, marks: CellMarks = [], isTail: Bool = false, link: UInt32 = 0
    ) {
        self.text = text
        self.role = role
        self.marks = marks
        self.isTail = isTail
        self.link = link
    }
}
