// Numbers for lines, so that the diff compares integers: equal lines have one number, in both files.

/// The lines of two texts in given ranges, each by a number from 0 that says which content it has.
struct LineNames {
    private(set) var old: [Int32] = []
    private(set) var new: [Int32] = []
    /// How often each content occurs in the old and in the new range.
    private(set) var oldUses: [Int32] = []
    private(set) var newUses: [Int32] = []

    init(_ oldLines: ByteLines, _ oldRange: Range<Int>, _ newLines: ByteLines, _ newRange: Range<Int>) {
        var table = LineTable(capacity: oldRange.count + newRange.count)
        oldLines.bytes.withUnsafeBytes { oldBytes in
            newLines.bytes.withUnsafeBytes { newBytes in
                old = table.names(of: oldLines.starts, oldRange, in: oldBytes, isOld: true, oldBytes, newBytes)
                new = table.names(
                    of: newLines.starts, newRange, in: newBytes, isOld: false, oldBytes, newBytes,
                    following: (old, oldLines.starts, oldRange.lowerBound))
            }
        }
        oldUses = [Int32](repeating: 0, count: table.contents.count)
        newUses = oldUses
        for name in old { oldUses[Int(name)] += 1 }
        for name in new { newUses[Int(name)] += 1 }
    }
}

/// An open hash table from line content to number.
///
/// Note: it hashes with `Hasher`, which is seeded, so that nobody can write a file whose lines all collide. Numbers are
/// given in order of first appearance and do not depend on the seed.
private struct LineTable {
    struct Content {
        var hash: Int
        var start: Int
        var length: Int
        /// The line that had it first, from the range's beginning.
        var line: Int
        var isOld: Bool
    }

    var contents: [Content] = []
    private var slots: [Int32]
    private let mask: Int

    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = [Int32](repeating: -1, count: size)
        mask = size - 1
    }

    mutating func names(
        of starts: [Int], _ range: Range<Int>, in bytes: UnsafeRawBufferPointer, isOld: Bool,
        _ oldBytes: UnsafeRawBufferPointer, _ newBytes: UnsafeRawBufferPointer,
        following old: (names: [Int32], starts: [Int], first: Int) = ([], [], 0)
    ) -> [Int32] {
        var names: [Int32] = []
        names.reserveCapacity(range.count)
        // Most lines are the old line behind the one before them: comparing two is cheaper than hashing one.
        var guess = 0
        for line in range {
            let start = starts[line]
            let length = starts[line + 1] - start
            if guess < old.names.count {
                let guessed = old.starts[old.first + guess]
                if old.starts[old.first + guess + 1] - guessed == length,
                    sameBytes(oldBytes, guessed, bytes, start, length)
                {
                    names.append(old.names[guess])
                    guess += 1
                    continue
                }
            }
            var hasher = Hasher()
            hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<start + length]))
            let hash = hasher.finalize()
            var slot = hash & mask
            while true {
                let name = slots[slot]
                if name < 0 {
                    slots[slot] = Int32(contents.count)
                    names.append(Int32(contents.count))
                    contents.append(
                        Content(
                            hash: hash, start: start, length: length, line: line - range.lowerBound, isOld: isOld))
                    guess += 1
                    break
                }
                let known = contents[Int(name)]
                if known.hash == hash, known.length == length,
                    sameBytes(known.isOld ? oldBytes : newBytes, known.start, bytes, start, length)
                {
                    names.append(name)
                    guess = known.isOld ? known.line + 1 : guess + 1
                    break
                }
                slot = (slot + 1) & mask
            }
        }
        return names
    }
}
