// The files below a folder by our own eyes, where git can't tell: bounded in names and in time, so that `/` is no harm.
import ChangeReview
import Storage

/// A walk through a tree, depth first, in the order of names.
struct TreeWalk {
    /// Folders that hold what is made or fetched, never what is written by hand.
    static let skippedFolders = [
        ".git", ".hg", ".svn", "node_modules", ".build", "__pycache__", ".venv", ".cache", ".tox", ".gradle",
    ]

    /// Paths relative to the root.
    private(set) var paths: [[UInt8]] = []
    /// Folders that it went into, likewise.
    private(set) var folders: [[UInt8]] = []
    private(set) var skipped: Set<String> = []
    /// Why the walk ended early.
    private(set) var more: String?
    private let limit: Int
    private let isFlat: Bool
    private let skippedNames: Set<String>
    private let keepsLinks: Bool
    private let deadline: ContinuousClock.Instant
    private let device: UInt64
    private var seen = 0
    private let found: ((ArraySlice<UInt8>) -> Void)?

    init(
        project: ProjectFolder, below folder: RelativePath?, isFlat: Bool, names limit: Int, milliseconds: Int,
        skipped: Set<String> = Set(skippedFolders), keepsLinks: Bool = false,
        found: ((ArraySlice<UInt8>) -> Void)? = nil
    ) throws(AccessFailure) {
        guard let start = try project.openFolder(folder) else { throw .missing(folder?.text ?? "") }
        self.init(
            start: start, prefix: folder.map { Array($0.text.utf8) + [slash] } ?? [], isFlat: isFlat, names: limit,
            milliseconds: milliseconds, skipped: skipped, keepsLinks: keepsLinks, found: found)
    }

    /// - Parameters:
    ///   - keepsLinks: symbolic links are names as well, and are not followed.
    ///   - found: is given each file at once; then `paths` stays empty.
    init(
        start: borrowing Descriptor, prefix: [UInt8], isFlat: Bool, names limit: Int, milliseconds: Int,
        skipped: Set<String>, keepsLinks: Bool, found: ((ArraySlice<UInt8>) -> Void)? = nil
    ) {
        self.found = found
        self.limit = limit
        self.isFlat = isFlat
        skippedNames = skipped
        self.keepsLinks = keepsLinks
        deadline = .now + .milliseconds(milliseconds)
        device = (try? SystemFiles().status(of: start).device) ?? 0
        walk(start, prefix, depth: 0)
    }

    private mutating func walk(_ folder: borrowing Descriptor, _ prefix: [UInt8], depth: Int) {
        guard depth < 200 else {
            more = "folders deeper than 200"
            return
        }
        // A folder that can't be read has nothing to show; the rest goes on.
        guard let entries = try? listEntries(folder, label: "", limit: limit) else { return }
        for entry in entries.sorted(by: { $0.name.lexicographicallyPrecedes($1.name) }) {
            guard more == nil else { return }
            seen += 1
            if seen > limit { more = "stopped after \(limit) names" }
            if seen.isMultiple(of: 64) {
                if Task.isCancelled { more = "cancelled" }
                if .now > deadline { more = "stopped at the time limit" }
            }
            var kind = entry.kind
            if kind == .unknown, let status = status(of: entry.name, in: folder) {
                kind = status.kind == .file ? .file : status.kind == .folder ? .folder : .other
            }
            switch kind {
            case .file:
                if let found { found((prefix + entry.name)[...]) } else { paths.append(prefix + entry.name) }
            case .folder where isFlat: paths.append(prefix + entry.name + [slash])
            case .folder:
                let name = String(decoding: entry.name, as: UTF8.self)
                if skippedNames.contains(name) {
                    skipped.insert(name)
                    continue
                }
                guard let inner = openFolder(entry.name, in: folder) else { continue }
                guard isHere(inner) else {
                    skipped.insert("other file systems")
                    continue
                }
                if found == nil { folders.append(prefix + entry.name) }
                walk(inner, prefix + entry.name + [slash], depth: depth + 1)
            case .other where keepsLinks:
                if status(of: entry.name, in: folder)?.kind == .symbolicLink { paths.append(prefix + entry.name) }
            case .other, .unknown: continue
            }
        }
    }

    private func isHere(_ folder: borrowing Descriptor) -> Bool {
        do { return try SystemFiles().status(of: folder).device == device } catch { return false }
    }
}

private let slash = UInt8(ascii: "/")
