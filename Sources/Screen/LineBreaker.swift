// Where lines end. One pass over the characters, each looked at once, so that ten megabytes cost ten times one.

/// Finds the row ends of text that is fed to it character by character.
///
/// `Place` is wherever the feeder is: an index, or an index in a run. The rules: a row ends after blanks, after a hyphen
/// between letters, and before or after a wide sign (CJK text has no blanks) unless a closing sign follows or an opening
/// one precedes; a word longer than a row is cut between characters; blanks at the end of a row stick out and are not
/// shown; blanks at the start of the text are indentation and stay.
struct LineBreaker<Place> {
    /// A row's shown text is from where the row began to `end`; the next row begins at `next`.
    struct Row {
        var end: Place
        var next: Place
    }

    private let columns: Int
    private let hanging: Int
    private var limit: Int
    private var width = 0
    private var hasSigns = false
    private var previous: Character = " "
    private var beforePrevious: Character = " "
    /// Where the row may end, and the width up to where the next one would begin then.
    private var chance: (row: Row, width: Int)?
    /// The first blank of the run of blanks that goes on now.
    private var blank: Place?
    /// The first blank that is past the edge.
    private var overhang: Place?

    /// - Parameters:
    ///   - columns: how wide rows are; at least 1 is used.
    ///   - hanging: by how much all rows but the first are narrower; at most half of `columns` is used.
    init(columns: Int, hanging: Int) {
        self.columns = Swift.max(1, columns)
        self.hanging = Self.hanging(hanging, in: columns)
        limit = self.columns
    }

    /// The indent that is really used.
    static func hanging(_ hanging: Int, in columns: Int) -> Int {
        Swift.max(0, Swift.min(hanging, columns / 2))
    }

    /// Takes the next character, from `place` up to `next`, and reports the rows that end because of it.
    mutating func take(_ character: Character, from place: Place, to next: Place, _ report: (Row) -> Void) {
        if character.isNewline {
            report(Row(end: overhang ?? place, next: next))
            startRow(carrying: 0)
            hasSigns = false
            limit = columns
            return
        }
        if character == " " || character == "\t" {
            takeBlank(at: place, next)
        } else {
            takeSign(character, at: place, report)
        }
        beforePrevious = previous
        previous = character
    }

    /// The end of the last row, given the end of the text.
    func lastEnd(_ end: Place) -> Place { overhang ?? end }

    private mutating func takeBlank(at place: Place, _ next: Place) {
        if blank == nil { blank = place }
        if width >= limit && overhang == nil { overhang = place }
        width += 1
        if hasSigns, let blank { chance = (Row(end: blank, next: next), width) }
    }

    private mutating func takeSign(_ character: Character, at place: Place, _ report: (Row) -> Void) {
        let own = displayWidth(of: character)
        if hasSigns, blank == nil, mayBreak(before: character, width: own) {
            chance = (Row(end: place, next: place), width)
        }
        while width + own > limit, width > 0 {
            if let chance {
                report(chance.row)
                startRow(carrying: width - chance.width)
            } else {
                report(Row(end: overhang ?? place, next: place))
                startRow(carrying: 0)
            }
        }
        width += own
        hasSigns = true
        blank = nil
    }

    private mutating func startRow(carrying carried: Int) {
        width = carried
        limit = columns - hanging
        chance = nil
        overhang = nil
        blank = nil
    }

    private func mayBreak(before character: Character, width: Int) -> Bool {
        if previous == "-" { return beforePrevious.isLetter && character.isLetter }
        guard width == 2 || displayWidth(of: previous) == 2 else { return false }
        return !Self.closing.contains(character) && !Self.opening.contains(previous)
    }

    /// Signs that a row must not begin or end with in East Asian text.
    private static var closing: String { "、。，．・：；？！）」』】〉》〕］｝ー…,.;:!?)]}’”" }
    private static var opening: String { "（「『【〈《〔［｛([{‘“" }
}
