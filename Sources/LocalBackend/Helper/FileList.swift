// Reads what `list_files` answers (docs/PROTOCOL.md): a path a line.

/// The files of a list; folders are left out.
struct FileList: Equatable, Sendable {
    var paths: [String] = []
    var isCut = false

    init(_ text: String) {
        for line in SearchReport.lines(of: text) where !line.isEmpty && line != "no files" {
            if line.hasPrefix("[more: ") {
                isCut = true
            } else if !line.hasPrefix("[skipped: "), !line.hasSuffix("/") {
                paths.append(String(line))
            }
        }
    }
}
