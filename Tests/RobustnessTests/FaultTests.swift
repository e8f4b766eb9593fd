// A recorded exchange is broken at its bytes, one play for each: the client always ends in a stated state.
import SocketIO
import Synchronization
import TestSupport
import Testing

/// `FAULTS=all` breaks every byte in every way, which takes minutes. Without it each byte of the beginning is broken in
/// one way, and of the rest a sample, drawn by the seed; `FAULTS=n` makes the sample so large.
@Suite(.serialized, .timeLimit(.minutes(30))) struct FaultTests {
    /// Plays at once; most of their time is waiting.
    private static let workers = 12

    @Test(arguments: [
        (SocketTransports.webSocketOnly, 300, 60), (.pollingOnly, 80, 80), (.pollingThenWebSocket, 60, 100),
    ])
    func theClientSurvivesAFaultAtAnyByte(_ transports: SocketTransports, beginning: Int, sample: Int) async throws {
        let stage = try await Stage()
        // The longest of three, since polls may come apart.
        var recorded = FaultRelay.Counts()
        for _ in 0..<3 {
            let (passed, faults) = try await stage.play(transports, nil)
            #expect(faults == [])
            recorded.toServer = max(recorded.toServer, passed.toServer)
            recorded.toClient = max(recorded.toClient, passed.toClient)
        }
        var generator = SeededGenerator.fresh()
        let plan =
            environment("FAULTS") == "all"
            ? everyFault(recorded)
            : someFaults(
                recorded, beginning, environment("FAULTS").flatMap(Int.init) ?? sample, using: &generator)
        let start = monotonicSeconds()
        let queue = FaultQueue(plan)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.workers {
                group.addTask {
                    while let fault = queue.next() {
                        do {
                            let (passed, faults) = try await stage.play(transports, fault)
                            if passed.hasStruck { queue.countStruck() }
                            if !faults.isEmpty { Issue.record("\(transports.rawValue), \(fault): \(faults)") }
                        } catch {
                            Issue.record("\(transports.rawValue), \(fault): \(error)")
                        }
                    }
                }
            }
        }
        await stage.end()
        let count = queue.struck
        print(
            "\(transports.rawValue): \(plan.count) plays of \(recorded.toServer) and \(recorded.toClient) bytes, "
                + "\(count) struck, \(Int(monotonicSeconds() - start)) s, FUZZ_SEED=\(generator.seed)")
        #expect(count * 10 >= plan.count * 8, "the relay rarely struck")
    }

    private func everyFault(_ recorded: FaultRelay.Counts) -> [Fault] {
        Fault.Direction.allCases.flatMap { direction in
            (0..<recorded.length(direction)).flatMap { offset in
                Fault.Kind.allCases.map { Fault(kind: $0, direction: direction, offset: offset) }
            }
        }
    }

    private func someFaults(
        _ recorded: FaultRelay.Counts, _ beginning: Int, _ sample: Int, using generator: inout SeededGenerator
    ) -> [Fault] {
        var faults: [Fault] = []
        for direction in Fault.Direction.allCases {
            let length = recorded.length(direction)
            let rest = min(beginning, length)..<length
            let drawn = rest.shuffled(using: &generator).prefix(sample)
            // Silence lasts until a deadline of a second, so it is drawn seldom.
            let kinds = Fault.Kind.allCases.filter { $0 != .silence }
            for offset in Array(0..<rest.lowerBound) + drawn {
                let kind =
                    Int.random(in: 0..<40, using: &generator) == 0
                    ? Fault.Kind.silence : kinds.randomElement(using: &generator) ?? .reset
                faults.append(Fault(kind: kind, direction: direction, offset: offset))
            }
        }
        return faults
    }
}

extension FaultRelay.Counts {
    fileprivate func length(_ direction: Fault.Direction) -> Int { direction == .toServer ? toServer : toClient }
}

/// What is still to be played, for several players.
private final class FaultQueue: Sendable {
    private let state: Mutex<(faults: ArraySlice<Fault>, struck: Int)>

    init(_ faults: [Fault]) { state = Mutex((faults[...], 0)) }

    func next() -> Fault? { state.withLock { $0.faults.popFirst() } }

    func countStruck() { state.withLock { $0.struck += 1 } }

    var struck: Int { state.withLock { $0.struck } }
}
