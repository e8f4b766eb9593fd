// What a rename or a replacement makes of one line of text.

/// Changes lines: a text or an expression, and what stands in its place.
struct LineChange {
    private enum Finder {
        case word([UInt8])
        case plain([UInt8])
        case expression(ExtendedExpression)
    }

    private let finder: Finder
    private let replacement: Replacement

    /// Nil only for an expression that does not compile; the grammar has refused those.
    init?(_ edit: HelperEdit) {
        switch edit {
        case .rename(let old, let new, _):
            finder = .word(Array(old.utf8))
            replacement = .text(new)
        case .replace(.plain(let text), let new, _):
            finder = .plain(Array(text.utf8))
            replacement = .text(new)
        case .replace(.expression(let pattern, let ignoringCase), let new, _):
            guard let expression = try? ExtendedExpression.compile(pattern, ignoringCase: ignoringCase) else {
                return nil
            }
            finder = .expression(expression)
            replacement = .template(new)
        }
    }

    /// The new line and how many places changed; nil when nothing matches.
    func apply(to line: String) -> (line: String, places: Int)? {
        let bytes = Array(line.utf8)
        let matches: [[Range<Int>?]] =
            switch finder {
            case .word(let word): Self.places(of: word, in: bytes, where: isWhole).map { [$0] }
            case .plain(let text): Self.places(of: text, in: bytes) { _, _ in true }.map { [$0] }
            case .expression(let expression): expression.matches(in: bytes)
            }
        guard !matches.isEmpty else { return nil }
        var result: [UInt8] = []
        var end = 0
        for groups in matches {
            guard let whole = groups[0] else { continue }
            result += bytes[end..<whole.lowerBound]
            result += replacement.bytes(for: groups, in: bytes)
            end = whole.upperBound
        }
        result += bytes[end...]
        return (String(decoding: result, as: UTF8.self), matches.count)
    }

    /// Occurrences that are wanted, from the left, without overlaps.
    private static func places(
        of text: [UInt8], in line: [UInt8], where isWanted: (Range<Int>, [UInt8]) -> Bool
    ) -> [Range<Int>] {
        guard let first = text.first, line.count >= text.count else { return [] }
        var found: [Range<Int>] = []
        var index = 0
        while index <= line.count - text.count {
            let range = index..<(index + text.count)
            if line[index] == first, line[range].elementsEqual(text), isWanted(range, line) {
                found.append(range)
                index = range.upperBound
            } else {
                index += 1
            }
        }
        return found
    }

    /// A word ends where no letter, digit or underscore goes on, in any script; as `grep -w` has it.
    private func isWhole(_ range: Range<Int>, _ line: [UInt8]) -> Bool {
        let before = String(decoding: line[..<range.lowerBound].suffix(4), as: UTF8.self).unicodeScalars.last
        let after = String(decoding: line[range.upperBound...].prefix(4), as: UTF8.self).unicodeScalars.first
        return !(before.map(Self.isWordScalar) ?? false) && !(after.map(Self.isWordScalar) ?? false)
    }

    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return scalar == "_" || ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar)
                || ("A"..."Z").contains(scalar)
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber:
            return true
        default:
            return false
        }
    }
}

/// What stands in the place of a match.
enum Replacement: Equatable, Sendable {
    case text(String)
    /// `\1` or `$1` to `9` are groups, `\0` or `$0` the whole match; `\n` and `\t` are characters, `\\` and `$$` stand
    /// for themselves. Everything else is plain, `&` too.
    case template(String)

    func bytes(for groups: [Range<Int>?], in line: [UInt8]) -> [UInt8] {
        switch self {
        case .text(let text): return Array(text.utf8)
        case .template(let text):
            var result: [UInt8] = []
            var rest = Array(text.utf8)[...]
            while let byte = rest.popFirst() {
                let isEscape = byte == UInt8(ascii: "\\")
                guard isEscape || byte == UInt8(ascii: "$"), let next = rest.first else {
                    result.append(byte)
                    continue
                }
                switch next {
                case UInt8(ascii: "0")...UInt8(ascii: "9"):
                    let group = Int(next - 48)
                    if group < groups.count, let range = groups[group] { result += line[range] }
                case byte: result.append(byte)
                case UInt8(ascii: "n") where isEscape: result.append(10)
                case UInt8(ascii: "t") where isEscape: result.append(9)
                default:
                    result.append(byte)
                    continue
                }
                rest.removeFirst()
            }
            return result
        }
    }
}
