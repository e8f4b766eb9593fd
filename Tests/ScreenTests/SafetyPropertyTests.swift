// Whatever is drawn wherever, the buffer stays whole and holds nothing that a terminal would obey. The oracle is the
// standard library's own Unicode data, not our table.
import Screen
import TestSupport
import Testing

@Suite("Safety of the screen")
struct SafetyPropertyTests {
    @Test func nothingUnsafeEverReachesACell() {
        var chance = SeededGenerator.fresh()
        let seed = chance.seed
        for _ in 0..<fuzzRounds(default: 300) {
            let size = Size(
                columns: Int.random(in: 0...20, using: &chance), rows: Int.random(in: 0...3, using: &chance))
            var buffer = CellBuffer(size: size)
            for _ in 0..<8 {
                let text = oddText(&chance)
                let point = Point(
                    column: Int.random(in: -4...22, using: &chance), row: Int.random(in: -1...3, using: &chance))
                switch Int.random(in: 0..<5, using: &chance) {
                case 0: buffer.fill(rect(&chance), with: text.first ?? " ")
                case 1: buffer.mark(rect(&chance), adding: .selected)
                case 2: buffer.put(text, at: point, as: .code, within: rect(&chance))
                default:
                    let end = buffer.put(text, at: point, as: .plain)
                    let right = max(point.column, min(size.columns, point.column + displayWidth(of: text)))
                    #expect(end == Point(column: right, row: point.row), "seed \(seed)")
                }
            }
            for row in 0..<size.rows { check(buffer.row(row), "seed \(seed)") }
        }
    }

    @Test func widthsAddUp() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 300) {
            // Plain text between the odd, so that both ways of finding characters take turns.
            var text = ""
            for _ in 0..<4 {
                text += oddText(&chance)
                text += ["plain ", "漢字", "· ", "e", "한글", ""].randomElement(using: &chance) ?? ""
            }
            #expect(
                displayWidth(of: text) == text.reduce(0) { $0 + displayWidth(of: $1) }, "seed \(chance.seed): \(text)")
            let rows = wrappedRanges(of: text, columns: 1).flatMap { text[$0] }
            #expect(rows == Array(text), "seed \(chance.seed): \(text)")
        }
    }

    private func check(_ row: ArraySlice<Cell>, _ comment: Comment) {
        var owesTail = false
        for cell in row {
            #expect(cell.isTail == owesTail, comment)
            if cell.isTail {
                owesTail = false
                continue
            }
            let scalars = cell.text.unicodeScalars
            #expect(scalars.count <= 20, comment)
            #expect(scalars.allSatisfy { isHarmless($0, in: cell.text) }, comment)
            owesTail = displayWidth(of: cell.text) == 2
            #expect(displayWidth(of: cell.text) <= 2, comment)
        }
        #expect(!owesTail, comment)
    }

    private func isHarmless(_ scalar: Unicode.Scalar, in character: Character) -> Bool {
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control, .privateUse, .surrogate, .lineSeparator, .paragraphSeparator: return false
        default: break
        }
        if properties.isBidiControl || properties.isNoncharacterCodePoint { return false }
        // Joiners, selectors and tags: never alone, never first.
        guard properties.isDefaultIgnorableCodePoint else { return true }
        return scalar != character.unicodeScalars.first
            && (properties.isVariationSelector || properties.isJoinControl
                || (0xE0030...0xE007F).contains(scalar.value))
    }

    private func rect(_ chance: inout SeededGenerator) -> Rect {
        Rect(
            column: Int.random(in: -3...20, using: &chance), row: Int.random(in: -1...3, using: &chance),
            columns: Int.random(in: -1...20, using: &chance), rows: Int.random(in: 0...4, using: &chance))
    }

    private func oddText(_ chance: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &chance) { text.unicodeScalars.append(scalar(&chance)) }
        return text
    }

    /// Mostly those that matter: joiners, selectors, tags, marks, emoji, wide letters, controls.
    private func scalar(_ chance: inout SeededGenerator) -> Unicode.Scalar {
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0...0xFF, 0x300...0x36F, 0x600...0x6FF, 0x900...0x97F, 0x1100...0x11FF, 0x1800...0x180F,
            0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x2600...0x27BF, 0x4E00...0x4E20, 0xAC00...0xAC20,
            0xE000...0xE010, 0xFE00...0xFE0F, 0xFFF0...0xFFFF, 0x1F1E6...0x1F1FF, 0x1F3F4...0x1F3FF, 0x1F466...0x1F4BB,
            0xE0020...0xE007F, 0xE0100...0xE0110, 0...0x10FFFF,
        ]
        while true {
            let range = ranges.randomElement(using: &chance) ?? 0x20...0x7E
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &chance)) { return scalar }
        }
    }
}
