// Which folders are watched for which files, and what a notice means: everything about watching but the calls.
import ChangeReview

/// A watch as a machine. Folders are watched, and not the files: a file may be replaced, or not be there yet.
///
/// - All folders on the way to a file are watched, so that a renamed one is noticed, and one that comes back.
/// - A folder is watched before what is in it is looked at: nothing falls between the two.
/// - News waits 50 ms for more of its kind.
/// - Where no watch can be had any more, files are looked at every two seconds instead.
struct Watching: Equatable, Sendable {
    enum Event: Equatable, Sendable {
        case aimed(WatchTarget)
        /// A folder is watched now. For a tree: with the folders and files in it.
        case opened(WatchedFolder, watch: Int32, folders: [RelativePath], files: [RelativePath], isNews: Bool)
        /// A folder is not there, or can't be read.
        case notOpened(WatchedFolder)
        /// The system gives no watch (any more).
        case full
        case noticed([Notice])
        /// The kernel had more to tell than its queue holds.
        case overflowed
        case timerFired
        /// Files that are not what they were two seconds ago.
        case polled([RelativePath])
    }

    enum Effect: Equatable, Sendable {
        /// Watch a folder; for a tree, list it afterwards. Answered by `opened`, `notOpened` or `full`.
        case open(WatchedFolder, lists: Bool, isNews: Bool)
        case forget(Int32)
        case startTimer(milliseconds: Int)
        /// Remember how the target's files are, and look again every so often; answered by `polled`, if by anything.
        case poll(milliseconds: Int)
        case stopPolling
        case tell(WatchNews)
    }

    /// More are not asked for: they cost the kernel about a kilobyte each, and belong to all programs of the user.
    static let mostWatches = 16_384
    /// More names than these are told as one.
    static let mostNews = 10_000

    private(set) var target = WatchTarget.nothing
    private(set) var isPolling = false
    private var wanted: Set<RelativePath> = []
    private var needed: Set<WatchedFolder> = []
    private var folders: [Int32: WatchedFolder] = [:]
    private var watches: [WatchedFolder: Int32] = [:]
    private var news = WatchNews()
    private var changed: Set<RelativePath> = []
    private var changedFolders: Set<RelativePath> = []
    private var isTiming = false

    mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .aimed(let target): aim(target)
        case .opened(let folder, let watch, let inner, let files, let isNews):
            opened(folder, watch, inner, files, isNews)
        case .notOpened: []
        case .full: startPolling()
        case .noticed(let notices): notices.flatMap { notice($0) } + soon()
        case .overflowed: lostTrack()
        case .timerFired: tell()
        case .polled(let paths): paths.isEmpty ? [] : [.tell(WatchNews(files: paths.sorted()))]
        }
    }

    // MARK: What is wanted

    private mutating func aim(_ new: WatchTarget) -> [Effect] {
        let old = target
        target = new
        guard case .files(let paths) = new, !paths.isEmpty else {
            let effects = forgetAll() + (isPolling ? [.stopPolling] : [])
            self = Watching()
            guard new == .tree else { return effects }
            target = .tree
            return effects + [.open(.root, lists: true, isNews: false)]
        }
        var effects: [Effect] = []
        if old == .tree {
            effects = forgetAll()
            wanted = []
        }
        let before = wanted
        wanted = Set(paths)
        // What happened before it was watched is looked for once.
        changed = changed.intersection(wanted).union(wanted.subtracting(before))
        needed = Set(wanted.flatMap(WatchedFolder.above))
        if isPolling { return effects + [.poll(milliseconds: Watching.pollPause)] + soon() }
        for (folder, watch) in watches.sorted(by: { $0.key < $1.key }) where !needed.contains(folder) {
            drop(folder)
            effects.append(.forget(watch))
        }
        guard needed.count <= Watching.mostWatches else { return effects + startPolling() }
        return effects + open(needed.filter { watches[$0] == nil }) + soon()
    }

    private func open(_ folders: some Sequence<WatchedFolder>) -> [Effect] {
        folders.sorted().map { .open($0, lists: false, isNews: false) }
    }

    private mutating func opened(
        _ folder: WatchedFolder, _ watch: Int32, _ inner: [RelativePath], _ files: [RelativePath], _ isNews: Bool
    ) -> [Effect] {
        // One watch serves one folder: under another name it is the same one, moved.
        if let moved = folders[watch], moved != folder { watches[moved] = nil }
        folders[watch] = folder
        watches[folder] = watch
        guard target == .tree else { return [] }
        guard folders.count + inner.count <= Watching.mostWatches else { return startPolling() }
        if isNews { changed.formUnion(files) }
        return inner.map { .open(WatchedFolder(path: $0), lists: true, isNews: isNews) } + soon()
    }

    // MARK: What happens

    private mutating func notice(_ notice: Notice) -> [Effect] {
        guard let folder = folders[notice.watch] else { return [] }
        if notice.isEnd {
            drop(folder)
            if folder == .root { return lostTrack(reopening: false) }
            return []
        }
        guard let path = folder.child(notice.name) else { return [] }
        if target == .tree { return noticeInTree(path, notice) }
        if wanted.contains(path) { changed.insert(path) }
        let place = WatchedFolder(path: path)
        guard needed.contains(place) else { return [] }
        changed.formUnion(wanted.filter { place.holds($0) })
        return forget(below: place) + open(needed.filter { place.holds($0.path) })
    }

    private mutating func noticeInTree(_ path: RelativePath, _ notice: Notice) -> [Effect] {
        guard Watching.isWatched(path, isFolder: notice.isFolder) else { return [] }
        guard notice.isFolder else {
            changed.insert(path)
            return []
        }
        changedFolders.insert(path)
        let place = WatchedFolder(path: path)
        return forget(below: place) + [.open(place, lists: true, isNews: true)]
    }

    /// Whether a name counts in a tree: not what is made or fetched, and not the temporary names of our own writes.
    static func isWatched(_ path: RelativePath, isFolder: Bool) -> Bool {
        let name = path.lastPart
        if isFolder { return !TreeWalk.skippedFolders.contains { $0.utf8.elementsEqual(name.utf8) } }
        return !name.utf8.starts(with: Transaction.temporaryPrefix.utf8)
    }

    /// Everything may be different, the folders too.
    private mutating func lostTrack(reopening: Bool = true) -> [Effect] {
        if target == .tree { news.everything = true } else { changed = wanted }
        guard reopening, !isPolling, target != .nothing else { return soon() }
        let effects = forgetAll()
        let again: [Effect] = target == .tree ? [.open(.root, lists: true, isNews: false)] : open(needed)
        return effects + again + soon()
    }

    private mutating func startPolling() -> [Effect] {
        guard !isPolling, target != .nothing else { return [] }
        isPolling = true
        let effects = forgetAll()
        return effects + [.poll(milliseconds: Watching.pollPause)] + lostTrack()
    }

    private static let pollPause = 2000

    // MARK: Telling

    private mutating func soon() -> [Effect] {
        guard !isTiming, !changed.isEmpty || !changedFolders.isEmpty || news.everything else { return [] }
        isTiming = true
        return [.startTimer(milliseconds: 50)]
    }

    private mutating func tell() -> [Effect] {
        isTiming = false
        news.files = changed.sorted()
        news.folders = changedFolders.sorted()
        if target == .tree, changed.count + changedFolders.count > Watching.mostNews { news.everything = true }
        if news.everything { news = WatchNews(everything: true) }
        defer {
            news = WatchNews()
            changed = []
            changedFolders = []
        }
        return news == WatchNews() ? [] : [.tell(news)]
    }

    // MARK: Watches

    private mutating func drop(_ folder: WatchedFolder) {
        if let watch = watches.removeValue(forKey: folder) { folders[watch] = nil }
    }

    private mutating func forget(below place: WatchedFolder) -> [Effect] {
        let inside = watches.filter { place.holds($0.key.path) }
        for folder in inside.keys { drop(folder) }
        return inside.values.sorted().map { .forget($0) }
    }

    private mutating func forgetAll() -> [Effect] {
        defer {
            folders = [:]
            watches = [:]
        }
        return folders.keys.sorted().map { .forget($0) }
    }
}
