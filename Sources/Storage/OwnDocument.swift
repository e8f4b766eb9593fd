// One JSON document of ours that several programs may change: read whole, replaced whole, one writer at a time.
public import JSON

/// Why a document can't be used. What stands in it is not repeated: it may be secret.
public enum DocumentProblem: Error, Equatable, Sendable {
    case file(FileError)
    /// It is not JSON, or larger than any document of ours.
    case broken
}

/// What becomes of a document. No optional: JSON has a `nil` of its own, and a document must not become that by mistake.
public enum DocumentChange: Equatable, Sendable {
    case none
    case replaced(by: JSONValue)
}

/// A file of mode 0600 in a folder of mode 0700.
public struct OwnDocument: Sendable {
    private static let limit = 4 << 20

    public let folder: String
    public let name: String
    private let files: any FileOperations

    public init(_ name: String, in folder: String, files: any FileOperations = SystemFiles()) {
        self.name = name
        self.folder = folder
        self.files = files
    }

    public var path: String { "\(folder)/\(name)" }

    /// nil when there is no such file. Rights that others have on it are taken away.
    public func read() throws(DocumentProblem) -> JSONValue? {
        let bytes: [UInt8]?
        do throws(FileError) {
            bytes = try self.bytes(in: try Descriptor(folder: folder))
        } catch {
            guard error.isMissing else { throw .file(error) }
            return nil
        }
        return try value(of: bytes)
    }

    /// Replaces the document with what `edit` makes of it (nil: there is none yet). Other programs wait meanwhile. The
    /// folder is made when it is missing.
    public func change(_ edit: (JSONValue?) -> DocumentChange) async throws(DocumentProblem) {
        try await locked { folder throws(DocumentProblem) in
            let bytes: [UInt8]?
            do throws(FileError) {
                bytes = try self.bytes(in: folder)
            } catch {
                guard error.isMissing else { throw .file(error) }
                return try self.replace(edit(nil), in: folder)
            }
            try self.replace(edit(try self.value(of: bytes)), in: folder)
        }
    }

    /// Gives the file another name, so that a new one can be written and nothing is lost: the path of it.
    public func setAside() async throws(DocumentProblem) -> String {
        var aside = path
        try await locked { folder throws(DocumentProblem) in
            do throws(FileError) {
                var name = "\(self.name).broken"
                var number = 1
                while try self.files.status(of: name, in: folder) != nil {
                    number += 1
                    name = "\(self.name).broken-\(number)"
                }
                try self.files.rename(self.name, in: folder, to: name, in: folder)
                try self.files.sync(folder)
                aside = "\(self.folder)/\(name)"
            } catch {
                throw .file(error)
            }
        }
        return aside
    }

    private func locked(
        _ body: (borrowing Descriptor) throws(DocumentProblem) -> Void
    ) async throws(DocumentProblem) {
        let place = try opened()
        let lock = try await lock(in: place)
        // Without the lock the task was cancelled while it waited, and nobody wants the change any more.
        guard lock != nil else { return }
        try body(place)
        _ = consume lock
    }

    private func opened() throws(DocumentProblem) -> Descriptor {
        do throws(FileError) {
            let place = try makeFolder(at: folder)
            try files.setMode(0o700, of: place)
            return place
        } catch {
            throw .file(error)
        }
    }

    private func lock(in place: borrowing Descriptor) async throws(DocumentProblem) -> FileLock? {
        do throws(FileError) {
            return try await FileLock.take("\(name).lock", in: place, files: files, waiting: { _ in })
        } catch {
            throw .file(error)
        }
    }

    /// nil: too many.
    private func bytes(in folder: borrowing Descriptor) throws(FileError) -> [UInt8]? {
        let file = try files.open(name, in: folder, .read)
        // Where that can't be, on a read-only disk for one, it is ours to read all the same.
        if try files.status(of: file).mode & 0o077 != 0 { try? files.setMode(0o600, of: file) }
        return try files.readAll(file, limit: Self.limit)
    }

    private func value(of bytes: [UInt8]?) throws(DocumentProblem) -> JSONValue {
        guard let bytes, let value = try? JSONValue.parse(bytes) else { throw .broken }
        return value
    }

    private func replace(_ change: DocumentChange, in folder: borrowing Descriptor) throws(DocumentProblem) {
        guard case .replaced(let value) = change else { return }
        do throws(FileError) {
            try files.replace(name, in: folder, with: value.serialized() + [UInt8(ascii: "\n")])
        } catch {
            throw .file(error)
        }
    }
}
