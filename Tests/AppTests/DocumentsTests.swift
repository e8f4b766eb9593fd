// `docs/KEYS.md` is printed from the key map.

import App
import TestSupport
import Testing

@Suite struct DocumentsTests {
    @Test func keysAreThoseOfTheMap() throws {
        let path = packageRoot(of: #filePath) + "/docs/KEYS.md"
        let text = KeyMap.standard.markdown
        if environment("UPDATE_PICTURES") == "1" {
            try writeFile(path, Array(text.utf8))
            return
        }
        #expect(String(decoding: try readFile(path), as: UTF8.self) == text)
    }
}
