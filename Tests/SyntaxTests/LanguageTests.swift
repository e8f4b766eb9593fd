// How a file's or a block's language is found.

import Testing

@testable import Syntax

@Suite struct LanguageTests {
    @Test func byNameAndEnding() {
        let names = [
            "Sources/App/Main.swift": "Swift", "a/b.H": "C", "x.tar.py": "Python", "Makefile": "Makefile",
            "docker/Dockerfile": "Dockerfile", "Dockerfile.dev": nil, "src/app.component.tsx": "TSX",
            ".bashrc": "Shell",
            "home/.gitconfig": "INI", "Cargo.lock": "TOML", "README": nil, "a.unknown": nil, "": nil, "/": nil,
            "Gemfile": "Ruby", ".json": "JSON", "swift": nil, "page.blade.php": "PHP", "x.d.ts": "TypeScript",
        ]
        for (path, name) in names { #expect(Language(path: path)?.name == name, "\(path)") }
    }

    @Test func byFirstLine() {
        let lines = [
            "#!/bin/sh": "Shell", "#!/usr/bin/env python3": "Python", "#!/usr/bin/env -S FOO=1 node --x": "JavaScript",
            "#! /usr/local/bin/ruby2.7 -w": "Ruby", "#!": nil, "#!/usr/bin/env": nil, "/bin/sh": nil, "": nil,
            "#!/usr/bin/perl -w\n": "Perl",
        ]
        for (line, name) in lines {
            #expect(Language(path: "run", firstLine: Array(line.utf8)[...])?.name == name, "\(line)")
        }
        #expect(Language(path: "run.py", firstLine: Array("#!/bin/sh".utf8)[...])?.name == "Python")
    }

    @Test func byFence() {
        let fences = [
            "swift": "Swift", "TS": "TypeScript", "sh": "Shell", "C++": "C++", "text": nil, "": nil, "yml": "YAML",
        ]
        for (fence, name) in fences { #expect(Language(fence: fence)?.name == name, "\(fence)") }
    }

    /// Reading a table ends the program where it is wrong, so reading all of them is a test.
    @Test func everyTableCanBeRead() {
        for language in Language.all {
            let grammar = Grammar.of(language.number)
            #expect(!grammar.contexts.isEmpty && !grammar.rules.isEmpty, "\(language.name)")
            #expect(grammar.contexts.count < 64 && grammar.sets.count < 250 && grammar.rules.count < 300)
            // No target of a rule that is not there, in another language either.
            for rule in grammar.rules {
                #expect(Int(rule.context) < Grammar.of(rule.language).contexts.count, "\(language.name)")
            }
        }
        #expect(SyntaxRole.names.count == SyntaxRole.allCases.count)
        let names = LanguageList.entries.flatMap(\.fences)
        #expect(Set(names).count == names.count, "a fence that names two languages")
    }

    @Test func aSnippetNeedsNoOpening() throws {
        let php = try #require(Language(fence: "php"))
        func roles(_ isSnippet: Bool) -> [SyntaxRole] {
            let lexer = Lexer(php, isSnippet: isSnippet)
            var state = lexer.start
            return lexer.spans(of: Array("return $x; ?> <b>".utf8)[...], state: &state).map(\.role)
        }
        #expect(roles(true) == [.keyword, .variable, .attribute, .tag])
        #expect(roles(false) == [.tag])
    }
}
