// The languages that an outline can be made of, by the endings of their files. Data table.

/// How definitions look in one language.
struct Language: Equatable {
    /// How lines are told that define something.
    enum Rule: Equatable {
        /// Words that may stand before a keyword, and keywords that a name follows.
        case words(before: Set<String>, keywords: Set<String>)
        /// The same, and a function is a line of the outermost level that has a `(` and does not end in `;`.
        case c(keywords: Set<String>)
        /// Words as above, and a method is `name(…) {` within something.
        case methods(before: Set<String>, keywords: Set<String>)
        /// `name() {`, `function name`.
        case shell
        /// `#` headings.
        case headings
    }

    var name: String
    var endings: Set<String>
    /// The word behind a fence of Markdown.
    var fence: String
    /// nil: the language is known by name alone.
    var rule: Rule?

    init(_ name: String, _ endings: Set<String>, _ fence: String, _ rule: Rule?) {
        self.name = name
        self.endings = endings
        self.fence = fence
        self.rule = rule
    }

    init?(path: String) {
        let file = path.split(separator: "/").last ?? ""
        let language: Language?
        if let dot = file.lastIndex(of: "."), dot > file.startIndex {
            let ending = file[file.index(after: dot)...].lowercased()
            language = Language.all.first { $0.endings.contains(ending) }
        } else {
            language = Language.all.first { $0.endings.contains(String(file)) }
        }
        guard let language else { return nil }
        self = language
    }

    static let all = [
        Language(
            "Swift", ["swift"], "swift",
            .words(
                before: [
                    "public", "private", "fileprivate", "internal", "package", "open", "static", "final", "mutating",
                    "nonmutating", "override", "class", "indirect", "convenience", "required", "nonisolated",
                    "consuming", "borrowing", "distributed", "prefix", "postfix", "infix", "dynamic", "lazy",
                ],
                keywords: [
                    "func", "class", "struct", "enum", "protocol", "extension", "actor", "init", "subscript",
                    "typealias", "associatedtype", "macro", "precedencegroup", "operator",
                ])),
        Language("Python", ["py", "pyi"], "python", .words(before: ["async"], keywords: ["def", "class"])),
        Language("JavaScript", ["js", "jsx", "mjs", "cjs"], "javascript", script),
        Language("TypeScript", ["ts", "tsx", "mts", "cts"], "typescript", script),
        Language("Vue", ["vue"], "vue", script),
        Language("Go", ["go"], "go", .words(before: [], keywords: ["func", "type"])),
        Language(
            "Rust", ["rs"], "rust",
            .words(
                before: ["pub", "async", "unsafe", "const", "extern", "default", "crate"],
                keywords: ["fn", "struct", "enum", "trait", "impl", "mod", "type", "union", "macro_rules!"])),
        Language("C", ["c", "h"], "c", .c(keywords: ["struct", "enum", "union", "typedef"])),
        Language(
            "C++", ["cc", "cpp", "cxx", "hh", "hpp", "hxx", "ino"], "cpp",
            .c(keywords: ["struct", "class", "enum", "union", "typedef", "namespace", "template", "using", "concept"])),
        Language(
            "Java", ["java"], "java",
            .methods(before: javaWords, keywords: ["class", "interface", "enum", "record", "@interface"])),
        Language(
            "C#", ["cs"], "csharp",
            .methods(
                before: javaWords.union(["internal", "partial", "override", "virtual", "async", "readonly", "sealed"]),
                keywords: ["class", "interface", "enum", "record", "struct", "namespace", "delegate"])),
        Language(
            "Kotlin", ["kt", "kts"], "kotlin",
            .words(
                before: [
                    "public", "private", "internal", "protected", "open", "abstract", "final", "override", "suspend",
                    "inline", "infix", "operator", "tailrec", "data", "sealed", "enum", "annotation", "inner", "value",
                    "companion", "external", "expect", "actual",
                ], keywords: ["fun", "class", "interface", "object", "typealias", "constructor"])),
        Language(
            "Ruby", ["rb", "rake", "Rakefile", "Gemfile"], "ruby",
            .words(before: [], keywords: ["def", "class", "module"])),
        Language(
            "PHP", ["php"], "php",
            .words(
                before: ["public", "private", "protected", "static", "abstract", "final", "readonly"],
                keywords: ["function", "class", "interface", "trait", "enum", "namespace"])),
        Language("Shell", ["sh", "bash", "zsh"], "sh", .shell),
        Language("Markdown", ["md", "markdown"], "markdown", .headings),
        Language("HTML", ["html", "htm"], "html", nil),
        Language("CSS", ["css", "scss", "less"], "css", nil),
        Language("JSON", ["json", "jsonl"], "json", nil),
        Language("YAML", ["yml", "yaml"], "yaml", nil),
        Language("TOML", ["toml"], "toml", nil),
        Language("XML", ["xml", "svg"], "xml", nil),
        Language("SQL", ["sql"], "sql", nil),
        Language("Make", ["mk", "Makefile", "makefile", "GNUmakefile"], "make", nil),
        Language("Docker", ["Dockerfile"], "dockerfile", nil),
    ]

    private static let script = Rule.methods(
        before: ["export", "default", "async", "declare", "abstract", "public", "private", "protected", "static"],
        keywords: ["function", "function*", "class", "interface", "type", "enum", "namespace"])

    private static let javaWords: Set<String> = [
        "public", "private", "protected", "static", "final", "abstract", "sealed", "non-sealed", "default",
        "synchronized", "native", "strictfp",
    ]
}
