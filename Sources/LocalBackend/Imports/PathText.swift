// Paths as texts, from the project's root and from a file: what imports are made of.

enum PathText {
    /// In bytes; what is longer is no path of a file (Linux, `PATH_MAX`).
    static let limit = 4096

    /// The folder of a file, without a slash at its end; empty for the root.
    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// `a/b.test.ts` has `a/b.test` and `ts`; a name that begins with its only point has no extension.
    static func split(_ path: String) -> (stem: String, extension: String) {
        let name = name(of: path)
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return (path, "") }
        let length = name.distance(from: dot, to: name.endIndex)
        return (String(path.dropLast(length)), String(name[name.index(after: dot)...]))
    }

    /// Without `.` and `..`; nil for what leads out of the project, or can't be a path.
    static func joined(_ folder: String, _ path: String) -> String? {
        guard folder.utf8.count + path.utf8.count <= limit else { return nil }
        var parts = folder.split(separator: "/")
        for part in path.split(separator: "/") where part != "." {
            guard part == ".." else {
                parts.append(part)
                continue
            }
            guard parts.popLast() != nil else { return nil }
        }
        return parts.joined(separator: "/")
    }

    /// The way from a folder to a path, as `../b/c` or `c`.
    static func relative(_ path: String, from folder: String) -> String {
        let (start, end) = (folder.split(separator: "/"), path.split(separator: "/"))
        let common = zip(start, end.dropLast()).prefix { $0 == $1 }.count
        return String(repeating: "../", count: start.count - common) + end.dropFirst(common).joined(separator: "/")
    }
}
