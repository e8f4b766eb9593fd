// What a message takes along, from a real folder and a real repository.
import ChangeReview
import Glibc
import JSON
import Storage
import TaskMachine
import TestSupport
import Testing

@testable import Workspace

@Suite(.serialized) struct TurnContextTests {
    let project: Project

    init() throws {
        project = try Project(["a.txt": "one\ntwo\nthree\n", "src/b.swift": "let b = 1\n", ".env": "KEY=hidden\n"])
    }

    func gather(
        _ text: String, staged: StagedFiles = StagedFiles(), limits: TurnContext.Limits = TurnContext.Limits()
    ) async throws -> PreparedTurn {
        await TurnContext(project: try project.open(), environment: Folders.environment(), limits: limits)
            .gather(Preparation(id: 1, text: text, staged: staged))
    }

    /// `file a.txt 12`, or `file .env ! looks like …`.
    func lines(_ turn: PreparedTurn) -> [String] {
        turn.attached.map { "\($0.kind) \($0.name) " + ($0.refusal.map { "! \($0)" } ?? "\($0.bytes)") }
    }

    @Test func filesGoAlongWithNumbers() async throws {
        let turn = try await gather("compare @a.txt:2-9 with @src/b.swift.")
        #expect(lines(turn) == ["lines a.txt:2-9 18", "file src/b.swift 14"])
        #expect(
            turn.attachedText
                == "\n[file a.txt, lines 2-3]\n```\n2 | two\n3 | three\n```\n"
                + "\n[file src/b.swift]\n```swift\n1 | let b = 1\n```\n")
        let objects = turn.context["attachments"]?.asArray ?? []
        #expect(objects.count == 2)
        #expect(objects[0].asObject?["name"] == "a.txt:2-9" && objects[0].asObject?["isImage"] == false)
        #expect(objects[0].asObject?["content"] == "2 | two\n3 | three\n")
        #expect(turn.context["workspace"] == "root" && turn.context["workspacePath"] == .string(project.root))
        #expect(turn.images.isEmpty)
    }

    @Test func stagedContentIsWhatIsRead() async throws {
        let staged = StagedFiles(
            states: [
                try path("a.txt"): file("STAGED\n"), try path("new/c.txt"): file("c\n"), try path("src/b.swift"): nil,
            ],
            bases: [:])
        let turn = try await gather("@a.txt @src/b.swift @new/", staged: staged)
        #expect(lines(turn) == ["file a.txt 11", "file src/b.swift ! is not there", "folder new/ 30"])
        #expect(turn.attachedText.contains("1 | STAGED"))
        #expect(turn.attachedText.contains("== new/c.txt\n1 | c\n"))
    }

    @Test func whatStaysSaysWhy() async throws {
        try project.write("bin", "a\0b")
        try project.write("big.txt", String(repeating: "x", count: 2_000))
        symlink("/etc/passwd", "\(project.root)/link")
        var limits = TurnContext.Limits()
        limits.fileBytes = 1_000
        let turn = try await gather(
            "@.env @bin @big.txt @gone.md @/etc/passwd @../x.txt @link @a.txt:7 @.git/config @MainActor @angular/core",
            limits: limits)
        #expect(
            lines(turn) == [
                "file .env ! looks like an environment file", "file bin ! is binary",
                "file big.txt ! is too large: 2000 bytes, the limit is 1000; name lines of it",
                "file gone.md ! is not there", "file /etc/passwd ! is outside the project",
                "file ../x.txt ! has a `..` in it", "file link ! is a symbolic link, and links are not followed",
                "lines a.txt:7 ! has 3 lines, and no line 7", "file .git/config ! belongs to git's own data",
            ])
        #expect(turn.attachedText.isEmpty && turn.context["attachments"] == nil)
    }

    @Test func foldersAreListedAndSmallTextsRead() async throws {
        try project.write("src/.env.local", "KEY=hidden")
        try project.write("src/x.bin", "\0")
        let turn = try await gather("@src/")
        #expect(turn.attached.map(\.kind) == [.folder])
        #expect(
            turn.attachedText
                == "\n[folder src]\n```text\nsrc/.env.local\nsrc/b.swift\nsrc/x.bin\n\n== src/b.swift\n1 | let b = 1\n"
                + "\n[2 files are only listed: large, binary, secret, or no room was left]\n```\n")
        #expect(try await gather("@./").attached.first?.kind == .folder)
    }

    @Test func picturesAreToldByTheirBytes() async throws {
        try writeFile("\(project.root)/p.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 1])
        try writeFile("\(project.root)/fake.png", [0, 1, 2])
        var limits = TurnContext.Limits()
        limits.images = 1
        let turn = try await gather("@p.png @fake.png @\"p.png\"", limits: limits)
        #expect(
            lines(turn) == [
                "image p.png 10", "file fake.png ! is no picture, whatever its name says",
                "image \"p.png\" ! a message takes 1 pictures at most",
            ])
        #expect(turn.images == [ImageAttachment(name: "p.png", dataURL: "data:image/png;base64,iVBORw0KGgoAAQ==")])
        let object = turn.context["attachments"]?.asArray?.first?.asObject
        #expect(object?["type"] == "image/png" && object?["size"] == 10 && object?["content"] == nil)
    }

    @Test func rulesOfTheProject() async throws {
        try project.write("AGENTS.md", "Be short.\n" + String(repeating: "x", count: 100))
        var limits = TurnContext.Limits()
        limits.rulesBytes = 10
        let turn = try await gather("hello", limits: limits)
        #expect(turn.context["projectRules"] == "Be short.\n\n[… cut after 10 bytes]")
        #expect(turn.attached.map(\.kind) == [.rules])
    }

    @Test func gitTellsOfTheProject() async throws {
        #expect(lines(try await gather("@git")) == ["git git ! no repository here, or git does not answer"])
        #expect(try await gather("hello").context["git"] == nil)
        try run(["git", "init", "-q", "-b", "trunk"], in: project.root)
        try project.write(".gitignore", ".env\nignored.txt\n")
        try run(["git", "add", "."], in: project.root)
        try run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "first"], in: project.root)
        try project.write("a.txt", "one\n")
        try project.write("odd name.txt", "")
        try run(["git", "mv", "src/b.swift", "src/c.swift"], in: project.root)
        // However slow the machine is.
        var patient = TurnContext.Limits()
        patient.gitTime = 60_000
        patient.countTime = 60_000
        let turn = try await gather("@git", limits: patient)
        let facts = turn.context["git"]?.asObject
        #expect(facts?["branch"] == "trunk")
        #expect(facts?["status"] == [" M a.txt", "R  src/c.swift", "?? odd name.txt"])
        #expect(turn.attachedText.contains("## trunk"))
        #expect(turn.attachedText.contains("a.txt"))
        #expect(turn.context["workspaceMetadata"]?.asObject?["languages"] == ["Swift"])
        // An ignored file that is named is meant.
        try project.write("ignored.txt", "yes\n")
        #expect(lines(try await gather("@ignored.txt")) == ["file ignored.txt 8"])
    }

    @Test func aheadAndBehind() {
        let text =
            "# branch.oid 1\0# branch.head (detached)\0# branch.ab +2 -3\0"
            + "2 R. N... 100644 100644 100644 1 2 R100 new name\0old name\0u UU N... 1 2 3 4 5 6 7 a b\0! x\0"
        let facts = GitFacts(porcelain: Array(text.utf8))
        #expect(facts.branch == nil && facts.ahead == 2 && facts.behind == 3)
        #expect(facts.status == ["R  new name", "UU a b"] && facts.changes == 2)
    }
}
