// `import … from './x'`, `require('./x')`, `export … from`, `import('./x')` in JavaScript and TypeScript.

/// Only paths that begin with a point name files; packages and aliases are left alone.
enum ScriptImports {
    /// What may be left out at the end of a path, by one bundler or another.
    private static let extensions = [
        "ts", "tsx", "d.ts", "js", "jsx", "mjs", "cjs", "mts", "cts", "json", "vue", "svelte", "css",
    ]

    private enum Finding {
        case stays, doubtful
        case changed(String)
    }

    static func read(_ line: String, of old: String, _ moved: MovedFiles) -> ImportReading {
        var parts: [PathInLine] = []
        var isDoubtful = false
        for path in paths(in: line) {
            switch finding(path.text, of: old, moved) {
            case .stays: break
            case .doubtful: isDoubtful = true
            case .changed(let text): parts.append(PathInLine(range: path.range, text: text))
            }
        }
        var reading = ImportReading(line, parts)
        reading.isDoubtful = isDoubtful
        return reading
    }

    private static func finding(_ typed: String, of old: String, _ moved: MovedFiles) -> Finding {
        guard let base = PathText.joined(PathText.folder(of: old), typed) else { return .stays }
        let candidates = candidates(for: base, asTyped: typed).filter(moved.known.contains)
        let exact = candidates.first { $0 == base }
        if let target = exact ?? (candidates.count == 1 ? candidates[0] : nil) {
            guard moved.moves(target) || moved.moves(old) else { return .stays }
            let new = text(for: moved.new(target), of: target, typed: typed, base: base)
            return way(to: new, typed, of: old, moved).map(Finding.changed) ?? .stays
        }
        if !candidates.isEmpty { return candidates.contains(where: moved.moves) ? .doubtful : .stays }
        if moved.hasFolder(base) {
            // A folder with a `package.json`.
            guard moved.movesFolder(base) || moved.moves(old) else { return .stays }
            return way(to: moved.newFolder(base), typed, of: old, moved).map(Finding.changed) ?? .stays
        }
        // Not there, or not listed: what is made by a build stays where its folder is, and moves with it.
        let isSame = way(to: moved.carried(base) ?? base, typed, of: old, moved) == nil
        return isSame ? .stays : .doubtful
    }

    /// As it is written after the move; nil where what is typed leads there still.
    private static func way(to new: String, _ typed: String, of old: String, _ moved: MovedFiles) -> String? {
        let folder = PathText.folder(of: moved.new(old))
        let way = spelled(new, from: folder)
        return PathText.joined(folder, typed) == PathText.joined(folder, way) ? nil : way
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

    /// Quoted texts behind `from`, `import`, `import(` and `require(` that begin with a point, without what stands
    /// behind `?` or `#`: that is the bundler's.
    private static func paths(in line: String) -> [PathInLine] {
        let text = line.utf8
        var found: [PathInLine] = []
        var index = text.startIndex
        while index < text.endIndex {
            let start = text.index(after: index)
            guard quotes.contains(text[index]), let end = text[start...].firstIndex(of: text[index]) else {
                index = start
                continue
            }
            if text[start] == UInt8(ascii: "."), isImport(line[..<index]) {
                let pathEnd = text[start..<end].firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? end
                let path = String(line[start..<pathEnd])
                // `${…}`: known only when it runs.
                if !path.utf8.contains(UInt8(ascii: "$")) || !path.contains("${") {
                    found.append(PathInLine(range: start..<pathEnd, text: path))
                }
            }
            index = text.index(after: end)
        }
        return found
    }

    private static let quotes = Array("'\"`".utf8)
    private static let words = ["from", "import", "require(", "import("].map { Array($0.utf8) }

    /// Looks at the last few bytes alone: a line may have any number of quoted texts.
    private static func isImport(_ before: Substring) -> Bool {
        var text = before
        while let last = text.utf8.last, last == 32 || last == 9 {
            text = text[..<text.utf8.index(before: text.endIndex)]
        }
        for word in words where text.utf8.suffix(word.count).elementsEqual(word) {
            let head = text[..<text.utf8.index(text.endIndex, offsetBy: -word.count)]
            guard let last = head.unicodeScalars.last else { return true }
            return
                !(last.properties.isAlphabetic || last.properties.numericType != nil
                || "_$.".unicodeScalars.contains(last))
        }
        return false
    }
}
