// The languages in the order of their numbers, with the names that lead to them.

enum LanguageList {
    struct Entry: Sendable {
        var name: Substring
        /// Names and ends of names of files, in lower case.
        var files: [Substring]
        /// Programs of a first line.
        var programs: [Substring]
        var fences: [Substring]
    }

    /// name | files | programs | fences. The order is that of `Grammar.of`.
    private static let text = """
        Swift | .swift .swiftinterface | swift | swift
        C | .c .h .m | tcc | c h
        C++ | .cc .cpp .cxx .c++ .hh .hpp .hxx .h++ .ipp .inl .cu .cuh .ino .mm | | c++ cpp cc cxx hpp objc objective-c
        Python | .py .pyi .pyw .pyx sconstruct .bzl .star build.bazel | python pypy | python py python3 starlark
        JavaScript | .js .mjs .cjs .jsx .es6 | node bun | javascript js jsx mjs node
        TypeScript | .ts .mts .cts | deno ts-node tsx | typescript ts
        TSX | .tsx | | tsx
        Go | .go | | go golang
        Rust | .rs | | rust rs
        Java | .java .jav | | java
        Kotlin | .kt .kts | kotlin | kotlin kt kts
        Ruby | .rb .rake .gemspec .ru .podspec gemfile rakefile podfile vagrantfile brewfile fastfile | ruby jruby | ruby rb
        PHP | .php .phtml .php5 .phps | php | php
        Shell | .sh .bash .zsh .ksh .ebuild .bats .bashrc .bash_profile .profile .zshrc .zprofile .zshenv pkgbuild .envrc .env | sh bash zsh dash ksh ash | sh bash shell zsh ksh console shell-session shellscript
        JSON | .json .jsonc .json5 .geojson .webmanifest .ipynb .jsonl .ndjson package.resolved .swift-format .babelrc .eslintrc .prettierrc composer.lock flake.lock | | json jsonc json5
        YAML | .yaml .yml .clang-format .clang-tidy .clangd | | yaml yml
        TOML | .toml cargo.lock poetry.lock uv.lock pipfile | | toml
        Markdown | .md .markdown .mdx .mkd .qmd | | markdown md
        HTML | .html .htm .xhtml .vue .svelte .hbs | | html vue svelte
        CSS | .css .scss .less .pcss | | css scss less
        SQL | .sql .psql .ddl .pgsql | | sql psql postgresql mysql sqlite
        Makefile | makefile gnumakefile .mk .mak makefile.am makefile.in | make | makefile make mk
        Dockerfile | dockerfile containerfile .dockerfile dockerfile. | | dockerfile docker
        C# | .cs .csx | | c# csharp cs
        Lua | .lua | lua luajit | lua
        Perl | .pl .pm .t .psgi | perl | perl pl
        Patch | .diff .patch .rej | | diff patch
        XML | .xml .svg .xsd .xsl .xslt .plist .csproj .props .targets .xaml .rss .storyboard .xib .wsdl .pom .resx | | xml svg plist
        INI | .ini .cfg .conf .properties .editorconfig .gitconfig .gitmodules .service .timer .socket .desktop .npmrc .pylintrc | | ini cfg conf properties
        """

    static let entries: [Entry] = text.split(separator: "\n").map { line in
        let fields = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.split(separator: " ") }
        return Entry(name: fields[0][0], files: fields[1], programs: fields[2], fences: fields[3])
    }

    private static let files = numbers(\.files)
    private static let programs = numbers(\.programs)
    private static let fences = numbers(\.fences)

    private static func numbers(_ names: (Entry) -> [Substring]) -> [Substring: UInt8] {
        var numbers: [Substring: UInt8] = [:]
        for (number, entry) in entries.enumerated() {
            for name in names(entry) { numbers[name] = UInt8(number) }
        }
        return numbers
    }

    static func named(_ name: Substring) -> UInt8? { files[name] }
    static func run(_ name: Substring) -> UInt8? { programs[name] }
    static func fenced(_ name: String) -> UInt8? { fences[name[...]] }
}
