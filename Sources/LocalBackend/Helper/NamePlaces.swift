// Where names stand in a line: as whole words, or as parts of longer names.

/// The places of names in a line, by its bytes.
enum NamePlaces {
    /// From the left, without overlaps; of several names at one place the longest.
    static func find(
        _ names: [[UInt8]], in line: [UInt8], insideWords: Bool
    ) -> [(range: Range<Int>, name: Int)] {
        var found: [(range: Range<Int>, name: Int)] = []
        var index = 0
        while index < line.count {
            var end = index
            var hit = 0
            for (number, name) in names.enumerated() where name.count > end - index && line[index] == name.first {
                let range = index..<index + name.count
                guard range.upperBound <= line.count, line[range].elementsEqual(name),
                    isWanted(range, line, insideWords: insideWords)
                else { continue }
                end = range.upperBound
                hit = number
            }
            if end > index { found.append((index..<end, hit)) }
            index = max(index + 1, end)
        }
        return found
    }

    static func occurrences(of text: [UInt8], in line: [UInt8]) -> [Range<Int>] {
        guard let first = text.first else { return [] }
        var found: [Range<Int>] = []
        var index = 0
        while index <= line.count - text.count {
            let range = index..<(index + text.count)
            if line[index] == first, line[range].elementsEqual(text) {
                found.append(range)
                index = range.upperBound
            } else {
                index += 1
            }
        }
        return found
    }

    private static func isWanted(_ range: Range<Int>, _ line: [UInt8], insideWords: Bool) -> Bool {
        let before = String(decoding: line[..<range.lowerBound].suffix(4), as: UTF8.self).unicodeScalars.last
        let after = String(decoding: line[range.upperBound...].prefix(4), as: UTF8.self).unicodeScalars.first
        let isWhole = !(before.map(isWordScalar) ?? false) && !(after.map(isWordScalar) ?? false)
        guard insideWords, !isWhole else { return isWhole }
        let name = String(decoding: line[range], as: UTF8.self).unicodeScalars
        guard let first = name.first, let last = name.last else { return false }
        return beginsPart(first, behind: before)
            && endsPart(last, isLoud: !name.contains(where: isSmall), before: after)
    }

    /// `Foo` in `myFoo`, `foo` in `my_foo`; not `foo` in `myfoo`.
    private static func beginsPart(_ first: Unicode.Scalar, behind before: Unicode.Scalar?) -> Bool {
        guard let before, isLetter(before) else { return true }
        return isCapital(first) && !isCapital(before)
    }

    /// `foo` in `fooBar` and `foo_bar`, `FOO` in `FOO_BAR`; not `foo` in `food`, nor `FOO` in `FOOD`.
    private static func endsPart(_ last: Unicode.Scalar, isLoud: Bool, before after: Unicode.Scalar?) -> Bool {
        guard let after, isLetter(after) else { return true }
        return isCapital(after) && !(isLoud && isCapital(last))
    }

    private static func isCapital(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isUppercase }
    private static func isSmall(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isLowercase }
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }

    /// A word ends where no letter, digit or underscore goes on, in any script; as `grep -w` has it.
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
