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

    /// `<!-- screen FILE PICTURE COLUMNSxROWS -->` stands before an image of that picture.
    @Test func screensInTheDocumentsArePictures() throws {
        let folder = root + "/docs/screens"
        var shown: Set<String> = []
        for document in ["README.md", "docs/REVIEW.md", "docs/THEMES.md"] {
            let text = String(decoding: try readFile("\(root)/\(document)"), as: UTF8.self)
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
            while let line = lines.popFirst() {
                let words = line.split(separator: " ").map(String.init)
                guard words.count == 6, words[0] == "<!--", words[1] == "screen" else { continue }
                let file = Self.imageName(words[2], words[3], words[4])
                let place = document.hasPrefix("docs/") ? "screens/" : "docs/screens/"
                let image = lines.popFirst() ?? ""
                #expect(image.hasPrefix("![") && image.hasSuffix("](\(place)\(file))"), "\(document): \(image)")
                guard shown.insert(file).inserted else { continue }
                let title = String(image.dropFirst(2).prefix { $0 != "]" })
                let svg = try svg(of: words[3], in: words[2], size: words[4], title: title)
                if rewrites {
                    try writeFile("\(folder)/\(file)", Array(svg.utf8))
                    continue
                }
                let kept = String(decoding: try readFile("\(folder)/\(file)"), as: UTF8.self)
                #expect(kept == svg, "\(file) is not what the program draws; make pictures rewrites it")
            }
        }
        #expect(shown.count >= 3)
        let kept = try run(["ls", folder], in: "/").text.split(separator: "\n").map(String.init)
        #expect(Set(kept) == shown, "images that no document shows, or the other way round")
    }

    private static func imageName(_ file: String, _ picture: String, _ size: String) -> String {
        let scenario = file.split(separator: "/").last?.split(separator: ".").first ?? ""
        return "\(scenario)-\(picture)-\(size).svg"
    }

    private func svg(of picture: String, in file: String, size: String, title: String) throws -> String {
        let scenario = try Scenario(path: "\(root)/Tests/Fixtures/Screens/\(file)")
        let sides = size.split(separator: "x").compactMap { Int($0) }
        let size = Size(columns: sides[0], rows: sides[1])
        var player: any PicturedPlayer =
            if file.hasPrefix("Program/") { try ReviewProgramPlayer(size: size) } else { ScenarioPlayer(size: size) }
        for step in scenario.steps {
            if step.words[0] == "picture" {
                guard step.words[1] == picture else { continue }
                let frame = player.draw()
                var image = ScreenPicture(frame.cells, cursor: frame.cursor)
                return image.svg(title: title)
            }
            player.play(step)
        }
        throw MissingPicture(name: picture, file: file)
    }
}

private struct MissingPicture: Error {
    var name: String
    var file: String
}
