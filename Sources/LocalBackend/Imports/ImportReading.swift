// What a line of a file says about files that move.

struct ImportReading: Equatable, Sendable {
    /// May hold a line end more than before.
    var line: String
    /// How many paths in it are others now.
    var places = 0
    /// It may mean a file that moves, and can't be told to. A line that names two files can be changed besides.
    var isDoubtful = false

    init(_ line: String) { self.line = line }

    init(_ line: String, _ parts: [PathInLine]) {
        self.line = line.replacing(parts)
        places = parts.count
    }

    static func doubtful(_ line: String) -> ImportReading {
        var reading = ImportReading(line)
        reading.isDoubtful = true
        return reading
    }
}
