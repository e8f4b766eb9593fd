// The definitions of a file, line by line, by simple signs: no parser, so no language needs one, and a file that does
// not compile has an outline too.

/// What a file defines.
struct Outline: Equatable {
    struct Entry: Equatable {
        /// Counted from 1.
        var line: Int
        /// As it stands there, without what is before and behind.
        var text: String
        /// What is defined; empty where no single word is it.
        var name: String
        /// Columns of indentation, a tab as four.
        var depth: Int
    }

    var entries: [Entry] = []

    /// Characters of a line that are kept.
    static let lineLength = 160

    init(_ bytes: [UInt8], _ language: Language) {
        guard let rule = language.rule else { return }
        var isFenced = false
        for (index, slice) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        {
            guard slice.count <= 2_000 else { continue }
            let line = Line(slice, number: index + 1)
            if case .headings = rule, line.text.hasPrefix("```") || line.text.hasPrefix("~~~") { isFenced.toggle() }
            if isFenced || line.text.isEmpty { continue }
            if let name = Outline.name(line, rule) {
                let text = line.text.count > Outline.lineLength ? line.text.prefix(Outline.lineLength) + "…" : line.text
                entries.append(Entry(line: line.number, text: String(text), name: name, depth: line.depth))
            }
        }
    }

    private struct Line {
        var text: Substring
        var depth = 0
        var number: Int

        init(_ bytes: ArraySlice<UInt8>, number: Int) {
            self.number = number
            var bytes = bytes
            if number == 1, bytes.starts(with: byteOrderMark) { bytes.removeFirst(byteOrderMark.count) }
            while let first = bytes.first, first == 0x20 || first == 0x09 {
                depth += first == 0x09 ? 4 : 1
                bytes.removeFirst()
            }
            while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
            text = Substring(decoding: bytes, as: UTF8.self)
        }

        var words: [Substring] { text.split { $0 == " " || $0 == "\t" } }
    }

    /// The name that a line defines; nil when it defines nothing.
    private static func name(_ line: Line, _ rule: Language.Rule) -> String? {
        switch rule {
        case .words(let before, let keywords): return word(line, before, keywords)
        case .methods(let before, let keywords):
            return word(line, before, keywords) ?? arrow(line, before) ?? method(line, before)
        case .c(let keywords): return definition(line, keywords)
        case .shell:
            let words = line.words
            if words.first == "function", words.count > 1 { return identifier(words[1]) }
            guard let mark = line.text.firstRange(of: "()") else { return nil }
            let name = line.text[..<mark.lowerBound].filter { $0 != " " }
            let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "_-.:".contains($0) }
            return isName ? name : nil
        case .headings:
            let marks = line.text.prefix { $0 == "#" }
            guard line.depth < 4, (1...6).contains(marks.count), line.text.dropFirst(marks.count).first == " " else {
                return nil
            }
            return String(line.text.dropFirst(marks.count + 1))
        }
    }

    private static func word(_ line: Line, _ before: Set<String>, _ keywords: Set<String>) -> String? {
        var words = line.words[...]
        while let first = words.first {
            // `@objc`, `#[test]`, `private(set)`, `pub(crate)`: marks and words with a scope.
            var bare = String(first.prefix { $0 != "(" && $0 != "<" && $0 != "[" })
            if bare == "init?" || bare == "init!" { bare = "init" }
            if keywords.contains(bare) {
                // `class func` is a function; `class` alone a class.
                if before.contains(bare),
                    words.dropFirst().first.map({ keywords.contains(String($0.prefix { $0 != "(" })) }) == true
                {
                    words.removeFirst()
                    continue
                }
                return defined(words, keyword: bare)
            }
            guard before.contains(bare) || first.hasPrefix("@") || first == "\"C\"" else { return nil }
            words.removeFirst()
        }
        return nil
    }

    private static func defined(_ words: ArraySlice<Substring>, keyword: String) -> String? {
        if keyword == "init" || keyword == "subscript" || keyword == "constructor" { return keyword }
        let rest = words.dropFirst()
        // Go: `func (r *Reader) Read(`; Rust: `impl<T> Trait for Type`.
        if keyword == "func", rest.first?.hasPrefix("(") == true {
            let after = rest.drop { !$0.hasSuffix(")") }.dropFirst()
            return after.first.flatMap(identifier)
        }
        if keyword == "impl" { return rest.last { identifier($0) != nil }.flatMap(identifier) ?? "" }
        if keyword == "extension" { return rest.first.flatMap(identifier) ?? "" }
        guard let next = rest.first else { return nil }
        return identifier(next)
    }

    /// `const name = (…) =>` and `const name = function`.
    private static func arrow(_ line: Line, _ before: Set<String>) -> String? {
        let words = line.words.drop { before.contains(String($0)) }
        guard let first = words.first, ["const", "let", "var"].contains(first), words.count > 3,
            line.text.contains("=>") || words.contains("function") || words.contains("class")
        else { return nil }
        return words.dropFirst().first.flatMap(identifier)
    }

    private static let control: Set<String> = [
        "if", "for", "while", "switch", "catch", "return", "else", "do", "try", "new", "throw", "function", "with",
        "synchronized", "using", "foreach", "lock", "case", "await", "yield", "delete", "typeof", "super", "this",
    ]

    /// `name(…) {` within something, with a type before the name or without.
    private static func method(_ line: Line, _ before: Set<String>) -> String? {
        guard line.depth > 0, line.text.hasSuffix("{"), let open = line.text.firstIndex(of: "("),
            line.text.contains(")"), !line.text.contains("=>"), !line.text[..<open].contains("=")
        else { return nil }
        let head = line.text[..<open].split { $0 == " " || $0 == "\t" }
        guard let first = head.first, let last = head.last, !control.contains(String(first)),
            !first.contains("."), !last.contains("."), identifier(last)?.utf8.count == last.utf8.count
        else { return nil }
        return identifier(last)
    }

    private static func definition(_ line: Line, _ keywords: Set<String>) -> String? {
        let words = line.words
        guard let first = words.first else { return nil }
        if first == "#define", words.count > 1 { return identifier(words[1]) }
        if keywords.contains(String(first)), !line.text.contains("("),
            !line.text.hasSuffix(";") || first == "typedef" || first == "using"
        {
            let last = first == "typedef" ? words.last : words.dropFirst().first
            return last.flatMap(identifier) ?? ""
        }
        guard line.depth == 0, let open = line.text.firstIndex(of: "("), !line.text.hasSuffix(";"),
            !line.text.hasSuffix(","), first.first?.isLetter == true || first.first == "_",
            !control.contains(String(first.prefix { $0 != "(" })), line.text.hasSuffix("{") || line.text.hasSuffix(")")
        else { return nil }
        let head = line.text[..<open].split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "~" || $0 == ":") }
        guard head.count > 1 || line.text.contains("::"), let name = head.last else { return nil }
        return String(name)
    }

    /// The letters, digits and `_` that a word begins with, less a pointer's or a reference's sign.
    private static func identifier(_ word: Substring) -> String? {
        let name = word.drop { $0 == "*" || $0 == "&" }.prefix {
            $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" || $0 == "." || $0 == "?" || $0 == "!"
        }
        return name.isEmpty ? nil : String(name)
    }
}
