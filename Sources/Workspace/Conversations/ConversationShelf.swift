// The conversations of one project: a file for each, and a trash.
public import Storage
public import TaskMachine

/// `<state>/projects/<slug>-<hash>/conversations/`. Nothing is made before something is kept.
public struct ConversationShelf: Sendable {
    /// The state folder of the project.
    public let path: String
    /// The real path of the project's root.
    public let project: String
    let files: any FileOperations

    static let ending = ".jsonl"

    public init(stateFolder path: String, project: String, files: any FileOperations = SystemFiles()) {
        self.path = path
        self.project = project
        self.files = files
    }

    /// A conversation that was taken up.
    public struct Opened: Sendable {
        /// nil when the file is a newer program's: what comes next goes to another.
        public var file: ConversationFile?
        public var pages: ConversationPages
        /// Its end.
        public var state: ConversationState
    }

    /// A new conversation that begins with these records. Nothing is left of it when it can't be written.
    public func create(
        id: String, seconds: Int, with records: [ConversationRecord]
    ) throws(FileError) -> ConversationFile {
        try ConversationFile.create(
            ConversationHeader(id: id, created: seconds, project: project), with: records,
            in: try makeFolder(at: place),
            files: files)
    }

    /// Takes up a conversation, to write it too.
    public func open(_ id: String) throws(ConversationTrouble) -> Opened {
        guard let folder = try folder(), ConversationName.isName(id) else { throw .missing(id) }
        let name = id + Self.ending
        do throws(FileError) {
            guard var old = try ConversationPages(try RecordReader(name, in: folder, files: files)) else {
                throw FileError("read", id, code: notAConversation)
            }
            guard !old.header.isOfNewerProgram else {
                let state = try old.readEnd()
                return Opened(file: nil, pages: old, state: state)
            }
            // Read again: before it was ours, another program may have added to it.
            guard let file = try RecordFile.open(name, in: folder, files: files),
                var pages = try ConversationPages(file.reader)
            else { throw FileError("lock", id, code: taken) }
            let state = try pages.readEnd()
            let writer = ConversationFile(id: id, file: file, note: state.note, messages: pages.messages ?? 0)
            return Opened(file: writer, pages: pages, state: state)
        } catch {
            throw Self.trouble(error, id)
        }
    }

    /// Reads a conversation, whoever has it open.
    public func read(_ id: String) throws(ConversationTrouble) -> ConversationReading {
        guard let folder = try folder(), ConversationName.isName(id) else { throw .missing(id) }
        do throws(FileError) {
            let reader = try RecordReader(id + Self.ending, in: folder, files: files)
            guard let pages = try ConversationPages(reader) else {
                throw FileError("read", id, code: notAConversation)
            }
            return ConversationReading(reader: reader, header: pages.header)
        } catch {
            throw Self.trouble(error, id)
        }
    }

    /// Gives a conversation that nobody has open another title.
    public func rename(_ id: String, title: String) throws(ConversationTrouble) {
        guard var file = try open(id).file else { throw .unreadable(id, reason: "a newer oropendola wrote it") }
        do throws(FileError) { try file.rename(title) } catch { throw Self.trouble(error, id) }
    }

    // MARK: Trash

    /// Moves a conversation that nobody has open to the trash.
    public func delete(_ id: String) throws(ConversationTrouble) {
        guard let folder = try folder(), ConversationName.isName(id) else { throw .missing(id) }
        let name = id + Self.ending
        do throws(FileError) {
            let trash = try makeFolder(at: trashPlace)
            // Held until it is moved, so that nobody takes it up in between.
            guard let held = try RecordFile.open(name, in: folder, files: files) else {
                throw FileError("lock", id, code: taken)
            }
            defer { withExtendedLifetime(held) {} }
            try files.rename(name, in: folder, to: name, in: trash)
            try files.sync(trash)
            try files.sync(folder)
        } catch {
            throw Self.trouble(error, id)
        }
    }

    /// Brings a conversation back from the trash.
    public func restore(_ id: String) throws(ConversationTrouble) {
        guard ConversationName.isName(id) else { throw .missing(id) }
        let name = id + Self.ending
        do throws(FileError) {
            let folder = try makeFolder(at: place)
            let trash = try makeFolder(at: trashPlace)
            guard try files.status(of: name, in: trash) != nil else { throw FileError("find", id, code: missing) }
            guard try files.status(of: name, in: folder) == nil else { throw FileError("restore", id, code: exists) }
            try files.rename(name, in: trash, to: name, in: folder)
            try files.sync(folder)
            try files.sync(trash)
        } catch {
            throw Self.trouble(error, id)
        }
    }

    /// Removes what is in the trash for good: how many they were.
    public func emptyTrash() throws(ConversationTrouble) -> Int {
        guard let trash = try folder(trashPlace) else { return 0 }
        do throws(FileError) {
            var count = 0
            for name in try names(in: trash) {
                try files.remove(name + Self.ending, in: trash)
                count += 1
            }
            return count
        } catch {
            throw .failed(reason: "\(error)")
        }
    }

    // MARK: Folders

    var place: String { "\(path)/conversations" }
    var trashPlace: String { "\(place)/trash" }

    /// nil when it was never made.
    func folder(_ path: String? = nil) throws(ConversationTrouble) -> Descriptor? {
        do throws(FileError) { return try Descriptor(folder: path ?? place) } catch {
            if error.isMissing { return nil }
            throw .failed(reason: "\(error)")
        }
    }

    /// The ids of the files in a folder, the latest first.
    func names(in folder: borrowing Descriptor) throws(FileError) -> [String] {
        try listNames(folder, label: "conversations").compactMap { bytes in
            guard let name = String(validating: bytes, as: UTF8.self), name.hasSuffix(Self.ending) else { return nil }
            let id = String(name.dropLast(Self.ending.count))
            return ConversationName.isName(id) ? id : nil
        }.sorted(by: >)
    }

    private static func trouble(_ error: FileError, _ id: String) -> ConversationTrouble {
        if error.code == taken { return .openElsewhere(id) }
        if error.code == notAConversation { return .unreadable(id, reason: "it is no conversation") }
        return error.isMissing ? .missing(id) : .failed(reason: "\(error)")
    }
}

/// `ENOENT`, `EEXIST`, `EBUSY`; and `EBADMSG` for what is no file of ours.
private let missing: Int32 = 2
private let exists: Int32 = 17
private let taken: Int32 = 16
private let notAConversation: Int32 = 74
