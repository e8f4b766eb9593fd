// The project as the agent sees it during a turn: what is staged lies over what is on disk.
import ChangeReview
import TaskMachine

struct StagedView {
    let project: ProjectFolder
    let staged: StagedFiles
    /// The largest file that is taken in whole, bytes.
    let limit: Int
    /// The secrets that the user said yes to.
    var allowedSecrets: Set<RelativePath> = []

    /// Whether the contents of a file may be shown.
    func mayRead(_ path: String) -> Bool {
        SecretFile.reason(path) == nil || RelativePath(path).map(allowedSecrets.contains) == true
    }

    func refuseSecret(_ path: String) throws(ToolFailure) {
        guard !mayRead(path), let reason = SecretFile.reason(path) else { return }
        throw ToolFailure(
            "refused: \(printed(path)) looks like \(reason); its contents are not read unless the user allows it")
    }

    /// A path that an agent wrote.
    func path(_ written: String) throws(ToolFailure) -> RelativePath {
        do throws(AccessFailure) { return try project.rootGuard.path(written) } catch { throw ToolFailure(error) }
    }

    /// A folder that an agent wrote, or nothing for the root.
    func folder(_ written: String?) throws(ToolFailure) -> RelativePath? {
        guard let written else { return nil }
        do throws(AccessFailure) { return try project.rootGuard.folder(written) } catch { throw ToolFailure(error) }
    }

    /// What the agent sees; `nil`: no such file.
    func current(_ path: RelativePath) throws(ToolFailure) -> FileState? {
        if let state = staged[path] { return state }
        return try onDisk(path)
    }

    /// A file as the agent sees it, for those that take many and leave out what is no small text of the project: nil
    /// for secrets, binaries, large files, links, and what can't be read.
    ///
    /// - Parameter head: so many bytes are looked at for a NUL.
    func smallText(_ name: [UInt8], atMost limit: Int, head: Int = .max) -> [UInt8]? {
        guard let text = String(validating: name, as: UTF8.self), let path = RelativePath(text), mayRead(text) else {
            return nil
        }
        let bytes: [UInt8]?
        if let staged = staged[path] {
            bytes = staged?.bytes
        } else {
            do throws(AccessFailure) { bytes = try project.state(of: path, limit: limit)?.bytes } catch { return nil }
        }
        guard let bytes, bytes.count <= limit, !bytes.prefix(head).contains(0) else { return nil }
        return bytes
    }

    /// What the agent sees, and it has to be there.
    func existing(_ path: RelativePath) throws(ToolFailure) -> FileState {
        guard let state = try current(path) else { throw ToolFailure(.missing(path.text)) }
        return state
    }

    func onDisk(_ path: RelativePath) throws(ToolFailure) -> FileState? {
        do throws(AccessFailure) { return try project.state(of: path, limit: limit) } catch {
            throw ToolFailure(error)
        }
    }

    /// The step that brings a file from what it is on disk (or was, when it was first staged) to `after`.
    func step(_ path: RelativePath, to after: FileState?) throws(ToolFailure) -> FileStep {
        if let after, after.bytes.count > limit {
            throw ToolFailure(.tooLarge(path.text, bytes: after.bytes.count, limit: limit))
        }
        if let base = staged.bases[path] { return FileStep(path: path, before: base, after: after) }
        return FileStep(path: path, before: try onDisk(path), after: after)
    }
}
