// Which lines of a file match: plain text by comparing bytes, expressions by the C library's automaton.
import Glibc

/// A search, ready to run. One thread at a time.
struct LineMatcher: ~Copyable {
    private enum Method {
        case text([UInt8], ignoresCase: Bool, wholeWords: Bool)
        case expression(UnsafeMutablePointer<regex_t>)
    }

    private let method: Method

    init(
        _ text: String, isLiteral: Bool, ignoresCase: Bool, wholeWords: Bool
    ) throws(ToolFailure) {
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        if isLiteral, !ignoresCase || isASCII {
            guard !text.isEmpty else { throw ToolFailure("the text to search for is empty") }
            guard !text.utf8.contains(UInt8(ascii: "\n")) else { throw ToolFailure("the text can't span lines") }
            let bytes = Array(text.utf8)
            method = .text(ignoresCase ? bytes.map(folded) : bytes, ignoresCase: ignoresCase, wholeWords: wholeWords)
            return
        }
        let source = isLiteral ? RegexTranslation.escaped(text) : text
        let translation = try RegexTranslation(source, ignoresCase: ignoresCase)
        let compiled = UnsafeMutablePointer<regex_t>.allocate(capacity: 1)
        compiled.initialize(to: regex_t())
        let flags = REG_EXTENDED | REG_NOSUB | (translation.ignoresCase ? REG_ICASE : 0)
        let pattern = wholeWords ? "\\b(\(translation.pattern))\\b" : translation.pattern
        let code = regcomp(compiled, pattern, flags)
        guard code == 0 else {
            var words = [CChar](repeating: 0, count: 200)
            _ = regerror(code, compiled, &words, words.count)
            compiled.deallocate()
            let reason = String(decoding: words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw ToolFailure("bad regex: \(reason)")
        }
        method = .expression(compiled)
    }

    deinit {
        if case .expression(let compiled) = method {
            regfree(compiled)
            compiled.deallocate()
        }
    }

    /// Whether a line, without its end, matches.
    func matches(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        switch method {
        case .expression(let compiled):
            // REG_STARTEND: bounds instead of a final NUL, so that NULs and neighbours don't matter.
            var bounds = regmatch_t(rm_so: 0, rm_eo: regoff_t(line.count))
            guard let start = line.baseAddress else {
                return "".withCString { regexec(compiled, $0, 1, &bounds, REG_STARTEND) == 0 }
            }
            return start.withMemoryRebound(to: CChar.self, capacity: line.count) {
                regexec(compiled, $0, 1, &bounds, REG_STARTEND) == 0
            }
        case .text(let needle, let ignoresCase, let wholeWords):
            var start = 0
            while let place = find(needle, in: line, from: start, ignoresCase) {
                if !wholeWords { return true }
                let end = place + needle.count
                let beginsWord = !endsInWord(line[..<place]) || !beginsWithWord(needle[...])
                let endsWord = !beginsWithWord(line[end...]) || !endsInWord(needle[...])
                if beginsWord, endsWord { return true }
                start = place + 1
            }
            return false
        }
    }

    private func find(
        _ needle: [UInt8], in line: UnsafeBufferPointer<UInt8>, from start: Int, _ ignoresCase: Bool
    ) -> Int? {
        var index = start
        while index + needle.count <= line.count {
            if !ignoresCase {
                // The C library looks for the first byte faster than any loop.
                guard let base = line.baseAddress,
                    let found = memchr(base + index, Int32(needle[0]), line.count - needle.count - index + 1)
                else { return nil }
                index = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            }
            var offset = 0
            while offset < needle.count {
                let byte = line[index + offset]
                guard (ignoresCase ? folded(byte) : byte) == needle[offset] else { break }
                offset += 1
            }
            if offset == needle.count { return index }
            index += 1
        }
        return nil
    }
}

private func folded(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
}

/// Whether a word could go on from the last character of these bytes: a letter, a digit or `_`, in any script.
private func endsInWord(_ bytes: some BidirectionalCollection<UInt8>) -> Bool {
    String(decoding: bytes.suffix(4), as: UTF8.self).unicodeScalars.last.map(isWord) ?? false
}

/// The same for the first character.
private func beginsWithWord(_ bytes: some Collection<UInt8>) -> Bool {
    String(decoding: bytes.prefix(4), as: UTF8.self).unicodeScalars.first.map(isWord) ?? false
}

private func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
        .spacingMark, .enclosingMark, .decimalNumber, .letterNumber:
        true
    default: scalar == "_"
    }
}
