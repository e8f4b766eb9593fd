// The one table of what the helper understands: `help`, the mistakes it points out and docs/HELPER.md come from it.

/// A verb of the helper's language.
enum HelperVerb: String, CaseIterable, Equatable, Sendable {
    case find, rename, replace, create, delete, move, run, preview, yes, undo, explain, help

    /// The form, as a usage line: capitals stand for the user's words, brackets for what may be left out.
    var usage: String {
        switch self {
        case .find: "find TEXT [in GLOB]"
        case .rename: "rename OLD to NEW [in GLOB]"
        case .replace: "replace TEXT with TEXT [in GLOB]"
        case .create: "create PATH [with TEXT]"
        case .delete: "delete PATH"
        case .move: "move PATH to PATH"
        case .run: "run COMMAND"
        case .preview: "preview REQUEST"
        case .yes: "yes"
        case .undo: "undo [FILE]"
        case .explain: "explain"
        case .help: "help [VERB]"
        }
    }

    /// What it does.
    var meaning: String {
        switch self {
        case .find: "Lists the lines that hold a text, or match a /regular expression/."
        case .rename:
            "Changes a name wherever it stands as a whole word, in comments and strings too. `preserving case` changes "
                + "its other spellings with it (`FooBar`, `foo_bar`, `FOO_BAR`, `foo-bar`); `inside words` changes it "
                + "as a part of longer names too."
        case .replace:
            "Changes a text, or what matches a /regular expression/; `\\1` or `$1` is its first group, `\\U`, `\\L`, "
                + "`\\u`, `\\l` and `\\E` change the case. `first only` changes one place of each line."
        case .create:
            "Makes a new file: with the text given, with the lines that follow `create PATH:`, or from a small "
                + "template. `overwrite PATH with TEXT` also replaces a file that exists."
        case .delete: "Removes a file."
        case .move:
            "Moves or renames a file, or a folder that ends in `/`, and what imports it by its path (JavaScript, "
                + "TypeScript, Python, C, C++, Markdown); `without imports` moves it alone."
        case .run: "Runs a shell command, after you said yes."
        case .preview: "Counts what a `rename`, `replace`, `move` or `find` would touch, and changes nothing."
        case .yes: "Does what was previewed or suggested just before; `do it` and `go ahead` mean the same."
        case .undo:
            "Takes back the helper's latest change, its latest `rename` (`undo the rename`), or all that is staged of a "
                + "file (`undo FILE`, `put FILE back`)."
        case .explain: "Says what is staged, and what is decided."
        case .help: "Shows this list, or says more about one verb."
        }
    }

    /// Requests that can be typed as they stand.
    var examples: [String] {
        switch self {
        case .find: ["find TODO in *.swift", "find 'two words' in Sources/", "find /func [a-z]+Header/"]
        case .rename:
            [
                "rename parse to parseHeader in *.swift", "please rename `parse` to `parseHeader`",
                "rename fooBar to bazQux preserving case",
            ]
        case .replace:
            [
                "replace colour with color in *.md", "replace /v([0-9]+)\\.0/ with 'version $1'",
                "replace /_([a-z])/ with '\\u\\1' first only",
            ]
        case .create: ["create notes/today.md", "create VERSION with 1.0.0"]
        case .delete: ["delete notes/old.md"]
        case .move: ["move notes.md to docs/", "move src/util.ts to src/lib/util.ts", "move old/ to new/"]
        case .run: ["run git status --short"]
        case .preview: ["preview rename a to b", "count TODO in *.swift", "what would move a.py to b.py change?"]
        case .yes: ["yes", "do it"]
        case .undo: ["undo", "undo the last rename", "put notes.md back"]
        case .explain: ["explain"]
        case .help: ["help", "help rename"]
        }
    }
}
