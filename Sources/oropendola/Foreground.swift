// Commands without a screen: work on the thread pool, signals on the main thread.
import Glibc

/// Runs one command to its end.
enum Foreground {
    /// Starts `work`, which ends the program itself, and tells `interrupted` of SIGINT, SIGTERM and SIGHUP. Whoever
    /// hears of one has three seconds; a second one ends the program at once.
    static func run(
        _ work: @escaping @Sendable () async -> Void, interrupted: @escaping @Sendable (Int32) async -> Void
    ) -> Never {
        // A reader that goes away is found by the failing write.
        signal(SIGPIPE, SIG_IGN)
        var signals = sigset_t()
        sigemptyset(&signals)
        // What was ignored before, as nohup does, stays so.
        for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) { sigaddset(&signals, number) }
        // Note: before any thread is started; they all inherit it.
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        Task { await work() }
        var number: Int32 = 0
        while sigwait(&signals, &number) != 0 {}
        let first = number
        Task { await interrupted(first) }
        var patience = timespec(tv_sec: 3, tv_nsec: 0)
        _ = sigtimedwait(&signals, nil, &patience)
        _exit(128 + first)
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        // SIG_IGN is the address 1 (signal.h).
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }
}
