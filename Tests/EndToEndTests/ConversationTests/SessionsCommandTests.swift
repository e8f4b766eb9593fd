// `oropendola sessions` as a person at the shell meets it.
import Glibc
import JSON
import TestSupport
import Testing

@Suite(.serialized)
struct SessionsCommandTests {
    private let project: OneWordProject

    init() throws { project = try OneWordProject() }

    private func talk(_ message: String) throws {
        let program = try project.start()
        try program.send(message)
        try program.tmux.waitForStatus("Task complete!")
        #expect(try program.quit() == 0)
    }

    @Test func nothingIsSaidOfNothing() throws {
        let list = try project.oropendola("sessions")
        #expect(list.status == 0 && list.text == "No conversation is kept in this folder yet.\n")
        #expect(try project.oropendola("sessions", "--json").text == "")
        let resume = try project.oropendola("resume")
        #expect(resume.status == 2)
        #expect(resume.errorText == "oropendola resume: no conversation is kept in this folder yet.\n")
        #expect(!project.home.folder.exists("state"), "looking makes nothing")
    }

    /// A title and a message with commands for a terminal, and with a turn of the direction of reading.
    @Test func nothingCommandsTheTerminal() throws {
        let wild = "\u{9B}31m\u{202E}wild\u{1B}[2J\u{7F}"
        try talk("find word in *.txt")
        #expect(try project.oropendola("sessions", "rename", "1", wild).status == 0)
        for words in [
            ["sessions"], ["sessions", "--json"], ["sessions", "export", "1"],
            ["sessions", "export", "1", "--format", "json"],
        ] {
            let outcome = try run(
                [try builtProduct("oropendola")] + words, in: project.folder.path,
                environment: project.home.variables.merging(["LC_ALL": "C.UTF-8"]) { $1 })
            #expect(outcome.status == 0 && outcome.text.contains("wild"), "\(words)")
            #expect(!outcome.text.unicodeScalars.contains { $0 != "\n" && isCommand($0) }, "\(words)")
        }
        let json = try project.oropendola("sessions", "--json").text
        #expect(json.contains(#"\u009b31m\u202ewild"#))
        #expect(try JSONValue.parse(json)["title"]?.asString == wild)
        let lost = try project.oropendola("-C", "\(wild)", "hello")
        #expect(lost.status == 1 && lost.errorText.contains("wild"))
        #expect(!lost.errorText.unicodeScalars.contains { $0 != "\n" && isCommand($0) })
    }

    @Test func listedRenamedThrownAwayAndBroughtBack() throws {
        try talk("find word in *.txt")
        try talk("find one in *.txt")
        let list = try project.oropendola("sessions").text.split(separator: "\n")
        #expect(list.count == 2 && list[0].hasPrefix("1  ") && list[0].hasSuffix("find one in *.txt"))
        let id = try #require(list[1].split(separator: " ").dropFirst().first.map(String.init))

        #expect(try project.oropendola("sessions", "rename", id, "a", "\u{1B}[31mred title").status == 0)
        #expect(try project.oropendola("sessions", "RED").text.contains("a ␛[31mred title"))
        #expect(
            try project.oropendola("sessions", "nowhere").text
                == "No conversation in this folder has these words in its title.\n")
        #expect(try project.oropendola("sessions", "--all").text.hasPrefix("\(try real(project.folder.path))\n"))

        #expect(try project.oropendola("sessions", "delete", id).status == 0)
        #expect(try project.oropendola("sessions").text.split(separator: "\n").count == 1)
        #expect(try project.oropendola("sessions", "--trash").text.contains(id))
        #expect(try project.oropendola("sessions", "delete", id).status == 2)
        #expect(try project.oropendola("sessions", "restore", id).status == 0)
        #expect(try project.oropendola("sessions").text.split(separator: "\n").count == 2)
        #expect(try project.oropendola("sessions", "delete", id).status == 0)
        #expect(try project.oropendola("sessions", "empty-trash").text == "1 conversation is gone.\n")
        #expect(try project.oropendola("sessions", "--trash").text == "The trash is empty.\n")
        for words in [["rename", "1"], ["delete"], ["export", "1", "2"], ["export", "9"]] {
            let outcome = try run(
                [try builtProduct("oropendola"), "sessions"] + words, in: project.folder.path,
                environment: project.home.variables)
            #expect(outcome.status == 2 && outcome.errorText.hasPrefix("oropendola sessions: "), "\(words)")
        }
    }

    @Test func anExportHidesSecretsAndWritesOverNothing() throws {
        try project.folder.write("a.txt", "password=hunter2 word\n")
        try talk("find word in *.txt")
        let markdown = try project.oropendola("sessions", "export", "1").text
        #expect(markdown.hasPrefix("# find word in *.txt\n") && markdown.contains("## You\n\nfind word in *.txt\n"))
        #expect(markdown.contains("password=(hidden)") && !markdown.contains("hunter2"))
        let json = try JSONValue.parse(try project.oropendola("sessions", "export", "1", "--format", "json").text)
        #expect(json["entries"]?[0]?["user"] == "find word in *.txt")
        #expect(!json.text.contains("hunter2"))
        #expect(try project.oropendola("sessions", "export", "1", "-o", "out.md").status == 0)
        #expect(try project.folder.text("out.md") == markdown)
        var status = stat()
        #expect(stat("\(project.folder.path)/out.md", &status) == 0 && status.st_mode & 0o777 == 0o600)
        let astray = try project.oropendola("sessions", "export", "1", "-o", "missing/out.md")
        #expect(astray.status != 0 && astray.errorText.contains("missing"), "no folder is made for it")
        let again = try project.oropendola("sessions", "export", "1", "-o", "out.md")
        #expect(again.status == 1 && again.errorText.contains("exists. Nothing was written."))
        #expect(try project.oropendola("sessions", "export", "1", "--format", "pdf").status == 2)
    }

    private func real(_ path: String) throws -> String {
        String(try run(["realpath", path]).text.dropLast())
    }
}

/// Whether a terminal acts on it, or shows what follows in another order.
func isCommand(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case ..<0x20, 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
}
