// Lines cut at the edge: nothing is lost, nothing too wide, and a megabyte costs no more than its length.
import Testing

@testable import Screen

@Suite(.timeLimit(.minutes(1))) struct PiecesTests {
    @Test func cutsAtTheEdgeAndLosesNothing() {
        let line = StyledLine("ab漢字", .code) + StyledLine("e\u{301}x", .link)
        #expect(pieces(of: line, columns: 3).map(\.text) == ["ab", "漢", "字e\u{301}", "x"])
        #expect(pieces(of: line, columns: 1).map(\.text) == ["a", "b", "漢", "字", "e\u{301}", "x"])
        #expect(pieces(of: line, columns: 8) == [line])
        #expect(pieces(of: StyledLine(), columns: 4) == [StyledLine()])
        #expect(pieces(of: StyledLine("abcd", .code), columns: 2).map(\.text) == ["ab", "cd"])
    }

    /// Cutting the head off what is left, again and again, took minutes.
    @Test func aLineOfMegabytesIsCutInOneWalk() {
        let line = StyledLine(String(repeating: "{\"a\":1},", count: 1 << 20), .code)
        let rows = pieces(of: line, columns: 80)
        #expect(rows.count == (8 << 20) / 80 + 1)
        #expect(rows.allSatisfy { $0.width <= 80 })
    }
}
