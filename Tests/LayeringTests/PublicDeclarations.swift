// Which declarations of a library a user can see, read from sources as `swift format` leaves them.

/// A declaration that a user of a module can see.
struct PublicDeclaration: Equatable {
    /// Counted from 1.
    let line: Int
    let text: String
    let isDocumented: Bool
}

/// What is public, the cases of public enums and the requirements of public protocols; but not what the standard
/// library's own protocols ask for, which is documented there.
func publicDeclarations(in lines: [Substring]) -> [PublicDeclaration] {
    var found: [PublicDeclaration] = []
    /// The public enums and protocols that we are inside of: how far they are indented, and what declares in them.
    var open: [(indent: Int, starts: [String])] = []
    for (index, line) in lines.enumerated() {
        let text = line.trimmed
        let indent = line.prefix { $0 == " " }.count
        while let last = open.last, !text.isEmpty, indent <= last.indent { open.removeLast() }
        let isMember = open.last.map { last in
            indent == last.indent + 4 && last.starts.contains { text.hasPrefix($0) }
        }
        guard isMember == true || isPublic(text), !isWitness(text) else { continue }
        if text.hasPrefix("public enum "), text.last == "{" { open.append((indent, ["case ", "indirect case "])) }
        if text.hasPrefix("public protocol "), text.last == "{" {
            open.append((indent, ["func ", "var ", "init(", "static ", "mutating ", "associatedtype "]))
        }
        let above = lines[..<index].last { $0.trimmed.first != "@" }
        found.append(
            PublicDeclaration(line: index + 1, text: text, isDocumented: above?.trimmed.hasPrefix("///") == true))
    }
    return found
}

private func isPublic(_ text: String) -> Bool {
    let words = text.split(separator: " ").drop { $0.first == "@" }
    guard let access = words.first, access == "public" || access == "open" else { return false }
    return !["import", "extension"].contains(words.dropFirst().first)
}

private func isWitness(_ text: String) -> Bool {
    [
        "var description: String ", "var debugDescription: String ", "var customMirror: Mirror ", "static func == (",
        "static func < (", "func hash(into ", "func makeAsyncIterator() ", "mutating func next() ",
        "typealias Element ", "typealias Failure ", "init(nilLiteral: ", "init(booleanLiteral ",
        "init(integerLiteral ", "init(floatLiteral ", "init(stringLiteral ", "init(arrayLiteral ",
        "init(dictionaryLiteral ",
    ].contains { text.hasPrefix("public " + $0) }
}
