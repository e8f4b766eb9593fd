// Many edits one after the other: the first few are shown, the others as one row that counts them.

internal import TaskMachine

enum EditRun {
    /// Edits that are shown one by one.
    static let shown = 4

    /// What a tool's line is in its run.
    enum Part: Equatable {
        /// It stands for itself.
        case whole
        /// One that comes later counts it.
        case hidden
        /// It stands for so many, itself the last of them.
        case summary(count: Int)
    }

    static func part(of index: Int, in entries: [Entry]) -> Part {
        guard index >= shown, (index - shown...index).allSatisfy({ isEdit(entries[$0]) }) else { return .whole }
        if index + 1 < entries.count, isEdit(entries[index + 1]) { return .hidden }
        var first = index - shown
        while first > 0, isEdit(entries[first - 1]) { first -= 1 }
        let count = index - first + 1 - shown
        return count > 1 ? .summary(count: count) : .whole
    }

    /// The edits one after the other that this one is among; empty when it is none.
    static func run(around index: Int, in entries: [Entry]) -> Range<Int> {
        guard isEdit(entries[index]) else { return index..<index }
        let first = entries[...index].lastIndex { !isEdit($0) }.map { $0 + 1 } ?? 0
        return first..<(entries[index...].firstIndex { !isEdit($0) } ?? entries.count)
    }

    private static func isEdit(_ entry: Entry) -> Bool {
        guard case .tool(let line) = entry.content, line.tool?.kind == .write, line.state == .succeeded else {
            return false
        }
        return line.output.head.hasPrefix("staged: ")
    }
}
