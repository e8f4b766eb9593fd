// Where a path leads, and the same place in a copy: a link, another name of the root or a `..` would lead a command
// past the copy to the user's own files.
import Glibc
import Storage

/// A project and its copy, as paths.
struct CopyRoute {
    let copy: String
    private let root: [String]
    /// The names of the root that are known without a look at the disk, the longest first.
    private let spellings: [[UInt8]]
    private let home: String?

    /// - Parameter home: what `~` stands for.
    init(_ project: ProjectFolder, copy: String, home: String?) {
        self.copy = copy
        self.home = home
        root = CopyRoute.parts(of: project.rootPath)
        spellings = project.rootGuard.roots.filter { $0.utf8.first == slash && $0 != "/" }
            .map { Array($0.utf8.last == slash ? String($0.dropLast()).utf8 : $0.utf8) }
            .sorted { $0.count > $1.count }
    }

    /// What a link of the project says in the copy; nil when it leads out of the project.
    func linkText(_ text: String, of name: String) -> String? {
        guard let end = walk(text, from: root + CopyRoute.parts(of: name).dropLast()), isInside(end.parts) else {
            return nil
        }
        return end.staysInside ? text : inCopy(end.parts)
    }

    /// A command line whose full paths into the project lead into the copy instead.
    func rewritten(_ line: String) -> String {
        guard !root.isEmpty else { return line }
        let bytes = Array(line.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let isStart = index == 0 || !isNameByte(bytes[index - 1]) && bytes[index - 1] != slash
            guard isStart, let head = head(at: index, in: bytes) else {
                result.append(bytes[index])
                index += 1
                continue
            }
            let tail = bytes[(index + head.length)...].prefix { isNameByte($0) || $0 == slash }
            let written = bytes[index..<tail.endIndex]
            result += place(of: head.text + String(decoding: tail, as: UTF8.self), head, tail) ?? Array(written)
            index = tail.endIndex
        }
        return String(decoding: result, as: UTF8.self)
    }

    private struct Head {
        /// Bytes of it in the line.
        var length: Int
        /// What it stands for.
        var text: String
        var isRoot = false
    }

    /// What a full path begins with: a name of the root, a slash, or what the shell puts the home folder for.
    private func head(at index: Int, in bytes: [UInt8]) -> Head? {
        func stands(_ word: [UInt8]) -> Bool {
            let end = index + word.count
            return bytes[index...].starts(with: word) && (end == bytes.count || !isNameByte(bytes[end]))
        }
        if let root = spellings.first(where: stands) {
            return Head(length: root.count, text: String(decoding: root, as: UTF8.self), isRoot: true)
        }
        if bytes[index] == slash { return Head(length: 0, text: "") }
        guard let home, let word = ["~", "$HOME", "${HOME}"].first(where: { stands(Array($0.utf8)) }) else {
            return nil
        }
        return Head(length: word.utf8.count, text: home)
    }

    private func place(of path: String, _ head: Head, _ tail: ArraySlice<UInt8>) -> [UInt8]? {
        if head.isRoot, !tail.split(separator: slash).contains(where: { $0.elementsEqual("..".utf8) }) {
            return Array(copy.utf8) + tail
        }
        // Of these each process has its own.
        guard let first = CopyRoute.parts(of: path).first, first != "dev", first != "proc",
            let end = walk(path, from: []), isInside(end.parts)
        else { return nil }
        return Array(inCopy(end.parts).utf8) + (tail.last == slash ? [slash] : [])
    }

    private struct End {
        var parts: [String]
        /// Whether it came there without a step out of the project, so that the same steps lead there in the copy.
        var staysInside: Bool
    }

    /// Follows every link on the way, the last one too, as the kernel does (path_resolution(7)); what is missing is
    /// taken as it is written, since a command may make it. nil: links in a circle.
    private func walk(_ path: String, from folder: [String]) -> End? {
        var done = path.utf8.first == slash ? [] : folder
        var end = End(parts: [], staysInside: path.utf8.first != slash)
        var rest = Array(CopyRoute.parts(of: path).reversed())
        var links = 0
        while let part = rest.popLast() {
            if part == "." { continue }
            if part == ".." {
                _ = done.popLast()
            } else if let text = CopyRoute.link("/" + (done + [part]).joined(separator: "/")) {
                links += 1
                guard links <= 40 else { return nil }
                if text.utf8.first == slash { done = [] }
                rest += CopyRoute.parts(of: text).reversed()
            } else {
                done.append(part)
            }
            if !isInside(done) { end.staysInside = false }
        }
        end.parts = done
        return end
    }

    private static func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }

    private func isInside(_ parts: [String]) -> Bool {
        // Note: by bytes; as text, two names of different bytes may be equal.
        parts.starts(with: root) { $0.utf8.elementsEqual($1.utf8) }
    }

    private func inCopy(_ parts: [String]) -> String {
        ([copy] + parts.dropFirst(root.count)).joined(separator: "/")
    }

    private static func parts(of path: String) -> [String] {
        path.utf8.split(separator: slash).map { String(Substring($0)) }
    }
}

private let slash = UInt8(ascii: "/")

/// A byte that a name on a command line goes on with.
func isNameByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
        || [0x2D, 0x2E, 0x5F].contains(byte)
}
