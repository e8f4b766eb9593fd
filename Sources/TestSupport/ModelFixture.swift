// What model servers sent, recorded or built from their documentation: for the reader of answers, and for the stub
// server that plays them over sockets.
import Glibc

/// One folder of `Tests/Fixtures/Models`: `request.json`, `reply.http`, `expected.txt`.
public struct ModelFixture: Sendable, CustomStringConvertible {
    public let name: String
    public let folder: String
    public let request: [UInt8]
    public let status: Int
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]

    public var description: String { name }

    /// All of them, by their numbers.
    public static func all(root: String) throws -> [ModelFixture] {
        let folder = root + "/Tests/Fixtures/Models"
        return try folderNames(folder).filter { $0.first?.isNumber == true }.sorted().map {
            try ModelFixture(folder, $0)
        }
    }

    public init(_ parent: String, _ name: String) throws {
        self.name = name
        folder = "\(parent)/\(name)"
        request = try readFile("\(folder)/request.json")
        let reply = try readFile("\(folder)/reply.http")
        // The head's lines end with LF here, so that an editor shows them as lines; the body is as it came.
        let end = reply.indices.first { reply[$0...].starts(with: [10, 10]) } ?? reply.endIndex
        let lines = String(decoding: reply[..<end], as: UTF8.self).split(separator: "\n")
        status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        headers = lines.dropFirst().compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), String(line[colon...].dropFirst().drop { $0 == " " }))
        }
        body = Array(reply[end...].dropFirst(2))
    }
}

private func folderNames(_ path: String) throws -> [String] {
    guard let stream = opendir(path) else { throw POSIXFailure(call: "opendir \(path)", code: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        names.append(withUnsafePointer(to: &entry.pointee.d_name.0) { String(cString: $0) })
    }
    return names
}
