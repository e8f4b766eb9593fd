// What takes earlier work back, as steps worked out from the calls that did it.

/// One step of an undo.
enum UndoStep: Equatable, Sendable {
    case unedit(Unedit)
    case moveBack(from: String, to: String)
    case restore(Restoration)

    /// The last change first.
    static func all(back work: [HelperCall], after earlier: [HelperCall]) -> [UndoStep] {
        work.indices.reversed().compactMap { index in
            let before = earlier + work[..<index]
            switch work[index] {
            case .applyDiff(let path, let diff):
                let blocks = DiffBlock.inverse(of: DiffBlock.blocks(of: diff))
                return blocks.isEmpty ? nil : .unedit(Unedit(path: path, blocks: blocks))
            case .moveFile(let path, let to): return .moveBack(from: to, to: path)
            case .createFile(let path, let content):
                return .restore(Restoration(of: path, leftWith: content, after: before))
            case .deleteFile(let path): return .restore(Restoration(of: path, leftWith: nil, after: before))
            case .revertFile, .search, .readLines, .listFiles, .runTerminal: return nil
            }
        }
    }
}

/// An edit of one file the other way round, as far as its lines are still as they were left.
struct Unedit: Equatable, Sendable {
    var path: String
    var blocks: [DiffBlock]

    /// The blocks whose lines, by their numbers, are as they were left.
    func untouched(in lines: [Int: String]) -> [DiffBlock] {
        blocks.filter { Self.stands($0.old, at: $0.start, in: lines) }
    }

    /// Whether all reads as it did before the edit: it was rejected, or taken back by hand.
    func isBack(in lines: [Int: String]) -> Bool {
        var shift = 0
        return blocks.allSatisfy { block in
            defer { shift += block.new.count - block.old.count }
            return Self.stands(block.new, at: block.start + shift, in: lines)
        }
    }

    private static func stands(_ texts: [String], at start: Int, in lines: [Int: String]) -> Bool {
        texts.enumerated().allSatisfy { offset, text in
            lines[start + offset].map { Array($0.utf8) == Array(text.utf8) } ?? false
        }
    }
}

/// A file that was made, overwritten or deleted as a whole, as it was before.
///
/// What a whole file was is not in the history. It comes from the disk, or from the call that made it, with what was
/// done to it since put on top again: `replace x with y` in a, `move a to b`, `delete b` needs `revert a`, the
/// replacement, and the move.
struct Restoration: Equatable, Sendable {
    var path: String
    /// What it was left with; nil for a file that was deleted.
    var left: String?
    /// Names it had before: what stands there by now is somebody else's.
    var formerNames: [String] = []
    /// The first makes the text that the others go on from.
    var calls: [HelperCall]

    init(of path: String, leftWith left: String?, after earlier: [HelperCall]) {
        self.path = path
        self.left = left
        var name = path
        var base: HelperCall?
        var since: [HelperCall] = []
        for call in earlier.reversed() where base == nil {
            switch call {
            case .applyDiff(name, _): since.append(call)
            case .createFile(name, _), .deleteFile(name), .revertFile(name): base = call
            case .moveFile(let from, name):
                // What stands at the new name by now makes room.
                since += [call, .deleteFile(path: name)]
                name = from
                if name != path, !formerNames.contains(name) { formerNames.append(name) }
            case .moveFile(name, _): base = .deleteFile(path: name)
            default: break
            }
        }
        calls = [base ?? .revertFile(path: name)] + since.reversed()
    }

    /// Why it can't be done without the loss of somebody's work; nil when it can.
    func obstacle(_ reading: UndoReading) -> String? {
        for name in formerNames where reading.isThere(name) { return "there is a file \(name.inCode) again" }
        guard let left else { return reading.isThere(path) ? "there is a file of that name again" : nil }
        if let failure = reading.failures[path] { return failure.firstLine.trimmed(of: ".") }
        let lines = reading.lines[path] ?? [:]
        let same = Self.lines(of: left).enumerated().allSatisfy { index, text in
            lines[index + 1].map { Array($0.utf8) == text } ?? false
        }
        return same && lines.count == Self.lines(of: left).count ? nil : "it is no longer as I left it"
    }

    /// As `read_file` shows them: without their ends.
    static func lines(of text: String) -> [[UInt8]] {
        var lines = SearchReport.lines(of: text)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { line in
            let bytes = Array(line.utf8)
            return bytes.last == 13 ? bytes.dropLast() : bytes
        }
    }
}
