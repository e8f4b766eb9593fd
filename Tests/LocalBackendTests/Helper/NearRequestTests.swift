// What is near to a request, and what is not: the free language that a helper must leave alone is most of it.

import Testing

@testable import LocalBackend

@Suite struct NearRequestTests {
    static let offered: [(String, String)] = [
        ("renmae a to b", "rename a to b"), ("reanme foo to bar in *.c", "rename foo to bar in *.c"),
        ("renam a to b", "rename a to b"), ("rename parse() parseHeader()", "rename parse to parseHeader"),
        ("renamed a to b", "rename a to b"),
        ("rename a b", "rename a to b"), ("rename a with b", "rename a to b"), ("rename from a to b", "rename a to b"),
        ("serach x", "find x"), ("seach parseHeader", "find parseHeader"), ("searhc 'two words'", "find 'two words'"),
        ("fnid TODO in *.swift", "find TODO in *.swift"), ("fidn TODO", "find TODO"), ("gerp TODO", "find TODO"),
        ("replcae a with b", "replace a with b"), ("repalce 'a b' with c", "replace 'a b' with c"),
        ("relpace a by b", "replace a with b"), ("replace a b", "replace a with b"),
        ("substitute b for a", "replace a with b"), ("substitue a with b", "replace a with b"),
        ("crate notes.md", "create notes.md"), ("craete notes/a.md with x", "create notes/a.md with 'x\\n'"),
        ("delte old.txt", "delete old.txt"), ("dleete src/a.c", "delete src/a.c"),
        ("mvoe a.py to b.py", "move a.py to b.py"),
        ("get rid of a.txt", "delete a.txt"), ("please get rid of the file src/x.c", "delete src/x.c"),
        ("git rm a.txt", "delete a.txt"), ("git mv a.c b.c", "move a.c to b.c"),
        ("drop the file a.txt", "delete a.txt"),
        ("foo → bar", "rename foo to bar"), ("foo → bar everywhere", "rename foo to bar"),
        ("foo => bar in *.c", "rename foo to bar in *.c"), ("parse -> parseHeader", "rename parse to parseHeader"),
        ("where is parse used", "find parse"), ("where is parse() used in *.c?", "find parse in *.c"),
        ("where is parseHeader?", "find parseHeader"), ("show me uses of parse", "find parse"),
        ("can you show me all uses of parse in Sources/", "find parse in Sources/"),
        ("who calls parse_header", "find parse_header"),
        ("what uses parse()?", "find parse"), ("which files use parse", "find parse"), ("usages of Foo", "find Foo"),
        ("s/foo/bar/g", "replace foo with bar"), ("s/foo/bar/", "replace foo with bar first only"),
        ("s/v([0-9]+)/<&>/g", "replace /v([0-9]+)/ with '<$0>'"), ("sed 's|a/b|c|g'", "replace /a\\/b/ with 'c'"),
        ("s/foo/bar/gi in *.c", "replace /foo/i with 'bar' in *.c"),
        ("parse should be called parseHeader", "rename parse to parseHeader"),
        ("call foo bar instead", "rename foo to bar"),
        ("undoo", "undo"), ("udno that", "undo"), ("bring a.txt back", "undo a.txt"), ("reset a.txt", "undo a.txt"),
        ("prevew rename a to b", "preview rename a to b"), ("hlep rename", "help rename"), ("explian", "explain"),
    ]

    @Test(arguments: offered) func offers(_ text: String, _ line: String) {
        let reading = RequestReader.read(text)
        guard case .near(let request) = reading else {
            Issue.record("\(text): \(reading)")
            return
        }
        #expect(request.spelled == line)
    }

    static let free: [String] = [
        "make it faster", "fix the tests", "fix it", "why is the build slow?", "hello", "thanks a lot", "who are you?",
        "what does this function do?", "explain this code to me", "add a test for the parser", "refactor this",
        "change the way this works", "remove the unused imports", "help me with this bug", "look at this",
        "where is the bug?", "where is the config file?", "where is waldo", "where do I start?", "show me the code",
        "show me how it works", "show me something", "who uses this?", "what calls it?", "what is staged here for",
        "get rid of the warnings", "get rid of this", "get rid of all that noise", "drop it",
        "drop support for Python 2",
        "mind the gap", "kind regards", "fine by me", "fund it", "resume the work", "relate this to that",
        "remake the parser", "remind me to test", "reduce memory use to a minimum", "resolve the conflict",
        "more tests please", "move on", "moved on", "moving fast", "love it", "run it", "runs fine", "sum of a and b",
        "create something nice", "creates a mess", "crate a new world", "delay the release",
        "detect cycles", "improve main.py", "update the dependencies to latest", "upgrade to swift 6",
        "convert this to typescript", "turn tabs into spaces", "translate the readme to german",
        "it should be called once",
        "this should be called with a lock", "call it a day", "call me later", "put a lock around it",
        "put it in a loop",
        "take a look at main.swift", "take it easy", "restore the old behaviour", "reset", "reset the counter",
        "undo-stack design?", "is undo possible?", "yes but why", "do it like the others", "do the right thing",
        "go on with the refactoring", "go ahead and fix the bug", "how many tests are there?",
        "how many lines has a.c?",
        "what would you do?", "what would happen if x is nil", "preserve the case", "count me in on this", "searching",
        "a -> b -> c is the pipeline", "the -> operator", "s/he said", "write docs", "swap the two calls",
        "implement a cache", "use async instead of callbacks", "can you review my changes?", "please be brief",
    ]

    @Test(arguments: free) func leavesFreeLanguageAlone(_ text: String) {
        switch RequestReader.read(text) {
        case .beyondRules: break
        case .mistake(let verb, let reason):
            #expect([.run, .find, .create, .delete, .move].contains(verb), "\(reason)")
        case .near(let request), .request(let request): Issue.record("\(text): \(request)")
        }
    }

    @Test func theTablesAreLargeEnough() {
        #expect(Self.offered.count >= 40)
        #expect(Self.free.count >= 60)
    }
}
