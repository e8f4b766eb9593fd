// Patterns: what the signs of a table's rules mean, and which bytes a rule can begin with.

extension GrammarReader {
    /// By the letter behind a percent sign. `%2`, `%4` and `%8` are so many hexadecimal digits; `%[…]` is any number of these
    /// bytes, `%{…}` one of them; `%~{…}` and `%&{…}` ask that none, or one, of them comes next.
    static let signs: [UInt8: Grammar.Step.Kind] = [
        UInt8(ascii: "s"): .blank, UInt8(ascii: "_"): .blanks,
        UInt8(ascii: "^"): .atStart, UInt8(ascii: "0"): .atColumnZero, UInt8(ascii: "$"): .atLineEnd,
        UInt8(ascii: "B"): .afterBreak, UInt8(ascii: "b"): .afterNonWord, UInt8(ascii: "w"): .beforeNonWord,
        UInt8(ascii: "o"): .afterNoOperand,
        UInt8(ascii: "i"): .identifier, UInt8(ascii: "I"): .wideIdentifier, UInt8(ascii: "k"): .plainKey,
        UInt8(ascii: "d"): .digits, UInt8(ascii: "x"): .hexDigits, UInt8(ascii: "."): .character,
        UInt8(ascii: "#"): .countedHashes, UInt8(ascii: "="): .countedEquals, UInt8(ascii: "+"): .sameHashes,
        UInt8(ascii: "-"): .sameEquals,
        UInt8(ascii: "t"): .tag, UInt8(ascii: "h"): .wordTag, UInt8(ascii: "f"): .fenceTag, UInt8(ascii: "r"): .runTag,
        UInt8(ascii: "T"): .sameTag, UInt8(ascii: "Q"): .quotes, UInt8(ascii: "P"): .pair,
        UInt8(ascii: "u"): .address, UInt8(ascii: "q"): .restOfString, UInt8(ascii: "R"): .restOfExpression,
        UInt8(ascii: "L"): .again, UInt8(ascii: ";"): .statementEnd, UInt8(ascii: ">"): .tokenEnd,
    ]

    mutating func readPattern(_ pattern: ArraySlice<UInt8>) {
        var rest = pattern
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), let sign = rest.popFirst() else {
                add(byte)
                continue
            }
            switch sign {
            case UInt8(ascii: "%"): add(sign)
            case UInt8(ascii: "["): addSet(.anyOf, &rest, end: UInt8(ascii: "]"))
            case UInt8(ascii: "{"): addSet(.oneOf, &rest, end: UInt8(ascii: "}"))
            case UInt8(ascii: "~"), UInt8(ascii: "&"):
                rest = rest.dropFirst()
                addSet(sign == UInt8(ascii: "~") ? .notBefore : .before, &rest, end: UInt8(ascii: "}"))
            case UInt8(ascii: "2"), UInt8(ascii: "4"), UInt8(ascii: "8"):
                steps.append(Grammar.Step(kind: .exactHexDigits, value: sign - 0x30))
            default:
                guard let kind = Self.signs[sign] else {
                    fatalError("a pattern has the sign \(UnicodeScalar(sign)), which nobody knows")
                }
                steps.append(Grammar.Step(kind: kind))
            }
        }
    }

    private mutating func add(_ byte: UInt8) {
        let folds = isFolding && isLetter(byte)
        steps.append(
            Grammar.Step(kind: folds ? .foldedByte : .byte, value: folds ? folded(byte) : byte))
    }

    private mutating func addSet(_ kind: Grammar.Step.Kind, _ rest: inout ArraySlice<UInt8>, end: UInt8) {
        let text = rest.prefix { $0 != end }
        rest = rest.dropFirst(text.count + 1)
        let set = ByteSet(text)
        if !sets.contains(set) { sets.append(set) }
        steps.append(Grammar.Step(kind: kind, value: UInt8(sets.firstIndex(of: set) ?? 0)))
    }

    /// Whether a rule has to be tried where this byte stands.
    func canBegin(_ rule: Grammar.Rule, _ byte: UInt8) -> Bool {
        for step in steps[rule.steps] {
            switch step.kind {
            case .byte: return byte == step.value
            case .foldedByte: return folded(byte) == step.value
            case .oneOf, .before: return sets[Int(step.value)].contains(byte)
            case .anyOf: if sets[Int(step.value)].contains(byte) { return true }
            case .notBefore: if sets[Int(step.value)].contains(byte) { return false }
            case .blank: return isBlank(byte)
            case .blanks: if isBlank(byte) { return true }
            case .identifier: return isWordByte(byte) && !isDigit(byte)
            case .wideIdentifier, .plainKey: return byte > 0x20
            case .digits: return isDigit(byte)
            case .hexDigits, .exactHexDigits: return isDigit(byte) || (folded(byte) >= 0x61 && folded(byte) <= 0x66)
            case .quotes: return byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
            case .countedHashes: if byte == UInt8(ascii: "#") { return true }
            case .countedEquals, .sameEquals: if byte == UInt8(ascii: "=") { return true }
            case .fenceTag: return [UInt8(ascii: "`"), UInt8(ascii: "~"), UInt8(ascii: "-")].contains(byte)
            case .runTag: return byte == UInt8(ascii: "`")
            case .sameHashes, .sameTag, .character, .tag, .wordTag, .pair, .address, .restOfString, .restOfExpression:
                return true
            case .atStart, .atColumnZero, .atLineEnd, .afterBreak, .afterNonWord, .beforeNonWord, .afterNoOperand,
                .again, .statementEnd, .tokenEnd:
                break
            }
        }
        return true
    }
}
