// What the tests about conversations begin with: a project to look for a word in, and a home where nothing is kept yet.
import TestSupport

struct OneWordProject {
    let folder: TemporaryFolder
    let home: Home

    init() throws {
        folder = try TemporaryFolder()
        home = try Home()
        try folder.write("a.txt", "one word\n")
    }

    func start(_ options: String = "", _ environment: [String: String] = [:]) throws -> RunningProgram {
        try RunningProgram(in: folder.path, home: home, options: options, environment: environment)
    }

    /// The program at the shell, to its end.
    func oropendola(_ words: String...) throws -> Outcome {
        try run([try builtProduct("oropendola")] + words, in: folder.path, environment: home.variables)
    }
}
