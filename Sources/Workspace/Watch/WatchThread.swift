// A thread of the watches' own, which sleeps in `poll`: a task that waited there would hold a thread of the pool.
import Glibc

/// Runs the work on a thread that nobody joins. 0, or the error's number: then nothing runs.
func startThread(_ run: @escaping @Sendable () -> Void) -> Int32 {
    let pointer = Unmanaged.passRetained(ThreadWork(run)).toOpaque()
    var thread = pthread_t()
    let code = pthread_create(
        &thread, nil,
        { raw in
            if let raw { Unmanaged<ThreadWork>.fromOpaque(raw).takeRetainedValue().run() }
            return nil
        }, pointer)
    guard code == 0 else {
        Unmanaged<ThreadWork>.fromOpaque(pointer).release()
        return code
    }
    pthread_detach(thread)
    return 0
}

private final class ThreadWork: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
