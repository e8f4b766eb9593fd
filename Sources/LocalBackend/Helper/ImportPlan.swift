// What a move changes besides the files themselves, worked out from the lines that a search found.

/// Lines whose paths become others, and lines that somebody has to look at.
struct ImportPlan: Equatable, Sendable {
    /// By old paths.
    var files: [FileEdit] = []
    /// They may mean what moves, and can't be told to.
    var doubtful: [EditPlan.Place] = []
    /// Lines in languages whose imports are not known, that hold the name.
    var mentions: [EditPlan.Place] = []
    /// The searches' own limit.
    var limit: String?

    /// Lines of a file that may name others by a path, in any of the languages; and the fences around code in Markdown.
    static let ownLines = #"import|require|from|include|\]\(|\]:|```|~~~"#

    init() {}

    init(_ everywhere: SearchReport, _ own: SearchReport, _ moved: MovedFiles) {
        limit = everywhere.limit ?? own.limit
        var files = everywhere.files
        var places: [String: Int] = [:]
        for (index, file) in files.enumerated() { places[file.path] = index }
        for file in own.files {
            if let index = places[file.path] {
                files[index].lines = Self.merged(files[index].lines, file.lines)
            } else {
                files.append(file)
            }
        }
        let ends = Set(moved.paths.keys.map { PathText.split($0).extension.lowercased() })
        let whole = Set(own.files.map(\.path))
        for file in files {
            read(file.path, file.lines, moved, ends, hasFences: whole.contains(file.path))
        }
    }

    /// Both by their numbers, each line once.
    private static func merged(_ some: [SearchReport.Line], _ others: [SearchReport.Line]) -> [SearchReport.Line] {
        var lines: [SearchReport.Line] = []
        var rest = others[...]
        for line in some {
            while let other = rest.first, other.number <= line.number {
                if other.number < line.number { lines.append(other) }
                rest.removeFirst()
            }
            lines.append(line)
        }
        return lines + rest
    }

    /// `ends` are the extensions of what moves. Where a search gave only the lines with the name, fences are not among
    /// them, and code that looks like a link to the file is changed like one.
    private mutating func read(
        _ path: String, _ lines: [SearchReport.Line], _ moved: MovedFiles, _ ends: Set<String>, hasFences: Bool
    ) {
        guard let language = ImportLanguage(path: path) else {
            let end = PathText.split(path).extension.lowercased()
            guard Self.unknown[end] != nil, ends.contains(end), end != "swift" else { return }
            mentions += lines.map { EditPlan.Place(path: path, number: $0.number) }
            return
        }
        let dotted = language == .python ? PythonImports.dottedNames(lines.lazy.map(\.text), moved) : [:]
        var edit = FileEdit(path: path, lines: [])
        var fence = MarkdownFence()
        for line in lines where !(language == .markdown && hasFences && fence.covers(line.text)) {
            var reading = language.read(line.text, of: path, moved)
            if reading.places == 0, !dotted.isEmpty { reading = PythonImports.uses(line.text, of: dotted) }
            let isOdd = line.isCut || line.text.unicodeScalars.contains("\u{FFFD}")
            if reading.isDoubtful || isOdd && reading.places > 0 {
                doubtful.append(EditPlan.Place(path: path, number: line.number))
            }
            guard reading.places > 0, !isOdd else { continue }
            edit.lines.append(
                FileEdit.Line(number: line.number, old: line.text, new: reading.line, places: reading.places))
        }
        if !edit.lines.isEmpty { files.append(edit) }
    }

    /// Languages whose modules are not found by their files' paths, or not by rules that fit here.
    static let unknown = [
        "swift": "Swift", "rs": "Rust", "go": "Go", "java": "Java", "kt": "Kotlin", "cs": "C#", "rb": "Ruby",
        "php": "PHP", "scala": "Scala", "zig": "Zig", "ex": "Elixir", "hs": "Haskell", "dart": "Dart", "lua": "Lua",
    ]

    var lineCount: Int { files.reduce(0) { $0 + $1.lines.count } }
    var places: Int { files.reduce(0) { $0 + $1.places } }
}
