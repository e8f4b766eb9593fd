// Which addresses may go to a terminal, and that cells keep them through wrapping, cutting and drawing.

import Screen
import TestSupport
import Testing

@Suite struct LinkAddressTests {
    @Test(arguments: [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTP://example.org", "HTTP://example.org"), ("mailto:ada@example.org", "mailto:ada@example.org"),
        ("https://example.org/é漢", "https://example.org/%C3%A9%E6%BC%A2"),
        ("https://example.org/\u{202E}x", "https://example.org/%E2%80%AEx"),
        ("https://example.org/\u{9C}x", "https://example.org/%C2%9Cx"), ("https://[::1]/x;y", "https://[::1]/x;y"),
    ])
    func takesWhatIsSafe(written: String, sent: String) { #expect(LinkAddress(written)?.text == sent) }

    @Test(arguments: [
        "", "https://", "mailto:", "javascript:alert(1)", "file:///etc/passwd", "Sources/Parser.swift", "//example.org",
        "ftp://example.org", "https:/example.org", " https://example.org", "https://example.org/a b",
        "https://example.org/\u{1B}\\", "https://example.org/\u{7}", "https://example.org/\n", "https://a/\u{7F}",
        "https://a/\"", "https://a/<b>", "https://a/\\", "https://" + String(repeating: "a", count: 2_076),
        "https://" + String(repeating: "é", count: 400),
    ])
    func refusesTheRest(written: String) { #expect(LinkAddress(written) == nil) }

    @Test func whateverIsWrittenOnlyPlainBytesCome() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 2_000) {
            var written = "https://"
            for _ in 0..<Int.random(in: 0..<12, using: &chance) {
                let number =
                    Bool.random(using: &chance)
                    ? UInt32.random(in: 0..<0x120, using: &chance)
                    : UInt32.random(in: 0..<0x11_0000, using: &chance)
                if let scalar = Unicode.Scalar(number) { written.unicodeScalars.append(scalar) }
            }
            guard let link = LinkAddress(written) else { continue }
            #expect(link.text.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "seed \(chance.seed)")
            #expect(LinkAddress(link.text) == link, "seed \(chance.seed)")
        }
    }

    private let link = LinkAddress("https://example.org/a")
    private let other = LinkAddress("https://example.org/b")

    @Test func wrappedAndCutTextKeepsItsLinks() {
        let line = StyledLine("see ") + StyledLine("a long label", Style(.link, link: link)) + StyledLine(" end")
        let rows = wrap(line, columns: 8)
        #expect(rows.map(\.text) == ["see a", "long", "label", "end"])
        var cells = CellBuffer(size: Size(columns: 8, rows: 4))
        for (number, row) in rows.enumerated() { cells.put(row, at: Point(column: 0, row: number)) }
        #expect(
            (0..<4).map { cells.links(inRow: $0) } == [
                ["https://example.org/a"], ["https://example.org/a"], ["https://example.org/a"], [],
            ])
        #expect(truncated(line, columns: 7).runs.last?.style.link == link)
        #expect(pieces(of: line, columns: 6)[1].runs.first?.style.link == link)
    }

    @Test func twoLinksBesideEachOtherStayTwo() {
        var cells = CellBuffer(size: Size(columns: 6, rows: 1))
        cells.put(
            StyledLine("漢", Style(.link, link: link)) + StyledLine("b", Style(.link, link: other)) + StyledLine("c"),
            at: Point(column: 0, row: 0))
        #expect(cells.row(0).map { cells.link(of: $0) } == [link, link, other, nil, nil, nil])
        // Drawn over, it is gone.
        cells.put("xx", at: Point(column: 0, row: 0), as: .plain)
        #expect(cells.links(inRow: 0) == ["https://example.org/b"])
    }

    @Test func numbersAreTheSameInEveryBuffer() {
        var (one, two) = (CellBuffer(size: Size(columns: 2, rows: 1)), CellBuffer(size: Size(columns: 2, rows: 1)))
        two.put("b", at: Point(column: 0, row: 0), as: Style(.link, link: other))
        for place in [0, 1] {
            one.put("a", at: Point(column: place, row: 0), as: Style(.link, link: link))
            two.put("a", at: Point(column: place, row: 0), as: Style(.link, link: link))
        }
        #expect(one.row(0) == two.row(0))
    }

    @Test func aLinkCostsACellNothing() { #expect(MemoryLayout<Cell>.stride == 24) }
}
