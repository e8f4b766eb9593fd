// Reads what `read_file` answers (docs/PROTOCOL.md).

/// Lines by number, from `<n> | <text>`.
struct FileReport {
    var lines: [Int: String] = [:]
    /// The tool says that there is more than it shows.
    var isCut = false

    init(_ text: String) {
        for line in SearchReport.lines(of: text) {
            if line.hasPrefix("[more: ") { isCut = true }
            let bytes = line.utf8
            let digits = bytes.drop { $0 == 32 }.prefix { (48...57).contains($0) }
            guard let number = SearchReport.lineNumber(Substring(digits)) else { continue }
            let rest = bytes[digits.endIndex...]
            if rest.starts(with: " | ".utf8) {
                lines[number] = String(Substring(rest.dropFirst(3)))
            } else if rest.elementsEqual(" |".utf8) {
                lines[number] = ""
            }
        }
    }
}
