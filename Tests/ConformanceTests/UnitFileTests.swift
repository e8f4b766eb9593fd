// The systemd unit that we give out, as systemd itself reads it.
import Glibc
import TestSupport
import Testing

private let analyze = "/usr/bin/systemd-analyze"

@Suite(.enabled(if: access(analyze, X_OK) == 0, "no systemd-analyze")) struct UnitFileTests {
    /// Only the program's path is another: it need not be installed here.
    private func unit() throws -> (TemporaryFolder, String) {
        let folder = try TemporaryFolder()
        let file = "\(packageRoot(of: #filePath))/Resources/serve/oropendola.service"
        let text = String(decoding: try readFile(file), as: UTF8.self)
        let program = "/usr/local/bin/oropendola"
        try #require(text.contains("ExecStart=\(program) serve "))
        try folder.write(
            "oropendola.service",
            text.split(separator: program, omittingEmptySubsequences: false).joined(separator: "/bin/true"))
        return (folder, "\(folder.path)/oropendola.service")
    }

    @Test func systemdTakesIt() throws {
        let (folder, path) = try unit()
        let said = try run([analyze, "verify", path], in: folder.path)
        #expect(said.status == 0, "\(said.errorText)")
        #expect(said.errorText.isEmpty, "\(said.errorText)")
    }

    /// systemd's own measure of how much a service may do: 0 is nothing, 10 everything.
    @Test func itMayDoLittle() throws {
        let (folder, path) = try unit()
        let said = try run([analyze, "security", "--offline=true", "--threshold=20", path], in: folder.path)
        #expect(said.status == 0, "\(said.text.suffix(300))")
    }
}
