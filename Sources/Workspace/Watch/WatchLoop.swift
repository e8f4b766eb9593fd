// The thread of a watch: it sleeps in one `poll`, and carries out what the machine orders.
import ChangeReview
import Glibc
import Storage

struct WatchLoop: ~Copyable {
    private let project: ProjectFolder
    private let makeInotify: @Sendable () throws(FileError) -> Inotify
    private let wake: Descriptor
    private let news: @Sendable (WatchNews) -> Void
    private var watching = Watching()
    private var inotify: Inotify?
    /// Until then notices gather in the kernel.
    private var quietUntil: ContinuousClock.Instant?
    private var nextPoll: ContinuousClock.Instant?
    private var pollPause = Duration.zero
    private var snapshot = StatusSnapshot()
    private var isBroken = false

    init(
        project: ProjectFolder, makeInotify: @escaping @Sendable () throws(FileError) -> Inotify,
        wake: consuming Descriptor, news: @escaping @Sendable (WatchNews) -> Void
    ) {
        self.project = project
        self.makeInotify = makeInotify
        self.wake = wake
        self.news = news
    }

    /// Runs until there is nothing to watch. `next` says what is to be watched, and may say the same again.
    mutating func run(_ next: () -> WatchTarget) {
        while true {
            let target = next()
            guard target != .nothing else { return }
            if target != watching.target { play(.aimed(target)) }
            sleep()
            if let time = quietUntil, .now >= time {
                quietUntil = nil
                play(.timerFired)
            }
            if let time = nextPoll, .now >= time {
                play(.polled(snapshot.update(project, watching.target)))
                nextPoll = .now + pollPause
            }
        }
    }

    /// Until somebody wakes us, a notice comes, or a time has come.
    private mutating func sleep() {
        var ends = [pollfd(fd: wake.number, events: Int16(POLLIN), revents: 0)]
        // While news gathers the queue is left alone: a program that writes a thousand files wakes us once.
        if quietUntil == nil, let queue = inotify?.file.number {
            ends.append(pollfd(fd: queue, events: Int16(POLLIN), revents: 0))
        }
        let times = [quietUntil, nextPoll].compactMap { $0 }
        let wait: Int32 =
            times.min().map { time in
                let left = ContinuousClock.now.duration(to: time) / Duration.milliseconds(1)
                return Int32(max(0, left.rounded(.up)))
            } ?? -1
        guard poll(&ends, nfds_t(ends.count), wait) > 0 else { return }
        if ends[0].revents != 0 {
            // All of it: what it says is asked for by `next`.
            _ = try? SystemFiles().read(wake, upTo: 4096)
        }
        if ends.count == 2, ends[1].revents != 0 { readNotices() }
    }

    private mutating func readNotices() {
        do throws(FileError) {
            guard let notices = try inotify?.read() else { return play(.overflowed) }
            play(.noticed(notices))
        } catch {
            // A queue that can't be read tells nothing any more.
            isBroken = true
            play(.full)
        }
    }

    private mutating func play(_ event: Watching.Event) {
        var orders = watching.handle(event)[...]
        while let order = orders.popFirst() {
            switch order {
            case .open(let folder, let lists, let isNews):
                orders += watching.handle(open(folder, lists: lists, isNews: isNews))
            case .forget(let watch): inotify?.forget(watch)
            case .startTimer(let milliseconds): quietUntil = .now + .milliseconds(milliseconds)
            case .poll(let milliseconds):
                pollPause = .milliseconds(milliseconds)
                nextPoll = .now + pollPause
                _ = snapshot.update(project, watching.target)
            case .stopPolling: nextPoll = nil
            case .tell(let words): news(words)
            }
        }
    }

    private mutating func open(_ place: WatchedFolder, lists: Bool, isNews: Bool) -> Watching.Event {
        if inotify == nil {
            guard !isBroken, let made = try? makeInotify() else { return .full }
            inotify = consume made
        }
        do throws(AccessFailure) {
            guard let folder = try project.openFolder(place.path) else { return .notOpened(place) }
            let watch: Int32?
            do throws(FileError) { watch = try inotify?.watch(folder) } catch {
                // No watches left, no memory, or no /proc to name the folder by.
                return .full
            }
            var (folders, files): ([RelativePath], [RelativePath]) = ([], [])
            for entry in lists ? (try? listEntries(folder, label: "", limit: 100_000)) ?? [] : [] {
                guard let path = place.child(entry.name) else { continue }
                let isFolder = entry.kind == .folder
                guard Watching.isWatched(path, isFolder: isFolder) else { continue }
                if isFolder { folders.append(path) } else { files.append(path) }
            }
            return .opened(place, watch: watch ?? 0, folders: folders, files: files, isNews: isNews)
        } catch {
            // Replaced by a link or a file, or not to be read: the folder above tells when that changes.
            return .notOpened(place)
        }
    }
}
