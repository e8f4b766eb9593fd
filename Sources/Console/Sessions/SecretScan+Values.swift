// Where the value behind a name begins and where it ends: quoted, quoted in a quoted text, or bare.

extension SecretScan {
    /// What stands behind a name and `=` or `:`; nil when nothing does.
    func value(after end: Int, isOption: Bool, _ name: [UInt8]) -> Range<Int>? {
        var index = quote(at: end).map { $0.place + 1 } ?? end
        index = skipBlanks(index)
        if index < input.count, input[index] == UInt8(ascii: "=") || input[index] == UInt8(ascii: ":") {
            index += 1
            if index < input.count, input[index] == UInt8(ascii: "=") || input[index] == UInt8(ascii: ">") {
                index += 1
            }
        } else if !isOption || index == end {
            return nil
        }
        index = skipBlanks(index)
        guard index < input.count else { return nil }
        if input[index] == UInt8(ascii: "[") {
            let line = input[index...].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "]") }
            return line.count > 1 ? index + 1..<line.endIndex : nil
        }
        let quote = quote(at: index)
        let start = quote.map { $0.place + 1 } ?? index
        // It has lines of its own, which only its end ends.
        if starts(with: Self.keyBegin, at: start) { return nil }
        let last =
            quote.map { endOfQuoted(from: start, $0) }
            ?? endOfBare(from: start, SecretName.isHeader(name))
        return last > start ? start..<last : nil
    }

    /// `abc123` behind `Bearer `.
    func token(from end: Int) -> Range<Int>? {
        let start = skipBlanks(end)
        let last =
            input[start...].firstIndex { $0 <= 0x20 || isQuote($0) || isPunctuation($0) } ?? input.count
        return start > end && last > start ? start..<last : nil
    }

    /// The password of `-u name:password`, of `-uname:password`, or of `--user name:password`.
    func password(behind end: Int, _ name: [UInt8]) -> Range<Int>? {
        var index = end
        if name.count == 2 || name.starts(with: Array("--".utf8)) {
            index = skipBlanks(
                index < input.count && input[index] == UInt8(ascii: "=") ? index + 1 : index)
            guard index > end else { return nil }
        }
        let quote = quote(at: index)
        index = quote.map { $0.place + 1 } ?? index
        func isLast(_ byte: UInt8) -> Bool {
            byte <= 0x20 && (quote == nil || byte != 0x20) || isQuote(byte)
        }
        let colon = input[index...].firstIndex { isLast($0) || $0 == UInt8(ascii: ":") } ?? input.count
        guard colon < input.count, input[colon] == UInt8(ascii: ":") else { return nil }
        // An address, and no login.
        if starts(with: "//", at: colon + 1) { return nil }
        let start = colon + 1
        let last =
            quote.map { endOfQuoted(from: start, $0) } ?? input[start...].firstIndex(where: isLast)
            ?? input.count
        return last > start ? start..<last : nil
    }

    // MARK: Quotes

    /// A quote, and how many backslashes stand before it: one for each text that the text is in, and then some.
    struct Quote {
        var place: Int
        var backslashes: Int
    }

    private func quote(at start: Int) -> Quote? {
        let count = backslashes(at: start)
        let place = start + count
        return place < input.count && isQuote(input[place])
            ? Quote(place: place, backslashes: count) : nil
    }

    private func endOfQuoted(from start: Int, _ quote: Quote) -> Int {
        var index = start
        while index < input.count, input[index] != UInt8(ascii: "\n") {
            let count = backslashes(at: index)
            let place = index + count
            guard place < input.count else { return place }
            guard input[place] == input[quote.place] else {
                index = max(place, index + 1)
                continue
            }
            if ends(count, like: quote.backslashes) { return place - min(count, quote.backslashes) }
            index = place + 1
        }
        return index
    }

    /// Whether a quote behind so many backslashes ends what one behind `opening` began. Each text that it is in doubles
    /// them and puts one before the quote: `"`, `\"`, `\\\"`.
    private func ends(_ count: Int, like opening: Int) -> Bool {
        var (count, opening) = (count, opening)
        while opening > 0 {
            // The text around it ends here, and it with that.
            if count.isMultiple(of: 2) { return true }
            (count, opening) = ((count - 1) / 2, (opening - 1) / 2)
        }
        return count.isMultiple(of: 2)
    }

    private func backslashes(at start: Int) -> Int {
        input[start...].prefix { $0 == UInt8(ascii: "\\") }.count
    }

    // MARK: Bare values

    /// A header's value has blanks; it ends with its line, or with the quote around the whole header. Any other ends with
    /// a blank, or with punctuation that a blank, a quote or the end follows: `password=ab,cd;ef` is one.
    private func endOfBare(from start: Int, _ isHeader: Bool) -> Int {
        var index = start
        while index < input.count, input[index] != UInt8(ascii: "\n"), input[index] != 0x0D {
            if quote(at: index) != nil { break }
            if !isHeader, input[index] <= 0x20 || isPunctuation(input[index]) && isEnd(at: index) {
                break
            }
            index += 1
        }
        return index
    }

    private func isEnd(at index: Int) -> Bool {
        if input[index] == UInt8(ascii: "<") { return true }
        if input[index] == UInt8(ascii: "&") {
            // The next field of a form.
            let name = input[(index + 1)...].prefix { SecretName.isWordByte($0) }
            if !name.isEmpty, name.endIndex < input.count, input[name.endIndex] == UInt8(ascii: "=") {
                return true
            }
        }
        var next = index
        // Note: a bound, so that a text of nothing else takes no square of its length.
        while next < input.count, next < index + 8, isPunctuation(input[next]) { next += 1 }
        return next == input.count || input[next] <= 0x20 || quote(at: next) != nil
    }

    private func isPunctuation(_ byte: UInt8) -> Bool { ",;&)}]<>".utf8.contains(byte) }
}
