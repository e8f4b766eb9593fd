// The journal's size: what goes, what is told of it, and what later entries still have.
import ChangeReview
import FileDoubles
import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct JournalTrimTests {
    /// Bytes that don't compress.
    static func noise(_ count: Int, _ random: inout SeededGenerator) -> String {
        String(decoding: (0..<count).map { _ in UInt8.random(in: 0x21...0x7E, using: &random) }, as: UTF8.self)
    }

    @Test func theOldestGoAndAreTold() async throws {
        let project = try Project(["a": "0"])
        let folder = try project.open(limits: Journal.Limits(entries: 3))
        for number in 0..<6 {
            let written = try await folder.apply(ChangePlan(steps: [try step("a", "\(number)", "\(number + 1)")]))
            #expect(written.entry == number + 1)
            #expect(written.trim.dropped == (number < 3 ? 0 : 1))
            #expect(written.trim.isEmpty == (number < 3))
            #expect((written.trim.oldest > 0) == (number >= 3) && written.trim.oldest == written.trim.newest)
        }
        #expect(try folder.written().map(\.number) == [6, 5, 4])
        // Each undo is an entry too; and each has its contents, wherever they were first.
        for (entry, text) in [(6, "5"), (5, "4")] {
            _ = try await folder.undo(entry)
            #expect(try project.text("a") == text)
        }
        await #expect(throws: ApplyFailure.noSuchEntry(4)) { try await folder.undo(4) }
    }

    @Test func theNewestStaysWhateverItsSize() async throws {
        var random = SeededGenerator.fresh()
        let project = try Project(["a": "0"])
        let folder = try project.open(limits: Journal.Limits(bytes: 10_000))
        _ = try await folder.apply(ChangePlan(steps: [try step("a", "0", "1")]))
        let large = Self.noise(20_000, &random)
        let written = try await folder.apply(ChangePlan(steps: [try step("a", "1", large)]))
        #expect(written.trim.dropped == 1)
        #expect(try #require(written.trim.oversize) > 15_000)
        #expect(try folder.written().map(\.number) == [2])
        _ = try await folder.undo(2)
        #expect(try project.text("a") == "1")
    }

    /// Random writes and undos over a journal that is always too small: what it lists can be undone, to the byte.
    @Test func whatIsListedCanBeUndone() async throws {
        var random = SeededGenerator.fresh()
        let note = Comment(rawValue: "seed \(random.seed)")
        let names = ["a", "b", "c", "d"]
        let project = try Project(Dictionary(uniqueKeysWithValues: names.map { ($0, "0") }))
        var disk = Dictionary(uniqueKeysWithValues: names.map { ($0, "0") })
        var kept: [Int: ChangePlan] = [:]
        let texts = (0..<6).map { _ in Self.noise(Int.random(in: 0...1500, using: &random), &random) }
        let folder = try project.open(limits: Journal.Limits(bytes: 8000, entries: 12))
        var dropped = 0
        for _ in 0..<fuzzRounds(default: 150) {
            var steps: [FileStep] = []
            for name in names.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)) {
                let text = texts.randomElement(using: &random) ?? ""
                guard text != disk[name] else { continue }
                steps.append(try step(name, disk[name], text))
                disk[name] = text
            }
            guard !steps.isEmpty else { continue }
            let written = try await folder.apply(ChangePlan(steps: steps))
            #expect(written.trim.failure == nil, note)
            dropped += written.trim.dropped
            kept[written.entry] = ChangePlan(steps: steps)
            let listed = try folder.written(limit: 100)
            #expect(listed.count <= 12, note)
            #expect(listed.first?.number == written.entry, note)
            for entry in listed {
                let name = try #require(try folder.journal.names().first { $0.number == entry.number })
                let read = try #require(try folder.journal.read(name), note)
                #expect(read.steps.map(\.step) == kept[entry.number]?.steps, note)
                #expect(entry.time > 0)
            }
        }
        #expect(dropped > 50, note)
    }
}
