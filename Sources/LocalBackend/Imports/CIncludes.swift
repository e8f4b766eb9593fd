// `#include "x.h"` in C, C++ and Objective-C.

/// A path from the file's own folder, as the compiler looks first, or from the root, `include/` or `src/`.
enum CIncludes {
    private static let roots = ["", "include/", "src/"]

    static func read(_ line: String, of old: String, _ moved: MovedFiles) -> ImportReading {
        var reading = ImportReading(line)
        guard let path = path(in: line) else { return reading }
        let isAngled = line[line.index(before: path.range.lowerBound)] == "<"
        if !isAngled, let target = PathText.joined(PathText.folder(of: old), path.text), moved.known.contains(target) {
            guard moved.moves(target) || moved.moves(old) else { return reading }
            let way = PathText.relative(moved.new(target), from: PathText.folder(of: moved.new(old)))
            let stays = PathText.joined(PathText.folder(of: moved.new(old)), path.text) == moved.new(target)
            return stays ? reading : changed(line, path, to: way)
        }
        let rooted = roots.compactMap { root in
            PathText.joined(root, path.text).flatMap { moved.known.contains($0) ? (root: root, target: $0) : nil }
        }
        if rooted.count == 1, moved.moves(rooted[0].target) {
            let (root, target) = rooted[0]
            let new = moved.new(target)
            if new.hasPrefix(root) { return changed(line, path, to: String(new.dropFirst(root.count))) }
            reading.isDoubtful = true
        } else if rooted.isEmpty || rooted.count > 1 {
            // The compiler was told of other folders, and we were not.
            let end = "/" + path.text.split(separator: "/").filter { $0 != ".." && $0 != "." }.joined(separator: "/")
            reading.isDoubtful = moved.paths.contains { old, new in
                ("/" + old).hasSuffix(end) && !("/" + new).hasSuffix(end)
            }
        }
        return reading
    }

    private static func changed(_ line: String, _ path: PathInLine, to text: String) -> ImportReading {
        ImportReading(line, [PathInLine(range: path.range, text: text)])
    }

    private static func path(in line: String) -> PathInLine? {
        var rest = line[...].drop { $0 == " " || $0 == "\t" }
        guard rest.popFirst() == "#" else { return nil }
        rest = rest.drop { $0 == " " || $0 == "\t" }
        guard let word = ["include", "import"].first(where: { rest.hasPrefix($0) }) else { return nil }
        rest = rest.dropFirst(word.count).drop { $0 == " " || $0 == "\t" }
        guard let mark = rest.popFirst(), mark == "\"" || mark == "<",
            let end = rest.firstIndex(of: mark == "<" ? ">" : "\"")
        else { return nil }
        return PathInLine(range: rest.startIndex..<end, text: String(rest[..<end]))
    }
}
