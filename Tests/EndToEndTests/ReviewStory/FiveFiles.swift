// The project of the review's story: five files and what they must be at each stop, in `Tests/Fixtures/Story`.
import Glibc
import JSON
import TestSupport

/// Proposed in all five, `hours.txt` and `prices.txt` changed meanwhile, written in part, written to the end.
struct FiveFiles {
    enum Stop: String { case before, proposed, edited, written, finished }

    static let names = ["README.md", "hours.txt", "prices.txt", "sign.sh", "steps.txt"]

    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for (name, bytes) in try Self.contents(at: .before) { try folder.write(name, bytes) }
    }

    /// What the files must be; one that is not there has no entry.
    static func contents(at stop: Stop) throws -> [String: [UInt8]] {
        try contents(of: "\(packageRoot(of: #filePath))/Tests/Fixtures/Story/\(stop.rawValue)")
    }

    /// What the files are.
    func contents() throws -> [String: [UInt8]] { try Self.contents(of: folder.path) }

    /// All that is in a folder, by name; temporary names of a write may go between the look and the reading.
    private static func contents(of folder: String) throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for name in try entries(of: folder) {
            do {
                found[name] = try readFile("\(folder)/\(name)")
            } catch let failure as POSIXFailure where failure.code == ENOENT {}
        }
        return found
    }

    /// The agent's part: each file as a whole, in one answer.
    static func script() throws -> [JSONValue] {
        let calls = try contents(at: .proposed).sorted { $0.key < $1.key }.map { name, bytes -> JSONValue in
            [
                "action": "create_file", "path": .string(name),
                "content": .string(String(decoding: bytes, as: UTF8.self)),
            ]
        }
        return [.answer("I change five files.", calls: calls), .answer("All is proposed.")]
    }
}
