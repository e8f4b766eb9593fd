// The words that mean something in a context, found by their bytes without making a string.

struct WordTable: Sendable {
    /// Where a keyword is a plain word all the same.
    enum Yielding: UInt8, Sendable {
        case never
        /// Before a colon.
        case asKey
        /// There, and first in parentheses or behind a comma.
        case asLabel
        /// Where no word, brace, bracket or quote comes next: `open` is a keyword in `open class` alone.
        case asName
    }

    struct Meaning: Sendable {
        var role: SyntaxRole
        /// What the next word is; plain for nothing.
        var next = SyntaxRole.plain
        var yields = Yielding.never
    }

    static let seed: UInt32 = 2_166_136_261

    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    private var meanings: [Meaning] = []
    private var slots: [Int16]
    private let mask: Int

    /// The last meaning of a word counts.
    init(_ words: [(word: Substring, meaning: Meaning)], isFolding: Bool) {
        var size = 16
        while size < words.count * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        mask = size - 1
        for (word, meaning) in words {
            let new = word.utf8.map { isFolding ? folded($0) : $0 }
            var slot = Int(new.reduce(Self.seed, Self.mixed)) & mask
            while slots[slot] >= 0, Array(self[Int(slots[slot])]) != new { slot = (slot + 1) & mask }
            if slots[slot] >= 0 {
                meanings[Int(slots[slot])] = meaning
                continue
            }
            slots[slot] = Int16(meanings.count)
            meanings.append(meaning)
            bytes += new
            ends.append(bytes.count)
        }
    }

    @inline(__always) static func mixed(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 16_777_619 }

    private subscript(index: Int) -> ArraySlice<UInt8> { bytes[ends[index]..<ends[index + 1]] }

    /// - Parameter hash: `mixed` over the word's bytes, folded if the table folds.
    func meaning(of word: UnsafeBufferPointer<UInt8>.SubSequence, hash: UInt32, isFolding: Bool) -> Meaning? {
        var slot = Int(hash) & mask
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            let start = ends[index]
            if ends[index + 1] - start == word.count {
                var offset = 0
                while offset < word.count {
                    let byte = word[word.startIndex + offset]
                    if bytes[start + offset] != (isFolding ? folded(byte) : byte) { break }
                    offset += 1
                }
                if offset == word.count { return meanings[index] }
            }
            slot = (slot + 1) & mask
        }
        return nil
    }
}
