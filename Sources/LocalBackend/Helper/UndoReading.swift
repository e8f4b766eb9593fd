// What an undo reads before it touches anything: lines in many places of many files, however long these are.

/// Lines that are asked for, range by range, until all are there.
struct UndoReading: Equatable, Sendable {
    private struct Part: Equatable, Sendable {
        var path: String
        var lines: ClosedRange<Int>
    }

    private static let callLimit = 40
    /// Blocks that are nearer to each other are read together.
    private static let nearLines = 100

    private var parts: [Part] = []
    /// By path and line number.
    private(set) var lines: [String: [Int: String]] = [:]
    /// The answers of files, or of parts of them, that could not be read.
    private(set) var failures: [String: ToolAnswer] = [:]
    private var seen: Set<String> = []

    init(of edits: [Unedit]) {
        for edit in edits {
            for block in edit.blocks {
                let end = block.start + max(1, block.old.count) - 1
                if let last = parts.last, last.path == edit.path, block.start >= last.lines.lowerBound,
                    block.start - last.lines.upperBound <= Self.nearLines
                {
                    parts[parts.count - 1].lines = last.lines.lowerBound...max(last.lines.upperBound, end)
                } else {
                    parts.append(Part(path: edit.path, lines: block.start...end))
                }
            }
        }
    }

    init(of file: Restoration) {
        // One line more than there should be.
        let count = file.left.map { Restoration.lines(of: $0).count } ?? 0
        parts = [Part(path: file.path, lines: 1...count + 1)]
        parts += file.formerNames.map { Part(path: $0, lines: 1...1) }
    }

    /// Empty when all is read.
    var calls: [HelperCall] { parts.prefix(Self.callLimit).map { .readLines(path: $0.path, $0.lines) } }

    func isThere(_ path: String) -> Bool {
        seen.contains(path) || failures[path]?.firstLine.hasSuffix("is a binary file") == true
    }

    /// The answers to `calls`. A long part comes in pieces.
    mutating func note(_ answers: [ToolAnswer]) {
        let asked = parts.prefix(Self.callLimit)
        parts.removeFirst(asked.count)
        var rest: [Part] = []
        for (index, part) in asked.enumerated() {
            guard index < answers.count, answers[index].succeeded else {
                failures[part.path] =
                    index < answers.count
                    ? answers[index] : ToolAnswer(action: "read_file", succeeded: false, text: "no answer came")
                continue
            }
            seen.insert(part.path)
            let report = FileReport(answers[index].text)
            let inside = report.lines.filter { part.lines.contains($0.key) }
            lines[part.path, default: [:]].merge(inside) { $1 }
            if report.isCut, let last = inside.keys.max(), last < part.lines.upperBound {
                rest.append(Part(path: part.path, lines: last + 1...part.lines.upperBound))
            }
        }
        parts = rest + parts
    }
}
