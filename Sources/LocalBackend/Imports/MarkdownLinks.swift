// `[text](path)`, `![picture](path)` and `[label]: path` in Markdown.

/// A path from the file's own folder; one that begins with `/` counts from the root.
///
/// Only what leads to a known file or folder is changed: code has `handlers[name](event)`, too.
enum MarkdownLinks {
    static func read(_ line: String, of old: String, _ moved: MovedFiles) -> ImportReading {
        let parts = paths(in: line).compactMap { path in
            way(path.text, of: old, moved).map { PathInLine(range: path.range, text: $0) }
        }
        return ImportReading(line, parts)
    }

    /// The path as it has to be; nil where it stays.
    private static func way(_ text: String, of old: String, _ moved: MovedFiles) -> String? {
        guard text.utf8.count <= PathText.limit else { return nil }
        let isRooted = text.hasPrefix("/")
        let plain = text.split(separator: "%20", omittingEmptySubsequences: false).joined(separator: " ")
        guard let target = PathText.joined(isRooted ? "" : PathText.folder(of: old), plain) else { return nil }
        let isFile = moved.known.contains(target)
        guard isFile || moved.hasFolder(target) else { return nil }
        let new = isFile ? moved.new(target) : moved.newFolder(target)
        guard new != target || !isRooted && moved.moves(old) else { return nil }
        let folder = PathText.folder(of: moved.new(old))
        if !isRooted, PathText.joined(folder, plain) == new { return nil }
        var way = isRooted ? "/" + new : PathText.relative(new, from: folder)
        if way.isEmpty { way = "./" }
        if plain.hasPrefix("./"), !way.hasPrefix("../"), !way.hasPrefix("./") { way = "./" + way }
        if plain.hasSuffix("/"), !way.hasSuffix("/") { way += "/" }
        return plain == text ? way : way.split(separator: " ").joined(separator: "%20")
    }

    /// Without what stands behind `#` or `?`; addresses and what stands in code are none.
    private static func paths(in line: String) -> [PathInLine] {
        let text = line.utf8
        let partners = MarkdownCode.partners(in: line)
        var found: [PathInLine] = []
        var hasLinks = false
        var index = text.startIndex
        while index < text.endIndex {
            if let end = partners[index] {
                index = end
                continue
            }
            let sign = text[index]
            text.formIndex(after: &index)
            guard sign == UInt8(ascii: "]"), index < text.endIndex, text[index] == UInt8(ascii: "(") else { continue }
            hasLinks = true
            let path = path(in: line, from: text.index(after: index))
            index = path.range.upperBound
            if isPath(path.text) { found.append(path) }
        }
        if !hasLinks, let path = definition(in: line), isPath(path.text) { return [path] }
        return found
    }

    private static func definition(in line: String) -> PathInLine? {
        let text = line.utf8
        guard text.first(where: { $0 != 32 }) == UInt8(ascii: "["),
            let bracket = text.firstIndex(of: UInt8(ascii: "]")),
            case let colon = text.index(after: bracket), colon < text.endIndex, text[colon] == UInt8(ascii: ":"),
            let start = text[text.index(after: colon)...].firstIndex(where: { $0 != 32 })
        else { return nil }
        return path(in: line, from: start)
    }

    private static func path(in line: String, from start: String.Index) -> PathInLine {
        let end = line.utf8[start...].firstIndex { ends.contains($0) } ?? line.endIndex
        return PathInLine(range: start..<end, text: String(line[start..<end]))
    }

    private static let ends = Array(") \t#?".utf8)

    private static func isPath(_ text: String) -> Bool {
        !text.isEmpty && !text.utf8.contains(UInt8(ascii: ":")) && !text.hasPrefix("<") && !text.hasPrefix("//")
    }
}
