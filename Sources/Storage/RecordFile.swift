// JSON Lines that may grow to hundreds of megabytes, appended to by one program and read from the end.
//
// A last line without its end is a crash in mid-append: it is cut off before the next one is written. A line that can't
// be read stays where it is: whoever reads passes over it, and nothing rewrites the file.
public import JSON

/// A file of records that this program has claimed. `append` returns when what it wrote is on disk.
public struct RecordFile: Sendable {
    /// What several values read, and closes with the last of them.
    final class Open: Sendable {
        let file: Descriptor
        let isClaimed: Bool

        init(_ file: consuming Descriptor, isClaimed: Bool) {
            self.file = file
            self.isClaimed = isClaimed
        }

        deinit { if isClaimed { file.release() } }
    }

    public let name: String
    private let files: any FileOperations
    private let folder: Folder
    private let open: Open
    private let inode: UInt64
    /// Bytes of whole lines.
    public private(set) var size: Int
    /// An append failed, and could not be taken back: there may be half a line behind `size`.
    private var hasTornEnd = false

    private final class Folder: Sendable {
        let descriptor: Descriptor
        init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
    }

    /// Makes a file that must not exist, with these records, mode 0600. On an error there is no such file.
    public static func create(
        _ name: String, in folder: borrowing Descriptor, with records: [JSONValue],
        files: any FileOperations = SystemFiles()
    ) throws(FileError) -> RecordFile {
        _ = try files.open(name, in: folder, .createNew(mode: 0o600))
        do throws(FileError) {
            // Nobody else knows the name yet, so that the claim is not refused.
            guard var made = try open(name, in: folder, files: files) else { throw FileError("lock", name, code: busy) }
            try made.append(records)
            try files.sync(folder)
            return made
        } catch {
            try? files.remove(name, in: folder)
            throw error
        }
    }

    /// Claims a file and cuts a torn end off; nil when another program has it.
    /// - Throws: `ENOENT` when there is none.
    public static func open(
        _ name: String, in folder: borrowing Descriptor, files: any FileOperations = SystemFiles()
    ) throws(FileError) -> RecordFile? {
        // Opening for appending makes what is missing.
        guard try files.status(of: name, in: folder) != nil else { throw FileError("open", name, code: missing) }
        let file = try files.open(name, in: folder, .append)
        guard try file.claim() else { return nil }
        let open = Open(file, isClaimed: true)
        let status = try files.status(of: open.file)
        let reader = try RecordReader(open, name: name, files: files)
        if reader.size < status.size { try files.truncate(open.file, to: reader.size) }
        return RecordFile(
            name: name, files: files, folder: Folder(try folder.duplicate()), open: open, inode: status.inode,
            size: reader.size)
    }

    /// Adds records, each on a line of its own, and syncs. On an error the file is as it was, or will be before the next
    /// append.
    public mutating func append(_ records: [JSONValue]) throws(FileError) {
        guard !records.isEmpty else { return }
        var bytes: [UInt8] = []
        for record in records {
            record.serialize(into: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        // Written into a file that was removed, it would be lost without a word.
        guard try files.status(of: name, in: folder.descriptor)?.inode == inode else {
            throw FileError("append to", name, code: missing)
        }
        if hasTornEnd {
            try files.truncate(open.file, to: size)
            hasTornEnd = false
        }
        do throws(FileError) {
            try files.write(bytes, to: open.file)
            try files.syncData(open.file)
        } catch {
            hasTornEnd = true
            if (try? files.truncate(open.file, to: size)) != nil { hasTornEnd = false }
            throw error
        }
        size += bytes.count
    }

    /// Reads what is there now; valid as long as it lives, also when more is appended.
    public var reader: RecordReader { RecordReader(open, name: name, size: size, files: files) }
}

/// `ENOENT` and `EBUSY`.
private let missing: Int32 = 2
private let busy: Int32 = 16
