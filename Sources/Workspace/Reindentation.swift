// A block that fits but for blanks brings the model's indentation; the file's own is put in its place.

/// How indentations of a block map to those of the file.
struct Reindentation {
    /// The block's indentation and what stands in the file for it.
    private var known: [[UInt8]: [UInt8]] = [:]
    /// Lines that stay keep all their blanks; nil: two lines of the file stand for one of the block.
    private var whole: [[UInt8]: [UInt8]?] = [:]

    init(from search: [[UInt8]], to found: [[UInt8]]) {
        for (line, other) in zip(search, found) {
            if let present = whole[line], present != other { whole[line] = .some(nil) } else { whole[line] = other }
            guard !withoutBlanks(line).isEmpty else { continue }
            let indent = Reindentation.indent(line)
            if known[indent] == nil { known[indent] = Reindentation.indent(other) }
        }
    }

    func fitted(_ lines: [[UInt8]]) -> [[UInt8]] {
        lines.map { line in
            if case .some(.some(let same)) = whole[line] { return same }
            if withoutBlanks(line).isEmpty { return line }
            let indent = Reindentation.indent(line)
            return self.indent(for: indent) + line[indent.count...]
        }
    }

    private func indent(for indent: [UInt8]) -> [UInt8] {
        if let same = known[indent] { return same }
        // The deepest known one that it begins with; what goes beyond is added in the file's own units.
        let shallower = known.filter { indent.starts(with: $0.key) }.max { $0.key.count < $1.key.count }
        if let (from, to) = shallower { return to + fittedExtra(Array(indent[from.count...])) }
        // Less deep than all: as much less as the block says.
        guard let (from, to) = known.min(by: { $0.key.count < $1.key.count }), from.starts(with: indent) else {
            return indent
        }
        let less = fittedExtra(Array(from[indent.count...])).count
        return Array(to.dropLast(min(less, to.count)))
    }

    /// Blanks beyond a known indentation: tabs where the file has tabs for the block's blanks.
    private func fittedExtra(_ extra: [UInt8]) -> [UInt8] {
        guard !extra.isEmpty, extra.allSatisfy({ $0 == 0x20 }) else { return extra }
        let tabbed = known.filter { $0.value.allSatisfy { $0 == 0x09 } && $0.key.allSatisfy { $0 == 0x20 } }
            .map { (blanks: $0.key.count, tabs: $0.value.count) }.sorted { $0.blanks < $1.blanks }
        // How many blanks a tab stands for: by two lines of different depths, else by one.
        let steps = zip(tabbed, tabbed.dropFirst()).map { ($1.blanks - $0.blanks, $1.tabs - $0.tabs) }
        for (blanks, tabs) in steps + tabbed where blanks > 0 && tabs > 0 && blanks.isMultiple(of: tabs) {
            let unit = blanks / tabs
            if extra.count.isMultiple(of: unit) { return Array(repeating: 0x09, count: extra.count / unit) }
        }
        return extra
    }

    private static func indent(_ line: [UInt8]) -> [UInt8] { Array(line.prefix { $0 == 0x20 || $0 == 0x09 }) }
}
