// One SEARCH/REPLACE block, as `apply_diff` reads it and as we read our own back.

/// Neighbouring lines and what they become.
struct DiffBlock: Equatable, Sendable {
    /// The first line's number, 1-based, before any block of the same text is applied.
    var start: Int
    var old: [String]
    var new: [String]

    init(start: Int, old: [String], new: [String]) {
        self.start = start
        self.old = old
        self.new = new
    }

    var text: String {
        "<<<<<<< SEARCH\n:start_line:\(start)\n-------\n" + old.map { Self.escaped($0) + "\n" }.joined() + "=======\n"
            + new.map { Self.escaped($0) + "\n" }.joined() + ">>>>>>> REPLACE\n"
    }

    /// The blocks of a text that was made of blocks.
    static func blocks(of text: String) -> [DiffBlock] {
        var blocks: [DiffBlock] = []
        var lines = SearchReport.lines(of: text)[...]
        while lines.popFirst() == "<<<<<<< SEARCH", let head = lines.popFirst(), lines.popFirst() == "-------",
            let start = SearchReport.lineNumber(head.dropFirst(":start_line:".count))
        {
            let old = lines.prefix { $0 != "=======" }
            let new = lines[old.endIndex...].dropFirst().prefix { $0 != ">>>>>>> REPLACE" }
            blocks.append(DiffBlock(start: start, old: old.map(unescaped), new: new.map(unescaped)))
            lines = lines[new.endIndex...].dropFirst()
        }
        return blocks
    }

    /// What takes these back, by the places that the lines have after them.
    static func inverse(of blocks: [DiffBlock]) -> [DiffBlock] {
        var shift = 0
        return blocks.map { block in
            defer { shift += block.new.count - block.old.count }
            return DiffBlock(start: block.start + shift, old: block.new, new: block.old)
        }
    }

    /// A line that looks like a marker gets a backslash in front; one that has backslashes there already, one more.
    /// Blanks behind a marker don't matter, behind the dashes they do.
    private static func escaped(_ line: String) -> String { isMarker(line) ? "\\" + line : line }

    private static func unescaped(_ line: Substring) -> String {
        line.hasPrefix("\\") && isMarker(String(line)) ? String(line.dropFirst()) : String(line)
    }

    private static func isMarker(_ line: String) -> Bool {
        let bare = line.drop { $0 == "\\" }
        var marker = bare
        while let last = marker.last, last == " " || last == "\t" { marker.removeLast() }
        return markers.contains(String(marker)) || bare == "-------"
    }

    private static let markers: Set<String> = ["<<<<<<< SEARCH", "=======", ">>>>>>> REPLACE"]
}
