// Private keys in their armour (RFC 7468), with line ends, or on one line with `\n` for them.

extension SecretScan {
    static let keyBegin = "-----BEGIN "
    /// The longest keys in use take less; what stands further away belongs to another block.
    private static let longestKey = 1 << 15
    private static let longestTitle = 80

    /// Hides what stands between the title and the end. Without an end near by, the lines that look like a key's.
    mutating func hideKeyBlock(from body: Int) {
        copy(to: body)
        let end = endOfBlock(from: body) ?? endOfKeyLines(from: body)
        let lead = input[body..<end].prefix { $0 == UInt8(ascii: "\n") || $0 == 0x0D }
        var last = end
        while last > lead.endIndex, input[last - 1] == UInt8(ascii: "\n") { last -= 1 }
        copy(to: lead.endIndex)
        guard last > place else { return copy(to: end) }
        hide(to: last)
        copy(to: end)
        if !lead.isEmpty { endLine() }
    }

    /// Behind `-----BEGIN … PRIVATE KEY-----`; nil when that is not what begins here.
    func endOfTitle() -> Int? {
        var index = place + Self.keyBegin.utf8.count
        let title = index
        let limit = min(input.count, index + Self.longestTitle)
        while index < limit, SecretName.isWordByte(input[index]) || input[index] == 0x20 {
            if input[index] == UInt8(ascii: "-"), starts(with: "-----", at: index) {
                let words = String(decoding: input[title..<index], as: UTF8.self)
                return words.contains("PRIVATE KEY") ? index + 5 : nil
            }
            index += 1
        }
        return nil
    }

    private func endOfBlock(from start: Int) -> Int? {
        for index in start..<min(input.count, start + Self.longestKey)
        where input[index] == UInt8(ascii: "-") {
            if starts(with: "-----END ", at: index) { return index }
            if starts(with: Self.keyBegin, at: index) { return nil }
        }
        return nil
    }

    /// Behind the last line that is empty, or one word of base64, or words of which one is a long one.
    private func endOfKeyLines(from start: Int) -> Int {
        var (end, index) = (start, start)
        var hasKey = false
        while index < input.count {
            let line = input[index...].prefix {
                $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\\") && !isQuote($0)
            }
            let words = line.split { $0 <= 0x20 }
            let isKey =
                words.allSatisfy { $0.allSatisfy(isBase64) }
                && (words.count <= 1 || words.contains { $0.count >= 40 })
            let isHidden = words.count == 1 && words[0].elementsEqual(Redaction.mark.utf8)
            guard isKey || isHidden else { break }
            if !words.isEmpty { hasKey = true }
            end = line.endIndex
            guard end < input.count, !isQuote(input[end]) else { break }
            // A line end, or what stands for one: `\n`, `\\n`.
            index = end
            while index < input.count, input[index] == UInt8(ascii: "\\") { index += 1 }
            if index < input.count, "nr\n".utf8.contains(input[index]) { index += 1 }
            if input[end] == UInt8(ascii: "\n") { end = index }
        }
        return hasKey ? end : start
    }

    private func isBase64(_ byte: UInt8) -> Bool {
        SecretName.isWordByte(byte) && byte != UInt8(ascii: "-") || "+/=".utf8.contains(byte)
    }
}
