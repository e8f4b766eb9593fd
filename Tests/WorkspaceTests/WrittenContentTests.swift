// What models do to whole files, and what becomes of it.
import Testing

@testable import Workspace

@Suite struct WrittenContentTests {
    func content(_ text: String, path: String = "a.swift", old: String? = nil) -> String {
        do throws(ToolFailure) {
            let content = try WrittenContent(text, path: path, old: old.map { Array($0.utf8) })
            return content.text + content.notes.map { "[\($0)]" }.joined()
        } catch {
            return "! " + error.text
        }
    }

    @Test func fences() {
        let note = "[the fence around the contents was taken off]"
        #expect(content("```swift\nlet a = 1\n```") == "let a = 1\n" + note)
        #expect(content("\n```\na\nb\n```\n") == "a\nb\n" + note)
        #expect(content("```\na\n```\n", path: "a.md") == "```\na\n```\n")
        #expect(content("```\na\n```\nb\n```\nc\n```") == "```\na\n```\nb\n```\nc\n```")
        #expect(content("```a```") == "```a```")
        // A file that is like that stays like that.
        #expect(content("```\nb\n```\n", old: "```\na\n```\n") == "```\nb\n```\n")
    }

    @Test func lineNumbers() {
        let note = "[the line numbers before the lines were taken off]"
        #expect(content("1 | a\n2 | \n3 | b\n") == "a\n\nb\n" + note)
        #expect(content(" 9 | a\n10 | b") == "a\nb" + note)
        #expect(content("1 | a\n2 |\n") == "a\n\n" + note)
        // Not consecutive, not most, not more than one: a table, not numbers of lines.
        #expect(content("1 | a\n3 | b\n") == "1 | a\n3 | b\n")
        #expect(content("1 | a\nx\ny\nz\n2 | b\n") == "1 | a\nx\ny\nz\n2 | b\n")
        #expect(content("1 | a\n") == "1 | a\n")
        #expect(content("1 | a\n2 | c\n", old: "1 | a\n2 | b\n") == "1 | a\n2 | c\n")
    }

    @Test(arguments: [
        "// ... rest of code ...", "    # rest of the file remains unchanged", "/* ... existing code ... */",
        "<!-- ... remaining content unchanged ... -->", "... rest of the function ...", "// existing code here",
        "-- … rest of the file …", "// Rest of the implementation stays the same",
    ])
    func omissionsAreRefused(_ line: String) {
        let told = content("a\n\(line)\nb\n", old: "a\nx\nb\n")
        #expect(told.hasPrefix("! line 2 stands for text that was left out: "))
        #expect(told.contains("nothing was staged"))
        #expect(content("a\n\(line)\nb\n", old: "a\n \(line)\n") == "a\n\(line)\nb\n")
    }

    @Test(arguments: [
        "// Show the rest of the files", "let rest = existing.code", "// existing users keep their files",
        "// ... and so on", "# Remaining time in seconds", "for (...args) of rest", "// ...",
        "// previous code review said: fine", "* Existing methods",
    ])
    func plainCommentsAreNot(_ line: String) {
        #expect(content("\(line)\n") == "\(line)\n")
    }
}
