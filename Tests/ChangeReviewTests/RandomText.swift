// Texts that are hard to review: mixed line ends, no final newline, a byte order mark, CJK, broken UTF-8, repetition.

import ChangeReview
import TestSupport

struct RandomText {
    var generator: SeededGenerator
    private let words = [
        "", "", "}", "{", "  }", "a", "b", "let x = 1", "    return x", "func f() {", "日本語", "é", "\t\tend",
    ]

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    mutating func chance(_ one: Int) -> Bool { number(1...one) == 1 }

    mutating func line() -> [UInt8] {
        var bytes = Array((words.randomElement(using: &generator) ?? "").utf8)
        if chance(4) { bytes += Array("\(number(0...20))".utf8) }
        if chance(15) { bytes += [0xFF, 0xC3, 0x28] }
        if chance(5) { bytes.append(0x0D) }
        return bytes + [0x0A]
    }

    mutating func text(lines: Int) -> [[UInt8]] {
        var result = (0..<lines).map { _ in line() }
        if chance(8), !result.isEmpty { result[0] = [0xEF, 0xBB, 0xBF] + result[0] }
        return result
    }

    /// Some edits of a text: lines taken out, put in, repeated, moved.
    mutating func edited(_ lines: [[UInt8]], edits: Int) -> [[UInt8]] {
        var result = lines
        for _ in 0..<edits {
            let place = number(0...result.count)
            let end = min(result.count, place + number(0...4))
            switch number(1...4) {
            case 1: result.removeSubrange(place..<end)
            case 2: result.insert(contentsOf: text(lines: number(1...4)), at: place)
            case 3: result.insert(contentsOf: result[place..<end], at: number(0...result.count))
            default: result.replaceSubrange(place..<end, with: text(lines: number(0...3)))
            }
        }
        return result
    }

    /// Some lines with other blanks: more, fewer, at the end, a tab, a carriage return, a blank line.
    mutating func spaced(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if !result.isEmpty || line.startIndex > 0 { result.append(0x0A) }
            guard chance(12) else {
                result += line
                continue
            }
            switch number(1...6) {
            case 1: result += [0x20, 0x20] + line
            case 2: result += line + [0x20]
            case 3: result += line + [0x0D]
            case 4: result += line.map { $0 == 0x20 ? 0x09 : $0 }
            case 5: result += line + [0x0A, 0x20]
            default: result += line.filter { $0 != 0x20 }
            }
        }
        return result
    }

    /// Pieces of a line: words, blanks, brackets, CJK, marks that combine, broken UTF-8.
    mutating func words(_ count: Int) -> [[UInt8]] {
        (0..<count).map { _ in
            if chance(20) { return [0xE6, 0x97] }
            let pieces = [
                " ", "  ", "\t", "let", "x1", "foo_bar", "(", ")", ",", "=", "日本", "e\u{301}", "👍🏽", "é", "42",
            ]
            return Array((pieces.randomElement(using: &generator) ?? " ").utf8)
        }
    }

    /// Some pieces taken out, put in, replaced.
    mutating func reworded(_ words: [[UInt8]]) -> [[UInt8]] {
        var result = words
        for _ in 0..<number(1...3) {
            let place = number(0...result.count)
            result.replaceSubrange(place..<min(result.count, place + number(0...2)), with: self.words(number(0...2)))
        }
        return result
    }

    mutating func joined(_ lines: [[UInt8]]) -> [UInt8] {
        var bytes = Array(lines.joined())
        if chance(4), bytes.last == 0x0A { bytes.removeLast() }
        return bytes
    }

    /// A base and what is proposed for it; either may be missing, not both.
    mutating func pair(path: RelativePath) -> FileStep {
        let lines = text(lines: chance(5) ? number(0...3) : number(0...80))
        let proposed = joined(edited(lines, edits: number(0...8)))
        let base = FileState(bytes: joined(lines), isExecutable: chance(6))
        let after = FileState(bytes: proposed, isExecutable: chance(10) ? !base.isExecutable : base.isExecutable)
        switch number(1...12) {
        case 1: return FileStep(path: path, before: nil, after: after)
        case 2: return FileStep(path: path, before: base, after: nil)
        default: return FileStep(path: path, before: base, after: after)
        }
    }

    mutating func decision() -> Decision {
        [.undecided, .accepted, .rejected].randomElement(using: &generator) ?? .undecided
    }
}

func path(_ text: String) -> RelativePath {
    guard let path = RelativePath(text) else { preconditionFailure("not a path: \(text)") }
    return path
}

func state(_ text: String, executable: Bool = false) -> FileState {
    FileState(bytes: Array(text.utf8), isExecutable: executable)
}

func step(_ name: String, _ before: String?, _ after: String?) -> FileStep {
    FileStep(path: path(name), before: before.map { state($0) }, after: after.map { state($0) })
}

extension FileState {
    var text: String { String(decoding: bytes, as: UTF8.self) }
}
