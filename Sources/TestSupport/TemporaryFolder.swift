// A folder for one test, gone when the test is.
import Glibc

/// A fresh folder under `TMPDIR`; removed with all that is in it when the value is released.
public final class TemporaryFolder: Sendable {
    public let path: String

    public init() throws {
        let parent = environment("TMPDIR") ?? "/tmp"
        var template = Array("\(parent)/oropendola-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXFailure(call: "mkdtemp", code: errno) }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    deinit {
        // `chmod` first: a test may have taken the right to write away.
        _ = try? run(["chmod", "-R", "u+rwX", path])
        _ = try? run(["rm", "-rf", "--", path])
    }

    /// Writes a file, its folders too.
    public func write(_ name: String, _ bytes: [UInt8]) throws {
        let full = "\(path)/\(name)"
        if let slash = full.lastIndex(of: "/") {
            try makeFolders(String(full[..<slash]))
        }
        try writeFile(full, bytes)
    }

    public func write(_ name: String, _ text: String) throws {
        try write(name, Array(text.utf8))
    }

    public func read(_ name: String) throws -> [UInt8] {
        try readFile("\(path)/\(name)")
    }

    public func text(_ name: String) throws -> String {
        String(decoding: try read(name), as: UTF8.self)
    }

    public func exists(_ name: String) -> Bool {
        access("\(path)/\(name)", F_OK) == 0
    }
}

/// A call of the operating system that failed.
public struct POSIXFailure: Error, CustomStringConvertible {
    public let call: String
    public let code: Int32

    public init(call: String, code: Int32) {
        self.call = call
        self.code = code
    }

    public var description: String { "\(call): \(String(cString: strerror(code)))" }
}

public func makeFolders(_ path: String) throws {
    var built = ""
    for part in path.split(separator: "/") {
        built += "/\(part)"
        if mkdir(built, 0o755) != 0, errno != EEXIST { throw POSIXFailure(call: "mkdir \(built)", code: errno) }
    }
}

public func writeFile(_ path: String, _ bytes: [UInt8]) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw POSIXFailure(call: "open \(path)", code: errno) }
    defer { close(descriptor) }
    var sent = 0
    while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { throw POSIXFailure(call: "write \(path)", code: errno) }
        sent += count
    }
}

public func readFile(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw POSIXFailure(call: "open \(path)", code: errno) }
    defer { close(descriptor) }
    return try readAll(descriptor)
}

/// Reads a descriptor to its end.
func readAll(_ descriptor: Int32) throws -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count == 0 { return all }
        if count < 0 {
            if errno == EINTR { continue }
            throw POSIXFailure(call: "read", code: errno)
        }
        all.append(contentsOf: buffer[..<count])
    }
}
