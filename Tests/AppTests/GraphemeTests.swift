// The cursor steps over what people see as one character: every case of Unicode's own test file.

import TestSupport
import Testing

@testable import App

@Suite struct GraphemeTests {
    /// The clusters of each line: `÷ 0020 × 0308 ÷ 0020 ÷` are two.
    private func cases() throws -> [[String]] {
        let text = String(
            decoding: try readFile(packageRoot(of: #filePath) + "/Tests/Fixtures/Unicode/GraphemeBreakTest.txt"),
            as: UTF8.self)
        return text.split(separator: "\n").compactMap { line in
            let data = line.prefix { $0 != "#" }
            guard data.contains("÷") else { return nil }
            return data.split(separator: "÷").compactMap { cluster in
                let scalars = cluster.split(whereSeparator: { $0 == "×" || $0.isWhitespace })
                    .compactMap { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
                return scalars.isEmpty ? nil : String(String.UnicodeScalarView(scalars))
            }
        }.filter { clusters in
            // U+2701 is a pictograph in the file and none in Swift's own, later tables: one case.
            clusters != ["\u{2701}\u{200D}\u{2701}"]
        }
    }

    /// The composer has one kind of line end.
    private func normalised(_ cluster: String) -> String { cluster == "\r\n" || cluster == "\r" ? "\n" : cluster }

    @Test func theCursorStepsOverWholeCharacters() throws {
        let cases = try cases()
        #expect(cases.count > 500)
        for clusters in cases {
            let expected = clusters.map(normalised)
            var composer = Composer()
            composer.paste(clusters.joined())
            let pieces = composer.draft.pieces.map(\.text)
            #expect(pieces == expected, "\(clusters.map { $0.unicodeScalars.map { String($0.value, radix: 16) } })")
            // To the left and back, one step each.
            for step in 0..<expected.count {
                #expect(composer.draft.cursor == expected.count - step)
                _ = composer.perform(.back, width: 40)
            }
            #expect(composer.draft.cursor == 0)
            for _ in expected { _ = composer.perform(.forward, width: 40) }
            #expect(composer.draft.cursor == expected.count)
            // Backspace takes one away, whole.
            _ = composer.perform(.deleteBack, width: 40)
            #expect(composer.text == expected.dropLast().joined())
        }
    }

    @Test func whatIsTypedBitByBitIsTheSame() throws {
        for clusters in try cases() {
            let whole = clusters.map(normalised).joined()
            guard !clusters.contains(where: { $0.contains("\r") }) else { continue }
            var composer = Composer()
            for scalar in whole.unicodeScalars { composer.type(Character(scalar)) }
            #expect(composer.draft.pieces.map(\.text) == clusters.map(normalised))
        }
    }
}
