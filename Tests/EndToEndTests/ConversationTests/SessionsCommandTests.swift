// `oropendola sessions` as a person at the shell meets it.
import Glibc
import JSON
import TestSupport
import Testing

@Suite(.serialized)
struct SessionsCommandTests {
    let folder: TemporaryFolder
    let home: Home

    init() throws {
        folder = try TemporaryFolder()
        home = try Home()
        try folder.write("a.txt", "one word\n")
    }

    private func oropendola(_ words: String...) throws -> Outcome {
        try run([try builtProduct("oropendola")] + words, in: folder.path, environment: home.variables)
    }

    private func talk(_ message: String) throws {
        let program = try RunningProgram(in: folder.path, home: home)
        try program.send(message)
        try program.tmux.waitForStatus("Task complete!")
        #expect(try program.quit() == 0)
    }

    @Test func nothingIsSaidOfNothing() throws {
        let list = try oropendola("sessions")
        #expect(list.status == 0 && list.text == "No conversation is kept in this folder yet.\n")
        #expect(try oropendola("sessions", "--json").text == "")
        let resume = try oropendola("resume")
        #expect(resume.status == 2)
        #expect(resume.errorText == "oropendola resume: no conversation is kept in this folder yet.\n")
        #expect(!home.folder.exists("state"), "looking makes nothing")
    }

    @Test func listedRenamedThrownAwayAndBroughtBack() throws {
        try talk("find word in *.txt")
        try talk("find one in *.txt")
        let list = try oropendola("sessions").text.split(separator: "\n")
        #expect(list.count == 2 && list[0].hasPrefix("1  ") && list[0].hasSuffix("find one in *.txt"))
        let id = try #require(list[1].split(separator: " ").dropFirst().first.map(String.init))

        #expect(try oropendola("sessions", "rename", id, "a", "\u{1B}[31mred title").status == 0)
        #expect(try oropendola("sessions", "RED").text.contains("a ␛[31mred title"))
        #expect(
            try oropendola("sessions", "nowhere").text
                == "No conversation in this folder has these words in its title.\n")
        #expect(try oropendola("sessions", "--all").text.hasPrefix("\(try real(folder.path))\n"))

        #expect(try oropendola("sessions", "delete", id).status == 0)
        #expect(try oropendola("sessions").text.split(separator: "\n").count == 1)
        #expect(try oropendola("sessions", "--trash").text.contains(id))
        #expect(try oropendola("sessions", "delete", id).status == 2)
        #expect(try oropendola("sessions", "restore", id).status == 0)
        #expect(try oropendola("sessions").text.split(separator: "\n").count == 2)
        #expect(try oropendola("sessions", "delete", id).status == 0)
        #expect(try oropendola("sessions", "empty-trash").text == "1 conversation is gone.\n")
        #expect(try oropendola("sessions", "--trash").text == "The trash is empty.\n")
        for words in [["rename", "1"], ["delete"], ["export", "1", "2"], ["export", "9"]] {
            let outcome = try run(
                [try builtProduct("oropendola"), "sessions"] + words, in: folder.path, environment: home.variables)
            #expect(outcome.status == 2 && outcome.errorText.hasPrefix("oropendola sessions: "), "\(words)")
        }
    }

    @Test func anExportHidesSecretsAndWritesOverNothing() throws {
        try folder.write("a.txt", "password=hunter2 word\n")
        try talk("find word in *.txt")
        let markdown = try oropendola("sessions", "export", "1").text
        #expect(markdown.hasPrefix("# find word in *.txt\n") && markdown.contains("## You\n\nfind word in *.txt\n"))
        #expect(markdown.contains("password=(hidden)") && !markdown.contains("hunter2"))
        let json = try JSONValue.parse(try oropendola("sessions", "export", "1", "--format", "json").text)
        #expect(json["entries"]?[0]?["user"] == "find word in *.txt")
        #expect(!json.text.contains("hunter2"))
        #expect(try oropendola("sessions", "export", "1", "-o", "out.md").status == 0)
        #expect(try folder.text("out.md") == markdown)
        var status = stat()
        #expect(stat("\(folder.path)/out.md", &status) == 0 && status.st_mode & 0o777 == 0o600)
        let astray = try oropendola("sessions", "export", "1", "-o", "missing/out.md")
        #expect(astray.status != 0 && astray.errorText.contains("missing"), "no folder is made for it")
        let again = try oropendola("sessions", "export", "1", "-o", "out.md")
        #expect(again.status == 1 && again.errorText.contains("exists. Nothing was written."))
        #expect(try oropendola("sessions", "export", "1", "--format", "pdf").status == 2)
    }

    private func real(_ path: String) throws -> String {
        String(try run(["realpath", path]).text.dropLast())
    }
}
