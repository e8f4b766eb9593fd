// What counts as a change of blanks alone: for dimming it, and for comparing without it.

/// How blanks (space, tab, carriage return, line feed) are compared, by git's options of these names.
public enum WhitespaceRule: Hashable, Sendable, CaseIterable {
    case exact
    /// `--ignore-space-at-eol`
    case ignoreAtLineEnd
    /// `-b`: some blanks are as good as others, and none at a line's end.
    case ignoreAmount
    /// `-w`
    case ignoreAll

    /// Whether two lines differ at most in what the rule ignores.
    public func areEqual(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
        self == .exact ? a == b : comparable(a) == comparable(b)
    }

    /// What is left of a line for comparing.
    func comparable(_ line: ArraySlice<UInt8>) -> [UInt8] {
        var kept: [UInt8] = []
        append(line, to: &kept)
        return kept
    }

    /// The lines as they are compared, as many as before, each with a line end.
    func comparable(_ lines: ByteLines) -> ByteLines {
        if self == .exact { return lines }
        var kept: [UInt8] = []
        kept.reserveCapacity(lines.bytes.count + 1)
        for line in 0..<lines.count {
            append(lines[line], to: &kept)
            kept.append(0x0A)
        }
        return ByteLines(kept)
    }

    private func append(_ line: ArraySlice<UInt8>, to kept: inout [UInt8]) {
        guard self != .exact else {
            kept += line
            return
        }
        var end = line.endIndex
        while end > line.startIndex, Self.isBlank(line[end - 1]) { end -= 1 }
        var wasBlank = false
        for byte in line[line.startIndex..<end] {
            let isBlank = self != .ignoreAtLineEnd && Self.isBlank(byte)
            if !isBlank {
                kept.append(byte)
            } else if self == .ignoreAmount, !wasBlank {
                kept.append(0x20)
            }
            wasBlank = isBlank
        }
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }
}

extension WhitespaceRule {
    /// Whether lines make way for others that say the same in other blanks: line by line equal without blanks, where
    /// blank lines don't count. Decisions stand on the exact difference all the same.
    public static func isOnlyDifference(removed: [ArraySlice<UInt8>], added: [ArraySlice<UInt8>]) -> Bool {
        var (i, j) = (0, 0)
        while true {
            while i < removed.count, removed[i].allSatisfy(isBlank) { i += 1 }
            while j < added.count, added[j].allSatisfy(isBlank) { j += 1 }
            guard i < removed.count, j < added.count else { return i == removed.count && j == added.count }
            guard sayTheSame(removed[i], added[j]) else { return false }
            (i, j) = (i + 1, j + 1)
        }
    }

    private static func sayTheSame(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
        var (i, j) = (a.startIndex, b.startIndex)
        while true {
            while i < a.endIndex, isBlank(a[i]) { i += 1 }
            while j < b.endIndex, isBlank(b[j]) { j += 1 }
            guard i < a.endIndex, j < b.endIndex else { return i == a.endIndex && j == b.endIndex }
            if a[i] != b[j] { return false }
            (i, j) = (i + 1, j + 1)
        }
    }
}

extension LineRun {
    /// Whether the run changes nothing but blanks and blank lines.
    public func isWhitespaceOnly(old oldLines: ByteLines, new newLines: ByteLines) -> Bool {
        WhitespaceRule.isOnlyDifference(removed: old.map { oldLines[$0] }, added: new.map { newLines[$0] })
    }
}
