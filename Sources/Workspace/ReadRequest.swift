// What one `read_file` reads: the files that it asks for, each with the lines that are wanted of it.
import JSON
import TaskMachine

/// One file to read.
struct ReadRequest: Equatable {
    var path: String
    /// Counted from 1.
    var first = 1
    var last: Int?

    /// At least one.
    static func all(in arguments: ToolArguments) throws(ToolFailure) -> [ReadRequest] {
        let files: [AskedFile]
        do throws(AskedFile.Problem) { files = try AskedFile.all(in: arguments.object) } catch {
            switch error {
            case .noPath: throw ToolFailure("missing argument: path")
            case .notPaths(let key): throw ToolFailure("\(key) is not a list of paths")
            case .noFile: throw ToolFailure("paths names no file")
            case .endlessPath: throw ToolFailure("a <path> has no end")
            }
        }
        var requests: [ReadRequest] = []
        for file in files { requests.append(try ReadRequest(file.path, ToolArguments(file.keys))) }
        return requests
    }

    private init(_ path: String, _ arguments: ToolArguments) throws(ToolFailure) {
        self.path = path
        if let range = arguments["line_range"] ?? arguments["lines"] {
            if let ends = range.asArray {
                let numbers = ends.compactMap { $0.asInt ?? $0.asString.flatMap { Int($0) } }
                guard numbers.count == ends.count, (1...2).contains(numbers.count) else {
                    throw Self.badRange(range.text)
                }
                (first, last) = (numbers[0], numbers.count == 2 ? numbers[1] : nil)
            } else {
                try take(range: range.asString ?? range.text)
            }
        }
        if let number = try arguments.number("start_line") { first = number }
        if let number = try arguments.number("end_line") { last = number }
        try check()
    }

    private mutating func take(range: String) throws(ToolFailure) {
        let parts = range.split(separator: "-", omittingEmptySubsequences: false).map { $0.trimmingBlanks }
        guard parts.count <= 2, let begin = Int(parts[0]) else { throw Self.badRange(range) }
        first = begin
        guard parts.count == 2 else {
            last = begin
            return
        }
        // `10-` goes to the end.
        if parts[1].isEmpty || parts[1] == "end" { return }
        guard let end = Int(parts[1]) else { throw Self.badRange(range) }
        last = end
    }

    private func check() throws(ToolFailure) {
        guard first >= 1 else { throw ToolFailure("start_line counts from 1") }
        if let last, last < first { throw ToolFailure("end_line \(last) is before start_line \(first)") }
    }

    private static func badRange(_ text: String) -> ToolFailure {
        ToolFailure("line_range is not like 10-40: \(printed(text))")
    }
}

extension Substring {
    var trimmingBlanks: Substring {
        var text = drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
