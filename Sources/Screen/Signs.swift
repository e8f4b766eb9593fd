// Text sign by sign, fast: the library's rules for characters are asked only where they matter, which in most text is
// nowhere.

/// A character of a text and what it takes on the screen.
struct Sign {
    /// The scalar that it begins with.
    var first: Unicode.Scalar
    /// Columns.
    var width: Int
    /// Where it stands, in UTF-8 bytes from the start of the text.
    var start: Int
    var end: Int
    /// `first` is all of it and is drawn as it is.
    var isPlain: Bool

    /// Bytes. No writing needs more for a character; a longer pile of marks is taken as several, so that it cannot make
    /// every frame slow.
    static let longest = 256

    /// `\n` or `\r\n`. Other things that could end a line are shown as marks.
    var isLineEnd: Bool { first == "\n" || (first == "\r" && end - start > 1) }
}

extension String {
    /// Walks the characters of the text until `body` says `false`.
    ///
    /// Two neighbours that both are *plain* are two characters, whatever else is there: no rule of UAX #29 joins them.
    /// Only the others go through the library's way of finding the end of a character.
    ///
    /// - Parameter offset: UTF-8 bytes before the first character that is wanted; where one begins.
    func forEachSign(from offset: Int = 0, _ body: (Sign) -> Bool) {
        var bytesOfText = self
        bytesOfText.withUTF8 { bytes in
            guard offset < bytes.count else { return }
            var start = offset
            var here = Reading(bytes, at: start)
            while start < bytes.count {
                // What is read to look ahead is kept for the next step.
                let next = here.end < bytes.count ? Reading(bytes, at: here.end) : nil
                if here.plainWidth > 0, next?.plainWidth != 0, let first = Unicode.Scalar(here.scalar) {
                    let sign = Sign(first: first, width: here.plainWidth, start: start, end: here.end, isPlain: true)
                    guard body(sign), let next else { return }
                    start = here.end
                    here = next
                } else {
                    let sign = Self.otherSign(bytes, at: start)
                    guard body(sign), sign.end < bytes.count else { return }
                    start = sign.end
                    here = Reading(bytes, at: start)
                }
            }
        }
    }

    /// The place in the text so many UTF-8 bytes from its start.
    func index(atByte offset: Int) -> String.Index {
        utf8.index(startIndex, offsetBy: offset)
    }

    /// The text of a sign.
    func text(of sign: Sign) -> Substring {
        self[index(atByte: sign.start)..<index(atByte: sign.end)]
    }

    /// The end of at most `count` bytes, between scalars.
    private static func end(_ bytes: UnsafeBufferPointer<UInt8>, of count: Int, from start: Int) -> Int {
        var end = Swift.min(start + count, bytes.count)
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return end
    }

    /// Note: The piece is copied. Asked in the middle of a long text, the library looks back from there to where the
    /// character might have begun, which makes a pile of marks cost the square of its height.
    private static func otherSign(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Sign {
        var piece = ""
        var length = 0
        for limit in [Sign.longest / 4, Sign.longest] {
            let end = end(bytes, of: limit, from: start)
            piece = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
            let after = piece.index(after: piece.startIndex)
            length = piece.utf8.distance(from: piece.startIndex, to: after)
            // Nearly always the character ends before the piece does.
            if start + length < end || end == bytes.count { break }
        }
        var width = 0
        for part in GraphemeParts(piece[..<piece.index(atByte: length)]) { width += part.width }
        return Sign(
            first: piece.unicodeScalars[piece.startIndex], width: width, start: start, end: start + length,
            isPlain: false)
    }
}

/// One scalar of a text's UTF-8 bytes.
private struct Reading {
    let scalar: UInt32
    /// Where the next one begins.
    let end: Int
    /// The width of scalars that neither join what is before them nor take in what is after, and are safe; 0 for
    /// others.
    let plainWidth: Int

    /// A string's bytes are always valid UTF-8.
    init(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
        func more(_ distance: Int) -> UInt32 { UInt32(bytes[start + distance] & 0x3F) }
        let first = UInt32(bytes[start])
        switch first {
        case ..<0x80:
            (scalar, end) = (first, start + 1)
            plainWidth = first >= 0x20 && first != 0x7F ? 1 : 0
            return
        case ..<0xE0: (scalar, end) = ((first & 0x1F) << 6 | more(1), start + 2)
        case ..<0xF0: (scalar, end) = ((first & 0x0F) << 12 | more(1) << 6 | more(2), start + 3)
        default: (scalar, end) = ((first & 0x07) << 18 | more(1) << 12 | more(2) << 6 | more(3), start + 4)
        }
        plainWidth = Self.plainWidth(of: scalar)
    }

    private static func plainWidth(of scalar: UInt32) -> Int {
        switch scalar {
        // Latin, Greek, Cyrillic without its combining marks.
        case 0xA1...0xAC, 0xAE...0x2FF, 0x370...0x482, 0x48A...0x52F: 1
        // Punctuation; arrows and mathematics; rules, blocks and shapes; Braille, which spinners are made of.
        case 0x2010...0x2027, 0x2030...0x205E, 0x2190...0x2319, 0x2500...0x25FC, 0x2800...0x28FF: 1
        // Symbols and dingbats, some of which are wide.
        case 0x2600...0x27BF: Unicode.Scalar(scalar).map { ScalarClass(of: $0).width == .wide ? 2 : 1 } ?? 0
        // Kana, Han, Hangul syllables, full-width forms.
        case 0x3001...0x3003, 0x3008...0x3011, 0x3041...0x3096, 0x30A1...0x30FA: 2
        case 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xFF01...0xFF60: 2
        default: 0
        }
    }
}
