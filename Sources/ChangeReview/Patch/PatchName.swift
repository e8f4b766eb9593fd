// File names in patches: quoted or not, with a prefix or not, with a time behind them.

enum PatchName {
    /// A name in double quotes with C escapes at the beginning of `text`, and what follows it; `nil` when it is damaged
    /// or names no file (NUL).
    static func unquoted(_ text: ArraySlice<UInt8>) -> (name: [UInt8], rest: ArraySlice<UInt8>)? {
        NameEscape.unquoted(text).flatMap { $0.name.contains(0) ? nil : $0 }
    }

    /// The name of a `---` or `+++` line, and whether the time behind it is that of a file that is not there
    /// (1970-01-01 in any zone, as `diff -N` writes it). The name ends at a tab; `diff` writes the time behind it.
    static func stamped(_ text: ArraySlice<UInt8>) -> (name: [UInt8], isMissing: Bool)? {
        if text.first == UInt8(ascii: "\"") {
            return unquoted(text).map { ($0.name, false) }
        }
        let tab = text.firstIndex(of: 0x09) ?? text.endIndex
        let time = text[tab...].dropFirst()
        let isEpoch = time.starts(with: Array("1970-01-01 ".utf8)) || time.starts(with: Array("1969-12-31 ".utf8))
        return (Array(text[..<tab]), isEpoch && time.contains(UInt8(ascii: ":")))
    }

    /// Both names of a `diff --git` line. Without quotes, blanks in the names leave it open where the first ends: it is
    /// where both are the same below their first part, or the same altogether.
    static func pair(_ text: ArraySlice<UInt8>) -> (old: [UInt8], new: [UInt8])? {
        if text.first == UInt8(ascii: "\"") {
            guard let (old, rest) = unquoted(text), rest.first == 0x20 else { return nil }
            let second = rest.dropFirst()
            if second.first == UInt8(ascii: "\"") {
                guard let (new, tail) = unquoted(second), tail.isEmpty else { return nil }
                return (old, new)
            }
            return second.isEmpty ? nil : (old, Array(second))
        }
        if text.last == UInt8(ascii: "\""), let start = text.firstIndex(of: UInt8(ascii: "\"")),
            start > text.startIndex,
            text[start - 1] == 0x20, let (new, tail) = unquoted(text[start...]), tail.isEmpty
        {
            return (Array(text[..<(start - 1)]), new)
        }
        guard text.count <= longestPair else { return nil }
        return unquotedPair(text)
    }

    /// Bytes of two names on one line: beyond it is no pair of paths.
    private static let longestPair = 16_384

    private static func unquotedPair(_ text: ArraySlice<UInt8>) -> (old: [UInt8], new: [UInt8])? {
        // Where the next `/` is, so that a line of blanks costs no more than its length.
        var nextSlash = [Int](repeating: text.endIndex, count: text.count + 1)
        for offset in (0..<text.count).reversed() {
            let place = text.startIndex + offset
            nextSlash[offset] = text[place] == UInt8(ascii: "/") ? place : nextSlash[offset + 1]
        }
        var fallback: (old: [UInt8], new: [UInt8])?
        for offset in 1..<max(text.count, 1) where text[text.startIndex + offset] == 0x20 {
            let old = text.prefix(offset)
            let new = text.dropFirst(offset + 1)
            if new.isEmpty { continue }
            let (oldRest, newRest) = (old[min(nextSlash[0], old.endIndex)...], new[nextSlash[offset + 1]...])
            if old == new || (oldRest.count > 1 && oldRest == newRest) { return (Array(old), Array(new)) }
            if fallback == nil { fallback = (Array(old), Array(new)) }
        }
        return fallback
    }

    /// What follows the first `/`; `nil` where nothing does.
    static func withoutFirstPart(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let slash = name.firstIndex(of: UInt8(ascii: "/")), slash + 1 < name.endIndex else { return nil }
        return name[(slash + 1)...]
    }
}

/// How many leading parts of a patch's names are no folders (`-p` of git and patch).
enum PatchPrefix {
    /// As the two names of one file show it: `a/x` and `b/x` differ in the first part alone. `nil`: they don't show it.
    static func parts(_ old: [UInt8]?, _ new: [UInt8]?) -> Int? {
        guard let old, let new else { return nil }
        if old == new { return 0 }
        guard let a = PatchName.withoutFirstPart(old[...]), let b = PatchName.withoutFirstPart(new[...]), a == b
        else { return nil }
        return 1
    }

    /// Where only one name is given, or a rename hides it: git's letters before the name.
    static func isUsual(_ name: [UInt8]) -> Bool {
        let letters = Array("abciwo12".utf8)
        return name.count > 2 && letters.contains(name[0]) && name[1] == UInt8(ascii: "/")
    }

    static func without(_ parts: Int, _ name: [UInt8]) -> RelativePath? {
        var rest = name[...]
        for _ in 0..<parts {
            guard let next = PatchName.withoutFirstPart(rest) else { return nil }
            rest = next
        }
        // `./x` and `x//y` are ways to write a path, not other paths.
        let pieces = rest.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual([UInt8(ascii: ".")]) }
        guard rest.first != UInt8(ascii: "/"),
            let text = String(validating: pieces.joined(separator: [0x2F]), as: UTF8.self)
        else { return nil }
        return RelativePath(text)
    }
}
