// Text that has to fit: cut, shortened, padded, expanded.
import Screen
import Testing

@Suite("Fitting")
struct FittingTests {
    @Test func textIsCutWhereItMatters() {
        #expect(truncated("Rename parse helper", columns: 10) == "Rename pa…")
        #expect(truncated("Rename parse helper", columns: 10, keeping: .end) == "…se helper")
        #expect(truncated("Rename parse helper", columns: 10, keeping: .ends) == "Renam…lper")
        #expect(truncated("fits", columns: 4) == "fits")
        #expect(truncated("漢字漢字", columns: 4) == "漢…")
        #expect(truncated("漢字漢字", columns: 6, keeping: .ends) == "漢…字")
        #expect(truncated("long", columns: 3, sign: "..") == "l..")
        #expect(truncated("long", columns: 1, sign: "..") == "l")
        #expect(truncated("long", columns: 0) == "")
        #expect(truncated("long", columns: -3) == "")
    }

    @Test func theSignLooksLikeWhatItCuts() {
        let line = StyledLine("edited ", .dim) + StyledLine("Parser.swift", .link)
        #expect(truncated(line, columns: 12) == StyledLine("edited ", .dim) + StyledLine("Pars…", .link))
        #expect(truncated(line, columns: 6, keeping: .end) == StyledLine("…swift", .link))
    }

    @Test(arguments: [
        (99, "~/shop/Sources/Engine/Reading/Parser.swift"),
        (40, "~/shop/…/Engine/Reading/Parser.swift"),
        (30, "~/shop/…/Reading/Parser.swift"),
        (24, "~/…/Reading/Parser.swift"),
        (20, "~/…/Parser.swift"),
        (14, "…/Parser.swift"),
        (12, "Parser.swift"),
        (9, "Pars…wift"),
    ])
    func pathsAreShortenedInTheMiddle(columns: Int, shown: String) {
        #expect(shortenedPath("~/shop/Sources/Engine/Reading/Parser.swift", columns: columns) == shown)
    }

    @Test func otherPathsAreShortenedToo() {
        #expect(shortenedPath("/usr/share/unicode/emoji/", columns: 14) == "/usr/…/emoji/")
        #expect(shortenedPath("", columns: 3) == "")
        #expect(shortenedPath("Parser.swift", columns: 8) == "Pars…ift")
    }

    @Test func placesAreFilledWithBlanks() {
        #expect(padded("漢", columns: 4) == "漢  ")
        #expect(padded("12", columns: 4, .right) == "  12")
        #expect(padded("12345", columns: 4) == "12345")
        #expect(
            padded(StyledLine("x", .added), columns: 3, as: Style(.dim)) == StyledLine("x", .added)
                + StyledLine("  ", .dim))
    }

    @Test func tabsReachTheNextStop() {
        #expect(expandingTabs("\tif x {\ty", tabWidth: 4) == "    if x {  y")
        #expect(expandingTabs("漢\tx", tabWidth: 4) == "漢  x")
        #expect(expandingTabs("a\n\tb", tabWidth: 2) == "a\n  b")
        #expect(expandingTabs("\tx", tabWidth: 4, from: 3) == " x")
        #expect(expandingTabs("plain") == "plain")
    }

    @Test func linesArePanned() {
        let line = StyledLine("ab", .dim) + StyledLine("漢字", .code)
        #expect(line.dropping(columns: 1) == StyledLine("b", .dim) + StyledLine("漢字", .code))
        #expect(line.dropping(columns: 3) == StyledLine(" 字", .code))
        #expect(line.dropping(columns: 99) == StyledLine())
        #expect(line.suffix(columns: 3) == StyledLine("字", .code))
        #expect(line.width == 6 && line.fits(in: 6) && !line.fits(in: 5))
    }
}
