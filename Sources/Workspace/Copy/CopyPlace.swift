// Where throwaway copies are, and whose they are: a lock that dies with the program tells a copy in use from one that
// was left by a crash.
import Glibc
import Storage

/// `<cache>/copies/<hash>-<pid>/`: one copy, held by a lock.
struct CopyPlace: ~Copyable {
    /// The root of the copied project; its last part is that of the project.
    let root: String
    /// What git may not look above.
    let ceiling: String
    /// Copies of earlier programs that can't be removed.
    let unremoved: Int
    private let lock: FileLock
    private let folder: String

    private init(root: String, ceiling: String, unremoved: Int, lock: consuming FileLock, folder: String) {
        self.root = root
        self.ceiling = ceiling
        self.unremoved = unremoved
        self.lock = lock
        self.folder = folder
    }

    /// Makes the place, and removes those that nobody holds any more.
    static func make(for projectRoot: String, folders: Folders) throws(FileError) -> CopyPlace {
        let all = try CopyPlace.all(folders)
        let unremoved = try CopyPlace.removeStale(folders)
        let files = SystemFiles()
        let mark = "\(hexadecimal(fingerprint(Array(projectRoot.utf8))))-\(getpid())"
        var number = 1
        var name = "\(mark)-1"
        while try files.status(of: name, in: all) != nil {
            number += 1
            name = "\(mark)-\(number)"
        }
        try files.makeFolder(name, in: all, mode: 0o700)
        let place = try files.open(name, in: all, .folder)
        guard let lock = try FileLock.tryTake("lock", in: place) else { throw FileError("lock", name, code: EBUSY) }
        let last = projectRoot.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? "root"
        let folder = "\(folders.cache)/copies/\(name)"
        _ = try makeFolder(at: "\(folder)/tree/\(last)")
        return CopyPlace(
            root: try realPath("\(folder)/tree/\(last)"), ceiling: try realPath("\(folder)/tree"),
            unremoved: unremoved, lock: lock, folder: folder)
    }

    consuming func remove() { removeTree(folder) }

    /// Removes copies whose programs are gone.
    ///
    /// - Returns: how many can't be removed, or not even be looked at.
    static func removeStale(_ folders: Folders) throws(FileError) -> Int {
        let all = try CopyPlace.all(folders)
        var left = 0
        for name in try listNames(all, label: "copies") {
            guard let text = String(validating: name, as: UTF8.self), let place = openFolder(name, in: all) else {
                left += 1
                continue
            }
            // One that is being made has no lock yet: it is left for the next start.
            let path = "\(folders.cache)/copies/\(text)"
            guard access("\(path)/lock", F_OK) == 0 else { continue }
            do throws(FileError) {
                guard let lock = try FileLock.tryTake("lock", in: place) else { continue }
                removeTree(path)
                _ = consume lock
            } catch {
                left += 1
                continue
            }
            if access(path, F_OK) == 0 { left += 1 }
        }
        return left
    }

    private static func all(_ folders: Folders) throws(FileError) -> Descriptor {
        try makeFolder(at: "\(folders.cache)/copies")
    }
}
