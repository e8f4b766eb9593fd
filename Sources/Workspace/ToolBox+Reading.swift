// The tools that look at single files and at the list of files.
import ChangeReview
import Storage

extension ToolBox {
    /// `<n> | <text>` per line, then `[more: …]` when there is more than is printed. Several files have a line
    /// `== path` each, and one that can't be read says so in its place.
    func readFile(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> String {
        let wanted = try ReadRequest.all(in: arguments)
        guard wanted.count > 1 else { return try read(wanted[0], view, bytes: limits.readBytes) }
        var room = limits.readBytes
        var pieces: [String] = []
        var readable = 0
        for request in wanted.prefix(limits.readFiles) {
            var text: String
            do throws(ToolFailure) {
                guard room > 0 else { throw ToolFailure("no room is left in this answer; ask again") }
                text = try read(request, view, bytes: room)
                readable += 1
                room -= text.utf8.count
            } catch {
                text = "! " + error.text
            }
            pieces.append("== \(printed(request.path))\n\(text)\(text.hasSuffix("\n") ? "" : "\n")")
        }
        if wanted.count > limits.readFiles {
            pieces.append("[more: \(wanted.count - limits.readFiles) other files were asked for]\n")
        }
        guard readable > 0 else { throw ToolFailure(pieces.joined()) }
        return pieces.joined()
    }

    private func read(_ request: ReadRequest, _ view: StagedView, bytes: Int) throws(ToolFailure) -> String {
        let path = try view.path(request.path)
        try view.refuseSecret(path.text)
        let (first, last) = (request.first, request.last)
        var window = LineWindow(first: first, last: last, lines: limits.readLines, bytes: bytes)
        if let staged = view.staged[path] {
            guard let staged else { throw ToolFailure("\(printed(path.text)) is staged to be deleted") }
            window.feed(staged.bytes)
        } else {
            try stream(path, into: &window)
        }
        window.finish()
        guard !window.isBinary else { throw ToolFailure("\(printed(path.text)) is a binary file") }
        if window.text.isEmpty, first > 1 {
            throw ToolFailure("line \(first) is not there: the file has \(window.lineCount) lines")
        }
        if window.text.isEmpty { return "(empty file)" }
        return window.text + (window.more.map { "[more: \($0)]" } ?? "")
    }

    private func stream(_ path: RelativePath, into window: inout LineWindow) throws(ToolFailure) {
        do throws(AccessFailure) {
            guard let opened = try project.openFile(path) else { throw .missing(path.text) }
            let file = opened.file
            while !window.isDone {
                let piece = try project.at(path.text) { () throws(FileError) in
                    try project.files.read(file, upTo: 64 << 10)
                }
                if piece.isEmpty { return }
                window.feed(piece)
            }
        } catch {
            throw ToolFailure(error)
        }
    }

    /// One path per line; folders end in `/` when the list is of one folder.
    func listFiles(_ arguments: ToolArguments, _ view: StagedView) async throws(ToolFailure) -> String {
        let folder = try view.folder(arguments.optionalText("path"))
        let glob: Glob? = if let pattern = arguments.optionalText("pattern") { try Glob(pattern) } else { nil }
        let isRecursive = try arguments.flag("recursive") ?? (glob != nil)
        let listing = try await files(below: folder, isFlat: !isRecursive, view)
        var names: [[UInt8]] = []
        let prefix = folder.map { Array($0.text.utf8) + [UInt8(ascii: "/")] } ?? []
        if isRecursive {
            names = listing.paths
        } else {
            // The folder's own files, and the folders that its files are in.
            for path in listing.paths {
                let rest = path[prefix.count...]
                let slash = rest.firstIndex(of: UInt8(ascii: "/"))
                let name = slash.map { Array(path[...$0]) } ?? path
                if names.last != name { names.append(name) }
            }
        }
        if let glob {
            names = names.filter { name in
                let bare = name.last == UInt8(ascii: "/") ? name.dropLast() : name[...]
                return glob.matches(bare) || glob.matches(bare.dropFirst(prefix.count))
            }
        }
        var lines = names.prefix(limits.printedNames).map(printed)
        if lines.isEmpty { lines = ["no files"] }
        if !listing.skipped.isEmpty { lines.append("[skipped: \(listing.skipped.joined(separator: ", "))]") }
        if let more = listing.more {
            lines.append("[more: \(more)]")
        } else if names.count > limits.printedNames {
            lines.append("[more: \(names.count - limits.printedNames) other names; ask for a folder or a pattern]")
        }
        return lines.joined(separator: "\n")
    }

    /// Files as the agent sees them: without those that are staged to go, with those that are staged to come.
    func files(
        below folder: RelativePath?, isFlat: Bool = false, _ view: StagedView
    ) async throws(ToolFailure) -> TreeListing {
        let prefix = folder.map { Array($0.text.utf8) + [UInt8(ascii: "/")] } ?? []
        let staged = view.staged.states.filter { Array($0.key.text.utf8).starts(with: prefix) }
        var listing: TreeListing
        do throws(ToolFailure) {
            listing = try await TreeListing.list(project, below: folder, isFlat: isFlat, limits, environment)
        } catch {
            // A folder that only staged files are in.
            guard staged.contains(where: { $0.value != nil }) else { throw error }
            listing = TreeListing(paths: [])
        }
        guard !staged.isEmpty else { return listing }
        let here = Set(staged.filter { $0.value != nil }.map { Array($0.key.text.utf8) })
        let gone = Set(staged.filter { $0.value == nil }.map { Array($0.key.text.utf8) })
        listing.paths = Set(listing.paths).subtracting(gone).union(here)
            .sorted { $0.lexicographicallyPrecedes($1) }
        return listing
    }
}
