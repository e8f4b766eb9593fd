// `[text](path)`, `![picture](path)` and `[label]: path` in Markdown.

/// A path from the file's own folder; one that begins with `/` counts from the root.
enum MarkdownLinks {
    static func read(_ line: String, of old: String, _ moved: MovedFiles) -> ImportReading {
        var reading = ImportReading(line)
        var parts: [(range: Range<String.Index>, text: String)] = []
        for path in paths(in: line) {
            let isRooted = path.text.hasPrefix("/")
            let plain = path.text.split(separator: "%20", omittingEmptySubsequences: false).joined(separator: " ")
            guard let target = PathText.joined(isRooted ? "" : PathText.folder(of: old), plain) else { continue }
            guard moved.moves(target) || !isRooted && moved.moves(old) else { continue }
            let folder = PathText.folder(of: moved.new(old))
            if !isRooted, PathText.joined(folder, plain) == moved.new(target) { continue }
            var way = isRooted ? "/" + moved.new(target) : PathText.relative(moved.new(target), from: folder)
            if plain.hasPrefix("./"), !way.hasPrefix("../") { way = "./" + way }
            if plain.hasSuffix("/"), !way.hasSuffix("/") { way += "/" }
            if plain != path.text { way = way.split(separator: " ").joined(separator: "%20") }
            parts.append((path.range, way))
        }
        reading.line = line.replacing(parts)
        reading.places = parts.count
        return reading
    }

    /// Without what stands behind `#` or `?`; addresses are none.
    private static func paths(in line: String) -> [PathInLine] {
        var starts: [String.Index] = []
        var index = line.startIndex
        while let hit = line[index...].firstRange(of: "](") {
            starts.append(hit.upperBound)
            index = hit.upperBound
        }
        if starts.isEmpty, line.drop(while: { $0 == " " }).first == "[", let hit = line.firstRange(of: "]:") {
            starts.append(line[hit.upperBound...].firstIndex { $0 != " " } ?? line.endIndex)
        }
        return starts.compactMap { start in
            let end = line[start...].firstIndex { ") \t#?".contains($0) } ?? line.endIndex
            let text = String(line[start..<end])
            guard !text.isEmpty, !text.contains(":"), text.first != "<", !text.hasPrefix("//") else { return nil }
            return PathInLine(range: start..<end, text: text)
        }
    }
}
