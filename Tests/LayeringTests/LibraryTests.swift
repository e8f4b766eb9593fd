// The library product is for programs that know nothing of this one: documented throughout, and named for nobody.
import TestSupport
import Testing

struct LibraryTests {
    let root = packageRoot(of: #filePath)

    /// The targets of the product, as the manifest has them.
    private func files() throws -> [SourceFile] {
        let manifest = String(decoding: try readFile("\(root)/Package.swift"), as: UTF8.self)
        let start = try #require(manifest.firstRange(of: ".library("))
        let names = manifest[start.upperBound...].prefix { $0 != ")" }.split(
            separator: "\"", omittingEmptySubsequences: false)
        let targets = Set(names.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) })
        #expect(targets.count >= 5, "the library was not found in Package.swift")
        return try sourceFiles(in: "Sources", of: root).filter { targets.contains($0.target) }
    }

    @Test func everyPublicDeclarationIsDocumented() throws {
        var count = 0
        for file in try files() {
            for declaration in publicDeclarations(in: file.lines) {
                count += 1
                guard !declaration.isDocumented else { continue }
                Issue.record("\(file.path):\(declaration.line) is not documented: \(declaration.text)")
            }
        }
        #expect(count > 300, "so few public declarations cannot be")
    }

    @Test func theLibraryNamesNoProduct() throws {
        for file in try files() {
            for (number, line) in file.lines.enumerated() {
                for word in ["oropendola", "frappe"] where line.lowercased().contains(word) {
                    Issue.record("\(file.path):\(number + 1) names \(word)")
                }
            }
        }
    }

    /// `<!-- from FILE -->` stands before each block of Swift, which is a part of that file: the article's programs run.
    @Test func theArticleShowsTheExample() throws {
        let article = String(decoding: try readFile("\(root)/docs/SOCKETIO.md"), as: UTF8.self)
        let parts = article.split(separator: "```swift\n", omittingEmptySubsequences: false)
        #expect(parts.count > 3)
        for (before, block) in zip(parts, parts.dropFirst()) {
            let words = before.split(separator: "\n").last?.split(separator: " ") ?? []
            guard words.count == 4, words[1] == "from" else {
                Issue.record("a block of Swift in docs/SOCKETIO.md does not say where it is from")
                continue
            }
            let end = try #require(block.firstRange(of: "```"))
            let shown = String(block[..<end.lowerBound])
            let source = String(decoding: try readFile("\(root)/\(words[2])"), as: UTF8.self)
            #expect(source.contains(shown), "\(words[2]) does not have these lines:\n\(shown)")
        }
    }

    /// The rule itself, on a source with one of everything.
    @Test func whatIsPublicIsSeen() {
        let source = """
            public import JSON

            /// Documented.
            @frozen
            public enum One: Error {
                /// Documented.
                case first
                case second(Int)

                var inner: Int {
                    switch self {
                    case .first: 1
                    case .second: 2
                    }
                }
            }
            public protocol Two {
                func ask() async
                /// Documented.
                var answer: Int { get }
            }
            extension One: CustomStringConvertible {
                public var description: String { "" }
                @inlinable public static var all: [One] { [] }
                func hidden() {}
            }
            """
        let found = publicDeclarations(in: source.split(separator: "\n", omittingEmptySubsequences: false))
        #expect(
            found.map { "\($0.line) \($0.isDocumented) \($0.text)" } == [
                "5 true public enum One: Error {", "7 true case first", "8 false case second(Int)",
                "17 false public protocol Two {", "18 false func ask() async", "20 true var answer: Int { get }",
                "24 false @inlinable public static var all: [One] { [] }",
            ])
    }
}
