// One word of a command, as a shell puts it together: quotes, escapes, and what it runs to make a word.

extension ShellReader {
    /// Note: a carriage return is a letter like any other to a shell (`a\r#` begins no comment).
    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: ";"), UInt8(ascii: "&"),
            UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"):
            true
        default: false
        }
    }

    /// nil when nothing that belongs to a word stands here.
    mutating func word() -> ShellWord? {
        let start = place
        var text: [UInt8] = []
        var inner: Range<Int>?
        var isComputed = false
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\\"):
                if let next = peek(1), next != UInt8(ascii: "\n") { text.append(next) }
                place = min(end, place + 2)
            case UInt8(ascii: "'"):
                let quoted = singleQuoted()
                inner = quoted.lowerBound == start + 1 ? quoted : nil
                text += bytes[quoted]
            case UInt8(ascii: "\""):
                let opening = place
                isComputed = doubleQuoted(&text) || isComputed
                inner = opening == start ? start + 1..<max(start + 1, place - 1) : nil
            case UInt8(ascii: "$"), UInt8(ascii: "`"):
                isComputed = true
                substitution(&text)
            case UInt8(ascii: "<") where isNext("<("), UInt8(ascii: ">") where isNext(">("):
                isComputed = true
                text += bytes[place..<place + 2]
                place += 2
                nest(upTo: UInt8(ascii: ")"))
            default:
                guard !Self.endsWord(byte) else {
                    return place > start ? made(text, start, inner, isComputed) : nil
                }
                text.append(byte)
                place += 1
            }
        }
        return place > start ? made(text, start, inner, isComputed) : nil
    }

    private func made(_ text: [UInt8], _ start: Int, _ inner: Range<Int>?, _ isComputed: Bool) -> ShellWord {
        let isWhole = inner.map { $0.lowerBound == start + 1 && $0.upperBound + 1 == place } ?? false
        return ShellWord(
            text: String(decoding: text, as: UTF8.self), range: start..<place, inner: isWhole ? inner : nil,
            isComputed: isComputed)
    }

    private mutating func singleQuoted() -> Range<Int> {
        let start = place + 1
        place = start
        while let byte = peek(), byte != UInt8(ascii: "'") { place += 1 }
        let quoted = start..<max(start, place)
        if place < end { place += 1 } else { script.isBroken = true }
        return quoted
    }

    /// True when something in it is computed.
    private mutating func doubleQuoted(_ text: inout [UInt8]) -> Bool {
        place += 1
        var isComputed = false
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                return isComputed
            case UInt8(ascii: "\\"):
                // Before anything else a backslash is one.
                if let next = peek(1), next != UInt8(ascii: "\n") {
                    text += #"$`"\"#.utf8.contains(next) ? [next] : [byte, next]
                }
                place = min(end, place + 2)
            case UInt8(ascii: "$"), UInt8(ascii: "`"):
                isComputed = true
                substitution(&text)
            default:
                text.append(byte)
                place += 1
            }
        }
        script.isBroken = true
        return isComputed
    }

    /// What an unquoted document runs to make its text.
    mutating func readSubstitutions(in document: Range<Int>) {
        var inside = ShellReader(bytes, document, depth: depth + 1)
        var text: [UInt8] = []
        while let byte = inside.peek() {
            switch byte {
            case UInt8(ascii: "\\"): inside.place += 2
            case UInt8(ascii: "$"), UInt8(ascii: "`"): inside.substitution(&text)
            default: inside.place += 1
            }
        }
        take(inside.script)
    }

    /// `$x`, `${x}`, `$(…)`, `$((…))`, `` `…` ``: what is run in it is read as a script.
    fileprivate mutating func substitution(_ text: inout [UInt8]) {
        if peek() == UInt8(ascii: "`") {
            let start = place + 1
            place = start
            while let byte = peek(), byte != UInt8(ascii: "`") { place += byte == UInt8(ascii: "\\") ? 2 : 1 }
            place = min(place, end)
            take(ShellReader.script(in: bytes, start..<max(start, place), depth: depth + 1))
            if place < end { place += 1 } else { script.isBroken = true }
            return
        }
        text.append(UInt8(ascii: "$"))
        place += 1
        guard peek() == UInt8(ascii: "(") else { return }
        place += 1
        nest(upTo: UInt8(ascii: ")"))
    }

    /// Reads a nested script from here to its closing parenthesis.
    private mutating func nest(upTo close: UInt8) {
        let start = place
        var open = 1
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\\"): place += 1
            case UInt8(ascii: "'"):
                _ = singleQuoted()
                continue
            case UInt8(ascii: "\""):
                skipDoubleQuoted()
                continue
            case UInt8(ascii: "("): open += 1
            case close:
                open -= 1
                if open == 0 {
                    take(ShellReader.script(in: bytes, start..<place, depth: depth + 1))
                    place += 1
                    return
                }
            default: break
            }
            place += 1
        }
        place = min(place, end)
        take(ShellReader.script(in: bytes, start..<place, depth: depth + 1))
        script.isBroken = true
    }

    private mutating func skipDoubleQuoted() {
        place += 1
        while let byte = peek(), byte != UInt8(ascii: "\"") { place += byte == UInt8(ascii: "\\") ? 2 : 1 }
        place = min(place + 1, end)
    }

    private mutating func take(_ nested: ShellScript) {
        script.commands += nested.commands
        if nested.isBroken { script.isBroken = true }
        if nested.goesOnBehind { script.goesOnBehind = true }
    }
}
