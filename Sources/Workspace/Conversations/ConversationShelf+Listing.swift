// Listing reads the first line and a few kilobytes of the end of each file: a thousand conversations are quick.
import JSON
public import Storage
public import TaskMachine

extension ConversationShelf {
    /// All conversations, the one that was written latest first. Files that are none of ours are left out.
    public func list() throws(ConversationTrouble) -> [ConversationSummary] { try list(in: place) }

    /// What is in the trash.
    public func listTrash() throws(ConversationTrouble) -> [ConversationSummary] { try list(in: trashPlace) }

    /// The one that was written latest; nil when there is none.
    public func latest() throws(ConversationTrouble) -> ConversationSummary? {
        guard let folder = try folder() else { return nil }
        do throws(FileError) {
            for id in try latestFirst(in: folder) {
                // One that can't be read is no offer to go on with; the list says why.
                if let summary = try? summary(of: id, in: folder) { return summary }
            }
            return nil
        } catch {
            throw .failed(reason: "\(error)")
        }
    }

    /// The shelves of all projects that have something kept.
    public static func all(in folders: Folders) throws(ConversationTrouble) -> [ConversationShelf] {
        let place = "\(folders.state)/projects"
        do throws(FileError) {
            let projects = try Descriptor(folder: place)
            return try listNames(projects, label: place).compactMap { bytes in
                guard let name = String(validating: bytes, as: UTF8.self), !name.hasPrefix(".") else { return nil }
                return ConversationShelf(stateFolder: "\(place)/\(name)", project: "")
            }
        } catch {
            if error.isMissing { return [] }
            throw .failed(reason: "\(error)")
        }
    }

    private func list(in place: String) throws(ConversationTrouble) -> [ConversationSummary] {
        guard let folder = try folder(place) else { return [] }
        do throws(FileError) {
            var all: [ConversationSummary] = []
            for id in try latestFirst(in: folder) {
                do throws(FileError) {
                    if let summary = try summary(of: id, in: folder) { all.append(summary) }
                } catch {
                    // Moved away this moment. One that can't be read keeps no other from being listed.
                    if !error.isMissing { all.append(try unreadable(id, in: folder, error)) }
                }
            }
            return all
        } catch {
            throw .failed(reason: "\(error)")
        }
    }

    private func latestFirst(in folder: borrowing Descriptor) throws(FileError) -> [String] {
        var times: [(modified: Int64, id: String)] = []
        for id in try names(in: folder) {
            guard let status = try files.status(of: id + Self.ending, in: folder) else { continue }
            times.append((status.modified, id))
        }
        return times.sorted(by: >).map(\.id)
    }

    private func summary(
        of id: String, in folder: borrowing Descriptor
    ) throws(FileError) -> ConversationSummary? {
        let reader = try RecordReader(id + Self.ending, in: folder, files: files)
        guard let header = ConversationHeader(try reader.first()) else { return nil }
        let status = try reader.status()
        var summary = ConversationSummary(
            id: id, title: "", messages: 0, created: header.created, updated: Int(status.modified / 1_000_000_000),
            project: header.project, bytes: status.size)
        var lines = reader.backwards(piece: 8 << 10)
        while let line = try lines.next() {
            // The other lines need not be read to know that they are no notes.
            guard let bytes = line.bytes, bytes.starts(with: Self.noteStart), let value = line.value,
                case .note(let note)? = ConversationRecord(value)
            else { continue }
            summary.title = note.title
            summary.messages = value["count"]?.asInt ?? 0
            summary.state = note.isTurnOpen ? .interrupted : .closed
            break
        }
        if reader.isClaimedByAnother { summary.state = .elsewhere }
        return summary
    }

    /// What can be told without reading.
    private func unreadable(
        _ id: String, in folder: borrowing Descriptor, _ why: FileError
    ) throws(FileError) -> ConversationSummary {
        let status = try files.status(of: id + Self.ending, in: folder)
        let seconds = Int((status?.modified ?? 0) / 1_000_000_000)
        var summary = ConversationSummary(
            id: id, title: "", messages: 0, created: seconds, updated: seconds, project: project, state: .unreadable,
            bytes: status?.size ?? 0)
        summary.trouble = "\(why)"
        return summary
    }

    private static let noteStart = Array(#"{"note":"#.utf8)
}
