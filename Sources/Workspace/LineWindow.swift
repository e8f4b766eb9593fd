// The numbered lines that `read_file` prints, taken from a file of any size piece by piece.

import Glibc

struct LineWindow {
    private let first: Int
    private let last: Int?
    private let maximumLines: Int
    private let maximumBytes: Int
    private(set) var text = ""
    private var bytes = 0
    private var printedLines = 0
    private var number = 1
    private var line: [UInt8] = []
    /// The line under way is longer than can be printed; the rest of it is left out.
    private var isCut = false
    private var isBetween = true
    /// Why not everything was printed.
    private(set) var more: String?
    private(set) var isDone = false
    private(set) var isBinary = false

    init(first: Int, last: Int?, lines: Int, bytes: Int) {
        self.first = first
        self.last = last
        maximumLines = lines
        maximumBytes = bytes
    }

    /// The number of the last line that was seen.
    var lineCount: Int { isBetween ? number - 1 : number }

    mutating func feed(_ piece: [UInt8]) {
        piece.withUnsafeBufferPointer { bytes in
            guard !isDone, let base = bytes.baseAddress else { return }
            if memchr(base, 0, bytes.count) != nil {
                isBinary = true
                isDone = true
                return
            }
            var start = 0
            while start < bytes.count, !isDone {
                isBetween = false
                // The C library finds the next line end in a large file faster than any loop.
                let found = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
                let end = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) } ?? bytes.count
                if number >= first {
                    let room = max(0, maximumBytes - line.count)
                    line += bytes[start..<min(end, start + room)]
                    if end - start > room { isCut = true }
                }
                if found != nil { endLine() }
                start = end + 1
            }
        }
    }

    /// The end of the file: a last line may have no end.
    mutating func finish() {
        if !isDone, !isBetween { endLine(isLast: true) }
    }

    private mutating func endLine(isLast: Bool = false) {
        if number == 1, line.starts(with: byteOrderMark) { line.removeFirst(byteOrderMark.count) }
        if number >= first {
            if printedLines == maximumLines || bytes + line.count > maximumBytes {
                more = "the file goes on from line \(number); read on with start_line"
                isDone = true
                return
            }
            if line.last == UInt8(ascii: "\r"), !isCut { line.removeLast() }
            text += "\(number) | \(String(decoding: line, as: UTF8.self))\(isCut ? "…" : "")\n"
            bytes += line.count
            printedLines += 1
            line.removeAll(keepingCapacity: true)
            isCut = false
        }
        number += 1
        isBetween = true
        if let last, number > last { isDone = true }
    }
}
