// Tests/Fixtures/Faults/TABLE.md: which row of the contract is played by which folder.
import Glibc
import TestSupport

struct FaultTable {
    struct Row: Equatable, Sendable {
        /// Section and number or name, as in `8.17` or `2 quota`.
        var id: String
        var folder: String
    }

    static let folder = packageRoot(of: #filePath) + "/Tests/Fixtures/Faults"

    /// The lines `| 8.1 | 01-one-message | … |`.
    static func rows() throws -> [Row] {
        let text = String(decoding: try readFile("\(folder)/TABLE.md"), as: UTF8.self)
        return text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmed }
            guard cells.count >= 3, cells[0].first?.isNumber == true else { return nil }
            return Row(id: String(cells[0]), folder: String(cells[1]))
        }
    }

    static func folders() throws -> [String] {
        try run(["ls", folder]).text.split(separator: "\n").map(String.init).filter { $0 != "TABLE.md" }.sorted()
    }

    static func exists(_ name: String) -> Bool { access("\(folder)/\(name)", R_OK) == 0 }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return text
    }
}
