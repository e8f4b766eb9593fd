// What is kept of a command's output: its head and its tail, whatever comes between.

/// The beginning and the end of a stream of bytes, in bounded memory.
struct OutputWindow: Sendable {
    private let headLines: Int
    private let headBytes: Int
    private let tailLines: Int
    private let tailBytes: Int
    private var head: [UInt8] = []
    private var headCount = 0
    private var isHeadFull = false
    private var tail: [UInt8] = []
    private var lostLines = 0
    private var lostBytes = 0

    /// 70 % of the limits are for the head.
    init(lines: Int, bytes: Int) {
        headLines = lines * 7 / 10
        headBytes = bytes * 7 / 10
        tailLines = lines - headLines
        tailBytes = bytes - headBytes
    }

    mutating func append(_ bytes: some Collection<UInt8>) {
        var rest = bytes[...]
        while !isHeadFull, let byte = rest.popFirst() {
            head.append(byte)
            if byte == feed { headCount += 1 }
            isHeadFull = headCount == headLines || head.count == headBytes
        }
        tail += rest
        // Twice the room before the front goes, so that every byte is moved once.
        if tail.count > 2 * tailBytes + 4096 { drop(tail.count - tailBytes) }
    }

    private mutating func drop(_ count: Int) {
        lostBytes += count
        lostLines += tail.prefix(count).count { $0 == feed }
        tail.removeFirst(count)
    }

    /// Head, a line that says what is missing, tail. Repaired where it is not UTF-8.
    func text() -> String {
        var whole = self
        if whole.tail.count > tailBytes { whole.drop(whole.tail.count - tailBytes) }
        let feeds = whole.tail.indices.filter { whole.tail[$0] == feed }
        let lines = feeds.count + (whole.tail.last == feed || whole.tail.isEmpty ? 0 : 1)
        if lines > tailLines { whole.drop(feeds[lines - tailLines - 1] + 1) }
        guard whole.lostBytes > 0 else { return String(decoding: whole.head + whole.tail, as: UTF8.self) }
        let middle =
            "\(head.last == feed ? "" : "\n")[… \(whole.lostLines) lines, \(whole.lostBytes) bytes left out …]\n"
        return String(decoding: whole.head, as: UTF8.self) + middle + String(decoding: whole.tail, as: UTF8.self)
    }
}

private let feed = UInt8(ascii: "\n")
