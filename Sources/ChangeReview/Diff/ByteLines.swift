// Lines as bytes, so that encodings, CRLF, a byte order mark and a missing final newline survive a review untouched.

/// Bytes cut into lines. A line keeps its line end (`\n`; a carriage return before it is part of the line), so the
/// lines joined are the bytes again. Only the last line may lack one.
public struct ByteLines: Hashable, Sendable {
    public let bytes: [UInt8]
    /// Where each line begins, and the end of the bytes as one more.
    let starts: [Int]

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        starts = bytes.withUnsafeBufferPointer { buffer in
            var starts = [0]
            starts.reserveCapacity(buffer.count / 32 + 2)
            for index in buffer.indices where buffer[index] == 0x0A { starts.append(index + 1) }
            if starts[starts.count - 1] != buffer.count { starts.append(buffer.count) }
            return starts
        }
    }

    /// Bytes cut at other places than line ends: the parts of a line, or lines that lost theirs. `starts` begins with 0
    /// and ends with the number of bytes.
    init(_ bytes: [UInt8], starts: [Int]) {
        self.bytes = bytes
        self.starts = starts
    }

    public var count: Int { starts.count - 1 }

    /// The line at an index from 0, with its line end.
    public subscript(line: Int) -> ArraySlice<UInt8> { bytes[starts[line]..<starts[line + 1]] }

    /// False when the last line lacks a line end; true for no lines at all.
    public var endsInNewline: Bool { bytes.last.map { $0 == 0x0A } ?? true }
}

extension ByteLines {
    /// Whether a line of this text is the same bytes as a line of another.
    func line(_ index: Int, equals other: ByteLines, _ otherIndex: Int) -> Bool {
        let start = starts[index]
        let length = starts[index + 1] - start
        let otherStart = other.starts[otherIndex]
        guard other.starts[otherIndex + 1] - otherStart == length else { return false }
        return bytes.withUnsafeBytes { mine in
            other.bytes.withUnsafeBytes { theirs in
                sameBytes(mine, start, theirs, otherStart, length)
            }
        }
    }
}

/// Compares `length` bytes at two places, eight at a time.
func sameBytes(
    _ a: UnsafeRawBufferPointer, _ aStart: Int, _ b: UnsafeRawBufferPointer, _ bStart: Int, _ length: Int
) -> Bool {
    var done = 0
    while length - done >= 8 {
        let left = a.loadUnaligned(fromByteOffset: aStart + done, as: UInt64.self)
        let right = b.loadUnaligned(fromByteOffset: bStart + done, as: UInt64.self)
        if left != right { return false }
        done += 8
    }
    while done < length {
        if a[aStart + done] != b[bStart + done] { return false }
        done += 1
    }
    return true
}
