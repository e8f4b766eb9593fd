// A week of progress in a minute: what a long run may not do is grow.

import App
import Screen
import TaskMachine
import TestSupport
import Testing

@Suite struct SoakTests {
    /// Progress of one endless turn, resizes and frames: `FUZZ_ROUNDS` events, a frame for each hundred.
    @Test func memoryStaysFlatUnderProgress() throws {
        let rounds = fuzzRounds(default: 5_000)
        var model = AppModel(StartReport(folder: "~/shop", folderPath: "/home/ada/shop"))
        _ = model.update(.started(StartReport(folder: "~/shop", folderPath: "/home/ada/shop")))
        _ = model.update(.input(.pasted("go on")))
        _ = model.update(.input(.key(Key(.enter))))
        let sizes = [(120, 40), (80, 24), (40, 10)].map { Size(columns: $0.0, rows: $0.1) }
        var settled = 0
        for round in 0..<rounds {
            let step = round % 7 + 1
            var progress = AgentProgress(
                kind: round % 3 == 0 ? .thinking : .working, message: "Step \(step) of 7", step: step, total: 7)
            if round % 5 == 4 {
                // Now and then all of it anew, so that the layout of one long answer is not what takes the time.
                let piece = StreamedPiece(
                    answer: "Word \(round).\n\n", reasoning: "Thought \(round)\n", isWhole: round % 500 == 4)
                progress = AgentProgress(kind: .streamed(piece))
            }
            _ = model.update(.agent(.progressed(progress), at: round * 250))
            if round % 100 == 0 { _ = model.frame(in: sizes[round / 100 % 3]) }
            // The first tenth fills caches and arenas.
            if round == rounds / 10 { settled = try residentKilobytes() }
        }
        #expect(model.conversation.entries.count < 10)
        // Beside other tests the process grows for reasons of theirs: memory counts in a run of its own, `make soak`.
        guard environment("FUZZ_ROUNDS") != nil else { return }
        let grown = try residentKilobytes() - settled
        #expect(grown < 8_000, "\(rounds) progress events cost \(grown) kB")
    }
}

private func residentKilobytes() throws -> Int {
    let text = String(decoding: try readFile("/proc/self/status"), as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
}
