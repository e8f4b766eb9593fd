// A path inside a line, found and put back.

struct PathInLine: Equatable {
    var range: Range<String.Index>
    var text: String
}

extension String {
    /// The line with some of its parts exchanged; parts in order. Of two that overlap the second stays out.
    func replacing(_ parts: [PathInLine]) -> String {
        var result = ""
        var end = startIndex
        for part in parts where part.range.lowerBound >= end {
            result += self[end..<part.range.lowerBound]
            result += part.text
            end = part.range.upperBound
        }
        return result + self[end...]
    }
}
