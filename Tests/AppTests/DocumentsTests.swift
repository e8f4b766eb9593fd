// Documents that show what the program is: the keys are printed from the key map, the screens are the pictures.

import App
import Screen
import Settings
import TestSupport
import Testing

@Suite struct DocumentsTests {
    private let root = packageRoot(of: #filePath)
    private let rewrites = environment("UPDATE_PICTURES") == "1"

    @Test func keysAreThoseOfTheMap() throws {
        let path = root + "/docs/KEYS.md"
        let text = KeyMap.standard.markdown
        if rewrites {
            try writeFile(path, Array(text.utf8))
            return
        }
        #expect(String(decoding: try readFile(path), as: UTF8.self) == text)
    }

    @Test func settingsAreThoseOfTheTable() throws {
        let path = root + "/docs/SETTINGS.md"
        let text = SettingsWords.markdown
        if rewrites {
            try writeFile(path, Array(text.utf8))
            return
        }
        #expect(String(decoding: try readFile(path), as: UTF8.self) == text)
    }

    /// `<!-- screen FILE PICTURE COLUMNSxROWS -->` stands before a code block that shows that picture.
    @Test func screensOfTheReadmeArePictures() throws {
        let path = root + "/README.md"
        let text = String(decoding: try readFile(path), as: UTF8.self)
        var shown: [Substring] = []
        var count = 0
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            shown.append(line)
            let words = line.split(separator: " ")
            guard words.count == 6, words[0] == "<!--", words[1] == "screen" else { continue }
            shown.append(lines.popFirst() ?? "")
            shown += try picture(file: words[2], name: words[3], size: words[4])
            count += 1
            while let row = lines.first, row != "```" { lines = lines.dropFirst() }
        }
        #expect(count >= 2)
        let expected = shown.joined(separator: "\n")
        if rewrites {
            try writeFile(path, Array(expected.utf8))
            return
        }
        #expect(text == expected, "README.md shows other screens than the pictures; make pictures rewrites them")
    }

    private func picture(file: Substring, name: Substring, size: Substring) throws -> [Substring] {
        let scenario = try Scenario(path: "\(root)/Tests/Fixtures/Screens/\(file)")
        let sides = size.split(separator: "x").compactMap { Int($0) }
        let key = Scenario.key(String(name), Size(columns: sides[0], rows: sides[1]))
        let rows = try #require(scenario.pictures[key], "no picture \(key)").filter { $0.hasPrefix("|") }
        return rows.map { row in
            var row = row.dropFirst().dropLast()
            while row.last == " " { row.removeLast() }
            return row
        }
    }
}
