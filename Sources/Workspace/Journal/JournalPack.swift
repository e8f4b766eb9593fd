// An entry's file, read in parts: its head at once, its contents when they are wanted.
import ChangeReview
import Storage

/// An open entry of format 2.
final class JournalPack: Sendable {
    let number: Int
    let header: JournalHeader
    /// When it was written, in seconds since 1970.
    let time: Int
    let size: Int
    private let file: Descriptor
    private let files: any FileOperations
    /// Where each content begins in the file.
    private let places: [Int]

    /// Most heads are read with one call.
    static let firstRead = 8192

    /// `nil` when the file is no whole entry of this format.
    init?(_ number: Int, _ file: consuming Descriptor, files: any FileOperations) throws(FileError) {
        let status = try files.status(of: file)
        var head = try files.read(file, at: 0, wholly: min(status.size, JournalPack.firstRead))
        guard let length = JournalHeader.length(head[...]), length <= status.size else { return nil }
        if head.count < length {
            head += try files.read(file, at: head.count, wholly: length - head.count)
        } else {
            head.removeLast(head.count - length)
        }
        guard let header = JournalHeader(head), length + header.storedBytes == status.size else { return nil }
        self.number = number
        self.header = header
        time = header.time ?? Int(status.modified / 1_000_000_000)
        size = status.size
        self.file = file
        self.files = files
        var place = length
        places = header.contents.map { content in
            defer { place += content.stored }
            return place
        }
    }

    /// The bytes of a content as they stand in the file.
    func stored(_ index: Int) throws(FileError) -> [UInt8] {
        try files.read(file, at: places[index], wholly: header.contents[index].stored)
    }

    /// A content that is here; `nil` when its bytes are not those that its name stands for.
    func content(_ index: Int) throws(FileError) -> [UInt8]? {
        guard let bytes = try unchecked(index), ContentHash(of: bytes) == header.contents[index].hash else {
            return nil
        }
        return bytes
    }

    /// A content that is here, for who compares it with what it must be; `nil` when it is torn.
    func unchecked(_ index: Int) throws(FileError) -> [UInt8]? {
        let stored = try stored(index)
        let count = header.contents[index].count
        return stored.count == count ? stored : inflated(stored, count: count)
    }
}
