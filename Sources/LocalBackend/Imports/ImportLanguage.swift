// The languages whose imports name files.

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
