// A scenario file: what is typed and what arrives, and the pictures that follow, in one readable text.
//
//     sizes 40x10 80x24                    every picture is taken in each size, by a program of its own
//     keys "rename a to b" enter           text in quotes, else names as in docs/KEYS.md: ctrl-t, f6, space, up
//     server working 1/2 "Renaming"        an event or a reply; see `ScenarioPlayer`
//     propose Sources/a.swift              a file's diff, one line each: ` ` kept, `-` before, `+` after, `~20` filler
//         -let a = 1
//         +let b = 1
//     picture renamed                      followed by the rows, the roles and the cursor

import Screen
import TestSupport

struct Scenario {
    struct Step {
        var line: Int
        var words: [String]
        /// Indented lines below the step.
        var body: [String]
    }

    struct Picture {
        var name: String
        var size: Size
        var rows: [String]
    }

    var path: String
    var sizes: [Size] = []
    var steps: [Step] = []
    /// The pictures in the file, by name and size.
    var pictures: [String: [String]] = [:]
    /// The file without its pictures, to write it anew.
    private var script: [String] = []

    static func key(_ name: String, _ size: Size) -> String { "\(name) \(size.columns)x\(size.rows)" }

    init(path: String) throws {
        self.path = path
        let text = String(decoding: try readFile(path), as: UTF8.self)
        var open: String?
        var picture: String?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("|") || line.hasPrefix(":") || line.hasPrefix("@") {
                if let open { pictures[open, default: []].append(String(line)) }
                continue
            }
            if line.hasPrefix("at "), let picture {
                open = "\(picture) \(line.dropFirst(3))"
                continue
            }
            script.append(String(line))
            if line.hasPrefix("    "), !steps.isEmpty {
                steps[steps.count - 1].body.append(String(line.dropFirst(4)))
                continue
            }
            let words = Self.words(String(line))
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            if first == "sizes" {
                sizes = words.dropFirst().map(Self.size)
            } else {
                if first == "picture" { picture = words[1] }
                steps.append(Step(line: index + 1, words: words, body: []))
            }
        }
    }

    /// The file with these pictures in it.
    func text(with taken: [String: [String]]) -> String {
        var lines: [String] = []
        for line in script {
            lines.append(line)
            let words = Self.words(line)
            guard words.first == "picture" else { continue }
            for size in sizes {
                guard let rows = taken[Self.key(words[1], size)] else { continue }
                lines.append("at \(size.columns)x\(size.rows)")
                lines += rows
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func size(_ text: String) -> Size {
        let parts = text.split(separator: "x").compactMap { Int($0) }
        return Size(columns: parts.first ?? 80, rows: parts.last ?? 24)
    }

    /// Words at blanks; a quoted one keeps its blanks, and a leading `"` to tell it from a name. `\n` is a line end.
    static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        var isEscaped = false
        for character in line {
            if isEscaped {
                word?.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                if isQuoted {
                    words.append(word ?? "")
                    word = nil
                } else {
                    word = "\""
                }
                isQuoted.toggle()
            } else if character == " ", !isQuoted {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return words
    }
}

extension String {
    /// A quoted word without its mark.
    var unquoted: String { hasPrefix("\"") ? String(dropFirst()) : self }
}
