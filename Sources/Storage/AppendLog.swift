// JSON Lines that only grow: the form in which we keep what must survive `kill -9`.
//
// A line that a dying process left half written is dropped and cut off. A line that is broken in the middle of the
// file means that something else went wrong: it is put aside in a file of its own, and never destroyed.
public import JSON

/// A file of JSON values, one per line, each synced before `append` returns.
public final class AppendLog: Sendable {
    /// What `open` found in the file.
    public struct Contents: Equatable, Sendable {
        public var values: [JSONValue]
        /// The last line had no end: a crash in mid-append. It was cut off.
        public var hadTornEnd: Bool
        /// Lines in the middle that are no JSON, counted; they are in `<name>.broken` now.
        public var brokenLines: Int
    }

    private let files: any FileOperations
    private let folder: Descriptor
    private let file: Descriptor
    private let name: String

    /// Opens the log, made when missing, and reads it. At most `limit` bytes.
    public static func open(
        _ name: String, in folder: borrowing Descriptor, files: any FileOperations = SystemFiles(), limit: Int = 1 << 30
    ) throws(FileError) -> (log: AppendLog, contents: Contents) {
        let file = try files.open(name, in: folder, .append)
        guard let bytes = try files.readAll(file, limit: limit) else { throw FileError("read", name, code: tooLarge) }
        var contents = Contents(values: [], hadTornEnd: false, brokenLines: 0)
        var broken: [UInt8] = []
        var kept: [UInt8] = []
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = bytes[start..<end]
            if let value = try? JSONValue.parse(Array(line), limits: JSONLimits(maximumBytes: limit)) {
                contents.values.append(value)
                kept += line + [UInt8(ascii: "\n")]
            } else if !line.isEmpty {
                contents.brokenLines += 1
                broken += line + [UInt8(ascii: "\n")]
            }
            start = end + 1
        }
        contents.hadTornEnd = start < bytes.count
        let log = AppendLog(files: files, folder: try folder.duplicate(), file: file, name: name)
        if !broken.isEmpty {
            let aside = try files.open("\(name).broken", in: folder, .append)
            try files.write(broken, to: aside)
            try files.sync(aside)
            try files.replace(name, in: folder, with: kept)
            return (try reopened(log), contents)
        }
        if contents.hadTornEnd { try files.truncate(log.file, to: start) }
        return (log, contents)
    }

    /// Adds values, each on a line of its own, and syncs. On an error the file is cut back to what it was.
    public func append(_ values: [JSONValue]) throws(FileError) {
        guard !values.isEmpty else { return }
        var bytes: [UInt8] = []
        for value in values {
            value.serialize(into: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        let size = try files.status(of: file).size
        do throws(FileError) {
            try files.write(bytes, to: file)
            try files.syncData(file)
        } catch {
            // If this fails too, the next `open` drops the torn end.
            try? files.truncate(file, to: size)
            throw error
        }
    }

    /// Replaces everything with `values`: an atomic replace, so that a crash leaves the old log or the new one.
    /// This value is of no use after it; go on with the one it returns.
    public func rewritten(_ values: [JSONValue]) throws(FileError) -> AppendLog {
        var bytes: [UInt8] = []
        for value in values {
            value.serialize(into: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        try files.replace(name, in: folder, with: bytes)
        return try AppendLog.reopened(self)
    }

    /// Empties the log in place.
    public func clear() throws(FileError) {
        try files.truncate(file, to: 0)
        try files.syncData(file)
    }

    private static func reopened(_ log: AppendLog) throws(FileError) -> AppendLog {
        let file = try log.files.open(log.name, in: log.folder, .append)
        return AppendLog(files: log.files, folder: try log.folder.duplicate(), file: file, name: log.name)
    }

    private init(files: any FileOperations, folder: consuming Descriptor, file: consuming Descriptor, name: String) {
        self.files = files
        self.folder = folder
        self.file = file
        self.name = name
    }
}

/// `EFBIG`: the log is larger than we are ready to read.
private let tooLarge: Int32 = 27
