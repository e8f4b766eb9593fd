// `from M import N` in a file that moves, or of a module that does.

struct PythonFromImport {
    var line: String
    var indent: String
    var from: Parts
    var old: String
    var moved: MovedFiles

    /// The line taken apart.
    struct Parts {
        var dots: Int
        var module: String
        /// What stands behind `import`, as typed, up to the comment.
        var names: String
        /// With the blanks before it.
        var comment: String

        init?(_ body: Substring) {
            guard body.hasPrefix("from ") else { return nil }
            let rest = body.dropFirst(5).drop { $0 == " " || $0 == "\t" }
            let path = rest.prefix { PythonImports.isName($0) || $0 == "." }
            let behind = rest[path.endIndex...].drop { $0 == " " || $0 == "\t" }
            guard !path.isEmpty, behind.startIndex > path.endIndex, behind.hasPrefix("import") else { return nil }
            let text = behind.dropFirst(6)
            guard let first = text.first, " \t(*".contains(first), path.utf8.count <= PathText.limit else { return nil }
            dots = path.prefix { $0 == "." }.count
            module = String(path.dropFirst(dots))
            var end = text.firstIndex(of: "#") ?? text.endIndex
            while end > text.startIndex, " \t".contains(text[text.index(before: end)]) { end = text.index(before: end) }
            names = String(text[..<end].drop { $0 == " " || $0 == "\t" })
            comment = String(text[end...])
        }

        /// More names follow in the lines below.
        var goesOn: Bool { names.contains("(") && !names.contains(")") || names.hasSuffix("\\") }
    }

    private struct Name {
        /// `name` of `name as alias`, and the whole.
        var name: String
        var alias: String?
        var typed: String
    }

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
            if PythonImports.file(here, moved) != nil || moved.hasFolder(here) { return (here, root) }
        }
        return nil
    }

    var reading: ImportReading {
        guard let (path, root) = place else { return ImportReading(line) }
        let file = PythonImports.file(path, moved)
        let target = file.map(moved.new).map(Self.module) ?? moved.newFolder(path)
        if from.goesOn || from.names.hasPrefix("*") { return whole(path, target, root) }
        let names = self.names
        let modules = names.map { PythonImports.file(path.isEmpty ? $0.name : path + "/" + $0.name, moved) }
        let hasMovedName = modules.contains { $0.map(moved.moves) == true }
        guard moved.moves(old) && from.dots > 0 || target != path || hasMovedName else { return ImportReading(line) }

        var homes = Homes()
        for (name, module) in zip(names, modules) {
            guard let module else {
                homes.add(name.typed, to: target)
                continue
            }
            let stem = Self.module(moved.new(module))
            let last = PathText.name(of: stem)
            let alias = name.alias ?? (last == name.name ? nil : name.name)
            homes.add(
                moved.moves(module) ? last + (alias.map { " as \($0)" } ?? "") : name.typed,
                to: PathText.folder(of: stem))
        }
        // As typed, with its brackets, where all stay together.
        if homes.groups.count == 1, !hasMovedName { homes.groups[0].words = [from.names] }
        var lines: [String] = []
        for group in homes.groups {
            if group.home != path, PythonImports.roots.contains(group.home.isEmpty ? "" : group.home + "/") {
                lines += group.words.map { "\(indent)import \($0)" }
            } else {
                guard let module = spelled(group.home, root) else { return .doubtful(line) }
                lines.append("\(indent)from \(module) import \(group.words.joined(separator: ", "))")
            }
        }
        return changed(to: lines)
    }

    /// A line whose names can't be told: below, or all of them.
    private func whole(_ path: String, _ target: String, _ root: String) -> ImportReading {
        // Names may be modules that go another way than the package.
        let mayPart = from.goesOn && !moved.movesFolder(path) && moved.touches(path)
        guard moved.moves(old) && from.dots > 0 || target != path else {
            return mayPart ? .doubtful(line) : ImportReading(line)
        }
        guard let module = spelled(target, root) else { return .doubtful(line) }
        var reading = changed(to: ["\(indent)from \(module) import \(from.names)"])
        reading.isDoubtful = mayPart && target == path
        return reading
    }

    private func changed(to lines: [String]) -> ImportReading {
        let text = lines.joined(separator: "\n") + from.comment
        // Blanks alone are no reason to touch a line.
        guard text.utf8.filter({ $0 != 32 }) != line.utf8.filter({ $0 != 32 }) else { return ImportReading(line) }
        var reading = ImportReading(text)
        reading.places = 1
        return reading
    }

    /// Names by the packages that they come from after the move, in order of appearance.
    private struct Homes {
        var groups: [(home: String, words: [String])] = []
        private var places: [String: Int] = [:]

        mutating func add(_ words: String, to home: String) {
            if let place = places[home] {
                groups[place].words.append(words)
            } else {
                places[home] = groups.count
                groups.append((home, [words]))
            }
        }
    }

    private var names: [Name] {
        from.names.trimmed(of: " \t()").split(separator: ",").compactMap { item in
            let typed = item.trimmed(of: " \t")
            let words = typed.split(separator: " ").map(String.init)
            guard let name = words.first, name.utf8.count <= PathText.limit else { return nil }
            return Name(name: name, alias: words.count == 3 && words[1] == "as" ? words[2] : nil, typed: typed)
        }
    }

    private static func module(_ file: String) -> String {
        let stem = PathText.split(file).stem
        return PathText.name(of: stem) == "__init__" ? PathText.folder(of: stem) : stem
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
