// Where our own files live: the XDG Base Directory rules, with folders that only their owner can read.
import Glibc

/// The three folders of this program, by the XDG Base Directory Specification 0.8. Nothing is made until it is needed.
public struct Folders: Equatable, Sendable {
    /// `$XDG_STATE_HOME/oropendola`: sessions, journals, logs.
    public var state: String
    /// `$XDG_CONFIG_HOME/oropendola`: settings, credentials.
    public var config: String
    /// `$XDG_CACHE_HOME/oropendola`: what can be made again.
    public var cache: String

    /// From variables of the environment. A relative value is ignored, as the specification says; without `HOME` the
    /// user database is asked, and without that everything goes under `/tmp/oropendola-<uid>`.
    public init(environment: [String: String] = Folders.environment()) {
        let home = Folders.absolute(environment["HOME"]) ?? Folders.homeOfUser() ?? "/tmp/oropendola-\(getuid())"
        state = "\(Folders.absolute(environment["XDG_STATE_HOME"]) ?? "\(home)/.local/state")/oropendola"
        config = "\(Folders.absolute(environment["XDG_CONFIG_HOME"]) ?? "\(home)/.config")/oropendola"
        cache = "\(Folders.absolute(environment["XDG_CACHE_HOME"]) ?? "\(home)/.cache")/oropendola"
    }

    public init(state: String, config: String, cache: String) {
        self.state = state
        self.config = config
        self.cache = cache
    }

    public var all: [String] { [state, config, cache] }

    /// This process's variables. A variable that is not UTF-8 is repaired.
    public static func environment() -> [String: String] {
        var all: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let line = String(cString: text)
            if let mark = line.firstIndex(of: "=") {
                all[String(line[..<mark])] = String(line[line.index(after: mark)...])
            }
            entry += 1
        }
        return all
    }

    private static func absolute(_ path: String?) -> String? {
        guard var path, path.utf8.first == UInt8(ascii: "/") else { return nil }
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.unicodeScalars.removeLast() }
        return path
    }

    private static func homeOfUser() -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16384) { buffer in
            guard let start = buffer.baseAddress, getpwuid_r(getuid(), &entry, start, buffer.count, &found) == 0,
                found != nil, let folder = entry.pw_dir
            else { return nil }
            return absolute(String(cString: folder))
        }
    }
}

/// Makes a folder and those above it (0700), and opens it. What exists keeps its rights.
public func makeFolder(at path: String) throws(FileError) -> Descriptor {
    var built = ""
    for part in path.utf8.split(separator: UInt8(ascii: "/")) {
        built += "/\(Substring(part))"
        if mkdir(built, 0o700) != 0, errno != EEXIST {
            let code = errno
            // A read-only parent that already has the folder answers EROFS or EACCES instead of EEXIST.
            guard access(built, F_OK) == 0 else { throw FileError("make folder", built, code: code) }
        }
    }
    return try Descriptor(folder: path)
}

/// The real path of a folder: links followed, `.` and `..` gone.
public func realPath(_ path: String) throws(FileError) -> String {
    guard let real = realpath(path, nil) else { throw FileError("find", path, code: errno) }
    defer { free(real) }
    guard let text = String(validatingCString: real) else { throw FileError("read the name of", path, code: EILSEQ) }
    return text
}
