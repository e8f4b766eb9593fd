// What models do to whole files: wrap them in a fence, keep the line numbers they read, leave out "the rest of the
// code". The first two are taken off, the third is refused, since it would delete what it stands for.

/// The contents of a file as a model sent them, made those that it meant.
struct WrittenContent: Equatable {
    var text: String
    /// What was changed, for the result.
    var notes: [String] = []

    /// - Parameters:
    ///   - path: whose contents these are; a fence is right in Markdown.
    ///   - old: what the file holds now.
    init(_ written: String, path: String, old: [UInt8]?) throws(ToolFailure) {
        text = written
        let before = old.map { String(decoding: $0, as: UTF8.self) } ?? ""
        if Language(path: path)?.name != "Markdown", let inner = WrittenContent.unfenced(text),
            WrittenContent.unfenced(before) == nil
        {
            text = inner
            notes.append("the fence around the contents was taken off")
        }
        if let bare = WrittenContent.withoutNumbers(text), WrittenContent.withoutNumbers(before) == nil {
            text = bare
            notes.append("the line numbers before the lines were taken off")
        }
        var present: Set<Substring>?
        for (index, line) in lines(text[...]).enumerated() where WrittenContent.isOmission(line) {
            let known = present ?? Set(lines(before[...]).map(\.trimmingBlanks))
            present = known
            if known.contains(line.trimmingBlanks) { continue }
            throw ToolFailure(
                "line \(index + 1) stands for text that was left out: \(printed(String(line.trimmingBlanks.prefix(100))))\n"
                    + "nothing was staged: send the whole file, or change parts of it with apply_diff")
        }
    }

    /// The inside of a text that is one fence from the first line to the last.
    static func unfenced(_ text: String) -> String? {
        let all = lines(Substring(text).trimmingBlanks)
        guard all.count >= 2, let first = all.first, let last = all.last else { return nil }
        let marks = first.prefix { $0 == "`" }
        let language = first.dropFirst(marks.count)
        guard marks.count >= 3, !language.contains("`"), last == marks else { return nil }
        let inner = all.dropFirst().dropLast()
        guard !inner.contains(where: { $0.hasPrefix(marks) }) else { return nil }
        return inner.isEmpty ? "" : inner.joined(separator: "\n") + "\n"
    }

    /// `12 | text` less the numbers, when most of the lines are numbered and every number is the next.
    static func withoutNumbers(_ text: String) -> String? {
        var next: Int?
        var numbered = 0
        var told = 0
        var bare: [Substring] = []
        for line in lines(text[...]) {
            if !line.isEmpty { told += 1 }
            guard let (number, rest) = number(line) else {
                bare.append(line)
                continue
            }
            guard next == nil || next == number else { return nil }
            next = number + 1
            numbered += 1
            bare.append(rest)
        }
        guard numbered >= 2, numbered * 10 > told * 7 else { return nil }
        return bare.joined(separator: "\n")
    }

    private static func number(_ line: Substring) -> (Int, rest: Substring)? {
        let line = line.drop { $0 == " " }
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, digits.count <= 7, let number = Int(digits) else { return nil }
        let rest = line.dropFirst(digits.count)
        if rest == " |" || rest == "|" { return (number, "") }
        guard rest.hasPrefix(" | ") else { return nil }
        return (number, rest.dropFirst(3))
    }

    /// A comment, or a line of dots, that stands for code that is not there.
    static func isOmission(_ line: Substring) -> Bool {
        let text = line.trimmingBlanks.lowercased()
        guard text.utf8.count <= 200 else { return false }
        let marks = ["//", "#", "/*", "*", "<!--", "--", ";", "%", "{/*", "(*", "...", "…", "[..."]
        guard let mark = marks.first(where: { text.hasPrefix($0) }) else { return false }
        let rest = text.dropFirst(mark.hasPrefix(".") || mark == "…" ? 0 : mark.count)
        let things = [
            "code", "file", "function", "implementation", "method", "class", "content", "component", "module",
        ]
        let namesThing = things.contains { rest.contains($0) }
        let isCut = rest.contains("...") || rest.contains("…")
        if isCut {
            let signs = [
                "rest of", "existing", "remaining", "unchanged", "previous", "same as", "omitted", "truncated",
            ]
            if signs.contains(where: { rest.contains($0) }) { return true }
        }
        guard namesThing else { return false }
        if rest.contains("rest of") || rest.contains("remaining") || rest.contains("existing") {
            let signs = ["unchanged", "remains", "stays", "goes here", "is the same", "as before", " here", "omitted"]
            return signs.contains { rest.contains($0) }
        }
        return false
    }
}

/// Split at line feeds; a carriage return stays at its line.
private func lines(_ text: Substring) -> [Substring] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Substring($0) }
}
