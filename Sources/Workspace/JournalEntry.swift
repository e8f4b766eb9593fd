// One transaction as it stands in the journal: everything that is needed to take it back, or to know that it was done.
//
//     "OROPJNL1"  flags  undoes  folders  steps  fingerprint
//
// All numbers are little-endian; texts and contents carry their length before them; the fingerprint covers all before.
import ChangeReview
import Storage

/// A transaction: its steps, and what the file system knew beside the bytes.
struct JournalEntry: Equatable {
    struct Step: Equatable {
        var step: FileStep
        /// The permission bits the file had before, or gets when it is made.
        var mode: UInt32
        var owner: UInt32
        var group: UInt32
    }

    var steps: [Step]
    /// Folders this transaction makes, outermost first.
    var madeFolders: [RelativePath]
    /// Folders that an earlier transaction made: removed when this one leaves them empty, innermost first.
    var leftFolders: [RelativePath]
    /// The entry that this one takes back.
    var undoes: Int?

    func serialized() -> [UInt8] {
        var writer = JournalWriter()
        writer.bytes = JournalEntry.magic
        writer.number(UInt64(undoes.map { $0 + 1 } ?? 0))
        writer.paths(madeFolders)
        writer.paths(leftFolders)
        writer.number(UInt64(steps.count))
        for step in steps {
            writer.block(Array(step.step.path.text.utf8))
            writer.state(step.step.before)
            writer.state(step.step.after)
            for number in [step.mode, step.owner, step.group] { writer.number(UInt64(number)) }
        }
        writer.number(fingerprint(writer.bytes))
        return writer.bytes
    }

    /// `nil` when the bytes are not a whole entry.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > 16, bytes.starts(with: JournalEntry.magic) else { return nil }
        var reader = JournalReader(rest: bytes[(bytes.count - 8)...])
        guard reader.number() == fingerprint(bytes.dropLast(8)) else { return nil }
        reader.rest = bytes[JournalEntry.magic.count..<bytes.count - 8]
        guard let undone = reader.number(), let made = reader.paths(), let left = reader.paths(),
            let count = reader.number(), count <= UInt64(bytes.count)
        else { return nil }
        undoes = undone == 0 ? nil : Int(undone) - 1
        madeFolders = made
        leftFolders = left
        steps = []
        for _ in 0..<count {
            guard let path = reader.path(), let before = reader.state(), let after = reader.state(),
                let mode = reader.number(), let owner = reader.number(), let group = reader.number()
            else { return nil }
            steps.append(
                Step(
                    step: FileStep(path: path, before: before, after: after), mode: UInt32(truncatingIfNeeded: mode),
                    owner: UInt32(truncatingIfNeeded: owner), group: UInt32(truncatingIfNeeded: group)))
        }
        guard reader.rest.isEmpty else { return nil }
    }

    init(steps: [Step], madeFolders: [RelativePath] = [], leftFolders: [RelativePath] = [], undoes: Int? = nil) {
        self.steps = steps
        self.madeFolders = madeFolders
        self.leftFolders = leftFolders
        self.undoes = undoes
    }

    private static let magic = Array("OROPJNL1".utf8)
}

private struct JournalWriter {
    var bytes: [UInt8] = []

    mutating func number(_ number: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    mutating func block(_ block: [UInt8]) {
        number(UInt64(block.count))
        bytes += block
    }

    mutating func paths(_ paths: [RelativePath]) {
        number(UInt64(paths.count))
        for path in paths { block(Array(path.text.utf8)) }
    }

    mutating func state(_ state: FileState?) {
        guard let state else { return bytes.append(0) }
        bytes.append(state.isExecutable ? 2 : 1)
        block(state.bytes)
    }
}

private struct JournalReader {
    var rest: ArraySlice<UInt8>

    mutating func number() -> UInt64? {
        guard rest.count >= 8 else { return nil }
        let number = rest.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        rest = rest.dropFirst(8)
        return number
    }

    mutating func block() -> [UInt8]? {
        guard let count = number(), count <= UInt64(rest.count) else { return nil }
        defer { rest = rest.dropFirst(Int(count)) }
        return Array(rest.prefix(Int(count)))
    }

    mutating func path() -> RelativePath? {
        guard let bytes = block(), let text = String(validating: bytes, as: UTF8.self) else { return nil }
        return RelativePath(text)
    }

    mutating func paths() -> [RelativePath]? {
        guard let count = number(), count <= UInt64(rest.count) else { return nil }
        var paths: [RelativePath] = []
        for _ in 0..<count {
            guard let path = path() else { return nil }
            paths.append(path)
        }
        return paths
    }

    mutating func state() -> FileState?? {
        switch rest.popFirst() {
        case 0: return .some(nil)
        case .some(let kind) where kind <= 2:
            guard let bytes = block() else { return nil }
            return FileState(bytes: bytes, isExecutable: kind == 2)
        default: return nil
        }
    }
}
