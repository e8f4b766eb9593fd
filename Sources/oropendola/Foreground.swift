// Commands without a screen: work on the thread pool, signals on the main thread.
import Glibc

/// Runs one command to its end.
enum Foreground {
    /// Starts `work`, which ends the program itself, and tells `interrupted` of SIGINT, SIGTERM and SIGHUP. Whoever
    /// hears of one has three seconds; a second one ends the program at once.
    static func run(
        _ work: @escaping @Sendable () async -> Void, interrupted: @escaping @Sendable (Int32) async -> Void
    ) -> Never {
        // A reader that goes away is found by the failing write, and by `endWithReader`.
        signal(SIGPIPE, SIG_IGN)
        var signals = sigset_t()
        sigemptyset(&signals)
        // What was ignored before, as nohup does, stays so.
        for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) { sigaddset(&signals, number) }
        // Note: before any thread is started; they all inherit it.
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        endWithReader()
        Task { await work() }
        var number: Int32 = 0
        while sigwait(&signals, &number) != 0 {}
        let first = number
        Task { await interrupted(first) }
        var patience = timespec(tv_sec: 3, tv_nsec: 0)
        _ = sigtimedwait(&signals, nil, &patience)
        _exit(128 + first)
    }

    /// Runs a server: SIGHUP calls `reload`, SIGTERM and SIGINT call `stop`, which ends the program; a second one ends
    /// it at once. A SIGHUP because the terminal that it was started in has gone is an end, too: nobody wants a server
    /// that he does not see any more.
    static func serve(
        _ start: @escaping @Sendable () async -> Void, reload: @escaping @Sendable () async -> Void,
        stop: @escaping @Sendable () async -> Void
    ) -> Never {
        signal(SIGPIPE, SIG_IGN)
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let isInTerminal = isatty(STDIN_FILENO) == 1
        Task { await start() }
        var isStopping = false
        while true {
            var number: Int32 = 0
            guard sigwait(&signals, &number) == 0 else { continue }
            if number == SIGHUP, !isInTerminal || isatty(STDIN_FILENO) == 1 {
                Task { await reload() }
            } else if isStopping {
                _exit(128 + number)
            } else {
                isStopping = true
                Task { await stop() }
            }
        }
    }

    /// Ends the program, as SIGPIPE would, when nobody reads standard output any more: it may be long until the next
    /// line. A thread of its own waits for that, since the thread pool may have no other.
    private static func endWithReader() {
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { _ in
                var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
                while poll(&output, 1, -1) < 0, errno == EINTR {}
                if output.revents & Int16(POLLERR) != 0 { _exit(128 + SIGPIPE) }
                return nil
            }, nil)
        // Without it the next write finds out.
        if code == 0 { pthread_detach(thread) }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        // SIG_IGN is the address 1 (signal.h).
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }
}
