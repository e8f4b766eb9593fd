// The sources as text, for the rules that neither SwiftPM nor the compiler holds.
import Glibc
import TestSupport

/// A source file: its target, its path from the package's root, its lines.
struct SourceFile {
    let target: String
    let path: String
    let lines: [Substring]

    /// The modules it imports, whatever the form (`public import`, `import struct M.T`, `@testable import`).
    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place + 1 < words.count else { return nil }
            guard words[..<place].allSatisfy({ $0.first == "@" || accessLevels.contains($0) }) else { return nil }
            let kinds: Set<Substring> = ["struct", "enum", "class", "func", "protocol", "typealias", "let", "var"]
            let named =
                kinds.contains(words[place + 1]) && place + 2 < words.count ? words[place + 2] : words[place + 1]
            return named.split(separator: ".").first.map(String.init)
        }
    }
}

private let accessLevels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]

/// Every Swift file below a folder of the package.
func sourceFiles(in folder: String, of root: String) throws -> [SourceFile] {
    let listing = try run(["find", folder, "-name", "*.swift", "-type", "f"], in: root)
    return try listing.text.split(separator: "\n").sorted().map { path in
        let text = String(decoding: try readFile("\(root)/\(path)"), as: UTF8.self)
        let parts = path.split(separator: "/")
        return SourceFile(
            target: String(parts[1]), path: String(path),
            lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }
}

/// The rows of a Markdown table whose header starts with `first`, as trimmed cells.
func tableRows(startingWith first: String, in text: String) -> [[String]] {
    var rows: [[String]] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        guard line.first == "|" else {
            isInside = false
            continue
        }
        let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
            .map { $0.trimmed }
        if cells.first == first {
            isInside = true
        } else if isInside, cells.first?.allSatisfy({ $0 == "-" }) == false {
            rows.append(cells)
        }
    }
    return rows
}

extension Substring {
    /// Whether `text` stands here and no longer name ends where it begins (`AgentTask {` has no word `Task {`).
    func hasWord(_ text: String) -> Bool {
        var rest = self
        while let place = rest.firstRange(of: text) {
            let before = place.lowerBound == startIndex ? nil : self[index(before: place.lowerBound)]
            if before.map({ !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "." }) ?? true { return true }
            rest = self[place.upperBound...]
        }
        return false
    }

    var trimmed: String {
        var text = self
        while let last = text.last, last.isWhitespace { text.removeLast() }
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        return String(text)
    }
}

/// The names in backquotes of a table's cell.
func quotedNames(_ cell: String) -> [String] {
    cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
}
