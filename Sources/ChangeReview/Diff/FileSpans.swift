// How alike two files are, told from hashes of their lines: cheap enough for a million pairs.

/// A file as hashes of its lines, without their order; a line is cut after 64 bytes, so that one long line is many.
struct FileSpans {
    private static let longest = 64

    /// By hash, each once, with how many bytes have it.
    private var spans: [(hash: UInt64, bytes: Int)] = []
    private let size: Int

    var count: Int { spans.count }

    init(_ bytes: [UInt8]) {
        size = bytes.count
        var hashes: [(hash: UInt64, bytes: Int)] = []
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var length = 0
        // A carriage return before a line feed is no part of a line's likeness (git's rule).
        for (index, byte) in bytes.enumerated() where !(byte == 0x0D && index + 1 < size && bytes[index + 1] == 0x0A) {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
            length += 1
            if byte == 0x0A || length == Self.longest {
                hashes.append((hash, length))
                (hash, length) = (0xCBF2_9CE4_8422_2325, 0)
            }
        }
        if length > 0 { hashes.append((hash, length)) }
        hashes.sort { $0.hash < $1.hash }
        for (hash, bytes) in hashes {
            if spans.last?.hash == hash {
                spans[spans.count - 1].bytes += bytes
            } else {
                spans.append((hash, bytes))
            }
        }
    }

    /// Files whose sizes alone are too unlike need not be looked at.
    static func canBeAlike(_ a: Int, _ b: Int) -> Bool {
        min(a, b) * 100 >= max(a, b) * RenameDetection.leastSimilarity && max(a, b) <= Change.largestText
    }

    func similarity(_ other: FileSpans) -> Int {
        guard size > 0, other.size > 0 else { return 0 }
        var (i, j, shared) = (0, 0, 0)
        while i < spans.count, j < other.spans.count {
            if spans[i].hash == other.spans[j].hash {
                shared += min(spans[i].bytes, other.spans[j].bytes)
                (i, j) = (i + 1, j + 1)
            } else if spans[i].hash < other.spans[j].hash {
                i += 1
            } else {
                j += 1
            }
        }
        return shared * 100 / max(size, other.size)
    }
}
