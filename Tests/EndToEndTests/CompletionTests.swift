// The installed files do their work in the shells that this machine has: bash always, zsh and fish where they are.
import Glibc
import JSON
import TestSupport
import Testing

@Suite(.serialized)
struct CompletionTests {
    private let prefix: TemporaryFolder
    private let project: OneWordProject
    private let program: String

    init() throws {
        prefix = try TemporaryFolder()
        project = try OneWordProject()
        program = try builtProduct("oropendola")
        let installed = try run(
            ["\(packageRoot(of: #filePath))/Scripts/install-shell-files", program, prefix.path])
        guard installed.status == 0 else { throw NotInstalled(errors: installed.errorText) }
    }

    private struct NotInstalled: Error { let errors: String }

    private var variables: [String: String] {
        let folder = program.split(separator: "/").dropLast().joined(separator: "/")
        return project.home.variables.merging(["PATH": "/\(folder):/usr/bin:/bin", "LC_ALL": "C.UTF-8"]) { $1 }
    }

    /// What bash offers for a command line that ends where its user pressed Tab.
    private func offered(_ words: String...) throws -> [String] {
        let script = """
            source "\(prefix.path)/share/bash-completion/completions/oropendola"
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=()
            _oropendola oropendola "${COMP_WORDS[$COMP_CWORD]}" "${COMP_WORDS[$((COMP_CWORD - 1))]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let outcome = try run(
            ["bash", "--norc", "--noprofile", "-c", script, "bash", "oropendola"] + words, in: project.folder.path,
            environment: variables)
        #expect(outcome.errors.isEmpty, "\(outcome.errorText)")
        return outcome.text.split(separator: "\n").map(String.init)
    }

    @Test func bashOffersCommandsAndOptions() throws {
        let first = try offered("")
        for name in ["review", "sessions", "resume", "login", "doctor", "demo"] { #expect(first.contains(name)) }
        #expect(try offered("rev") == ["review"])
        #expect(try offered("review", "--st") == ["--staged"])
        #expect(try offered("--emb") == ["--embedded"])
        #expect(try offered("listen", "--transport", "p") == ["polling"])
        #expect(try offered("doctor", "k") == ["keys"])
        #expect(try offered("sessions", "ex") == ["export"])
        let options = try offered("--")
        #expect(options.contains("--server") && !options.contains("--scenario"))
    }

    @Test func bashOffersFilesForAReview() throws {
        try project.folder.write("fix.patch", "x")
        #expect(try offered("review", "fi") == ["fix.patch"])
        #expect(try offered("review", "--output", "fi") == ["fix.patch"])
    }

    @Test func bashOffersConversations() throws {
        let running = try project.start()
        try running.send("find word in *.txt")
        try running.tmux.waitForStatus("Task complete!")
        #expect(try running.quit() == 0)
        let list = try JSONValue.parse(try project.oropendola("sessions", "--json").text)
        let ids = [try #require(list["id"]?.asString)]
        #expect(try offered("resume", "") == ids)
        #expect(try offered("sessions", "rename", "") == ids)
        #expect(try offered("sessions", "restore", "") == [])
        #expect(try project.oropendola("sessions", "delete", "1").status == 0)
        #expect(try offered("resume", "") == [])
        #expect(try offered("sessions", "restore", "") == ids)
    }

    @Test func theOthersAreGoodScripts() throws {
        for (shell, words) in [
            ("bash", ["bash", "-n", "\(prefix.path)/share/bash-completion/completions/oropendola"]),
            ("zsh", ["zsh", "-n", "\(prefix.path)/share/zsh/site-functions/_oropendola"]),
            ("fish", ["fish", "-n", "\(prefix.path)/share/fish/vendor_completions.d/oropendola.fish"]),
        ] {
            guard try run(["sh", "-c", "command -v \(shell)"]).status == 0 else { continue }
            let outcome = try run(words)
            #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(shell): \(outcome.errorText)")
        }
    }

    @Test func fishOffersCommandsWhereItIs() throws {
        guard try run(["sh", "-c", "command -v fish"]).status == 0 else { return }
        let script = prefix.path + "/share/fish/vendor_completions.d/oropendola.fish"
        let outcome = try run(
            ["fish", "--no-config", "-c", "source \(script); complete -C 'oropendola rev'"], in: project.folder.path,
            environment: variables)
        #expect(outcome.text.hasPrefix("review"), "\(outcome.text) \(outcome.errorText)")
    }

    @Test func theManualIsInstalled() throws {
        let page = try run(["gzip", "-dc", "\(prefix.path)/share/man/man1/oropendola.1.gz"])
        #expect(page.text.contains(".SH EXIT STATUS"))
    }
}
