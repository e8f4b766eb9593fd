// A week of progress in a minute: what a long run may not do is grow.

import Screen
import TaskMachine
import TestSupport
import Testing

@testable import App

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

    /// A day of one turn, four events a second, in a conversation of a million lines, while the window changes its size
    /// ten thousand times; in `make test` as much as is done in seconds.
    @Test func aDayInALongConversationCostsNoMoreAtItsEnd() {
        let day = 24 * 3_600 * 4
        let rounds = min(day, fuzzRounds(default: 2_000))
        let resizes = max(10, 10_000 * rounds / day)
        var soak = Soak(lines: max(10_000, 1_000_000 * rounds / day))
        var random = SeededGenerator.fresh()
        var (settled, first, latest) = (0, 0, 0)
        for round in 0..<rounds {
            soak.progress(round)
            soak.pass(250)
            let isResized = round % max(1, rounds / resizes) == 0
            if isResized {
                soak.resize(
                    Size(columns: .random(in: 20...300, using: &random), rows: .random(in: 4...100, using: &random)))
            } else if round % 10 != 0 {
                continue
            }
            // A reader far up, and one at the end.
            if round % 400 == 0 { soak.press(Key(.home, .control)) }
            if round % 400 == 200 { soak.press(Key(.end, .control)) }
            let cost = soak.paint()
            // Entries have ten lines each: a hundred rows show no more than these, whatever is above and below.
            #expect(cost <= 60, "round \(round), \(soak.size), seed \(random.seed)")
            if round < rounds / 10 { first = max(first, cost) }
            if round >= rounds - rounds / 10 { latest = max(latest, cost) }
            if settled == 0, round >= rounds / 10 { settled = residentBytes() }
        }
        #expect(latest <= max(first + 10, first * 3 / 2), "laid out for a frame: \(first) first, \(latest) at the end")
        let end = soak.end()
        #expect(end.isEmpty, "timers that would wake an idle program: \(end)")
        print("soak: \(rounds) events, \(resizes) sizes; at most \(first) entries laid out for a frame, then \(latest)")
        guard environment("FUZZ_ROUNDS") != nil else { return }
        let grown = (residentBytes() - settled) >> 20
        #expect(grown < 16, "\(rounds) events cost \(grown) MB")
    }
}

/// The model with a clock of its own; orders other than timers go nowhere, and nothing is kept of them.
private struct Soak {
    private var model: AppModel
    private(set) var size = Size(columns: 120, rows: 40)
    private var timers = DueTimers<AppTimer>()
    private var request = 0

    /// A conversation of so many lines, ten in a message, and a turn that runs.
    init(lines: Int) {
        let text = (1...10).map { "line \($0) of a message that says something" }.joined(separator: "\n")
        let entries = (1...max(1, lines / 10)).map { $0 % 2 == 1 ? user($0, text) : answer($0, text) }
        let report = StartReport(folder: "~/shop", folderPath: "/home/ada/shop")
        model = AppModel(report)
        send(.started(report))
        send(.conversationOpened(ConversationState(entries: entries, isPartial: false), id: "20261125-1"))
        send(.agent(.linkChanged(LinkStatus(state: .online, server: "127.0.0.1:8123")), at: timers.time))
        resize(size)
        send(.input(.pasted("go on")))
        press(Key(.enter))
    }

    mutating func send(_ message: AppMessage) {
        for effect in model.update(message) {
            switch effect {
            case .agent(.send(let sent)): request = sent.id
            case .prepare(let preparation): send(.prepared(PreparedTurn(attached: []), id: preparation.id))
            case .startTimer(let timer, let milliseconds): timers.start(timer, milliseconds: milliseconds)
            case .stopTimer(let timer): timers.stop(timer)
            default: break
            }
        }
    }

    mutating func press(_ key: Key) { send(.input(.key(key))) }

    mutating func resize(_ size: Size) {
        self.size = size
        send(.input(.resized(size)))
    }

    mutating func pass(_ milliseconds: Int) {
        let end = timers.time + milliseconds
        while let timer = timers.next(until: end) { send(.timerFired(timer, at: timers.time)) }
    }

    mutating func progress(_ round: Int) {
        var progress = AgentProgress(
            kind: round % 3 == 0 ? .thinking : .working, message: "Step \(round % 7 + 1) of 7", step: round % 7 + 1,
            total: 7)
        if round % 5 == 4 {
            progress = AgentProgress(
                kind: .streamed(StreamedPiece(answer: "Word \(round).\n\n", reasoning: "", isWhole: round % 500 == 4)))
        }
        send(.agent(.progressed(progress), at: timers.time))
    }

    /// Draws a frame, and tells how many entries were laid out for it.
    mutating func paint() -> Int {
        let before = model.chat.layoutCount
        _ = model.frame(in: size)
        return model.chat.layoutCount - before
    }

    /// The turn is answered and a minute goes by: the timers that still run.
    mutating func end() -> [AppTimer] {
        send(.agent(.replied(ChatReply(text: "The end."), request: request), at: timers.time))
        pass(60_000)
        return timers.names
    }
}

private func residentKilobytes() throws -> Int {
    let text = String(decoding: try readFile("/proc/self/status"), as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
}
