// The watch as a program has it: told what to watch, it calls back when there is something to look at.
import Glibc
public import Storage
import Synchronization

/// Watches files of a project, or all of it.
///
/// It has a thread while it has something to watch, and that sleeps until something happens: watching costs nothing.
public final class FileWatcher: Sendable {
    private struct State: Sendable {
        var target = WatchTarget.nothing
        /// The writing end of a pipe: a byte, or its end, wakes the thread. `nil`: there is no thread.
        var wake: Int32?
    }

    private let project: ProjectFolder
    private let news: @Sendable (WatchNews) -> Void
    private let state = Mutex(State())
    private let makeInotify: @Sendable () throws(FileError) -> Inotify

    /// - Parameter news: called on the watch's own thread, never again after `watch(.nothing)` and one call that may be
    ///   under way.
    public convenience init(_ project: ProjectFolder, news: @escaping @Sendable (WatchNews) -> Void) {
        self.init(project, makeInotify: { () throws(FileError) in try Inotify() }, news: news)
    }

    init(
        _ project: ProjectFolder, makeInotify: @escaping @Sendable () throws(FileError) -> Inotify,
        news: @escaping @Sendable (WatchNews) -> Void
    ) {
        self.project = project
        self.makeInotify = makeInotify
        self.news = news
    }

    /// From now on this is watched, and nothing else. New files are told once, for what happened to them before.
    ///
    /// - Throws: no thread or no pipe can be had; then nothing is watched.
    public func watch(_ target: WatchTarget) throws(FileError) {
        let failure = state.withLock { state -> FileError? in
            state.target = target == .files([]) ? .nothing : target
            if let wake = state.wake {
                var byte: UInt8 = 1
                // A full pipe wakes as well.
                _ = write(wake, &byte, 1)
                return nil
            }
            guard state.target != .nothing else { return nil }
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { return FileError("watch", "files", code: errno) }
            for end in ends {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
            }
            state.wake = ends[1]
            return startLoop(reading: ends[0])
        }
        if let failure {
            stop()
            throw failure
        }
    }

    /// Whether a thread is there.
    var isWatching: Bool { state.withLock { $0.wake != nil } }

    private func stop() {
        state.withLock { state in
            if let wake = state.wake { close(wake) }
            state = State()
        }
    }

    private func startLoop(reading wake: Int32) -> FileError? {
        let project = project
        let code = startThread {
            var loop = WatchLoop(
                project: project, makeInotify: self.makeInotify, wake: Descriptor(owning: wake), news: self.news)
            loop.run { self.next() }
        }
        guard code != 0 else { return nil }
        close(wake)
        return FileError("start a thread for", "watching", code: code)
    }

    /// What is to be watched now. With nothing the thread is over, and a later wish starts another.
    private func next() -> WatchTarget {
        state.withLock { state in
            if state.target == .nothing, let wake = state.wake {
                close(wake)
                state.wake = nil
            }
            return state.target
        }
    }
}
