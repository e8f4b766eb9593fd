// What stands at the head of an entry: which files it is about, and where their contents are.
//
//     "OROPJNL3"  length of the header (8 bytes)  header  SHA-256 of all before  contents, one after the other
//
//     header:  undone entry + 1, or 0 · 1 when that was an undo · time, or 0 · made folders · left folders
//              steps:     path · before · after · mode + 1, or 0 for a new file · owner · group
//                         a state is 0 for "no file", else its content · 2 + 1, and 1 more when it is executable
//              reviewed:  path · length of the former path and this, or 0 · base · proposed state
//                         1 when in place · runs of marks: length · 4 + mark
//              contents:  SHA-256 · length · entry that holds it, or 0 for this one · bytes here
//
// A content is named by its hash and is kept once: in this entry, or in an earlier one, whose number stands beside it.
// The header's hash covers the names of all contents, and so the whole.
//
// Format 2 has no mark of an undone undo, and of what was reviewed it has path, proposed state and marks alone.
import ChangeReview
import Storage

struct JournalHeader: Equatable {
    /// A file's state, its content by its place in `contents`.
    struct State: Equatable {
        var content: Int
        var isExecutable: Bool
    }

    struct Step: Equatable {
        var path: RelativePath
        var before: State?
        var after: State?
        var mode: UInt32
        var owner: UInt32
        var group: UInt32
    }

    /// A `ReviewedFile`.
    struct Reviewed: Equatable {
        var path: RelativePath
        var origin: RelativePath?
        var base: State?
        var proposed: State?
        var isInPlace: Bool
        var marks: [Decision]
    }

    struct Content: Equatable {
        var hash: ContentHash
        /// Bytes of the content itself.
        var count: Int
        /// The entry that held it when this one was written; `nil`: this one. After that entry was dropped, it is in one
        /// between the two.
        var holder: Int?
        /// Bytes in this entry: fewer than `count` when it is compressed.
        var stored: Int
    }

    var undoes: Int?
    var isRedo = false
    /// Seconds since 1970; `nil`: when the file was last written.
    var time: Int?
    var madeFolders: [RelativePath] = []
    var leftFolders: [RelativePath] = []
    var steps: [Step] = []
    var reviewed: [Reviewed] = []
    var contents: [Content] = []

    static let magic = Array("OROPJNL3".utf8)
    static let magic2 = Array("OROPJNL2".utf8)
    /// Bytes before the header itself.
    static let start = 16

    var serialized: [UInt8] {
        var writer = JournalWriter()
        writer.number(undoes.map { $0 + 1 } ?? 0)
        writer.number(isRedo ? 1 : 0)
        writer.number(time ?? 0)
        writer.paths(madeFolders)
        writer.paths(leftFolders)
        writer.number(steps.count)
        for step in steps {
            writer.path(step.path)
            for state in [step.before, step.after] { writer.state(state) }
            writer.number(step.mode == JournalEntry.newMode ? 0 : Int(step.mode) + 1)
            writer.number(Int(step.owner))
            writer.number(Int(step.group))
        }
        writer.number(reviewed.count)
        for file in reviewed {
            writer.path(file.path)
            if let origin = file.origin { writer.path(origin) } else { writer.number(0) }
            writer.state(file.base)
            writer.state(file.proposed)
            writer.number(file.isInPlace ? 1 : 0)
            writer.marks(file.marks)
        }
        writer.number(contents.count)
        for content in contents {
            writer.raw(content.hash.bytes)
            writer.number(content.count)
            writer.number(content.holder ?? 0)
            writer.number(content.stored)
        }
        var bytes = JournalHeader.magic
        for shift in stride(from: 0, to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: writer.bytes.count >> shift))
        }
        bytes += writer.bytes
        return bytes + ContentHash(of: bytes).bytes
    }

    /// How many bytes the whole head has, told by its first sixteen; `nil` when they are no head of this format.
    static func length(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= start, bytes.starts(with: magic) || bytes.starts(with: magic2) else { return nil }
        var reader = JournalReader(rest: bytes.dropFirst(magic.count))
        guard let count = reader.wideNumber(), count < 1 << 40 else { return nil }
        return start + Int(count) + ContentHash.size
    }

    /// From exactly the bytes of a head; `nil` when they are torn, or not ours.
    init?(_ bytes: [UInt8]) {
        guard JournalHeader.length(bytes[...]) == bytes.count,
            Array(bytes.suffix(ContentHash.size)) == ContentHash(of: Array(bytes.dropLast(ContentHash.size))).bytes
        else { return nil }
        var reader = JournalReader(rest: bytes.dropFirst(JournalHeader.start).dropLast(ContentHash.size))
        let isOld = bytes.starts(with: JournalHeader.magic2)
        guard let undone = reader.number(), let again = isOld ? 0 : reader.number(), again < 2,
            let time = reader.number(), let made = reader.paths(), let left = reader.paths(),
            let steps = reader.list(JournalHeader.step),
            let reviewed = reader.list({ JournalHeader.reviewed(&$0, steps, isOld: isOld) }),
            let contents = reader.list(JournalHeader.content), reader.rest.isEmpty
        else { return nil }
        undoes = undone == 0 ? nil : undone - 1
        isRedo = again == 1
        self.time = time == 0 ? nil : time
        madeFolders = made
        leftFolders = left
        self.steps = steps
        self.reviewed = reviewed
        self.contents = contents
        let named = steps.flatMap { [$0.before, $0.after] } + reviewed.flatMap { [$0.base, $0.proposed] }
        guard named.allSatisfy({ $0.map { $0.content < contents.count } ?? true }) else { return nil }
    }

    init() {}

    /// The head of an entry that keeps all its contents itself, and these, in their order.
    static func of(_ entry: JournalEntry) -> (header: JournalHeader, contents: [[UInt8]]) {
        var header = JournalHeader()
        header.undoes = entry.undoes
        header.isRedo = entry.isRedo
        header.madeFolders = entry.madeFolders
        header.leftFolders = entry.leftFolders
        var places: [ContentHash: Int] = [:]
        var bytes: [[UInt8]] = []
        func place(_ content: [UInt8]) -> Int {
            let hash = ContentHash(of: content)
            if let known = places[hash] { return known }
            places[hash] = bytes.count
            bytes.append(content)
            header.contents.append(Content(hash: hash, count: content.count, holder: nil, stored: content.count))
            return bytes.count - 1
        }
        func state(_ state: FileState?) -> State? {
            state.map { State(content: place($0.bytes), isExecutable: $0.isExecutable) }
        }
        for step in entry.steps {
            header.steps.append(
                Step(
                    path: step.step.path, before: state(step.step.before), after: state(step.step.after),
                    mode: step.mode, owner: step.owner, group: step.group))
        }
        header.reviewed = entry.reviewed.map { file in
            Reviewed(
                path: file.path, origin: file.origin, base: state(file.base), proposed: state(file.proposed),
                isInPlace: file.isInPlace, marks: file.marks)
        }
        return (header, bytes)
    }

    private static func step(_ reader: inout JournalReader) -> Step? {
        guard let path = reader.path(), let before = reader.state(), let after = reader.state(),
            let mode = reader.number(), let owner = reader.number(), let group = reader.number()
        else { return nil }
        return Step(
            path: path, before: before, after: after,
            mode: mode == 0 ? JournalEntry.newMode : UInt32(truncatingIfNeeded: mode - 1),
            owner: UInt32(truncatingIfNeeded: owner), group: UInt32(truncatingIfNeeded: group))
    }

    private static func reviewed(_ reader: inout JournalReader, _ steps: [Step], isOld: Bool) -> Reviewed? {
        guard let path = reader.path() else { return nil }
        if isOld {
            guard let proposed = reader.state(), let marks = reader.marks() else { return nil }
            let base = steps.first { $0.path == path }?.before
            return Reviewed(path: path, base: base, proposed: proposed, isInPlace: false, marks: marks)
        }
        guard let origin = reader.pathOrNone(), let base = reader.state(), let proposed = reader.state(),
            let place = reader.number(), place < 2, let marks = reader.marks()
        else { return nil }
        return Reviewed(
            path: path, origin: origin, base: base, proposed: proposed, isInPlace: place == 1, marks: marks)
    }

    private static func content(_ reader: inout JournalReader) -> Content? {
        guard let bytes = reader.raw(ContentHash.size), let hash = ContentHash(bytes: bytes),
            let count = reader.number(), let holder = reader.number(), let stored = reader.number(), stored <= count
        else { return nil }
        return Content(hash: hash, count: count, holder: holder == 0 ? nil : holder, stored: stored)
    }

    /// Bytes of all contents that are here.
    var storedBytes: Int { contents.reduce(0) { $0 + $1.stored } }

    /// The place in `contents` of each that is in this entry itself.
    var here: [ContentHash: Int] {
        var here: [ContentHash: Int] = [:]
        for (index, content) in contents.enumerated() where content.holder == nil { here[content.hash] = index }
        return here
    }
}

extension JournalWriter {
    fileprivate mutating func state(_ state: JournalHeader.State?) {
        number(state.map { $0.content * 2 + 1 + ($0.isExecutable ? 1 : 0) } ?? 0)
    }

    fileprivate mutating func marks(_ marks: [Decision]) {
        var runs: [(mark: Decision, count: Int)] = []
        for mark in marks {
            if runs.last?.mark == mark { runs[runs.count - 1].count += 1 } else { runs.append((mark, 1)) }
        }
        number(runs.count)
        for run in runs { number(run.count * 4 + (journalMarks.firstIndex(of: run.mark) ?? 0)) }
    }
}

extension JournalReader {
    fileprivate mutating func state() -> JournalHeader.State?? {
        guard let number = number() else { return nil }
        if number == 0 { return .some(nil) }
        return JournalHeader.State(content: (number - 1) / 2, isExecutable: number.isMultiple(of: 2))
    }

    fileprivate mutating func marks() -> [Decision]? {
        guard let runs = list({ $0.number() }) else { return nil }
        var marks: [Decision] = []
        for run in runs {
            // Twice as many as a file that is reviewed by lines can have.
            guard run % 4 < journalMarks.count, marks.count + run / 4 <= 4 * Change.mostLines else { return nil }
            marks += Array(repeating: journalMarks[run % 4], count: run / 4)
        }
        return marks
    }
}

/// In the order of their numbers on disk.
private let journalMarks: [Decision] = [.undecided, .accepted, .rejected]
