// `oropendola demo`: a guided scenario on a small project that is gone afterwards.
import ArgumentParser
import Glibc
import Storage
import Workspace

/// Shows the program in two minutes.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        _superCommandName: "oropendola",
        abstract: "See everything in two minutes: a played conversation on a small project in a throwaway folder.",
        discussion: """
            Nothing of yours is read or changed, nothing leaves the machine, and the folder is removed at the end.

            Exit status: 0, 1 when the folder can't be made, 2 when there is no terminal.
            """)

    func run() throws {
        let parent = Folders.environment()["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(parent)/oropendola-demo-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            complain("oropendola demo: no folder could be made in \(parent): \(String(cString: strerror(errno)))")
            throw ExitCode(1)
        }
        let place = template.withUnsafeBufferPointer { name in name.baseAddress.map { String(cString: $0) } ?? "" }
        do throws(FileError) {
            try fill(place)
        } catch {
            removeTree(place)
            complain("oropendola demo: \(error)")
            throw ExitCode(1)
        }
        // Conversations and journal go with it; settings are the user's own.
        setenv("XDG_STATE_HOME", "\(place)/state", 1)
        setenv("XDG_CACHE_HOME", "\(place)/cache", 1)
        var options = StartOptions()
        options.prompt = DemoScenario.prompt
        options.scenario = "\(place)/scenario"
        options.isEmbedded = true
        let status = Wiring(options: options).run()
        // Out of it first: some systems keep a folder that somebody stands in.
        chdir("/")
        removeTree(place)
        throw ExitCode(status)
    }

    /// The project, where the chat is to work, and the script beside it.
    private func fill(_ place: String) throws(FileError) {
        let shop = "\(place)/shop"
        let folder = try makeFolder(at: shop)
        for file in DemoScenario.files {
            try SystemFiles().replace(file.name, in: folder, with: Array(file.text.utf8))
        }
        let above = try makeFolder(at: place)
        try SystemFiles().replace("scenario", in: above, with: Array(DemoScenario.script.utf8))
        guard chdir(shop) == 0 else { throw FileError("enter", shop, code: errno) }
    }
}
