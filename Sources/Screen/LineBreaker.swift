// Where lines end. One pass over the characters, each looked at once, so that ten megabytes cost ten times one.

/// Finds the row ends of text that is fed to it sign by sign.
///
/// `Place` is wherever the feeder is: an index, or an index in a run. The rules: a row ends after blanks, after a
/// hyphen between letters, and before or after a wide sign (CJK text has no blanks) unless a closing sign follows or an
/// opening one precedes; a word longer than a row is cut between characters; blanks at the end of a row stick out and
/// are not shown; blanks at the start of the text are indentation and stay.
struct LineBreaker<Place: Sendable>: Sendable {
    /// A row's shown text is from where the row began to `end`; the next row begins at `next`.
    struct Row: Sendable {
        var end: Place
        var next: Place
    }

    private let columns: Int
    private let hanging: Int
    private var limit: Int
    private var width = 0
    private var hasSigns = false
    private var previous: Unicode.Scalar = " "
    private var beforePrevious: Unicode.Scalar = " "
    private var previousWidth = 1
    /// Where the row may end, and the width up to where the next one would begin then.
    private var chance: (row: Row, width: Int)?
    /// The signs since then, as long as the row is wider than the next one: what is carried over may have to be cut.
    private var word: [(place: Place, width: Int)] = []
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
    mutating func take(_ sign: Sign, from place: Place, to next: Place, _ report: (Row) -> Void) {
        let character = sign.first
        if sign.isLineEnd {
            report(Row(end: overhang ?? place, next: next))
            startRow(carrying: 0)
            hasSigns = false
            limit = columns
            return
        }
        if character == " " || character == "\t" {
            takeBlank(at: place, next)
        } else {
            takeSign(character, sign.width, at: place, report)
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
        if hasSigns, let blank { setChance(Row(end: blank, next: next)) }
    }

    private mutating func takeSign(_ character: Unicode.Scalar, _ own: Int, at place: Place, _ report: (Row) -> Void) {
        if hasSigns, blank == nil, mayBreak(before: character, width: own) {
            setChance(Row(end: place, next: place))
        }
        while width + own > limit, width > 0 {
            if let chance {
                report(chance.row)
                carry(width - chance.width, report)
            } else {
                report(Row(end: overhang ?? place, next: place))
                startRow(carrying: 0)
            }
        }
        width += own
        if limit > columns - hanging { word.append((place, own)) }
        previousWidth = own
        hasSigns = true
        blank = nil
    }

    private mutating func setChance(_ row: Row) {
        chance = (row, width)
        word.removeAll(keepingCapacity: true)
    }

    /// Starts a row with what stood after the chance; it fits, unless the new row is narrower.
    private mutating func carry(_ carried: Int, _ report: (Row) -> Void) {
        let carriedWord = word
        startRow(carrying: carried)
        guard carried > limit else { return }
        width = 0
        for sign in carriedWord {
            if width + sign.width > limit, width > 0 {
                report(Row(end: sign.place, next: sign.place))
                width = 0
            }
            width += sign.width
        }
    }

    private mutating func startRow(carrying carried: Int) {
        width = carried
        limit = columns - hanging
        chance = nil
        overhang = nil
        blank = nil
        word.removeAll(keepingCapacity: true)
    }

    private func mayBreak(before character: Unicode.Scalar, width: Int) -> Bool {
        if previous == "-" { return beforePrevious.properties.isAlphabetic && character.properties.isAlphabetic }
        guard width == 2 || previousWidth == 2 else { return false }
        return !Self.isClosing(character) && !Self.isOpening(previous)
    }

    /// Signs that a row of East Asian text must not begin with.
    private static func isClosing(_ character: Unicode.Scalar) -> Bool {
        switch character {
        case "、", "。", "，", "．", "・", "：", "；", "？", "！", "）", "」", "』", "】", "〉", "》", "〕", "］", "｝", "ー", "…",
            ",", ".", ";", ":", "!", "?", ")", "]", "}", "’", "”":
            true
        default: false
        }
    }

    /// Signs that a row of East Asian text must not end with.
    private static func isOpening(_ character: Unicode.Scalar) -> Bool {
        switch character {
        case "（", "「", "『", "【", "〈", "《", "〔", "［", "｛", "(", "[", "{", "‘", "“": true
        default: false
        }
    }
}
