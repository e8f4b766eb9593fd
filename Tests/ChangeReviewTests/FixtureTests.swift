// Plays the cases of Tests/Fixtures/Changes, which a person can read and add to.

import ChangeReview
import Glibc
import TestSupport
import Testing

@Suite struct FixtureTests {
    private static let folder = packageRoot(of: #filePath) + "/Tests/Fixtures/Changes"

    private static func cases() throws -> [String] {
        let list = try run(["find", "-H", ".", "-mindepth", "1", "-maxdepth", "1", "-type", "d"], in: folder).text
        return list.split(separator: "\n").map { String($0.dropFirst(2)) }.sorted()
    }

    @Test func everyCaseEndsAsItSays() throws {
        let cases = try Self.cases()
        #expect(cases.count >= 9)
        for name in cases {
            var set = ChangeSet()
            let before = try state("before", of: name)
            _ = set.handle(
                .proposed(FileStep(path: path("file"), before: before, after: try state("proposed", of: name)), by: ""))
            try decide(try text("decisions", of: name), &set, name)
            let patch = UnifiedPatch(set.changes) { $0 == .accepted }
            #expect(String(decoding: patch.bytes, as: UTF8.self) == (try text("accepted.patch", of: name)), "\(name)")
            var disk = before
            for case .apply(let plan) in set.handle(.applyRequested) {
                for step in plan.steps { disk = step.after }
            }
            #expect(disk == (try state("after", of: name)), "\(name)")
        }
    }

    private func decide(_ text: String, _ set: inout ChangeSet, _ name: String) throws {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            let hunk = try #require(words.count == 2 ? Int(words[1]) : nil, "\(name): \(line)")
            let decision: Decision = words[0] == "accept" ? .accepted : .rejected
            let effects = set.handle(.decided(decision, .hunk(path("file"), hunk)))
            #expect(effects == [.record(.decided(decision, .hunk(path("file"), hunk)))], "\(name): \(line)")
        }
    }

    private func state(_ file: String, of name: String) throws -> FileState? {
        let full = "\(Self.folder)/\(name)/\(file)"
        return access(full, F_OK) == 0 ? FileState(bytes: try readFile(full)) : nil
    }

    private func text(_ file: String, of name: String) throws -> String {
        String(decoding: try readFile("\(Self.folder)/\(name)/\(file)"), as: UTF8.self)
    }
}
