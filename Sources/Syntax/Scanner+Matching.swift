// Whether a rule's pattern stands at the present place. No step looks back on its choice, so a try costs its length.

extension Scanner {
    /// Runs of hashes, tags and blanks longer than this are not what a pattern means.
    private static let longestRun = 256
    /// Of a raw string's number signs; Rust allows 255, nobody writes ten.
    private static let mostHashes = 32

    /// Leaves the token's end and what was caught behind.
    mutating func matches(_ rule: Grammar.Rule) -> Bool {
        var place = position
        var end = -1
        caughtCount = 0
        caughtTag = Tag()
        caughtByte = 0
        for index in rule.steps {
            steps += 1
            let step = grammar.steps[index]
            switch step.kind {
            case .byte:
                guard place < limit, bytes[place] == step.value else { return false }
                place += 1
            case .foldedByte:
                guard place < limit, folded(bytes[place]) == step.value else { return false }
                place += 1
            case .tokenEnd: end = place
            case .again:
                guard isFoundAgain(from: position, to: place, rule) else { return false }
            default:
                guard let next = self.place(after: step, at: place) else { return false }
                place = next
            }
        }
        tokenEnd = end < 0 ? place : end
        return true
    }

    private mutating func place(after step: Grammar.Step, at place: Int) -> Int? {
        let next = place < limit ? bytes[place] : 0
        switch step.kind {
        case .blank: return place < limit && isBlank(next) ? place + 1 : nil
        case .blanks: return run(at: place, while: isBlank)
        case .atStart: return place == startPosition ? place : nil
        case .atColumnZero: return place == 0 ? place : nil
        case .atLineEnd: return run(at: place, while: isBlank) == limit ? place : nil
        case .afterBreak: return place == 0 || " \t;&|(){}`".utf8.contains(bytes[place - 1]) ? place : nil
        case .afterNonWord: return place == 0 || !isWordByte(bytes[place - 1]) ? place : nil
        case .beforeNonWord: return place >= limit || !isWordByte(next) ? place : nil
        case .afterNoOperand: return hasOperand ? nil : place
        case .identifier: return place < limit && !isDigit(next) ? some(at: place, while: isWordByte) : nil
        case .wideIdentifier:
            return some(at: place) { isWordByte($0) || "-.:".utf8.contains($0) }
        case .plainKey: return plainKey(at: place)
        case .digits: return some(at: place, while: isDigit)
        case .hexDigits: return some(at: place) { isDigit($0) || (folded($0) &- 0x61 < 6) }
        case .exactHexDigits:
            let end = run(at: place) { isDigit($0) || (folded($0) &- 0x61 < 6) }
            return end - place >= Int(step.value) ? place + Int(step.value) : nil
        case .character: return character(at: place)
        case .countedHashes, .countedEquals:
            let sign: UInt8 = step.kind == .countedHashes ? 0x23 : 0x3D
            let end = run(at: place, most: Self.mostHashes) { $0 == sign }
            caughtCount = end - place
            return end
        case .sameHashes, .sameEquals:
            let count = Int(frames.last?.count ?? 0)
            let sign: UInt8 = step.kind == .sameHashes ? 0x23 : 0x3D
            let end = run(at: place) { $0 == sign }
            return end - place >= count ? place + count : nil
        case .tag, .wordTag, .fenceTag, .runTag, .quotes: return caught(step.kind, at: place)
        case .sameTag: return sameTag(at: place)
        case .pair:
            guard place < limit, next > 0x20, next < 0x7F, !isWordByte(next), !"=,;#".utf8.contains(next) else {
                return nil
            }
            caughtByte = next
            return place + 1
        case .address: return some(at: place) { $0 > 0x20 && !")>\"".utf8.contains($0) }
        case .restOfString: return restOfString(at: place)
        case .restOfExpression: return restOfExpression(at: place)
        case .statementEnd: return isDeclaration(at: place) ? place : nil
        case .anyOf:
            let set = grammar.sets[Int(step.value)]
            return run(at: place, while: set.contains)
        case .oneOf: return place < limit && grammar.sets[Int(step.value)].contains(next) ? place + 1 : nil
        case .before: return place < limit && grammar.sets[Int(step.value)].contains(next) ? place : nil
        case .notBefore: return place < limit && grammar.sets[Int(step.value)].contains(next) ? nil : place
        case .byte, .foldedByte, .tokenEnd, .again: return nil
        }
    }

    private mutating func run(at place: Int, most: Int = longestRun, while isIn: (UInt8) -> Bool) -> Int {
        var end = place
        let last = min(limit, place + most)
        while end < last, isIn(bytes[end]) { end += 1 }
        steps += end - place
        return end
    }

    private mutating func some(at place: Int, while isIn: (UInt8) -> Bool) -> Int? {
        let end = run(at: place, while: isIn)
        return end > place ? end : nil
    }

    private func character(at place: Int) -> Int? {
        guard place < limit else { return nil }
        var end = place + 1
        if bytes[place] >= 0xC0 { while end < limit, bytes[end] & 0xC0 == 0x80, end < place + 4 { end += 1 } }
        return end
    }

    private mutating func caught(_ kind: Grammar.Step.Kind, at place: Int) -> Int? {
        guard place < limit || kind == .tag else { return nil }
        let end: Int
        switch kind {
        case .quotes:
            let quote = bytes[place]
            guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
            let isTriple = place + 2 < limit && bytes[place + 1] == quote && bytes[place + 2] == quote
            end = place + (isTriple ? 3 : 1)
        case .fenceTag, .runTag:
            let sign = bytes[place]
            if place > 0, bytes[place - 1] == sign { return nil }
            end = run(at: place) { $0 == sign }
            if kind == .fenceTag, end - place < 3 { return nil }
        default:
            if kind == .wordTag, !isLetter(bytes[place]), bytes[place] != UInt8(ascii: "_") { return nil }
            end = run(at: place) { isWordByte($0) || (kind == .tag && ($0 == 0x2D || $0 == 0x2E)) }
        }
        guard end - place <= Tag.longest else { return nil }
        caughtTag = Tag(bytes[place..<end])
        return end
    }

    private func sameTag(at place: Int) -> Int? {
        guard let tag = frames.last?.tag, limit - place >= tag.count else { return nil }
        for offset in 0..<tag.count where bytes[place + offset] != tag[offset] { return nil }
        // A run of backticks ends at a run of the same length.
        if tag.count > 0, tag[0] == UInt8(ascii: "`") {
            if place + tag.count < limit, bytes[place + tag.count] == tag[0] { return nil }
            if place > 0, bytes[place - 1] == tag[0] { return nil }
        }
        return place + tag.count
    }

    /// A key of YAML or TOML: words with single blanks, dots and dashes.
    private mutating func plainKey(at place: Int) -> Int? {
        let end = run(at: place) { $0 >= 0x20 && !":#,{}[]\"'=|>&*!%@`".utf8.contains($0) }
        var last = end
        while last > place, isBlank(bytes[last - 1]) { last -= 1 }
        return last > place ? last : nil
    }

    // MARK: Searches

    private mutating func isVain(_ search: Int) -> Bool {
        vainSearches & (1 << UInt64(search)) != 0
    }

    private mutating func vain(_ search: Int) -> Int? {
        vainSearches |= 1 << UInt64(search)
        return nil
    }

    /// To behind the quote that closes what the byte before opened.
    private mutating func restOfString(at place: Int) -> Int? {
        guard place > 0 else { return nil }
        let quote = bytes[place - 1]
        let search = quote == UInt8(ascii: "\"") ? 62 : 61
        guard !isVain(search) else { return nil }
        var end = place
        while end < limit {
            steps += 1
            if bytes[end] == quote { return end + 1 }
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        return vain(search)
    }

    /// To the slash that ends a regular expression: not one behind a backslash, not one in a class.
    private mutating func restOfExpression(at place: Int) -> Int? {
        guard !isVain(60) else { return nil }
        guard place < limit, bytes[place] != UInt8(ascii: "/"), bytes[place] != UInt8(ascii: "*") else { return nil }
        var end = place
        var isInClass = false
        while end < limit {
            steps += 1
            switch bytes[end] {
            case UInt8(ascii: "\\"): end += 1
            case UInt8(ascii: "["): isInClass = true
            case UInt8(ascii: "]"): isInClass = false
            case UInt8(ascii: "/"): if !isInClass { return end }
            default: break
            }
            end += 1
        }
        return vain(60)
    }

    /// Whether the token so far comes once more on this line, not right behind itself.
    private mutating func isFoundAgain(from start: Int, to end: Int, _ rule: Grammar.Rule) -> Bool {
        let length = end - start
        let search = (bytes[start] == UInt8(ascii: "`") ? length : rule.steps.lowerBound) % 60
        guard length > 0, !isVain(search) else { return false }
        let isRun = bytes[start] == UInt8(ascii: "`")
        var place = end
        while place + length <= limit {
            steps += 1
            guard bytes[place] == bytes[start] else {
                place += 1
                continue
            }
            var run = 1
            while place + run < limit, bytes[place + run] == bytes[start] { run += 1 }
            steps += run
            if isRun ? run == length : run >= length && place > end { return true }
            place += run
        }
        return vain(search) != nil
    }

    /// Whether a colon begins a value and no nested rule: the next of `{`, `;` and `}` is not the first.
    private mutating func isDeclaration(at place: Int) -> Bool {
        var end = place
        while end < limit {
            steps += 1
            switch bytes[end] {
            case UInt8(ascii: "{"): return end > 0 && bytes[end - 1] == UInt8(ascii: "#")
            case UInt8(ascii: ";"), UInt8(ascii: "}"): return true
            default: end += 1
            }
        }
        // A list of selectors goes on in the next line, and so does a list of values.
        while end > place, isBlank(bytes[end - 1]) { end -= 1 }
        return end == place || isBlank(bytes[place]) || bytes[end - 1] != UInt8(ascii: ",")
    }
}
