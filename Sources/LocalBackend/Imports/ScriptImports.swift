// `import … from './x'`, `require('./x')`, `export … from`, `import('./x')` in JavaScript and TypeScript.

/// Only paths that begin with a point name files; packages and aliases are left alone.
enum ScriptImports {
    private static let extensions = ["ts", "tsx", "d.ts", "js", "jsx", "mjs", "cjs", "mts", "cts", "json"]

    static func read(_ line: String, of old: String, _ moved: MovedFiles) -> ImportReading {
        var reading = ImportReading(line)
        var parts: [(range: Range<String.Index>, text: String)] = []
        for path in paths(in: line) {
            guard let base = PathText.joined(PathText.folder(of: old), path.text) else { continue }
            let candidates = candidates(for: base, asTyped: path.text).filter(moved.known.contains)
            let exact = candidates.first { $0 == base }
            guard let target = exact ?? (candidates.count == 1 ? candidates[0] : nil) else {
                if candidates.contains(where: moved.moves) { reading.isDoubtful = true }
                if candidates.isEmpty, moved.moves(old) {
                    // Not there, or not listed: the way to it is another all the same.
                    let way = spelled(base, from: PathText.folder(of: moved.new(old)))
                    if way != path.text, !path.text.hasSuffix("/") { parts.append((path.range, way)) }
                }
                continue
            }
            guard moved.moves(target) || moved.moves(old) else { continue }
            let new = text(for: moved.new(target), of: target, typed: path.text, base: base)
            let way = spelled(new, from: PathText.folder(of: moved.new(old)))
            let isSame =
                PathText.joined(PathText.folder(of: moved.new(old)), path.text)
                == PathText.joined(PathText.folder(of: moved.new(old)), way)
            if !isSame { parts.append((path.range, way)) }
        }
        reading.line = line.replacing(parts)
        reading.places = parts.count
        return reading
    }

    /// As it stands, with an extension, as a folder's index, and `x.js` for what is `x.ts`.
    private static func candidates(for base: String, asTyped: String) -> [String] {
        var all = [base]
        let (stem, end) = PathText.split(base)
        for (compiled, sources) in [("js", ["ts", "tsx"]), ("jsx", ["tsx"]), ("mjs", ["mts"]), ("cjs", ["cts"])]
        where end == compiled {
            all += sources.map { stem + "." + $0 }
        }
        let isFolder = asTyped.hasSuffix("/") || asTyped.hasSuffix(".")
        if !isFolder, !base.isEmpty { all += extensions.map { base + "." + $0 } }
        return all + extensions.map { (base.isEmpty ? "" : base + "/") + "index." + $0 }
    }

    /// The new path with as much of its end as the old one had.
    private static func text(for new: String, of target: String, typed: String, base: String) -> String {
        if target == base { return new }
        let (stem, _) = PathText.split(new.hasSuffix(".d.ts") ? String(new.dropLast(3)) : new)
        let typedEnd = PathText.split(base).extension
        // `./x.js` that means x.ts.
        if !typedEnd.isEmpty, PathText.split(target).stem == PathText.split(base).stem { return stem + "." + typedEnd }
        if !extensions.contains(PathText.split(new).extension) { return new }
        let wasIndex = PathText.name(of: PathText.split(target).stem) == "index" && PathText.name(of: base) != "index"
        if wasIndex, PathText.name(of: stem) == "index" { return PathText.folder(of: stem) }
        return stem
    }

    private static func spelled(_ path: String, from folder: String) -> String {
        let way = PathText.relative(path, from: folder)
        return way.hasPrefix("../") ? way : way.isEmpty ? "." : "./" + way
    }

    /// Quoted texts behind `from`, `import`, `import(` and `require(` that begin with a point.
    private static func paths(in line: String) -> [PathInLine] {
        var found: [PathInLine] = []
        var index = line.startIndex
        while index < line.endIndex {
            let quote = line[index]
            guard quote == "'" || quote == "\"" || quote == "`",
                let end = line[line.index(after: index)...].firstIndex(of: quote)
            else {
                line.formIndex(after: &index)
                continue
            }
            let range = line.index(after: index)..<end
            let text = String(line[range])
            if text.hasPrefix("."), !text.contains("${"), isImport(line[..<index]) {
                found.append(PathInLine(range: range, text: text))
            }
            index = line.index(after: end)
        }
        return found
    }

    private static func isImport(_ before: Substring) -> Bool {
        let text = before.trimmed(of: " \t")
        for word in ["from", "import", "require(", "import("] where text.hasSuffix(word) {
            let last = text.dropLast(word.count).last
            return last.map { !($0.isLetter || $0.isNumber || "_$.".contains($0)) } ?? true
        }
        return false
    }
}
