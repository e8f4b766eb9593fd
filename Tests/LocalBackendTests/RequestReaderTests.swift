// The helper's language as a table: what is typed, and what it means.

import Testing

@testable import LocalBackend

@Suite struct RequestReaderTests {
    static let understood: [(String, HelperRequest)] = [
        ("find TODO", .find(.plain("TODO"), in: .everywhere)),
        ("FIND TODO IN *.swift", .find(.plain("TODO"), in: .files("*.swift"))),
        ("find 'two words' in Sources/", .find(.plain("two words"), in: .folder("Sources"))),
        ("find \"a\\\"b\"", .find(.plain("a\"b"), in: .everywhere)),
        ("find 'tab\\there'", .find(.plain("tab\there"), in: .everywhere)),
        ("find '\\w'", .find(.plain("\\w"), in: .everywhere)),
        ("find in", .find(.plain("in"), in: .everywhere)),
        ("find in in in", .find(.plain("in"), in: .files("in"))),
        ("find the", .find(.plain("the"), in: .everywhere)),
        ("find all uses of `parse`", .find(.plain("parse"), in: .everywhere)),
        ("search for parse in all *.c files", .find(.plain("parse"), in: .files("*.c"))),
        ("find parse in the whole project", .find(.plain("parse"), in: .everywhere)),
        ("find parse everywhere", .find(.plain("parse"), in: .everywhere)),
        ("find /a b+/", .find(.expression("a b+", ignoringCase: false), in: .everywhere)),
        ("find /a\\/b/i in *.m", .find(.expression("a/b", ignoringCase: true), in: .files("*.m"))),
        ("find /usr/bin", .find(.plain("/usr/bin"), in: .everywhere)),
        ("find / in x", .find(.plain("/"), in: .files("x"))),
        ("rename parse to parseHeader in *.swift", .rename(from: "parse", to: "parseHeader", in: .files("*.swift"))),
        (
            "rename the function parse to parseHeader in *.swift",
            .rename(from: "parse", to: "parseHeader", in: .files("*.swift"))
        ),
        ("please rename `parse` to `parseHeader`.", .rename(from: "parse", to: "parseHeader", in: .everywhere)),
        (
            "Could you please rename parse to parseHeader?\n",
            .rename(from: "parse", to: "parseHeader", in: .everywhere)
        ),
        ("rename a? to 'b?'", .rename(from: "a?", to: "b?", in: .everywhere)),
        ("rename the to a", .rename(from: "the", to: "a", in: .everywhere)),
        ("rename to to from", .rename(from: "to", to: "from", in: .everywhere)),
        ("rename don't to do", .rename(from: "don't", to: "do", in: .everywhere)),
        ("rename file a.txt to b.txt", .move(from: "a.txt", to: "b.txt")),
        ("rename a -> b", .rename(from: "a", to: "b", in: .everywhere)),
        ("replace all X with Y", .replace(.plain("X"), with: "Y", in: .everywhere)),
        ("replace a/b with c&d in docs/*.md", .replace(.plain("a/b"), with: "c&d", in: .files("docs/*.md"))),
        ("replace 'x' with ''", .replace(.plain("x"), with: "", in: .everywhere)),
        ("replace x with 'a\\nb'", .replace(.plain("x"), with: "a\nb", in: .everywhere)),
        (
            "replace /(a)b/ with '\\1 $0'",
            .replace(.expression("(a)b", ignoringCase: false), with: "\\1 $0", in: .everywhere)
        ),
        ("replace /a/ with 'it\\'s'", .replace(.expression("a", ignoringCase: false), with: "it's", in: .everywhere)),
        ("change red to blue", .replace(.plain("red"), with: "blue", in: .everywhere)),
        ("create notes.md", .create(path: "notes.md", content: .template, overwriting: false)),
        (
            "create a new file called 'my notes.md'",
            .create(path: "my notes.md", content: .template, overwriting: false)
        ),
        ("create a.txt from template", .create(path: "a.txt", content: .template, overwriting: false)),
        ("create VERSION with 1.0.0", .create(path: "VERSION", content: .given("1.0.0\n"), overwriting: false)),
        ("create a.txt with hello 'you'", .create(path: "a.txt", content: .given("hello 'you'\n"), overwriting: false)),
        ("create a.txt with 'one\\ntwo'", .create(path: "a.txt", content: .given("one\ntwo\n"), overwriting: false)),
        ("create a.txt with content 'x'", .create(path: "a.txt", content: .given("x\n"), overwriting: false)),
        (
            "create a.txt with content as usual",
            .create(path: "a.txt", content: .given("content as usual\n"), overwriting: false)
        ),
        ("create a.txt: hello", .create(path: "a.txt", content: .given("hello\n"), overwriting: false)),
        ("create a.txt:\n  one\n\ntwo", .create(path: "a.txt", content: .given("  one\n\ntwo\n"), overwriting: false)),
        ("create 'a b':\none\r\ntwo\r\n", .create(path: "a b", content: .given("one\ntwo\n"), overwriting: false)),
        (
            "create a.py with\n```python\npass\n```",
            .create(path: "a.py", content: .given("pass\n"), overwriting: false)
        ),
        ("create empty with ''", .create(path: "empty", content: .given(""), overwriting: false)),
        ("overwrite a.txt with b", .create(path: "a.txt", content: .given("b\n"), overwriting: true)),
        ("make a file x.c", .create(path: "x.c", content: .template, overwriting: false)),
        ("delete the file old.txt", .delete(path: "old.txt")),
        ("delete 'a*b'", .delete(path: "a*b")),
        ("remove [id].tsx", .delete(path: "[id].tsx")),
        ("move a.swift to b.swift", .move(from: "a.swift", to: "b.swift")),
        ("move a.swift to b.swift without imports", .move(from: "a.swift", to: "b.swift", withImports: false)),
        ("move ./old to ./new only the file", .move(from: "old", to: "new", withImports: false)),
        ("move src/old/ to src/new", .move(from: "src/old/", to: "src/new/")),
        ("rename a to b preserving case", .rename(from: "a", to: "b", in: .everywhere, way: .init(everyCase: true))),
        (
            "rename a to b in every case and inside words in *.c",
            .rename(from: "a", to: "b", in: .files("*.c"), way: .init(everyCase: true, insideWords: true))
        ),
        (
            "rename a to b in *.c, with all its cases",
            .rename(from: "a", to: "b", in: .files("*.c"), way: .init(everyCase: true))
        ),
        ("replace a with b first only", .replace(.plain("a"), with: "b", in: .everywhere, firstOnly: true)),
        ("preview rename a to b", .preview(.rename(from: "a", to: "b", in: .everywhere))),
        ("dry run: rename a to b", .preview(.rename(from: "a", to: "b", in: .everywhere))),
        ("what would renaming a to b change?", .preview(.rename(from: "a", to: "b", in: .everywhere))),
        ("how many places would replace a with b touch", .preview(.replace(.plain("a"), with: "b", in: .everywhere))),
        ("count TODO in *.c", .preview(.find(.plain("TODO"), in: .files("*.c")))),
        ("preview TODO", .preview(.find(.plain("TODO"), in: .everywhere))),
        ("yes", .goOn), ("Do it!", .goOn), ("yes, do it", .goOn), ("ok, go ahead", .goOn),
        ("undo", .undo(.last(nil))), ("undo that", .undo(.last(nil))),
        ("please undo the last change", .undo(.last(nil))),
        ("undo the last rename", .undo(.last(.rename))), ("revert", .undo(.last(nil))),
        ("put it back", .undo(.last(nil))), ("take that back", .undo(.last(nil))),
        ("put a.c back", .undo(.file("a.c"))), ("put back the file a.c", .undo(.file("a.c"))),
        ("discard src/a.c", .undo(.file("src/a.c"))), ("undo 'Makefile'", .undo(.file("Makefile"))),
        ("discard my changes in a.c", .undo(.file("a.c"))), ("restore a.c", .undo(.file("a.c"))),
        (
            "rename a to b preserving case and inside words",
            .rename(from: "a", to: "b", in: .everywhere, way: RenameWay(everyCase: true, insideWords: true))
        ),
        (
            "rename foo to bar and also preserving case",
            .rename(from: "foo", to: "bar", in: .everywhere, way: RenameWay(everyCase: true))
        ),
        ("replace a with b and only the first", .replace(.plain("a"), with: "b", in: .everywhere, firstOnly: true)),
        ("move a.py to b.py but without imports", .move(from: "a.py", to: "b.py", withImports: false)),
        ("move ././a ./b", .move(from: "a", to: "b")),
        ("preview preview", .preview(.find(.plain("preview"), in: .everywhere))),
        ("mv docs/a.md Notes/", .move(from: "docs/a.md", to: "Notes/a.md")),
        ("run git status --short", .run(command: "git status --short")),
        ("run echo 'a  b", .run(command: "echo 'a  b")),
        ("run `ls -l`", .run(command: "ls -l")),
        ("explain", .explain), ("explain the staged changes", .explain), ("What is staged?", .explain),
        ("help", .help()), ("HELP!", .help()), ("?", .help()), ("What can you do?", .help()),
        ("help rename", .help(.rename)), ("help with undo", .help(.undo)),
    ]

    @Test(arguments: understood) func understands(_ text: String, _ request: HelperRequest) {
        #expect(RequestReader.read(text) == .request(request))
    }

    static let mistaken: [(String, HelperVerb, String)] = [
        ("find", .find, "`find` needs a text to look for."),
        ("find two words", .find, "`find` looks for one text; a text with blanks goes in quotes."),
        ("find 'open", .find, "The quote ' is never closed."),
        ("find 'a'b", .find, "A blank is missing between the closing quote and `b`."),
        ("find ''", .find, "The text to look for is empty."),
        ("find 'a\\nb'", .find, "Files are read line by line: a text with a line end cannot be looked for."),
        ("find /a(/", .find, "The regular expression `/a(/` can't be used: unmatched ( or \\(."),
        (
            "replace /a*?/ with b", .replace,
            "The regular expression `/a*?/` can't be used: lazy repeats such as *? are not understood."
        ),
        (
            "find /(a)\\1/", .find,
            "The regular expression `/(a)\\1/` can't be used: back references are not understood."
        ),
        (
            "find /a{999}{999}/", .find,
            "The regular expression `/a{999}{999}/` can't be used: its repeat counts multiply to more than 1000."
        ),
        ("rename a", .rename, "The new name is missing: `rename a to NEW`."),
        ("rename a to", .rename, "The new name is missing: `rename a to NEW`."),
        ("rename a to b c", .rename, "`rename` needs an old and a new name; a name with blanks goes in quotes."),
        ("rename '' to b", .rename, "A name cannot be empty."),
        (
            "rename a.b to c in every case", .rename,
            "In every case goes with names of letters, digits, `_` and `-` that begin with a letter."
        ),
        (
            "rename \(String(repeating: "aB", count: 60)) to c in every case", .rename,
            "These names are too long to be looked for in every case."
        ),
        ("replace a", .replace, "The new text is missing: `replace a with TEXT`."),
        ("create", .create, "`create` needs a path."),
        ("create a/", .create, "Folders come by themselves with the files in them."),
        ("create a b c", .create, "`create` takes one path, then `with` and the text."),
        ("create a with", .create, "The text of the file is missing."),
        ("delete *.tmp", .delete, "One file at a time: `*.tmp` is a pattern. Quote it if it is a name."),
        ("move a", .move, "The target is missing: `move a to PATH`."),
        ("move a/ to a/b", .move, "A folder can't be moved into itself."),
        ("preview delete x", .preview, "Only `rename`, `replace`, `move` and `find` have a preview."),
        ("preview", .preview, "`preview` needs a request."),
        ("undo everything", .undo, "One change or one file at a time; in the review, `R` rejects all that is left."),
        (
            "replace /(a)(b)/ with '\\3'", .replace,
            "The replacement names group 3, and the expression has 2 groups. A dollar sign before a digit is written `$$`."
        ),
        (
            "replace /a/ with $5", .replace,
            "The replacement names group 5, and the expression has no group. A dollar sign before a digit is written `$$`."
        ),
        (
            "find /(?<year>[0-9]+)/", .find,
            "The regular expression `/(?<year>[0-9]+)/` can't be used: groups have numbers here and no names: write ( ) and \\1."
        ),
        ("run", .run, "`run` needs a command."),
        ("run the tests", .run, "`run` takes the command itself, as you would type it in a shell."),
        ("find a\nfind b", .find, "One request per message, please: there are more lines below the first."),
    ]

    @Test(arguments: mistaken) func pointsOutMistakes(_ text: String, _ verb: HelperVerb, _ reason: String) {
        #expect(RequestReader.read(text) == .mistake(verb, reason: reason))
    }

    @Test(arguments: [
        "", "   \n ", "hello", "please", "what does this function do?", "why is the build slow", "make it faster",
        "add a test for the parser", "change the way this works", "explain this code to me", "'find' x",
        "look at this", "remove the unused imports", "help me with this bug",
    ])
    func leavesTheRestToModels(_ text: String) {
        #expect(RequestReader.read(text) == .beyondRules)
    }

    /// What is offered can be typed, and means the same then.
    @Test(arguments: understood) func spellsWhatItUnderstands(_ text: String, _ request: HelperRequest) {
        #expect(RequestReader.strictly(request.spelled[...]) == .request(request), "\(request.spelled)")
    }

    @Test func everyExampleIsUnderstood() {
        for verb in HelperVerb.allCases {
            for example in verb.examples {
                guard case .request = RequestReader.read(example) else {
                    Issue.record("\(example) is not understood: \(RequestReader.read(example))")
                    continue
                }
            }
        }
    }
}
