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
    private let lock: FileLock
    private let folder: String

    private init(root: String, ceiling: String, lock: consuming FileLock, folder: String) {
        self.root = root
        self.ceiling = ceiling
        self.lock = lock
        self.folder = folder
    }

    /// Makes the place, and removes those that nobody holds any more.
    static func make(for projectRoot: String, folders: Folders) throws(FileError) -> CopyPlace {
        let all = try CopyPlace.all(folders)
        CopyPlace.removeStale(folders)
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
            root: try realPath("\(folder)/tree/\(last)"), ceiling: try realPath("\(folder)/tree"), lock: lock,
            folder: folder)
    }

    consuming func remove() { removeTree(folder) }

    /// Removes copies whose programs are gone.
    static func removeStale(_ folders: Folders) {
        guard let all = try? CopyPlace.all(folders), let names = try? listNames(all, label: "copies") else { return }
        for name in names {
            guard let text = String(validating: name, as: UTF8.self) else { continue }
            // One that is being made has no lock yet: it is left for the next start.
            guard let place = openFolder(name, in: all), access("\(folders.cache)/copies/\(text)/lock", F_OK) == 0,
                let lock = try? FileLock.tryTake("lock", in: place)
            else { continue }
            removeTree("\(folders.cache)/copies/\(text)")
            _ = consume lock
        }
    }

    private static func all(_ folders: Folders) throws(FileError) -> Descriptor {
        try makeFolder(at: "\(folders.cache)/copies")
    }
}
