// The one table of what the helper understands: `help`, the mistakes it points out and docs/HELPER.md come from it.

/// A verb of the helper's language.
enum HelperVerb: String, CaseIterable, Equatable, Sendable {
    case find, rename, replace, create, delete, move, run, explain, help

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
        case .explain: "explain"
        case .help: "help"
        }
    }

    /// What it does, in one line.
    var meaning: String {
        switch self {
        case .find: "Lists the lines that hold a text, or match a /regular expression/."
        case .rename: "Changes a name wherever it stands as a whole word, in comments and strings too."
        case .replace: "Changes a text, or what matches a /regular expression/; `\\1` or `$1` is its first group."
        case .create:
            "Makes a new file: with the text given, with the lines that follow `create PATH:`, or from a small "
                + "template. `overwrite PATH with TEXT` also replaces a file that exists."
        case .delete: "Removes a file."
        case .move: "Moves or renames a file; a target that ends in `/` is a folder."
        case .run: "Runs a shell command, after you said yes."
        case .explain: "Says what is staged, and what is decided."
        case .help: "Shows this list."
        }
    }

    /// Requests that can be typed as they stand.
    var examples: [String] {
        switch self {
        case .find: ["find TODO in *.swift", "find 'two words' in Sources/", "find /func [a-z]+Header/"]
        case .rename: ["rename parse to parseHeader in *.swift", "please rename `parse` to `parseHeader`"]
        case .replace: ["replace colour with color in *.md", "replace /v([0-9]+)\\.0/ with 'version $1'"]
        case .create: ["create notes/today.md", "create VERSION with 1.0.0"]
        case .delete: ["delete notes/old.md"]
        case .move: ["move notes.md to docs/", "move a.swift to b.swift"]
        case .run: ["run git status --short"]
        case .explain: ["explain"]
        case .help: ["help"]
        }
    }
}
