// Where settings come from: the command line, the environment, the project's file if it is trusted, the user's file.
import App
import Glibc
import Settings
import Storage
import Synchronization
import Workspace

/// Reads all sources anew whenever it is asked to; a start opens two files, or one.
final class SettingsDesk: Sendable {
    let userPath: String
    let projectPath: String
    /// Where the user's themes are.
    let themes: ThemeFolder
    private let trustFile: ProjectTrust
    private let fixed: [SettingsLayer]
    private let watching = Mutex<SettingsWatch?>(nil)
    /// What the files said when they could be read last.
    private let latest = Mutex<[SettingsSource: SettingsLayer]>([:])
    private let stateRoot: (folders: Folders, root: String)

    private static let mostBytes = 1 << 20

    /// - Parameters:
    ///   - project: the real path of its root.
    ///   - flags: what the command line sets.
    init(
        folders: Folders, environment: [String: String], project: String,
        flags: [(name: SettingName, flag: String, text: String)] = []
    ) {
        userPath = "\(folders.config)/settings.json"
        projectPath = "\(project)/.oropendola/settings.json"
        themes = ThemeFolder(path: "\(folders.config)/themes")
        trustFile = ProjectTrust(stateFolder: StateFolder(folders: folders, root: project).path)
        stateRoot = (folders, project)
        fixed = [SettingsLayer(flags: flags), SettingsLayer(environment: environment)]
    }

    /// All that holds now. What can't be used is among the problems.
    func read() -> ChosenSettings {
        let (project, projectLayer) = readProject()
        let user = layer(.user(userPath)) ?? SettingsLayer(.user(userPath))
        var layers = fixed
        if let projectLayer { layers.append(projectLayer) }
        layers.append(user)
        let (shelf, themeProblems) = themes.shelf { path, limit throws(FileError) in try bytes(at: path, limit: limit) }
        var settings = ChosenSettings(
            SettingsChoice.entries(of: layers), remaps: user.remaps, userPath: userPath,
            problems: layers.flatMap(\.problems) + themeProblems + shelf.problems, project: project)
        settings.themes = shelf
        if let problem = settings.themeProblem { settings.problems.append(problem) }
        return settings
    }

    private func readProject() -> (ProjectSettings, SettingsLayer?) {
        // Before anything of it is read: most projects have none.
        guard projectPath != userPath, access(projectPath, F_OK) == 0 else { return (.none, nil) }
        let isTrusted: Bool
        do throws(DocumentProblem) {
            isTrusted = try trustFile.read()
        } catch {
            let problem = SettingsProblem(
                .project(trustFile.path), .unreadable(reason: "the folder counts as not trusted"))
            return (.ignored(projectPath), SettingsLayer(.project(projectPath), problems: [problem]))
        }
        guard isTrusted else { return (.ignored(projectPath), nil) }
        return (.used(projectPath), layer(.project(projectPath)))
    }

    /// nil: there is no such file.
    private func layer(_ source: SettingsSource) -> SettingsLayer? {
        guard let path = source.path else { return nil }
        let layer: SettingsLayer
        do throws(FileError) {
            layer = SettingsLayer(source, file: try bytes(at: path))
        } catch {
            if error.isMissing { return nil }
            layer = SettingsLayer(source, problems: [SettingsProblem(source, .unreadable(reason: error.reason))])
        }
        return latest.withLock { latest in
            // A comma that is missing for a moment changes nothing that holds.
            if layer.isLost { return latest[source]?.with(layer.problems) ?? layer }
            latest[source] = layer
            return layer
        }
    }

    /// Links are followed: people keep such files elsewhere and link them.
    private func bytes(at path: String, limit: Int = mostBytes) throws(FileError) -> [UInt8] {
        let real = try realPath(path)
        let cut = real.lastIndex(of: "/") ?? real.startIndex
        let files = SystemFiles()
        let folder = try Descriptor(folder: cut == real.startIndex ? "/" : String(real[..<cut]))
        let file = try files.open(String(real[real.index(after: cut)...]), in: folder, .read)
        guard try files.status(of: file).kind == .file else { throw FileError("read", path, code: EINVAL) }
        guard let bytes = try files.readAll(file, limit: limit) else {
            throw FileError("read", path, code: EFBIG)
        }
        return bytes
    }

    // MARK: While the program runs

    /// Uses the project's settings, or not any more; what came of it.
    func trust(_ isTrusted: Bool) async -> [AppMessage] {
        do throws(DocumentProblem) {
            try await keepTrust(isTrusted)
        } catch {
            return [.troubled(.trustNotKept(reason: error.words))]
        }
        return [.settingsChanged(read())]
    }

    func keepTrust(_ isTrusted: Bool) async throws(DocumentProblem) {
        do throws(FileError) {
            // The folder notes which project it is for.
            _ = try StateFolder(folders: stateRoot.folders, root: stateRoot.root).open(root: stateRoot.root)
        } catch {
            throw .file(error)
        }
        try await trustFile.keep(isTrusted)
    }

    /// Calls back with all that holds whenever one of the files may have changed.
    func watch(_ changed: @escaping @Sendable (ChosenSettings) -> Void) {
        let watch = SettingsWatch([userPath, projectPath], jsonIn: themes.path) { [weak self] in
            if let self { changed(self.read()) }
        }
        // Where nothing can be watched, the next start reads them.
        guard (try? watch.begin()) != nil else { return }
        watching.withLock { $0 = watch }
    }

    func endWatch() { watching.withLock { $0 }?.stop() }
}
