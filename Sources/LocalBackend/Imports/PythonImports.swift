// `import a.b`, `from a.b import c`, `from a import b`, `from .x import y` in Python.

/// Packages are folders below the root or below `src/`, with or without an `__init__.py`.
enum PythonImports {
    static func read(_ line: String, of old: String, _ moved: MovedFiles) -> ImportReading {
        let body = line.drop { $0 == " " || $0 == "\t" }
        let indent = String(line[..<body.startIndex])
        if body.hasPrefix("from "), let from = From(body) {
            return PythonFromImport(line: line, indent: indent, from: from, old: old, moved: moved).reading
        }
        if body.hasPrefix("import ") { return plainImport(line, body.dropFirst(7), old, moved) }
        return loneName(line, body, moved)
    }

    /// `from M import N` taken apart.
    struct From {
        var dots: Int
        var module: String
        /// What stands behind `import`, as typed.
        var names: String

        init?(_ body: Substring) {
            guard let split = body.firstRange(of: " import ") else { return nil }
            let path = body[body.index(body.startIndex, offsetBy: 5)..<split.lowerBound].trimmed(of: " \t")
            dots = path.prefix { $0 == "." }.count
            module = String(path.dropFirst(dots))
            names = String(body[split.upperBound...])
            guard module.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }) else { return nil }
        }
    }

    /// The file of a module, by its path without an end; nil when there is none, or two.
    static func file(_ path: String, _ moved: MovedFiles) -> String? {
        moved.only(of: [path + ".py", path + "/__init__.py"])
    }

    static let roots = ["", "src/"]

    /// The name of a module, seen from the root.
    static func dotted(_ file: String, root: String) -> String? {
        guard file.hasPrefix(root) else { return nil }
        var parts = PathText.split(String(file.dropFirst(root.count))).stem.split(separator: "/")
        if parts.last == "__init__" { parts.removeLast() }
        let areNames = parts.allSatisfy { $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } }
        return parts.isEmpty || !areNames ? nil : parts.joined(separator: ".")
    }

    /// The file of a dotted name, and the root that it counts from.
    static func absolute(_ name: String, _ moved: MovedFiles) -> (file: String, root: String)? {
        let path = name.split(separator: ".").joined(separator: "/")
        for root in roots {
            if let file = file(root + path, moved) { return (file, root) }
        }
        return nil
    }

    // MARK: `import a.b as c, d`

    private static func plainImport(
        _ line: String, _ names: Substring, _ old: String, _ moved: MovedFiles
    ) -> ImportReading {
        var reading = ImportReading(line)
        var parts: [(range: Range<String.Index>, text: String)] = []
        for item in names.split(separator: ",") {
            let text = item.drop { $0 == " " }
            let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
            guard let (file, root) = absolute(String(name), moved) else {
                // A script finds its neighbours; nothing says how it will after the move.
                let near = PathText.joined(PathText.folder(of: old), String(name) + ".py")
                if let near, moved.moves(near) || moved.moves(old) && moved.known.contains(near) {
                    reading.isDoubtful = true
                }
                continue
            }
            guard moved.moves(file) else { continue }
            guard let new = dotted(moved.new(file), root: root) else {
                reading.isDoubtful = true
                continue
            }
            guard new != name else { continue }
            let hasAlias = text[name.endIndex...].drop { $0 == " " }.hasPrefix("as ")
            // A bare name stays what the rest of the file calls it.
            let alias = !hasAlias && !name.contains(".") ? " as \(name)" : ""
            parts.append((name.startIndex..<name.endIndex, new + (new == name ? "" : alias)))
        }
        reading.line = line.replacing(parts)
        reading.places = parts.count
        return reading
    }

    /// The dotted names that a line binds as they stand, `import a.b`: the file says `a.b.f()` then.
    static func dottedNames(_ line: String, _ moved: MovedFiles) -> [(old: String, new: String)] {
        let body = line.drop { $0 == " " || $0 == "\t" }
        guard body.hasPrefix("import ") else { return [] }
        return body.dropFirst(7).split(separator: ",").compactMap { item in
            let name = item.trimmed(of: " \t")
            guard name.contains("."), let (file, root) = absolute(name, moved), moved.moves(file),
                let new = dotted(moved.new(file), root: root)
            else { return nil }
            return (name, new)
        }
    }

    /// Uses of dotted names in a line that is no import.
    static func uses(_ line: String, of names: [(old: String, new: String)]) -> ImportReading {
        var reading = ImportReading(line)
        for (old, new) in names {
            let bytes = Array(reading.line.utf8)
            var result: [UInt8] = []
            var end = 0
            for place in NamePlaces.find([Array(old.utf8)], in: bytes, insideWords: false) {
                if place.range.lowerBound > 0, bytes[place.range.lowerBound - 1] == UInt8(ascii: ".") { continue }
                result += bytes[end..<place.range.lowerBound] + Array(new.utf8)
                end = place.range.upperBound
                reading.places += 1
            }
            reading.line = String(decoding: result + bytes[end...], as: UTF8.self)
        }
        return reading
    }

    /// `    util,`: a line of a list of names that began above.
    private static func loneName(_ line: String, _ body: Substring, _ moved: MovedFiles) -> ImportReading {
        var reading = ImportReading(line)
        let name = body.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        guard !name.isEmpty, name.startIndex > line.startIndex else { return reading }
        let rest = body[name.endIndex...].trimmed(of: " \t,)")
        guard rest.isEmpty || rest.hasPrefix("as "), body.last == "," || rest.hasPrefix("as ") else { return reading }
        reading.isDoubtful = moved.paths.contains { old, new in
            PathText.name(of: PathText.split(old).stem) == name && old.hasSuffix(".py")
                && PathText.folder(of: old) != PathText.folder(of: new)
        }
        return reading
    }
}

/// `from M import N` in a file that moves, or of a module that does.
private struct PythonFromImport {
    var line: String
    var indent: String
    var from: PythonImports.From
    var old: String
    var moved: MovedFiles

    private var new: String { moved.new(old) }

    /// The module's path without an end, and the root of an absolute one.
    private var place: (path: String, root: String)? {
        let path = from.module.split(separator: ".").joined(separator: "/")
        if from.dots > 0 {
            let up = String(repeating: "../", count: from.dots - 1)
            return PathText.joined(PathText.folder(of: old), up + path).map {
                ($0, old.hasPrefix("src/") ? "src/" : "")
            }
        }
        for root in PythonImports.roots {
            let here = root + path
            if PythonImports.file(here, moved) != nil || moved.known.contains(where: { $0.hasPrefix(here + "/") }) {
                return (here, root)
            }
        }
        return nil
    }

    var reading: ImportReading {
        var reading = ImportReading(line)
        guard let (path, root) = place else { return reading }
        let isList = from.names.contains("(") && !from.names.contains(")")
        let names = isList || from.names.hasPrefix("*") ? [] : self.names
        let modules = names.map { name in PythonImports.file(path.isEmpty ? name.name : path + "/" + name.name, moved) }
        let file = PythonImports.file(path, moved)
        let movedNames = modules.map { $0.map(moved.moves) == true }
        if isList, file.map(moved.moves) != true, moved.paths.keys.contains(where: { PathText.folder(of: $0) == path })
        {
            reading.isDoubtful = true
        }
        guard moved.moves(old) && from.dots > 0 || file.map(moved.moves) == true || movedNames.contains(true) else {
            return reading
        }
        let target = file.map(moved.new).map(Self.module) ?? movedFolder(path)
        var lines: [String] = []
        let staying = zip(names, movedNames).filter { !$0.1 }.map(\.0.typed)
        if names.isEmpty || !staying.isEmpty {
            guard let module = spelled(target, root) else { return doubtful }
            let words = names.isEmpty || !movedNames.contains(true) ? from.names : staying.joined(separator: ", ")
            lines.append("\(indent)from \(module) import \(words)")
        }
        for (name, module) in zip(names, modules) {
            guard let module, moved.moves(module) else { continue }
            let stem = Self.module(moved.new(module))
            let last = PathText.name(of: stem)
            let alias = name.alias ?? (last == name.name ? nil : name.name)
            let words = last + (alias.map { " as \($0)" } ?? "")
            let home = PathText.folder(of: stem)
            if PythonImports.roots.contains(home.isEmpty ? "" : home + "/") {
                lines.append("\(indent)import \(words)")
                continue
            }
            guard let folder = spelled(home, root) else { return doubtful }
            let text = "\(indent)from \(folder) import \(words)"
            // Names that move together stay together.
            if let index = lines.firstIndex(where: { $0.hasPrefix("\(indent)from \(folder) import ") }) {
                lines[index] += ", \(words)"
            } else {
                lines.append(text)
            }
        }
        let text = lines.joined(separator: "\n")
        guard text != line, !(names.count == lines.count && text.filter { $0 != " " } == line.filter { $0 != " " })
        else {
            return reading
        }
        reading.line = text
        reading.places = 1
        return reading
    }

    private var doubtful: ImportReading {
        var reading = ImportReading(line)
        reading.isDoubtful = true
        return reading
    }

    private var names: [(name: String, alias: String?, typed: String)] {
        let text = from.names.split(separator: "#", maxSplits: 1).first.map(String.init) ?? ""
        return text.trimmed(of: " \t()").split(separator: ",").compactMap { item in
            let typed = item.trimmed(of: " \t")
            let words = typed.split(separator: " ").map(String.init)
            guard let name = words.first else { return nil }
            return (name, words.count == 3 && words[1] == "as" ? words[2] : nil, typed)
        }
    }

    private static func module(_ file: String) -> String {
        let stem = PathText.split(file).stem
        return PathText.name(of: stem) == "__init__" ? PathText.folder(of: stem) : stem
    }

    /// A folder without a file of its own goes where its files go.
    private func movedFolder(_ path: String) -> String {
        let inside = moved.known.filter { $0.hasPrefix(path + "/") }
        guard !path.isEmpty, !inside.isEmpty, inside.allSatisfy(moved.moves), let one = inside.min(),
            let new = moved.paths[one], new.hasSuffix(one.dropFirst(path.count))
        else { return path }
        return String(new.dropLast(one.count - path.count))
    }

    /// A module's or a package's name behind `from`, in the manner of before; nil where it has none.
    private func spelled(_ path: String, _ root: String) -> String? {
        if from.dots > 0 {
            let (start, end) = (PathText.folder(of: new).split(separator: "/"), path.split(separator: "/"))
            let common = zip(start, end).prefix { $0 == $1 }.count
            let bottom = new.hasPrefix("src/") ? 1 : 0
            // Above the topmost package there is no relative way.
            if common > bottom {
                let dots = String(repeating: ".", count: start.count - common + 1)
                return dots + end.dropFirst(common).joined(separator: ".")
            }
        }
        for root in [root] + PythonImports.roots where path.hasPrefix(root) && path.count > root.count {
            return path.dropFirst(root.count).split(separator: "/").joined(separator: ".")
        }
        return nil
    }
}
