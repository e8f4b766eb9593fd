// What a message refers to: `@path`, `@path:10-40`, `@"a path"`, `@folder/`, `@git`, found in the user's words without
// asking the disk. Whether something is there is decided later; what can be no mention is left alone here.

/// One `@…` of a message.
struct Mention: Hashable {
    enum Target: Hashable {
        case git
        /// `lines` counts from 1.
        case path(String, lines: ClosedRange<Int>?)
    }

    /// What it may mean, the likeliest first: a full stop after a name is rarely a part of it, but may be.
    var targets: [Target]
    /// As it was written, without the `@`.
    var text: String
    var isQuoted: Bool

    /// Every mention of a text once, in order. Fenced code and what stands in backticks mention nothing.
    static func all(in text: String, limit: Int) -> [Mention] {
        var found: [Mention] = []
        var isFenced = false
        for line in text.split(whereSeparator: \.isNewline) {
            if line.drop(while: { $0 == " " }).hasPrefix("```") {
                isFenced.toggle()
                continue
            }
            if isFenced { continue }
            for mention in mentions(inLine: line) where !found.contains(mention) {
                if found.count == limit { return found }
                found.append(mention)
            }
        }
        return found
    }

    private static func mentions(inLine line: Substring) -> [Mention] {
        var found: [Mention] = []
        var rest = line
        var before: Character = " "
        var isInCode = false
        while let letter = rest.first {
            if letter == "`" { isInCode.toggle() }
            guard letter == "@", !isInCode, before.isWhitespace || openers.contains(before) else {
                before = letter
                rest.removeFirst()
                continue
            }
            rest.removeFirst()
            before = letter
            guard let (mention, length) = mention(at: rest) else { continue }
            rest = rest.dropFirst(length)
            before = "x"
            found.append(mention)
        }
        return found
    }

    /// What may stand before a mention; a letter before it makes an address of it.
    private static let openers: Set<Character> = ["(", "[", "{", "<", "\"", "'", ",", ";", ":", "/", "="]
    /// What ends a sentence rather than a name.
    private static let closers: Set<Character> = [".", ",", ";", ":", "!", "?", ")", "]", "}", ">", "\"", "'", "`"]

    private static func mention(at text: Substring) -> (Mention, length: Int)? {
        if text.first == "\"" {
            let inside = text.dropFirst()
            guard let end = inside.firstIndex(of: "\""), end > inside.startIndex else { return nil }
            let name = String(inside[..<end])
            let suffix = inside[inside.index(after: end)...].prefix { $0 == ":" || $0 == "-" || $0.isASCIIDigit }
            let range = suffix.hasPrefix(":") ? lines(suffix.dropFirst()) : nil
            let length = 2 + name.count + (range == nil ? 0 : suffix.count)
            let written = String(text.prefix(length))
            return (Mention(targets: [.path(name, lines: range)], text: written, isQuoted: true), length)
        }
        let run = text.prefix { !$0.isWhitespace && $0 != "`" }
        guard !run.isEmpty, run.first != "@" else { return nil }
        var trimmed = run
        while let last = trimmed.last, closers.contains(last) { trimmed.removeLast() }
        guard !trimmed.isEmpty else { return nil }
        if trimmed == "git" { return (Mention(targets: [.git], text: "git", isQuoted: false), trimmed.count) }
        var targets = targets(of: trimmed)
        if run.count != trimmed.count { targets += self.targets(of: run) }
        return (Mention(targets: targets, text: String(trimmed), isQuoted: false), run.count)
    }

    /// `a.swift:10-40` is first a range of a file, then a file of that very name.
    private static func targets(of run: Substring) -> [Target] {
        let whole = Target.path(String(run), lines: nil)
        guard let colon = run.lastIndex(of: ":"), colon > run.startIndex,
            let range = lines(run[run.index(after: colon)...])
        else { return [whole] }
        return [.path(String(run[..<colon]), lines: range), whole]
    }

    private static func lines(_ text: Substring) -> ClosedRange<Int>? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first.flatMap({ Int($0) }), first >= 1, parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return first...first }
        guard let last = Int(parts[1]), last >= first else { return nil }
        return first...last
    }
}

extension Mention {
    /// Whether it must have been meant as a file, so that its absence is worth a word. `@MainActor` and `@angular/core`
    /// are not.
    var isSurelyPath: Bool {
        if isQuoted { return true }
        guard case .path(let path, let lines)? = targets.first else { return false }
        if lines != nil || path.hasSuffix("/") || path.hasPrefix("./") || path.hasPrefix("../") || path.hasPrefix("/") {
            return true
        }
        guard let dot = path.lastIndex(of: "."), dot > path.startIndex else { return false }
        return Mention.endings.contains(path[path.index(after: dot)...].lowercased())
    }

    private static let endings: Set<String> = [
        "swift", "py", "js", "jsx", "ts", "tsx", "go", "rs", "c", "h", "cc", "cpp", "hpp", "java", "kt", "rb", "php",
        "sh", "md", "txt", "json", "jsonl", "yml", "yaml", "toml", "xml", "html", "css", "scss", "sql", "csv", "log",
        "png", "jpg", "jpeg", "gif", "webp", "svg", "pdf", "lock", "cfg", "ini", "env", "pem", "vue", "svelte",
    ]
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
