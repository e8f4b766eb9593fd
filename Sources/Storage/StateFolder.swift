// What we keep for one project, in a folder of its own that a person can recognise.

/// `<state>/projects/<slug>-<hash>/`: the state of one project, found by the real path of its root.
public struct StateFolder: Sendable {
    public let path: String
    /// Marks names that belong to this project's transactions.
    public let hash: String

    /// - Parameter root: the real path of the project's root.
    public init(folders: Folders, root: String) {
        hash = hexadecimal(fingerprint(Array(root.utf8)))
        path = "\(folders.state)/projects/\(StateFolder.slug(root))-\(hash)"
    }

    /// Makes the folder and notes in it which project it is for.
    public func open(root: String, files: any FileOperations = SystemFiles()) throws(FileError) -> Descriptor {
        let folder = try makeFolder(at: path)
        if try files.status(of: "root", in: folder) == nil {
            try files.replace("root", in: folder, with: Array("\(root)\n".utf8))
        }
        return folder
    }

    /// The last part of the path in letters, digits and dashes, at most 32: `My Shop!` → `my-shop`.
    static func slug(_ root: String) -> String {
        let last = root.split(separator: "/").last.map(String.init) ?? "root"
        var slug = ""
        for letter in last.lowercased().utf8 {
            switch letter {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                slug.unicodeScalars.append(Unicode.Scalar(letter))
            default:
                if !slug.isEmpty, !slug.hasSuffix("-") { slug += "-" }
            }
            if slug.utf8.count == 32 { break }
        }
        while slug.hasSuffix("-") { slug.removeLast() }
        return slug.isEmpty ? "project" : slug
    }
}

/// FNV-1a, 64 bits (draft-eastlake-fnv): finds torn and flipped bytes; it is no defence against a forger.
public func fingerprint(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return hash
}

/// Sixteen digits.
public func hexadecimal(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
