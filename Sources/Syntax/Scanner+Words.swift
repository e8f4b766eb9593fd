// Words and numbers, which nearly all languages write alike.

extension Scanner {
    mutating func readWord(_ context: Grammar.Context) {
        let start = position
        var end = start
        var hash = WordTable.seed
        let isFolding = grammar.isFolding
        while end < limit, context.classes[Int(bytes[end])].contains(Grammar.Class.inWord) {
            hash = WordTable.mixed(hash, isFolding ? folded(bytes[end]) : bytes[end])
            end += 1
        }
        steps += end - start
        let isMember = context.traits.contains(Grammar.Context.Trait.members) && follows(dotBefore: start)
        if !isMember,
            let meaning = context.words?.meaning(of: bytes[start..<end], hash: hash, isFolding: isFolding),
            !isLabel(start, end, meaning.yields)
        {
            emit(to: end, meaning.role)
            hasOperand = meaning.role != .keyword
            if meaning.next != .plain || !isQualifier(endingAt: end) { expected = meaning.next }
            return
        }
        hasOperand = true
        if expected != .plain, !isQualifier(endingAt: end) {
            emit(to: end, expected)
            expected = .plain
            return
        }
        let role = roleByCase(start, end, context.traits)
        if role == .plain { position = end } else { emit(to: end, role) }
    }

    private func follows(dotBefore start: Int) -> Bool {
        guard start > 0 else { return false }
        switch bytes[start - 1] {
        case UInt8(ascii: "."): return start < 2 || bytes[start - 2] != UInt8(ascii: ".")
        case UInt8(ascii: ">"): return start > 1 && bytes[start - 2] == UInt8(ascii: "-")
        default: return false
        }
    }

    /// A name stands before a colon, or where an argument begins.
    private mutating func isLabel(_ start: Int, _ end: Int, _ yields: WordTable.Yielding) -> Bool {
        guard yields != .never else { return false }
        if yields == .asName { return !isFollowed(from: end) }
        if end < limit, bytes[end] == UInt8(ascii: ":") { return true }
        guard yields == .asLabel else { return false }
        var before = start
        let least = max(0, start - 64)
        while before > least, isBlank(bytes[before - 1]) { before -= 1 }
        steps += start - before
        guard before > 0 else { return false }
        return bytes[before - 1] == UInt8(ascii: "(") || bytes[before - 1] == UInt8(ascii: ",")
    }

    private mutating func isFollowed(from end: Int) -> Bool {
        var next = end
        let most = min(limit, end + 64)
        while next < most, isBlank(bytes[next]) { next += 1 }
        steps += next - end
        guard next > end else { return next == limit }
        return next == limit || isWordByte(bytes[next]) || "{}[\"'`@#*".utf8.contains(bytes[next])
    }

    /// `Shape` of `fun Shape.area()`: what is defined comes behind it.
    private func isQualifier(endingAt end: Int) -> Bool {
        guard end + 1 < limit else { return false }
        switch bytes[end] {
        case UInt8(ascii: "."): return isWordByte(bytes[end + 1])
        case UInt8(ascii: ":"): return isWordByte(bytes[end + 1]) || bytes[end + 1] == UInt8(ascii: ":")
        default: return false
        }
    }

    private func roleByCase(_ start: Int, _ end: Int, _ traits: Grammar.Flags) -> SyntaxRole {
        guard bytes[start] &- 0x41 < 26 else { return .plain }
        if traits.contains(Grammar.Context.Trait.shouting), end - start > 2 {
            var place = start
            while place < end, bytes[place] &- 0x41 < 26 || isDigit(bytes[place]) || bytes[place] == 0x5F { place += 1 }
            if place == end { return .constant }
        }
        if traits.contains(Grammar.Context.Trait.calls) {
            let isCall = end < limit && bytes[end] == UInt8(ascii: "(")
            if isCall || follows(dotBefore: start) { return .plain }
        }
        return traits.contains(Grammar.Context.Trait.capitals) ? .type : .plain
    }

    /// Digits with what may stand in and behind them: `0x1F`, `1_000`, `6.02e-23`, `0x1p-4`, `10u8`, `1.5f`.
    mutating func readNumber(_ context: Grammar.Context) {
        let start = position
        var end = start
        var hasPoint = false
        let isHex = start + 1 < limit && bytes[start] == 0x30 && bytes[start + 1] | 0x20 == UInt8(ascii: "x")
        reading: while end < limit {
            let byte = bytes[end]
            let next = end + 1 < limit ? bytes[end + 1] : 0
            switch byte {
            case UInt8(ascii: "."):
                guard !hasPoint, isDigit(next) else { break reading }
                hasPoint = true
            case UInt8(ascii: "+"), UInt8(ascii: "-"):
                let mark = end > start ? bytes[end - 1] | 0x20 : 0
                let isExponent = mark == (isHex ? UInt8(ascii: "p") : UInt8(ascii: "e"))
                let isDate = byte == UInt8(ascii: "-") && context.traits.contains(Grammar.Context.Trait.dates)
                guard isExponent || isDate, isDigit(next) else { break reading }
            case UInt8(ascii: "'"):
                guard context.traits.contains(Grammar.Context.Trait.quotedNumbers), isWordByte(next), end > start else {
                    break reading
                }
            case UInt8(ascii: ":"):
                guard context.traits.contains(Grammar.Context.Trait.dates), isDigit(next) else { break reading }
            default:
                guard isWordByte(byte), byte < 0x80 else { break reading }
            }
            end += 1
        }
        steps += end - start
        hasOperand = true
        emit(to: max(end, start + 1), .number)
    }
}
