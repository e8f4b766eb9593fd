// What a start needs of a folder, in one call of a few milliseconds: the project, a session, what was left from before.
public import Storage

/// A project that is open, with what an earlier run left behind.
public struct OpenedProject: Sendable {
    public let project: ProjectFolder
    public let session: Session
    public var staging: StagingLog
    /// Interrupted writes, taken back.
    public let recovery: RecoveryReport
    /// Changes that were under review, and other programs that are here.
    public let report: SessionReport

    /// Opens a folder as a project. Lists nothing of it, so `/` is as quick as any.
    public static func open(
        root: String, folders: Folders = Folders(), files: any FileOperations = SystemFiles()
    ) throws(OpenFailure) -> OpenedProject {
        let project = try ProjectFolder(root, folders: folders, files: files)
        // First of all: what is under review was proposed for the files as they were before.
        let recovery = project.recover()
        do throws(FileError) {
            let (session, log, report) = try Session.open(in: project.state, files: files)
            return OpenedProject(
                project: project, session: session, staging: log, recovery: recovery, report: report)
        } catch {
            throw .state(StateFolder(folders: folders, root: project.rootPath).path, error)
        }
    }
}
