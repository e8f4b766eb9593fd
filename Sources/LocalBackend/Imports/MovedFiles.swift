// Which files move, and which there are: what an import must resolve in to be changed.

/// A move of one file, or of all files of a folder.
struct MovedFiles: Equatable, Sendable {
    /// From old path to new.
    var paths: [String: String]
    /// All files of the project before the move, as far as they are known.
    var known: Set<String>

    func new(_ path: String) -> String { paths[path] ?? path }
    func moves(_ path: String) -> Bool { paths[path] != nil }

    /// Of several files that a text could mean: the only one, or nil.
    func only(of candidates: [String]) -> String? {
        let there = candidates.filter(known.contains)
        return there.count == 1 ? there[0] : nil
    }
}

/// What a line of a file says about moved files.
struct ImportReading: Equatable, Sendable {
    /// May hold a line end more than before.
    var line: String
    /// How many paths in it are others now.
    var places = 0
    /// It may mean a file that moves, and can't be told to.
    var isDoubtful = false

    init(_ line: String) { self.line = line }
}

/// The languages whose imports name files.
enum ImportLanguage: Equatable, Sendable {
    case script, python, c, markdown

    init?(path: String) {
        switch PathText.split(path).extension.lowercased() {
        case "js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts", "vue", "svelte": self = .script
        case "py", "pyi": self = .python
        case "c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx", "inl", "m", "mm": self = .c
        case "md", "markdown": self = .markdown
        default: return nil
        }
    }

    /// A line of the file that was `old`, as it has to be in `moved.new(old)`.
    func read(_ line: String, of old: String, _ moved: MovedFiles) -> ImportReading {
        switch self {
        case .script: ScriptImports.read(line, of: old, moved)
        case .python: PythonImports.read(line, of: old, moved)
        case .c: CIncludes.read(line, of: old, moved)
        case .markdown: MarkdownLinks.read(line, of: old, moved)
        }
    }
}

/// A path inside a line, found and put back.
struct PathInLine: Equatable {
    var range: Range<String.Index>
    var text: String
}

extension String {
    /// The line with some of its parts exchanged; parts in order.
    func replacing(_ parts: [(range: Range<String.Index>, text: String)]) -> String {
        var result = ""
        var end = startIndex
        for part in parts {
            result += self[end..<part.range.lowerBound] + part.text
            end = part.range.upperBound
        }
        return result + self[end...]
    }
}
