// The folders that a file is in: a write that takes the file out may take them along.

extension RelativePath {
    /// All that it is in, the outermost first; the root is none of them.
    var folders: [RelativePath] {
        let bytes = Array(text.utf8)
        return bytes.indices.filter { bytes[$0] == UInt8(ascii: "/") }.map {
            RelativePath(checked: String(decoding: bytes[..<$0], as: UTF8.self))
        }
    }
}
