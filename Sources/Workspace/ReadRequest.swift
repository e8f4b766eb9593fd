// The forms in which models ask `read_file` for files: a path, a list of them, objects, or the list in XML that some
// were trained on; with lines or without.
import JSON

/// One file to read.
struct ReadRequest: Equatable {
    var path: String
    /// Counted from 1.
    var first = 1
    var last: Int?

    /// At least one.
    static func all(in arguments: ToolArguments) throws(ToolFailure) -> [ReadRequest] {
        for key in ["args", "path", "paths", "files", "content"] {
            if let text = arguments[key]?.asString, text.contains("<path>") { return try list(inXML: text) }
        }
        for key in ["paths", "files", "path", "file_paths"] {
            guard let elements = arguments[key]?.asArray, !elements.isEmpty else { continue }
            var requests: [ReadRequest] = []
            for element in elements {
                if let object = element.asObject {
                    requests.append(try ReadRequest(ToolArguments(object)))
                } else if let text = element.asString {
                    requests.append(try ReadRequest(text, ToolArguments([:])))
                } else {
                    throw ToolFailure("\(key) is not a list of paths")
                }
            }
            return requests
        }
        if let text = arguments.optionalText("paths") {
            let paths = text.split(whereSeparator: { $0.isNewline || $0 == "," }).map { String($0.trimmingBlanks) }
            guard !paths.isEmpty else { throw ToolFailure("paths names no file") }
            var requests: [ReadRequest] = []
            for path in paths { requests.append(try ReadRequest(path, ToolArguments([:]))) }
            return requests
        }
        return [try ReadRequest(arguments)]
    }

    private init(_ arguments: ToolArguments) throws(ToolFailure) {
        try self.init(try arguments.path(), arguments)
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

    /// `<file><path>a</path><line_range>1-20</line_range></file>`, once or more often, within whatever else.
    private static func list(inXML text: String) throws(ToolFailure) -> [ReadRequest] {
        var requests: [ReadRequest] = []
        var rest = text[...]
        while let begin = rest.firstRange(of: "<path>") {
            rest = rest[begin.upperBound...]
            guard let end = rest.firstRange(of: "</path>") else { throw ToolFailure("a <path> has no end") }
            var request = try ReadRequest(unescaped(rest[..<end.lowerBound].trimmingBlanks), ToolArguments([:]))
            rest = rest[end.upperBound...]
            // What belongs to this file ends where the next one begins.
            let own = rest[..<(rest.firstRange(of: "<path>")?.lowerBound ?? rest.endIndex)]
            if let open = own.firstRange(of: "<line_range>"), let close = own.firstRange(of: "</line_range>"),
                open.upperBound <= close.lowerBound
            {
                try request.take(range: String(own[open.upperBound..<close.lowerBound].trimmingBlanks))
                try request.check()
            }
            requests.append(request)
        }
        guard !requests.isEmpty else { throw ToolFailure("the list names no file") }
        return requests
    }

    private static func unescaped(_ text: Substring) -> String {
        String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&apos;", with: "'").replacing("&amp;", with: "&")
    }
}

extension Substring {
    var trimmingBlanks: Substring {
        var text = drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
