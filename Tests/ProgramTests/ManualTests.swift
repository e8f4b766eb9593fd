// The manual page is printed from the definitions, and readers of manual pages take it.
import Console
import JSON
import TestSupport
import Testing

@Suite struct ManualTests {
    private let path = packageRoot(of: #filePath) + "/docs/oropendola.1"

    private func page() throws -> String {
        let program = try builtProduct("oropendola")
        let dump = try JSONValue.parse(try run([program, "--experimental-dump-help"]).text)
        let version = try run([program, "--version"]).text.split(separator: "\n").first ?? ""
        return ManualPage(root: try #require(dump["command"]), version: String(version)).text
    }

    /// UPDATE_PICTURES=1 rewrites it.
    @Test func itIsPrintedFromTheDefinitions() throws {
        let page = try page()
        if environment("UPDATE_PICTURES") == "1" { return try writeFile(path, Array(page.utf8)) }
        #expect(try String(decoding: readFile(path), as: UTF8.self) == page, "docs/oropendola.1 is not up to date")
    }

    @Test func everyCommandOptionAndStatusIsInIt() throws {
        let page = try page()
        for name in [
            "review", "sessions", "resume", "login", "logout", "whoami", "serve", "listen", "models", "config",
            "doctor",
            "demo",
        ] {
            #expect(page.contains("\n.SS \(name)\n"), "\(name)")
        }
        for status in ExitStatus.table { #expect(page.contains(".B \(status.number)\n")) }
        #expect(page.contains("\\fB\\-C\\fR, \\fB\\-\\-directory\\fR \\fIfolder\\fR"))
        // The chat's own is hidden; the demo and a served site have one that is not.
        let commands = try #require(page.firstRange(of: "\n.SH COMMANDS\n"))
        #expect(!page[..<commands.lowerBound].contains("scenario"), "what is hidden stays so")
    }

    /// mandoc where the system has it, else man itself.
    @Test func aReaderOfManualsTakesIt() throws {
        let lint = try run(["sh", "-c", "command -v mandoc >/dev/null && mandoc -Tlint -Werror \"$0\"", path])
        if lint.status != 127, !lint.text.isEmpty { Issue.record("\(lint.text)") }
        let shown = try run(
            ["sh", "-c", "command -v man >/dev/null || exit 77; man --warnings -l -Tutf8 \"$0\" | col -bx", path],
            environment: ["MANWIDTH": "80", "LC_ALL": "C.UTF-8"])
        guard shown.status != 77 else { return }
        #expect(shown.status == 0)
        #expect(shown.errors.isEmpty, "\(shown.errorText)")
        #expect(shown.text.contains("EXIT STATUS") && shown.text.contains("oropendola review"))
    }
}
