// Which language a text is in: by its file's name, by its first line, or by the name that a code block gives.

/// A language that there is a table for.
public struct Language: Hashable, Sendable {
    /// Its place in the list of languages.
    let number: UInt8

    init(number: UInt8) {
        self.number = number
    }

    /// All of them.
    public static var all: [Language] { LanguageList.entries.indices.map { Language(number: UInt8($0)) } }

    /// As people write it.
    public var name: String { String(LanguageList.entries[Int(number)].name) }

    /// By the last part of a path (`Makefile`, `main.swift`), or by who is to run it (`#!/usr/bin/env python3`).
    ///
    /// - Parameters:
    ///   - path: a file's path or name.
    ///   - firstLine: of the file, for names that tell nothing; may be empty.
    public init?(path: String, firstLine: ArraySlice<UInt8> = []) {
        let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
        var rest = name[...]
        var number = LanguageList.named(rest)
        while number == nil, let dot = rest.dropFirst().firstIndex(of: ".") {
            rest = rest[dot...]
            number = LanguageList.named(rest)
        }
        if let found = number ?? Self.interpreter(in: firstLine).flatMap(LanguageList.run) {
            self.number = found
        } else {
            return nil
        }
    }

    /// By the name behind a fence: `swift`, `ts`, `sh`, `c++`, in either case.
    public init?(fence name: String) {
        guard let number = LanguageList.fenced(name.lowercased()) else { return nil }
        self.number = number
    }

    /// `python` of `#!/usr/bin/env -S python3.12 -u`.
    private static func interpreter(in line: ArraySlice<UInt8>) -> Substring? {
        guard line.starts(with: [0x23, 0x21]) else { return nil }
        let text = String(decoding: line.dropFirst(2).prefix(200), as: UTF8.self)
        let words = text.split(whereSeparator: \.isWhitespace).map { $0.split(separator: "/").last ?? $0 }
        let program =
            words.first == "env" ? words.dropFirst().first { !$0.hasPrefix("-") && !$0.contains("=") } : words.first
        guard var name = program else { return nil }
        while let last = name.last, last.isNumber || last == "." { name.removeLast() }
        return name
    }
}
