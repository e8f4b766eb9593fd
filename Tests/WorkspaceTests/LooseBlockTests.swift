// Blocks that fit but for blanks: the file's indentation is kept, and what could be two places is none.
import TestSupport
import Testing

@testable import Workspace

@Suite struct LooseBlockTests {
    func outcome(_ search: String, _ replace: String, line: Int? = nil, in file: String) -> String {
        let hint = line.map { ":start_line:\($0)\n-------\n" } ?? ""
        let diff = "<<<<<<< SEARCH\n\(hint)\(search)=======\n\(replace)>>>>>>> REPLACE\n"
        do throws(ToolFailure) {
            let outcome = try SearchReplaceDiff(diff).applied(to: Array(file.utf8))
            return String(decoding: outcome.bytes, as: UTF8.self) + outcome.notes.map { "[\($0)]" }.joined()
        } catch {
            return "! " + error.text
        }
    }

    let note = "[block 1 fits line 1 but for blanks; the file's indentation was kept]"

    @Test func exactComesFirst() {
        // The second place fits to the letter, the first but for blanks.
        #expect(outcome("  a\n", "b\n", in: "a\n  a\n") == "a\nb\n")
    }

    @Test func indentationIsTheFiles() {
        #expect(
            outcome("a {\n  b\n}\n", "a {\n  c\n  d {\n    e\n  }\n}\n", in: "\ta {\n\t\tb\n\t}\n")
                == "\ta {\n\t\tc\n\t\td {\n\t\t\te\n\t\t}\n\t}\n" + note)
        #expect(outcome("b \n", "c\n", in: "    b\n") == "    c\n" + note)
        #expect(outcome("    b\n", "  c\n", in: "      b\n") == "    c\n" + note)
        #expect(outcome("b\n\nc\n", "b\n\nd\n", in: "  b\n  \n  c\n") == "  b\n  \n  d\n" + note)
        #expect(outcome("a\n", "", in: " a\nb\n") == "b\n" + note)
        #expect(outcome("a\n", "b\n", in: "\ta\r\nx\r\n") == "\tb\r\nx\r\n" + note)
    }

    @Test func twoPlacesAreNone() {
        let file = "  a\nx\n   a\n"
        #expect(
            outcome("a\n", "b\n", in: file) == "! block 1: the text stands 2 times (lines 1, 3); add a :start_line:")
        #expect(
            outcome("a\n", "b\n", line: 3, in: file)
                == "  a\nx\n   b\n[block 1 fits line 3 but for blanks; the file's indentation was kept]")
    }

    @Test func blanksAloneFitNowhere() {
        #expect(outcome("   \n", "x\n", in: "a\n\t\nb\n").hasPrefix("! block 1: the text was not found"))
    }

    @Test func absurdLinesAreNoHint() {
        #expect(outcome("a\n", "b\n", line: .max, in: "a\n") == "b\n")
        #expect(outcome("a\n", "b\n", line: .min, in: "a\n") == "b\n")
        #expect(outcome("", "b\n", line: .max, in: "a\n").hasPrefix("! block 1: SEARCH is empty"))
    }

    /// Whatever a file's indentation is: a block that was written with another one leaves the rest of the file alone,
    /// and what it puts in differs from what it says in blanks alone.
    @Test func onlyBlanksDiffer() {
        var random = SeededGenerator.fresh()
        let words = ["a", "b {", "}", "c()", "", "d"]
        let blanks = ["", " ", "  ", "\t", "    ", "\t\t", " \t"]
        func some(_ count: Int) -> [String] {
            (1..<count).map { _ in words.randomElement(using: &random) ?? "" } + ["end"]
        }
        func indented(_ lines: [String]) -> [String] {
            lines.map { $0.isEmpty ? "" : (blanks.randomElement(using: &random) ?? "") + $0 }
        }
        for _ in 0..<fuzzRounds(default: 300) {
            let (before, old, new, after) = (some(3), some(Int.random(in: 1...4, using: &random)), some(3), some(3))
            let file = indented(before) + indented(old) + indented(after)
            let diff = SearchReplaceDiff(
                replacing: indented(old).joined(separator: "\n"), with: indented(new).joined(separator: "\n"),
                startLine: before.count + 1, name: "it")
            guard let outcome = try? diff.applied(to: Array(file.map { $0 + "\n" }.joined().utf8)) else { continue }
            let lines = String(decoding: outcome.bytes, as: UTF8.self).split(
                separator: "\n", omittingEmptySubsequences: false
            ).dropLast().map(String.init)
            #expect(lines.count == file.count - old.count + new.count, "seed \(random.seed)")
            // The place that was said may lose to another, exact one; a change has to be somewhere all the same.
            let bare = lines.map { String($0[...].trimmingBlanks) }
            let wanted = before + new + after
            if bare == wanted { continue }
            let places = (0...file.count - old.count).filter { start in
                bare == (file[..<start] + new + file[(start + old.count)...]).map { String($0[...].trimmingBlanks) }
            }
            #expect(!places.isEmpty, "seed \(random.seed)")
        }
    }
}
