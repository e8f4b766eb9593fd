// Edits on bytes: what an agent names changes, and nothing else.
import ChangeReview
import TestSupport
import Testing

@testable import Workspace

@Suite struct EditTests {
    func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    func apply(_ diff: String, to file: String) -> String {
        do throws(ToolFailure) { return text(try SearchReplaceDiff(diff).applied(to: bytes(file)).bytes) } catch {
            return "! " + error.text
        }
    }

    func block(_ search: String, _ replace: String, line: Int? = nil) -> String {
        let hint = line.map { ":start_line:\($0)\n-------\n" } ?? ""
        return "<<<<<<< SEARCH\n\(hint)\(search)=======\n\(replace)>>>>>>> REPLACE\n"
    }

    @Test func oneBlock() {
        #expect(apply(block("b\n", "B\nBB\n"), to: "a\nb\nc\n") == "a\nB\nBB\nc\n")
        #expect(apply(block("a\n", ""), to: "a\nb\n") == "b\n")
        #expect(apply(block("", "new\n", line: 2), to: "a\nb\n") == "a\nnew\nb\n")
        #expect(apply(block("", "new\n"), to: "") == "new\n")
    }

    @Test func keepsLineEndsMarksAndBareEnds() {
        #expect(apply(block("b\n", "B\nC\n"), to: "a\r\nb\r\nd\r\n") == "a\r\nB\r\nC\r\nd\r\n")
        #expect(apply(block("b\n", "B\n"), to: "a\nb") == "a\nB")
        #expect(apply(block("", "c\n", line: 3), to: "a\nb") == "a\nb\nc")
        #expect(apply(block("a\n", "A\n"), to: "\u{FEFF}a\nb\n") == "\u{FEFF}A\nb\n")
        #expect(apply(block("", "0\n", line: 1), to: "\u{FEFF}a\n") == "\u{FEFF}0\na\n")
        #expect(apply(block("b\nc\n", "B\nC\n"), to: "a\r\nb\nc\r\n") == "a\r\nB\nC\r\n")
    }

    @Test func theSaidLineDecidesThenItsNeighbours() {
        let file = String(repeating: "x\n", count: 10)
        #expect(apply(block("x\n", "y\n", line: 3), to: file).split(separator: "\n")[2] == "y")
        #expect(apply(block("b\n", "B\n", line: 1), to: "a\na\na\nb\n") == "a\na\na\nB\n")
        #expect(apply(block("b\n", "B\n", line: 4), to: "b\na\na\na\nb\n") == "b\na\na\na\nB\n")
        #expect(
            apply(block("b\n", "B\n", line: 3), to: "b\na\na\na\nb\n").hasPrefix("! block 1: the text stands 2 lines"))
    }

    @Test func failuresSayWhereToLook() {
        #expect(apply(block("x\n", "y\n"), to: "x\nx\n").hasPrefix("! block 1: the text stands 2 times (lines 1, 2)"))
        let missing = apply(block("one\ntwo!\n", "y\n"), to: "zero\n  one\ntwo\n")
        #expect(
            missing
                == "! block 1: the text was not found; the nearest is at line 2 (90 % alike):\n2 |   one\n3 | two")
        #expect(apply(block("xyz\n", "y\n"), to: "abc\n") == "! block 1: the text was not found")
        #expect(apply("nonsense", to: "").hasPrefix("! diff line 1: nonsense is out of place"))
        #expect(apply("<<<<<<< SEARCH\na\n", to: "a\n") == "! the diff ends inside a block")
        #expect(
            apply(block("a\n", "b\n") + block("q\n", "r\n"), to: "a\n")
                == "! block 2: the text was not found\n[nothing was applied: of 2 blocks 1 fit; send them all again]")
        #expect(apply(block("a\nb\n", "1\n") + block("b\n", "2\n"), to: "a\nb\n") == "! two blocks change line 2")
    }

    @Test func markersInTheTextAreEscaped() {
        #expect(apply(block("\\=======\n", "\\>>>>>>> REPLACE\n"), to: "=======\n") == ">>>>>>> REPLACE\n")
        #expect(apply(block("\\\\=======\n", "plain\n"), to: "\\=======\n") == "plain\n")
        #expect(apply(block("\\other\n", "x\n"), to: "\\other\n") == "x\n")
    }

    /// Whatever two texts differ in: a block of the old and the new lines makes the new out of the old.
    @Test func everyReplacementFits() throws {
        var random = SeededGenerator.fresh()
        let lines = [
            "a", "", "=======", "\\=======", ">>>>>>> REPLACE", "<<<<<<< SEARCH", "-------", "\\\\-------", " x",
        ]
        for _ in 0..<fuzzRounds(default: 300) {
            func some(_ least: Int) -> [String] {
                (0..<Int.random(in: least...5, using: &random)).map { _ in lines.randomElement(using: &random) ?? "" }
            }
            func escaped(_ lines: [String]) -> String {
                lines.map { line in
                    let bare = line.drop { $0 == "\\" }
                    let isMarker = ["=======", ">>>>>>> REPLACE", "<<<<<<< SEARCH", "-------"].contains(String(bare))
                    return (isMarker ? "\\" : "") + line + "\n"
                }.joined()
            }
            let (before, old, new, after) = (some(0), some(1), some(0), some(0))
            let diff = block(escaped(old), escaped(new), line: before.count + 1)
            let file = (before + old + after).map { $0 + "\n" }.joined()
            let wanted = (before + new + after).map { $0 + "\n" }.joined()
            #expect(apply(diff, to: file) == wanted, "seed \(random.seed)")
        }
    }

    @Test func replaceNeedsOneMatch() {
        func replace(_ old: String, _ new: String, line: Int? = nil, in file: String) -> String {
            do throws(ToolFailure) {
                return text(try replacing(old, with: new, startLine: line, in: bytes(file)).bytes)
            } catch {
                return "! " + String(error.text.prefix(60))
            }
        }
        #expect(replace("b", "B", in: "abc") == "aBc")
        #expect(replace("a\nb", "1\n2", in: "a\r\nb\r\n") == "1\r\n2\r\n")
        #expect(replace("x", "y", in: "abc").hasPrefix("! old_string: the text was not found"))
        #expect(replace("a", "y", in: "a\na").hasPrefix("! old_string is not unique: 2 matches (lines 1"))
        #expect(replace("a", "y", line: 2, in: "a\na") == "a\ny")
        #expect(
            replace("if x {\n  y()\n}\n", "if z {\n  w()\n}\n", in: "  if x {\n    y()\n  }\n")
                == "  if z {\n    w()\n  }\n")
        #expect(replace("", "y", in: "a") == "! old_string is empty")
    }

    @Test func insertions() {
        func insert(_ content: String, _ line: Int, in file: String) -> String {
            do throws(ToolFailure) { return text(try inserting(content, before: line, in: bytes(file))) } catch {
                return "! " + error.text
            }
        }
        #expect(insert("x", 1, in: "a\nb\n") == "x\na\nb\n")
        #expect(insert("x\n", 2, in: "a\nb\n") == "a\nx\nb\n")
        #expect(insert("x", 3, in: "a\nb\n") == "a\nb\nx\n")
        #expect(insert("x", 0, in: "a\nb") == "a\nb\nx\n")
        #expect(insert("x", 0, in: "a\r\n") == "a\r\nx\r\n")
        #expect(insert("x", 1, in: "\u{FEFF}a\n") == "\u{FEFF}x\na\n")
        #expect(insert("x", 1, in: "") == "x\n")
        #expect(insert("x", 9, in: "a\n") == "! line 9 is not there: the file has 1 lines")
    }

    @Test func newContentsKeepLineEndsAndMark() {
        #expect(text(refitted(bytes("1\n2\n"), to: bytes("a\r\n"))) == "1\r\n2\r\n")
        #expect(text(refitted(bytes("1\n2"), to: bytes("a\r\nb\n"))) == "1\n2")
        #expect(text(refitted(bytes("1"), to: bytes("\u{FEFF}a"))) == "\u{FEFF}1")
    }
}
