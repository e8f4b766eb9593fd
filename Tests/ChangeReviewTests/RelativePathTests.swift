// Paths are refused or taken once, and compared by their bytes.

import ChangeReview
import Testing

@Suite struct RelativePathTests {
    @Test(arguments: ["", "/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/./b", "a\0b"])
    func isRefused(_ text: String) { #expect(RelativePath(text) == nil) }

    @Test(arguments: ["a", ".a", "...", "a/b", "a b", "a\nb", "-", "日本語/é"])
    func isTaken(_ text: String) { #expect(RelativePath(text)?.text == text) }

    @Test func twoSpellingsOfOneLetterAreTwoFiles() {
        #expect(path("\u{E9}") != path("e\u{301}"))
        #expect(Set([path("\u{E9}"), path("e\u{301}")]).count == 2)
        #expect([path("b"), path("a/b"), path("a")].sorted() == [path("a"), path("a/b"), path("b")])
    }
}
