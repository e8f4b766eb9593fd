// Which paths an agent may name at all, decided on the text alone; `ProjectFolder` checks the disk.
public import ChangeReview

/// The rules for paths inside one project.
public struct RootGuard: Equatable, Sendable {
    /// The root's real path, and other spellings under which a model may know it.
    let roots: [String]
    /// Our own folders that lie inside the root, relative to it.
    let ownFolders: [String]

    /// - Parameters:
    ///   - roots: absolute paths of the root, the real one first.
    ///   - ownFolders: absolute real paths of this program's own folders.
    public init(roots: [String], ownFolders: [String]) {
        self.roots = roots
        var inside: [String] = []
        for folder in ownFolders {
            if let rest = RootGuard.rest(of: folder, under: roots.first ?? "/"), !rest.isEmpty { inside.append(rest) }
        }
        self.ownFolders = inside
    }

    /// The path that an agent wrote, made relative and checked. Quoted paths are unquoted, absolute ones inside the
    /// root are converted, `./` and doubled or trailing slashes are dropped.
    public func path(_ written: String) throws(AccessFailure) -> RelativePath {
        guard let path = try relative(written) else { throw .isFolder(written) }
        return path
    }

    /// The same for a folder: `nil` is the root itself (`""`, `.`, `/` when that is the root, or its own path).
    public func folder(_ written: String) throws(AccessFailure) -> RelativePath? { try relative(written) }

    /// Whether a path is one of git's or ours; the text alone decides.
    public func check(_ path: RelativePath) throws(AccessFailure) {
        for part in path.parts where part.utf8.elementsEqual(".git".utf8, by: { $0 | 0x20 == $1 | 0x20 }) {
            throw .gitFolder(path.text)
        }
        for own in ownFolders where RootGuard.rest(of: path.text, under: own) != nil { throw .ownState(path.text) }
    }

    private func relative(_ written: String) throws(AccessFailure) -> RelativePath? {
        guard let text = unquoted(written) else { throw .notText(written) }
        var inside = text
        if text.utf8.first == UInt8(ascii: "/") {
            guard let rest = roots.lazy.compactMap({ RootGuard.rest(of: text, under: $0) }).first else {
                throw .outside(text)
            }
            inside = rest
        }
        guard !inside.utf8.contains(0) else { throw .malformed(text) }
        // Note: bytes, not characters; `RelativePath` says why.
        let parts = inside.utf8.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
        guard !parts.contains(where: { $0.elementsEqual("..".utf8) }) else { throw .climbs(text) }
        if parts.isEmpty { return nil }
        let joined = String(decoding: Array(parts.joined(separator: [UInt8(ascii: "/")])), as: UTF8.self)
        guard let path = RelativePath(joined) else { throw .malformed(text) }
        try check(path)
        return path
    }

    /// `/a/b/c` under `/a` is `b/c`; `nil` when it is elsewhere.
    private static func rest(of path: String, under root: String) -> String? {
        let bytes = Array(path.utf8)
        var above = Array(root.utf8)
        if bytes == above { return "" }
        if above.last != UInt8(ascii: "/") { above.append(UInt8(ascii: "/")) }
        guard bytes.starts(with: above) else { return nil }
        return String(decoding: bytes[above.count...], as: UTF8.self)
    }
}
