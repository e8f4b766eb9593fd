// One mentioned path: a file, some of its lines, a picture, or a folder; or the reason why it stays here.
import ChangeReview
import JSON
import Storage
import TaskMachine

extension TurnContext {
    /// - Returns: `false` when there is nothing of that name.
    func attach(
        _ written: String, _ lines: ClosedRange<Int>?, _ name: String, _ view: StagedView, _ gathered: inout Gathered
    ) async throws(Refusal) -> Bool {
        let path: RelativePath?
        do throws(AccessFailure) { path = try project.rootGuard.folder(written) } catch {
            throw Refusal(.file, error.few)
        }
        guard let path else {
            try await attachFolder(nil, name, view, &gathered)
            return true
        }
        let state: FileState?
        do throws(AccessFailure) {
            if let staged = view.staged[path] {
                state = staged
            } else {
                state = try project.state(of: path, limit: view.limit)
            }
        } catch .isFolder {
            try await attachFolder(path, name, view, &gathered)
            return true
        } catch .notFolder {
            return false
        } catch .tooLarge(_, let bytes, _) {
            if let reason = SecretFile.reason(path.text) { throw Refusal(.file, "looks like \(reason)") }
            throw Refusal(.file, "is too large: \(bytes) bytes")
        } catch {
            throw Refusal(.file, error.few)
        }
        guard let state else {
            // A folder that only staged files are in.
            let prefix = path.text + "/"
            guard view.staged.states.contains(where: { $0.value != nil && $0.key.text.hasPrefix(prefix) }) else {
                return false
            }
            try await attachFolder(path, name, view, &gathered)
            return true
        }
        if let reason = SecretFile.reason(path.text) { throw Refusal(.file, "looks like \(reason)") }
        if let kind = ImageKind(state.bytes) {
            try attachImage(state.bytes, kind, name, &gathered)
        } else {
            try attachText(path, state.bytes, lines, name, &gathered)
        }
        return true
    }

    private func attachText(
        _ path: RelativePath, _ bytes: [UInt8], _ lines: ClosedRange<Int>?, _ name: String,
        _ gathered: inout Gathered
    ) throws(Refusal) {
        let kind = lines == nil ? AttachedLine.Kind.file : .lines
        guard !bytes.contains(0) else {
            throw Refusal(kind, ImageKind.isNamed(path.text) ? "is no picture, whatever its name says" : "is binary")
        }
        guard lines != nil || bytes.count <= limits.fileBytes else {
            throw Refusal(
                kind, "is too large: \(bytes.count) bytes, the limit is \(limits.fileBytes); name lines of it")
        }
        let room = limits.textBytes - gathered.text.utf8.count
        guard room > 0 else { throw Refusal(kind, "the message holds \(limits.textBytes) bytes already") }
        var window = LineWindow(
            first: lines?.lowerBound ?? 1, last: lines?.upperBound, lines: .max,
            bytes: min(limits.fileBytes, room))
        window.feed(bytes)
        window.finish()
        guard window.more == nil else { throw Refusal(kind, "is too large for what is left of this message") }
        if let lines, window.text.isEmpty {
            throw Refusal(kind, "has \(window.lineCount) lines, and no line \(lines.lowerBound)")
        }
        let range = lines.map { ", lines \($0.lowerBound)-\(min($0.upperBound, window.lineCount))" } ?? ""
        gathered.add(
            window.text, AttachedLine(kind: kind, name: name), title: "file \(printed(path.text))\(range)",
            Language(path: path.text)?.fence ?? "")
    }

    private func attachImage(
        _ bytes: [UInt8], _ kind: ImageKind, _ name: String, _ gathered: inout Gathered
    ) throws(Refusal) {
        guard bytes.count <= limits.imageBytes else {
            throw Refusal(.image, "is too large: \(bytes.count) bytes, the limit is \(limits.imageBytes)")
        }
        guard gathered.images.count < limits.images else {
            throw Refusal(.image, "a message takes \(limits.images) pictures at most")
        }
        gathered.images.append(
            ImageAttachment(name: name, dataURL: "data:\(kind.rawValue);base64,\(base64(bytes))"))
        gathered.lines.append(AttachedLine(kind: .image, name: name, bytes: bytes.count))
        // The picture itself goes with the message: twice would be megabytes for nothing.
        gathered.objects.append([
            "type": .string(kind.rawValue), "isImage": true, "name": .string(name),
            "size": .integer(Int64(bytes.count)),
        ])
    }

    /// The list of a folder, then its small texts while there is room.
    private func attachFolder(
        _ folder: RelativePath?, _ name: String, _ view: StagedView, _ gathered: inout Gathered
    ) async throws(Refusal) {
        let tools = ToolBox(project: project, environment: environment)
        let listing: TreeListing
        do throws(ToolFailure) { listing = try await tools.files(below: folder, view) } catch {
            throw Refusal(.folder, error.text)
        }
        var content = listing.paths.prefix(limits.folderNames).map(printed).joined(separator: "\n") + "\n"
        if listing.paths.count > limits.folderNames {
            content += "[… \(listing.paths.count - limits.folderNames) other files]\n"
        }
        if let more = listing.more { content += "[… \(more)]\n" }
        if listing.paths.isEmpty { content = "no files\n" }
        var room = min(limits.folderBytes, limits.textBytes - gathered.text.utf8.count) - content.utf8.count
        var left = 0
        for name in listing.paths.prefix(limits.folderNames) {
            if Task.isCancelled { break }
            guard let text = smallText(name, view), text.utf8.count <= room else {
                left += 1
                continue
            }
            room -= text.utf8.count
            content += "\n== \(printed(name))\n\(text)"
        }
        if left > 0 { content += "\n[\(left) files are only listed: large, binary, secret, or no room was left]\n" }
        let title = "folder \(folder.map { printed($0.text) } ?? ".")"
        gathered.add(content, AttachedLine(kind: .folder, name: name), title: title, "text")
    }

    private func smallText(_ name: [UInt8], _ view: StagedView) -> String? {
        guard let bytes = view.smallText(name, atMost: limits.folderFileBytes) else { return nil }
        var window = LineWindow(first: 1, last: nil, lines: .max, bytes: limits.folderFileBytes)
        window.feed(bytes)
        window.finish()
        return window.text
    }
}

extension AccessFailure {
    /// In a few words, behind the name.
    fileprivate var few: String {
        switch self {
        case .outside: "is outside the project"
        case .climbs: "has a `..` in it"
        case .malformed, .notText: "is not a name of a file"
        case .symbolicLink: "is a symbolic link, and links are not followed"
        case .gitFolder: "belongs to git's own data"
        case .ownState: "belongs to this program's own state"
        case .special: "is no regular file"
        case .isFolder: "is a folder"
        case .notFolder, .missing: "is not there"
        case .tooLarge(_, let bytes, _): "is too large: \(bytes) bytes"
        case .system(let error): "can't be read: \(error.reason)"
        }
    }
}
