// A few typed letters, and how well a line answers to them: letters in order, better where words and names begin.

/// What somebody typed to find a line: terms at blanks, all of which must be found, each as letters in order.
///
/// Letters of ASCII match either case until one of a term is a capital; then case counts in it (as in fzf, "smart
/// case"). All else is compared byte by byte, as UTF-8.
public struct FuzzyPattern: Hashable, Sendable {
    let terms: [FuzzyTerm]

    public init(_ text: String) {
        terms = text.utf8.split(separator: UInt8(ascii: " ")).prefix(16).map { FuzzyTerm(Array($0.prefix(64))) }
    }

    /// Nothing was typed: every line answers, none better than another.
    public var isEmpty: Bool { terms.isEmpty }

    /// How well a line answers, higher is better; `nil` when it does not. Only the first 4 KiB of it are looked at.
    public func score(of line: String) -> Int? {
        var line = line
        return line.withUTF8 { score(of: UnsafeBufferPointer(rebasing: $0.prefix(Self.longest)), name: 0) }
    }

    /// The places of the letters that make the score, as offsets into the line's UTF-8, ascending; `nil` as for `score`.
    public func places(in line: String) -> [Int]? {
        var line = line
        return line.withUTF8 { bytes -> [Int]? in
            let bytes = UnsafeBufferPointer(rebasing: bytes.prefix(Self.longest))
            let name = (bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
            var places: Set<Int> = []
            for term in terms {
                guard let found = term.places(in: bytes, name: name) else { return nil }
                places.formUnion(found)
            }
            return places.sorted()
        }
    }

    /// - Parameter name: where the last part of a path begins, which is what people remember of it.
    func score(of bytes: UnsafeBufferPointer<UInt8>, name: Int) -> Int? {
        var sum = 0
        for term in terms {
            guard let score = term.score(in: bytes, name: name) else { return nil }
            sum += score
        }
        return sum
    }

    static let longest = 4096

    /// The letters of all terms, for a quick no.
    var letters: UInt64 { terms.reduce(0) { $0 | $1.letters } }
}

/// Which bytes a line holds, in a word: a line that lacks a bit of the pattern's can't answer to it.
func letterBit(_ byte: UInt8) -> UInt64 {
    let folded = lowered(byte)
    switch folded {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): return 1 << UInt64(folded &- UInt8(ascii: "a"))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return 1 << UInt64(26 &+ folded &- UInt8(ascii: "0"))
    default: return 1 << UInt64(36 &+ folded % 28)
    }
}

func lowered(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }
