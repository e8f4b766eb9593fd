// docs/THEMES.md and the tables of what is sent for each role: a change of a colour is seen where it is reviewed.

import Screen
import Settings
import TestSupport
import Testing

private let root = packageRoot(of: #filePath)
private let rewrites = environment("UPDATE_PICTURES") == "1"

/// The rows of a table between `<!-- NAME -->` and the next empty line, without its head of two lines.
func compareSection(_ name: String, of file: String, with rows: [String]) throws {
    let path = "\(root)/\(file)"
    let lines = String(decoding: try readFile(path), as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
    let mark = try #require(lines.firstIndex(of: "<!-- \(name) -->"), "\(file) has no section \(name)")
    let start = mark + 3
    let end = lines[start...].firstIndex(of: "") ?? lines.endIndex
    if rewrites {
        let text = lines[..<start] + rows.map { $0[...] } + lines[end...]
        return try writeFile(path, Array(text.joined(separator: "\n").utf8))
    }
    #expect(lines[start..<end].elementsEqual(rows.map { $0[...] }), "\(file), \(name): make pictures rewrites it")
}

@Suite struct ThemeDocumentTests {
    private let shelf = ThemeShelf()

    private func table(_ mark: String) throws -> [Substring] {
        let lines = String(decoding: try readFile("\(root)/docs/THEMES.md"), as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex(of: "<!-- \(mark) -->")) + 3
        return lines[start...].prefix { $0.hasPrefix("|") }.map { $0.split(separator: "`")[1] }
    }

    @Test func everyRoleIsExplained() throws {
        #expect(try table("roles").map(String.init) == ThemePart.all.map(\.name))
    }

    @Test func everyThemeIsListed() throws {
        #expect(try table("themes").map(String.init) == shelf.names)
    }

    /// What a reader copies has no mistakes.
    @Test func examplesAreThemes() throws {
        let parts = String(decoding: try readFile("\(root)/docs/THEMES.md"), as: UTF8.self).split(
            separator: "```json\n", omittingEmptySubsequences: false)
        #expect(parts.count > 1)
        for part in parts.dropFirst() {
            let text = part.prefix { $0 != "`" }
            let shelf = ThemeShelf([("mine", "mine.json", Array(text.utf8))])
            #expect(shelf.problems.isEmpty && shelf.remarks.isEmpty, "\(text)")
        }
    }

    @Test func coloursThatCanBeNamedAreThose() {
        #expect(ThemeColour.names.allSatisfy { ThemeColour(written: $0) != nil })
        #expect(ThemeColour(written: "bright-blue") == .table(12) && ThemeColour(written: "default") == .own)
        #expect(ThemeColour(written: "+5") == nil && ThemeColour(written: "#+12345") == nil)
        #expect(ThemeColour(written: "-1") == nil && ThemeColour(written: "") == nil)
    }

    /// One line a role: what is sent for it (SGR), at each depth.
    @Test(arguments: ThemeShelf().names.filter { $0 != "auto" })
    func rolesAreSentAsPictured(name: String) throws {
        let theme = shelf.theme(name)
        let styles =
            Role.allCases.map { ($0.name, Style($0)) } + [
                ("plain, selected", Style(.plain, .selected)), ("added, selected", Style(.added, .selected)),
                ("added, changed", Style(.added, .changed)), ("removed, changed", Style(.removed, .changed)),
                ("added, both", Style(.added, [.selected, .changed])), ("heading, strong", Style(.heading, .strong)),
            ]
        let depths: [(ColourDepth, String)] = [
            (.full, "true colour"), (.table, "256"), (.sixteen, "16"), (.eight, "8"), (.none, "none"),
        ]
        func row(_ name: String, _ cells: [String]) -> String {
            let widths = [38, 24, 10, 10, 8]
            let text = zip(cells, widths).map { padded($0, columns: $1) }.joined()
            return padded(name, columns: 18)
                + String(text[..<(text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.endIndex)])
        }
        var lines = [row("# \(name)", depths.map(\.1))]
        for (label, style) in styles {
            lines.append(
                row(
                    label,
                    depths.map { depth, _ in
                        let sgr = theme.ink(for: style, depth: depth).sgr
                        return sgr.isEmpty ? "-" : sgr
                    }))
        }
        let text = lines.joined(separator: "\n") + "\n"
        let path = "\(root)/Tests/Fixtures/Themes/\(name).txt"
        if rewrites { return try writeFile(path, Array(text.utf8)) }
        #expect(String(decoding: try readFile(path), as: UTF8.self) == text)
    }
}
