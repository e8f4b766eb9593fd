// Each language's grammar, read from its table when it is first asked for.

extension Grammar {
    /// In the order of `LanguageList`.
    static func of(_ number: UInt8) -> Grammar {
        switch number {
        case 0: Read.swift
        case 1: Read.c
        case 2: Read.cPlusPlus
        case 3: Read.python
        case 4: Read.javaScript
        case 5: Read.typeScript
        case 6: Read.tsx
        case 7: Read.go
        case 8: Read.rust
        case 9: Read.java
        case 10: Read.kotlin
        case 11: Read.ruby
        case 12: Read.php
        case 13: Read.shell
        case 14: Read.json
        case 15: Read.yaml
        case 16: Read.toml
        case 17: Read.markdown
        case 18: Read.html
        case 19: Read.css
        case 20: Read.sql
        case 21: Read.makefile
        case 22: Read.dockerfile
        case 23: Read.cSharp
        case 24: Read.lua
        case 25: Read.perl
        case 26: Read.patch
        case 27: Read.xml
        case 28: Read.ini
        default: fatalError("there is no language \(number)")
        }
    }

    private enum Read {
        static let swift = GrammarReader.grammar(Tables.swift, language: 0)
        static let c = GrammarReader.grammar(Tables.c, language: 1)
        static let cPlusPlus = GrammarReader.grammar(Tables.cPlusPlus, language: 2)
        static let python = GrammarReader.grammar(Tables.python, language: 3)
        static let javaScript = GrammarReader.grammar(Tables.javaScript + Tables.jsx, language: 4)
        static let typeScript = GrammarReader.grammar(Tables.javaScript + Tables.typeScript, language: 5)
        static let tsx = GrammarReader.grammar(Tables.javaScript + Tables.typeScript + Tables.jsx, language: 6)
        static let go = GrammarReader.grammar(Tables.go, language: 7)
        static let rust = GrammarReader.grammar(Tables.rust, language: 8)
        static let java = GrammarReader.grammar(Tables.java, language: 9)
        static let kotlin = GrammarReader.grammar(Tables.kotlin, language: 10)
        static let ruby = GrammarReader.grammar(Tables.ruby + Tables.interpolatedStrings, language: 11)
        static let php = GrammarReader.grammar(Tables.phpPlaces + Tables.html + Tables.php, language: 12)
        static let shell = GrammarReader.grammar(Tables.shell, language: 13)
        static let json = GrammarReader.grammar(Tables.json, language: 14)
        static let yaml = GrammarReader.grammar(Tables.yaml, language: 15)
        static let toml = GrammarReader.grammar(Tables.toml, language: 16)
        static let markdown = GrammarReader.grammar(Tables.markdown, language: 17)
        static let html = GrammarReader.grammar(Tables.html, language: 18)
        static let css = GrammarReader.grammar(Tables.css, language: 19)
        static let sql = GrammarReader.grammar(Tables.sql, language: 20)
        static let makefile = GrammarReader.grammar(Tables.makefile + Tables.shell, language: 21)
        static let dockerfile = GrammarReader.grammar(Tables.dockerfile + Tables.shell, language: 22)
        static let cSharp = GrammarReader.grammar(Tables.cSharp, language: 23)
        static let lua = GrammarReader.grammar(Tables.lua, language: 24)
        static let perl = GrammarReader.grammar(Tables.perl + Tables.interpolatedStrings, language: 25)
        static let patch = GrammarReader.grammar(Tables.patch, language: 26)
        static let xml = GrammarReader.grammar(Tables.xml, language: 27)
        static let ini = GrammarReader.grammar(Tables.ini, language: 28)
    }
}
