// Where the program under test is: beside the test bundle that runs now.
import Glibc

/// The full path of an executable of this package: built with these tests, or the one in the folder `PRODUCTS`.
public func builtProduct(_ name: String) throws -> String {
    if let folder = environment("PRODUCTS") { return "\(folder)/\(name)" }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    guard count > 0 else { throw POSIXFailure(call: "readlink /proc/self/exe", code: errno) }
    let own = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard let slash = own.lastIndex(of: "/") else { throw POSIXFailure(call: "no folder in \(own)", code: ENOENT) }
    let path = own[..<slash] + "/" + name
    guard access(String(path), X_OK) == 0 else { throw POSIXFailure(call: "access \(path)", code: errno) }
    return String(path)
}

/// The root of the package's sources, from a test's `#filePath`.
public func packageRoot(of file: String) -> String {
    var parts = file.split(separator: "/")
    while let last = parts.popLast() {
        if last == "Tests" { break }
    }
    return "/" + parts.joined(separator: "/")
}
