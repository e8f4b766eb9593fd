// Reading a file of records without reading all of it.
public import JSON

/// The whole lines of a file, as they were when it was made.
public struct RecordReader: Sendable {
    public let name: String
    /// Bytes of whole lines.
    public let size: Int
    let files: any FileOperations
    let open: RecordFile.Open

    /// Opens a file to read it, whoever writes it.
    public init(
        _ name: String, in folder: borrowing Descriptor, files: any FileOperations = SystemFiles()
    ) throws(FileError) {
        try self.init(
            RecordFile.Open(try files.open(name, in: folder, .read), isClaimed: false), name: name, files: files)
    }

    /// Looks for the end of the last whole line.
    init(_ open: RecordFile.Open, name: String, files: any FileOperations) throws(FileError) {
        var end = try files.status(of: open.file).size
        var whole = 0
        while end > 0 {
            let start = max(0, end - RecordReader.piece)
            let bytes = try files.read(open.file, at: start, upTo: end - start)
            if let last = bytes.lastIndex(of: newline) {
                whole = start + last + 1
                break
            }
            end = start
        }
        self.init(open, name: name, size: whole, files: files)
    }

    init(_ open: RecordFile.Open, name: String, size: Int, files: any FileOperations) {
        self.open = open
        self.name = name
        self.size = size
        self.files = files
    }

    /// The status of the file itself, which may have grown.
    public func status() throws(FileError) -> FileStatus { try files.status(of: open.file) }

    /// Whether another program has claimed the file.
    public var isClaimedByAnother: Bool { open.file.isClaimedByAnother }

    /// The first record, if it is of at most 64 KiB; nil when it is none.
    public func first() throws(FileError) -> JSONValue? {
        let bytes = try files.read(open.file, at: 0, upTo: min(size, 65536))
        guard let end = bytes.firstIndex(of: newline) else { return nil }
        return try? JSONValue.parse(bytes[..<end])
    }

    /// The lines from the last one back.
    public func backwards(
        piece: Int = RecordReader.piece, longest: Int = RecordReader.longestLine
    ) -> BackwardLines {
        BackwardLines(open, files: files, end: size, piece: piece, longest: longest)
    }

    /// The record at a place that `eachLine` or `BackwardLines` told; nil when it is none.
    public func record(at offset: Int, count: Int) throws(FileError) -> JSONValue? {
        let bytes = try files.read(open.file, at: offset, wholly: count)
        return try? JSONValue.parse(bytes, limits: JSONLimits(maximumBytes: RecordReader.longestLine))
    }

    /// All lines from the first one on, one after the other.
    public func eachLine(
        longest: Int = RecordReader.longestLine, _ body: (_ line: RecordLine) throws(FileError) -> Void
    ) throws(FileError) {
        var start = 0
        var bytes: [UInt8] = []
        var isTooLong = false
        var end = 0
        while end < size {
            let more = try files.read(open.file, at: end, upTo: min(RecordReader.piece, size - end))
            guard !more.isEmpty else { return }
            var from = more.startIndex
            while let stop = more[from...].firstIndex(of: newline) {
                if !isTooLong { bytes += more[from..<stop] }
                let count = end + stop - start
                if count > longest { isTooLong = true }
                try body(RecordLine(offset: start, count: count, bytes: isTooLong ? nil : bytes[...]))
                bytes.removeAll(keepingCapacity: bytes.capacity < 1 << 20)
                isTooLong = false
                start = end + stop + 1
                from = stop + 1
            }
            if !isTooLong { bytes += more[from...] }
            if bytes.count > longest {
                isTooLong = true
                bytes = []
            }
            end += more.count
        }
    }

    /// What is read at a time.
    public static let piece = 256 << 10
    /// A longer line is passed over: nothing of ours writes one.
    public static let longestLine = 64 << 20
}

/// One line of a file, without its end.
public struct RecordLine: Sendable {
    /// Where it begins, and its bytes.
    public var offset: Int
    public var count: Int
    /// nil when it is longer than `RecordReader.longestLine`.
    public var bytes: ArraySlice<UInt8>?

    /// nil when it is no JSON.
    public var value: JSONValue? {
        guard let bytes else { return nil }
        return try? JSONValue.parse(bytes, limits: JSONLimits(maximumBytes: RecordReader.longestLine))
    }
}

let newline = UInt8(ascii: "\n")
