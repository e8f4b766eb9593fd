// What the standard library lacks for texts of models: blanks taken off, fences that hold, a text's head and tail.

extension StringProtocol {
    /// Without blanks and line ends at both ends.
    var trimmed: String {
        var bytes = Substring(self).utf8
        while let first = bytes.first, isBlank(first) { bytes = bytes.dropFirst() }
        while let last = bytes.last, isBlank(last) { bytes = bytes.dropLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Lines without their ends, the empty ones too.
    var lines: [Substring] {
        Substring(self).utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
    }
}

func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

/// A block that shows a text as it is: its fence is longer than any in the text, and clients take nothing in it for a
/// call, since it is marked as text.
public func quoted(_ text: String) -> String {
    var (longest, run) = (3, 0)
    for byte in text.utf8 {
        run = byte == UInt8(ascii: "`") ? run + 1 : 0
        longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence)text\n\(text)\n\(fence)"
}

/// The first and the last lines of a text, with what is between them counted.
///
/// - Parameters:
///   - bytes: of both together, three quarters of them for the head. The line between comes on top.
///   - says: the words for so many lines that are left out.
func headAndTail(_ text: String, bytes: Int, says: (Int) -> String) -> String {
    let utf8 = text.utf8
    guard utf8.count > bytes else { return text }
    let head = cut(utf8.prefix(bytes / 4 * 3), atFirst: false)
    let tail = cut(utf8.suffix(bytes / 4), atFirst: true)
    let left = utf8.dropFirst(head.utf8.count).dropLast(tail.utf8.count)
    let lines = left.reduce(0) { $1 == 10 ? $0 + 1 : $0 }
    return head + (head.utf8.last == 10 || head.isEmpty ? "" : "\n") + says(max(1, lines)) + "\n" + tail
}

/// Whole lines where there are some, else whole characters.
private func cut(_ bytes: Substring.UTF8View, atFirst: Bool) -> String {
    var bytes = bytes
    if atFirst {
        if let end = bytes.firstIndex(of: 10) { bytes = bytes[bytes.index(after: end)...] }
        while let first = bytes.first, first & 0xC0 == 0x80 { bytes = bytes.dropFirst() }
    } else if let end = bytes.lastIndex(of: 10) {
        bytes = bytes[...end]
    } else {
        // A character that is cut in its middle goes.
        while let last = bytes.last, last & 0xC0 == 0x80 { bytes = bytes.dropLast() }
        if let last = bytes.last, last >= 0xC0 { bytes = bytes.dropLast() }
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// The same for the same text in every run: FNV-1a of 64 bits.
func fingerprint(_ texts: [String]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for text in texts {
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ 0xFF) &* 0x100_0000_01B3
    }
    return hash
}
