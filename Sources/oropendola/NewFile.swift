// Something written out for others to read, never over what is there.
import Glibc
import Storage

/// A file that is made whole or not at all.
struct NewFile {
    enum Trouble: Error, Equatable {
        /// A file stands at this path.
        case taken(String)
        case failed(reason: String)
    }

    let path: String

    typealias Sink = ([UInt8]) throws(FileError) -> Void

    func write(_ bytes: [UInt8]) throws(Trouble) -> String {
        try write { sink throws(FileError) in try sink(bytes) }
    }

    /// Mode 0600; a missing folder is an error: it is a slip of the pen, not a wish. Gives the full path.
    ///
    /// - Parameter fill: gives the contents piece by piece.
    func write(_ fill: (Sink) throws(FileError) -> Void) throws(Trouble) -> String {
        let full = path.hasPrefix("/") ? path : "\(Self.currentFolder())/\(path)"
        let parts = full.split(separator: "/")
        guard let name = parts.last.map(String.init), !full.hasSuffix("/") else {
            throw .failed(reason: "\(path) is not the name of a file")
        }
        let files = SystemFiles()
        do throws(FileError) {
            let folder = try Descriptor(folder: "/" + parts.dropLast().joined(separator: "/"))
            do throws(FileError) {
                let file = try files.open(name, in: folder, .createNew(mode: 0o600))
                try fill { bytes throws(FileError) in try files.write(bytes, to: file) }
                try files.sync(file)
            } catch {
                // Half a file is none.
                if error.code != EEXIST { try? files.remove(name, in: folder) }
                throw error
            }
            return full
        } catch {
            throw error.code == EEXIST ? .taken(full) : .failed(reason: "\(error)")
        }
    }

    private static func currentFolder() -> String {
        guard let path = getcwd(nil, 0) else { return "" }
        defer { free(path) }
        return String(cString: path)
    }
}
