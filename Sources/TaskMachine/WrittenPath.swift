// Where a path leads: `/tmp/../etc` is not in `/tmp`.

enum WrittenPath {
    /// Without `.`, `..` and doubled slashes where it begins at the root; any other as it is.
    static func direct(_ path: String) -> String {
        guard path.hasPrefix("/") else { return path }
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
