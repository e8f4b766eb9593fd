// A search that failed shows what is most like it, with the lines as they are, so that the next try can be exact.

/// The lines of a file that are most like those that were looked for.
struct NearestLines: Equatable {
    /// Counted from 1.
    var line: Int
    /// 0 to 100.
    var percent: Int
    var lines: [String]

    /// Lines that are shown, characters of each, and how far the search goes.
    static let shown = 12
    static let width = 200
    static let reach = 50_000

    /// nil when nothing is alike.
    init?(to search: [[UInt8]], in lines: [[UInt8]]) {
        let wanted = search.map { Array(withoutBlanks($0)) }
        let pairs = wanted.map(NearestLines.pairs)
        let file = lines.prefix(NearestLines.reach).map { Array(withoutBlanks($0)) }
        guard let start = NearestLines.bestByLines(wanted, file) ?? NearestLines.bestByFirst(wanted, pairs, file)
        else { return nil }
        var sum = 0.0
        for (offset, text) in wanted.enumerated() where start + offset < file.count {
            let other = file[start + offset]
            sum += text == other ? 1 : NearestLines.likeness(pairs[offset], NearestLines.pairs(other))
        }
        line = start + 1
        // Rounded down: what is not found is never 100 % alike.
        percent = min(99, Int(sum / Double(wanted.count) * 100))
        guard percent > 0 else { return nil }
        self.lines = lines[start..<min(start + search.count, lines.count)].prefix(NearestLines.shown).map { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            return text.count > NearestLines.width ? text.prefix(NearestLines.width) + "…" : text
        }
    }

    /// `; the nearest is at line 12 (87 % alike):` and the lines, numbered.
    var text: String {
        var text = "; the nearest is at line \(line) (\(percent) % alike):"
        for (offset, shown) in lines.enumerated() { text += "\n\(line + offset) | \(shown)" }
        return text
    }

    /// Where most lines are the same but for blanks.
    private static func bestByLines(_ wanted: [[UInt8]], _ file: [[UInt8]]) -> Int? {
        var offsets: [[UInt8]: [Int]] = [:]
        for (offset, text) in wanted.enumerated() where text.contains(where: isWordByte) {
            offsets[text, default: []].append(offset)
        }
        var scores: [Int: Int] = [:]
        for (index, text) in file.enumerated() {
            for offset in offsets[text] ?? [] where index >= offset { scores[index - offset, default: 0] += 1 }
        }
        return scores.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    /// Where the first telling line is most alike.
    private static func bestByFirst(_ wanted: [[UInt8]], _ pairs: [Set<UInt16>], _ file: [[UInt8]]) -> Int? {
        guard let offset = wanted.firstIndex(where: { $0.contains(where: isWordByte) }) else { return nil }
        var best = (likeness: 0.3, line: -1)
        for index in file.indices.prefix(10_000) where index >= offset && file[index].count <= 1_000 {
            let likeness = likeness(pairs[offset], NearestLines.pairs(file[index]))
            if likeness > best.likeness { best = (likeness, index - offset) }
        }
        return best.line < 0 ? nil : best.line
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }

    /// Neighbouring bytes: two lines are as alike as the pairs they share (Dice's coefficient).
    private static func pairs(_ line: [UInt8]) -> Set<UInt16> {
        var pairs: Set<UInt16> = []
        for (one, next) in zip(line, line.dropFirst()) { pairs.insert(UInt16(one) << 8 | UInt16(next)) }
        return pairs
    }

    private static func likeness(_ one: Set<UInt16>, _ other: Set<UInt16>) -> Double {
        let all = one.count + other.count
        return all == 0 ? 0 : 2 * Double(one.intersection(other).count) / Double(all)
    }
}
