// A test that talks to sockets blocks its own thread; this lets it ask the server something on the way.

import Synchronization
import TestSupport

/// Runs `body` and waits for its value. Only for threads of `onThread`: the pool of tasks has none to spare.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
    let box = Box<Result<Value, any Error>>()
    Task {
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        box.value.withLock { $0 = result }
    }
    return try wait(for: "answer of the server") { box.value.withLock { $0 } }.get()
}

private final class Box<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}
