// Entries as they were written by earlier versions, contents and all in one piece. Read, and never written any more.
//
//     "OROPJNL1"  flags  undoes  folders  steps  fingerprint
//
// All numbers are eight bytes, little-endian; texts and contents carry their length before them; the fingerprint covers
// all before.
import ChangeReview
import Storage

extension JournalEntry {
    static let magic1 = Array("OROPJNL1".utf8)

    /// `nil` when the bytes are not a whole entry of format 1.
    init?(format1 bytes: [UInt8]) {
        guard bytes.count > 16, bytes.starts(with: JournalEntry.magic1) else { return nil }
        var reader = JournalReader(rest: bytes[(bytes.count - 8)...])
        guard reader.wideNumber() == fingerprint(bytes.dropLast(8)) else { return nil }
        reader.rest = bytes[JournalEntry.magic1.count..<bytes.count - 8]
        guard let undone = reader.wideNumber(), let made = reader.paths1(), let left = reader.paths1(),
            let count = reader.wideNumber(), count <= UInt64(bytes.count)
        else { return nil }
        self.init(steps: [], madeFolders: made, leftFolders: left, undoes: undone == 0 ? nil : Int(undone) - 1)
        for _ in 0..<count {
            guard let path = reader.path1(), let before = reader.state1(), let after = reader.state1(),
                let mode = reader.wideNumber(), let owner = reader.wideNumber(), let group = reader.wideNumber()
            else { return nil }
            steps.append(
                Step(
                    step: FileStep(path: path, before: before, after: after), mode: UInt32(truncatingIfNeeded: mode),
                    owner: UInt32(truncatingIfNeeded: owner), group: UInt32(truncatingIfNeeded: group)))
        }
        guard reader.rest.isEmpty else { return nil }
    }
}

extension JournalReader {
    fileprivate mutating func block1() -> [UInt8]? {
        guard let count = wideNumber(), count <= UInt64(rest.count) else { return nil }
        return raw(Int(count))
    }

    fileprivate mutating func path1() -> RelativePath? {
        guard let bytes = block1() else { return nil }
        return String(validating: bytes, as: UTF8.self).flatMap { RelativePath($0) }
    }

    fileprivate mutating func paths1() -> [RelativePath]? {
        guard let count = wideNumber(), count <= UInt64(rest.count) else { return nil }
        var paths: [RelativePath] = []
        for _ in 0..<count {
            guard let path = path1() else { return nil }
            paths.append(path)
        }
        return paths
    }

    fileprivate mutating func state1() -> FileState?? {
        switch rest.popFirst() {
        case 0: return .some(nil)
        case .some(let kind) where kind <= 2:
            guard let bytes = block1() else { return nil }
            return FileState(bytes: bytes, isExecutable: kind == 2)
        default: return nil
        }
    }
}
