// `import a.b`, `from a.b import c`, `from a import b`, `from .x import y` in Python.

/// Packages are folders below the root or below `src/`, with or without an `__init__.py`.
enum PythonImports {
    static let roots = ["", "src/"]

    static func read(_ line: String, of old: String, _ moved: MovedFiles) -> ImportReading {
        let code = line.utf8.prefix { $0 != UInt8(ascii: "#") }
        guard code.contains(UInt8(ascii: ";")) else { return statement(line, of: old, moved) }
        // Which text a change would hit in a line of several statements can't be told; that it would, can.
        let isHit = code.split(separator: UInt8(ascii: ";")).contains { part in
            let text = String(Substring(part).drop { $0 == " " || $0 == "\t" })
            guard text.hasPrefix("import ") || text.hasPrefix("from ") else { return false }
            let reading = statement(text, of: old, moved)
            return reading.places > 0 || reading.isDoubtful
        }
        return isHit ? .doubtful(line) : ImportReading(line)
    }

    private static func statement(_ line: String, of old: String, _ moved: MovedFiles) -> ImportReading {
        let body = line.drop { $0 == " " || $0 == "\t" }
        if let from = PythonFromImport.Parts(body) {
            let indent = String(line[..<body.startIndex])
            return PythonFromImport(line: line, indent: indent, from: from, old: old, moved: moved).reading
        }
        if body.hasPrefix("import ") { return plainImport(line, of: old, moved) }
        return loneName(line, body, moved)
    }

    /// The file of a module, by its path without an end; nil when there is none, or two.
    static func file(_ path: String, _ moved: MovedFiles) -> String? {
        moved.only(of: [path + ".py", path + "/__init__.py"])
    }

    static func isName(_ sign: Character) -> Bool { sign.isLetter || sign.isNumber || sign == "_" }

    /// The name of a module, seen from the root.
    private static func dotted(_ file: String, root: String) -> String? {
        guard file.hasPrefix(root) else { return nil }
        var parts = PathText.split(String(file.dropFirst(root.count))).stem.split(separator: "/")
        if parts.last == "__init__" { parts.removeLast() }
        return parts.isEmpty || !parts.allSatisfy { $0.allSatisfy(isName) } ? nil : parts.joined(separator: ".")
    }

    /// The file of a dotted name, and the root that it counts from.
    private static func absolute(_ name: String, _ moved: MovedFiles) -> (file: String, root: String)? {
        guard name.utf8.count <= PathText.limit else { return nil }
        let path = name.split(separator: ".").joined(separator: "/")
        for root in roots {
            if let file = file(root + path, moved) { return (file, root) }
        }
        return nil
    }

    /// One of the names behind `import`.
    private struct ImportedName {
        var range: Range<String.Index>
        var name: String
        var hasAlias: Bool
    }

    /// The names of `import a.b as c, d  # why`; none for another line.
    private static func importedNames(_ line: String) -> [ImportedName] {
        let body = line.drop { $0 == " " || $0 == "\t" }
        guard body.hasPrefix("import ") else { return [] }
        let text = body.dropFirst(7).prefix { $0 != "#" && $0 != ";" }
        return text.split(separator: ",").compactMap { item in
            let item = item.drop { $0 == " " || $0 == "\t" }
            let name = item.prefix { isName($0) || $0 == "." }
            guard !name.isEmpty else { return nil }
            let hasAlias = item[name.endIndex...].drop { $0 == " " || $0 == "\t" }.hasPrefix("as ")
            return ImportedName(range: name.startIndex..<name.endIndex, name: String(name), hasAlias: hasAlias)
        }
    }

    private static func plainImport(_ line: String, of old: String, _ moved: MovedFiles) -> ImportReading {
        var parts: [PathInLine] = []
        var isDoubtful = false
        for item in importedNames(line) {
            guard let (file, root) = absolute(item.name, moved) else {
                // A script finds its neighbours; nothing says how it will after the move.
                let near = PathText.joined(PathText.folder(of: old), item.name + ".py")
                if let near, moved.moves(near) || moved.moves(old) && moved.known.contains(near) { isDoubtful = true }
                continue
            }
            guard moved.moves(file) else { continue }
            guard let new = dotted(moved.new(file), root: root) else {
                isDoubtful = true
                continue
            }
            guard new != item.name else { continue }
            // A bare name stays what the rest of the file calls it.
            let alias = !item.hasAlias && !item.name.contains(".") ? " as \(item.name)" : ""
            parts.append(PathInLine(range: item.range, text: new + alias))
        }
        var reading = ImportReading(line, parts)
        reading.isDoubtful = isDoubtful
        return reading
    }

    /// The dotted names that lines bind as they stand, `import a.b`, with what they are called after the move: the
    /// file says `a.b.f()` then. Each once, whatever the number of lines.
    static func dottedNames(_ lines: some Sequence<String>, _ moved: MovedFiles) -> [String: String] {
        var names: [String: String] = [:]
        for line in lines {
            for item in importedNames(line) where item.name.contains(".") && !item.hasAlias && names[item.name] == nil {
                guard let (file, root) = absolute(item.name, moved), moved.moves(file) else { continue }
                names[item.name] = dotted(moved.new(file), root: root)
            }
        }
        return names
    }

    /// Uses of dotted names in a line that is no import.
    static func uses(_ line: String, of names: [String: String]) -> ImportReading {
        let pairs = names.map { (old: Array($0.key.utf8), new: Array($0.value.utf8)) }
        let bytes = Array(line.utf8)
        var reading = ImportReading(line)
        var result: [UInt8] = []
        var end = 0
        for place in NamePlaces.find(pairs.map(\.old), in: bytes, insideWords: false) {
            if place.range.lowerBound > 0, bytes[place.range.lowerBound - 1] == UInt8(ascii: ".") { continue }
            result += bytes[end..<place.range.lowerBound]
            result += pairs[place.name].new
            end = place.range.upperBound
            reading.places += 1
        }
        if reading.places > 0 { reading.line = String(decoding: result + bytes[end...], as: UTF8.self) }
        return reading
    }

    /// `    util,`: a line of a list of names that began above.
    private static func loneName(_ line: String, _ body: Substring, _ moved: MovedFiles) -> ImportReading {
        let name = body.prefix(while: isName)
        guard !name.isEmpty, name.startIndex > line.startIndex, name.utf8.count <= PathText.limit else {
            return ImportReading(line)
        }
        let rest = body[name.endIndex...].trimmed(of: " \t,)\\")
        let isItem = rest.hasPrefix("as ") || rest.isEmpty && (body.last == "," || body.last == "\\")
        guard isItem else { return ImportReading(line) }
        return moved.leaves(name + ".py") ? .doubtful(line) : ImportReading(line)
    }
}
