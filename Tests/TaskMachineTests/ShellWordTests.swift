// The words of a command, with the shell itself for an oracle.
import TestSupport
import Testing

@testable import TaskMachine

@Suite struct ShellWordTests {
    /// Quoted and escaped in every way, with nothing in it that a shell would put something else for.
    private func line(_ random: inout SeededGenerator) -> String {
        let pieces = [
            "rm", "a", "é", "-x", "=", "/", " ", "  ", "\t", #"\ "#, #"\""#, #"\'"#, #"\\"#, #"\a"#, "''", #""""#,
            "'a b'", #"'"'"#, #"'\'"#, #""a b""#, #""'""#, #""\"""#, #""\\""#, #""\d""#, "'x'\"y\"z", "\\\n", #"'#'"#,
            "a#b", "';'", #"\;"#, #""|""#, #"\&"#, "\"a\\\nb\"",
        ]
        return (0..<Int.random(in: 1..<10, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined()
    }

    @Test func wordsAreThoseOfTheShell() throws {
        var random = SeededGenerator.fresh()
        let lines = (0..<fuzzRounds(default: 300)).map { _ in line(&random) }
        // Each line's words between unit separators, each line ended by a record separator.
        let script =
            "set -f\nf() { printf '%s\\037' \"$@\"; printf '\\036'; }\n" + lines.map { "f begin \($0)\n" }.joined()
        let outcome = try run(["bash", "-"], input: Array(script.utf8))
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let records = outcome.output.split(separator: 0x1E, omittingEmptySubsequences: false).dropLast()
        #expect(records.count == lines.count)
        for (line, record) in zip(lines, records) {
            let expected = record.split(separator: 0x1F, omittingEmptySubsequences: false).dropLast()
                .map { String(decoding: $0, as: UTF8.self) }
            let bytes = Array("begin \(line)".utf8)
            let read = ShellReader.script(in: bytes, 0..<bytes.count)
            #expect(!read.isBroken)
            #expect(
                read.commands.first?.words.map(\.text) == expected, "FUZZ_SEED=\(random.seed) \(line.debugDescription)")
        }
    }

    /// Any bytes are read to their end, and a mark is a place in the text.
    @Test func survivesAnything() {
        var random = SeededGenerator.fresh()
        let pieces = [
            "rm", "sudo ", "bash -c ", "'", "\"", "`", "$(", ")", "(", "<<A\n", "A\n", "|", "&&", ";", ">", "<(", "\\",
            "#", "é", "\u{0}", " ", "\n", "find . -exec ", "xargs ", "env -S ", "eval ", "{", "}", ":(){ :|:& };:",
        ]
        for _ in 0..<fuzzRounds(default: 500) {
            let command = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            let risk = CommandRisk(of: command)
            for mark in risk.marks { #expect(!command[mark.range].isEmpty || risk.level == .dangerous) }
        }
    }
}
