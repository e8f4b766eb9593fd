// The files under review, watched: what the disk says of them comes to the model without being asked for.
import App
import ChangeReview
import Storage
import Synchronization
import Terminal
import Workspace

/// Hears of changes on the watch's thread and has them looked at, each file once however often it was told.
final class ReviewWatch: Sendable {
    private let watcher = Mutex<FileWatcher?>(nil)
    /// Told and not yet looked at: bounded by the number of files under review.
    private let told = Mutex<Set<RelativePath>>([])
    private let mailbox: Mailbox<AppMessage>
    private let desk: ProjectDesk
    private let disk: SerialLane

    init(mailbox: Mailbox<AppMessage>, desk: ProjectDesk, disk: SerialLane) {
        self.mailbox = mailbox
        self.desk = desk
        self.disk = disk
    }

    /// Watches these files and no others. The trouble when that can't be done.
    func watch(_ paths: [RelativePath], in project: ProjectFolder) -> Trouble? {
        do throws(FileError) {
            try watcher(in: project).watch(.files(paths))
            return nil
        } catch {
            return .notWatched(reason: "\(error)")
        }
    }

    func end() {
        // Nothing is watched afterwards, whether or not a thread had to be told.
        try? watcher.withLock { $0 }?.watch(.nothing)
    }

    private func watcher(in project: ProjectFolder) -> FileWatcher {
        watcher.withLock { watcher in
            if let watcher { return watcher }
            let new = FileWatcher(project) { [weak self] news in self?.heard(news.files) }
            watcher = new
            return new
        }
    }

    private func heard(_ paths: [RelativePath]) {
        let isFirst = told.withLock { told in
            defer { told.formUnion(paths) }
            return told.isEmpty
        }
        // Behind what is being written: a file in the middle of a write of ours is no news.
        if isFirst { disk.enqueue { [self] in await look() } }
    }

    private func look() async {
        let paths = told.withLock { told in
            defer { told = [] }
            return told.sorted()
        }
        guard let project = await desk.project else { return }
        for path in paths { await mailbox.send(.changedOnDisk(path, project.finding(at: path))) }
    }
}
