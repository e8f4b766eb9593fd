// Settings files, watched wherever they are: in the user's folders, through links, and before there are any.
import Glibc
public import Storage
import Synchronization

/// Calls back when one of some files may have changed: written, replaced, gone, or there for the first time.
///
/// It watches the folder of each, or the nearest one above that is there, and has a thread that sleeps until something happens.
/// A file that is a link is watched where it leads, too.
public final class SettingsWatch: Sendable {
    private let paths: [String]
    private let folder: String?
    private let changed: @Sendable () -> Void
    /// The writing end of a pipe whose end wakes the thread for the last time.
    private let end = Mutex<Int32?>(nil)

    /// - Parameters:
    ///   - paths: absolute ones.
    ///   - folder: every `.json` file in it counts, too.
    ///   - changed: called on the watch's thread, 50 ms after the latest notice of its kind.
    public init(_ paths: [String], jsonIn folder: String? = nil, changed: @escaping @Sendable () -> Void) {
        self.paths = paths
        self.folder = folder
        self.changed = changed
    }

    /// - Throws: no pipe or thread can be had; then nothing is watched.
    public func begin() throws(FileError) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw FileError("watch", "settings", code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (reading, writing) = (ends[0], ends[1])
        end.withLock { $0 = writing }
        let (paths, folder, changed) = (paths, folder, changed)
        let code = startThread {
            let wake = Descriptor(owning: reading)
            // Without a queue nothing is told: a start reads the files anyway.
            guard let queue = try? Inotify() else { return }
            SettingsWatchLoop(paths: paths, folder: folder).run(queue, wake, changed)
        }
        guard code != 0 else { return }
        stop()
        close(reading)
        throw FileError("start a thread for", "settings", code: code)
    }

    /// Nothing is told any more but a call that may be under way.
    public func stop() {
        end.withLock { end in
            if let number = end { close(number) }
            end = nil
        }
    }
}

private struct SettingsWatchLoop {
    let paths: [String]
    let folder: String?

    func run(_ queue: borrowing Inotify, _ wake: borrowing Descriptor, _ changed: () -> Void) {
        var names = watch(with: queue)
        var isNews = false
        while true {
            var ends = [
                pollfd(fd: wake.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: queue.file.number, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&ends, 2, isNews ? 50 : -1)
            if ends[0].revents != 0 { return }
            if count == 0, isNews {
                isNews = false
                // What has come since may have folders of its own.
                names = watch(with: queue)
                changed()
            } else if ends[1].revents != 0 {
                do throws(FileError) {
                    // nil: more than the queue holds; anything may have changed.
                    let notices = try queue.read()
                    if notices?.contains(where: { $0.isEnd || counts($0.name, names) }) ?? true { isNews = true }
                } catch {
                    // A queue that can't be read tells nothing any more; the next start reads the files.
                    return
                }
            }
        }
    }

    /// What other files are called so is read once more than it had to be.
    private func counts(_ name: [UInt8], _ names: Set<[UInt8]>) -> Bool {
        names.contains(name) || folder != nil && name.suffix(5) == Array(".json".utf8)
    }

    /// Watches the folders of the files, as far as they are there; the names that count in them.
    private func watch(with queue: borrowing Inotify) -> Set<[UInt8]> {
        var names: Set<[UInt8]> = []
        for path in paths {
            add(path, with: queue, &names)
            if let real = try? realPath(path), real != path { add(real, with: queue, &names) }
        }
        if let folder { add(folder + "/.json", with: queue, &names) }
        return names
    }

    private func add(_ path: String, with queue: borrowing Inotify, _ names: inout Set<[UInt8]>) {
        let parts = path.split(separator: "/")
        // The file's folder, or the nearest one above it that is there: what happens in others would wake us for nothing.
        for depth in parts.indices.reversed() {
            names.insert(Array(parts[depth].utf8))
            let folder = "/" + parts[..<depth].joined(separator: "/")
            if let open = try? Descriptor(folder: folder), (try? queue.watch(open)) != nil { return }
        }
    }
}
