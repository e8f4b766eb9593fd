// Where a reader of events runs: each hop to another executor costs more than the event.
import SocketIOClient
import Synchronization
import TestSupport
import Testing

/// Runs each job where it is handed over, and counts them. Fit for one task at a time.
private final class CountingExecutor: SerialExecutor {
    let jobs = Mutex(0)

    func enqueue(_ job: consuming ExecutorJob) {
        jobs.withLock { $0 += 1 }
        UnownedJob(job).runSynchronously(on: asUnownedSerialExecutor())
    }
}

private actor Reader {
    let executor = CountingExecutor()
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// How many of `count` events came.
    func read(_ events: SocketIOEvents, _ count: Int) async -> Int {
        var read = 0
        var iterator = events.makeAsyncIterator()
        while read < count, case .received? = await iterator.next() { read += 1 }
        return read
    }
}

@Suite(.timeLimit(.minutes(1))) struct EventReaderTests {
    @Test func aReaderInAnActorStaysThereForAllThatIsThere() async throws {
        let transport = ScriptedTransport()
        let client = SocketIOClient(
            configuration: SocketIOConfiguration(url: "http://site.test", namespace: "/site"), transport: transport,
            clock: ManualClock())
        await client.connect()
        var attempts = transport.attempts.makeAsyncIterator()
        let connection = try #require(await attempts.next()).connection
        connection.says("0{\"sid\":\"E1\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000}")
        connection.says("40/site,{\"sid\":\"S1\"}")
        var events = client.events.makeAsyncIterator()
        #expect(await events.next() == .connected(namespace: "/site", id: "S1", isRecovered: false))

        connection.says(atOnce: (0..<200).map { "42/site,[\"n\",\($0)]" })
        let reader = Reader()
        #expect(await reader.read(client.events, 200) == 200)
        #expect(reader.executor.jobs.withLock { $0 } < 20)
        await client.shutdown()
    }
}
