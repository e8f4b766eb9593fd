// Real edits for the oracles: some that are always there, this repository's own history, Debian's source packages.

import ChangeReview
import TestSupport

/// A file before and after an edit that somebody made.
struct RealPair {
    var name: String
    var old: [UInt8]
    var new: [UInt8]

    /// Sixty edits of this repository's files, since a clone may be shallow, and fifty-six of others' files, by many hands
    /// and in other languages (`Tests/Fixtures/Upstream/ORIGINS.md`).
    static func kept() throws -> [RealPair] {
        try patches(in: "Edits", 60) + patches(in: "Upstream", 56)
    }

    /// Patches with the whole file for context.
    private static func patches(in folder: String, _ count: Int) throws -> [RealPair] {
        try (0..<count).map { number in
            let name = "\(folder)/\(number < 10 ? "0" : "")\(number).patch"
            let file = try readFile("\(packageRoot(of: #filePath))/Tests/Fixtures/\(name)")
            guard let hunk = try PatchReader.read(file).files.first?.hunks.first else { throw NotAnEdit(name: name) }
            return RealPair(name: name, old: Array(hunk.oldLines.joined()), new: Array(hunk.newLines.joined()))
        }
    }

    /// What `Scripts/fetch-corpus` found in Debian's source packages; empty where it has not run.
    static func fetched() throws -> [RealPair] {
        let folder = "\(packageRoot(of: #filePath))/.build-corpus/pairs"
        guard let list = try? readFile("\(folder)/list") else { return [] }
        return try list.split(separator: 0x0A).enumerated().map { number, name in
            RealPair(
                name: String(decoding: name, as: UTF8.self), old: try readFile("\(folder)/old/\(number)"),
                new: try readFile("\(folder)/new/\(number)"))
        }
    }

    struct NotAnEdit: Error { var name: String }

    /// `most` pairs from the history of `folders`, the newest first; fewer where the history is shallow.
    static func history(most: Int, folders: [String] = ["Sources", "Tests", "docs"]) throws -> [RealPair] {
        let root = packageRoot(of: #filePath)
        let log = try run(
            ["git", "log", "--format=", "--raw", "--no-abbrev", "--no-renames", "--diff-filter=M", "--"] + folders,
            in: root)
        guard log.status == 0 else { return [] }
        var seen: Set<Substring> = []
        var wanted: [(name: String, old: Substring, new: Substring)] = []
        for line in log.text.split(separator: "\n") where wanted.count < most {
            // :100644 100644 OLD NEW M\tNAME
            let parts = line.split(separator: "\t")
            let fields = parts[0].split(separator: " ")
            guard parts.count == 2, fields.count == 5,
                seen.insert(line[fields[2].startIndex..<fields[3].endIndex]).inserted
            else { continue }
            wanted.append((String(parts[1]), fields[2], fields[3]))
        }
        let input = wanted.map { "\($0.old)\n\($0.new)\n" }.joined()
        let batch = try run(["git", "cat-file", "--batch"], in: root, input: Array(input.utf8))
        var blobs = Blobs(batch.output[...])
        return wanted.compactMap { pair in
            guard let old = blobs.next(), let new = blobs.next() else { return nil }
            return RealPair(name: pair.name, old: old, new: new)
        }
    }

    /// What `git cat-file --batch` prints: `ID blob SIZE`, the bytes, a line end.
    private struct Blobs {
        var rest: ArraySlice<UInt8>

        init(_ output: ArraySlice<UInt8>) { rest = output }

        mutating func next() -> [UInt8]? {
            guard let end = rest.firstIndex(of: 0x0A) else { return nil }
            let head = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
            rest = rest[(end + 1)...]
            guard head.count == 3, let size = Int(head[2]), rest.count > size else { return nil }
            defer { rest = rest.dropFirst(size + 1) }
            return Array(rest.prefix(size))
        }
    }
}
