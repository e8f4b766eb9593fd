// Server messages come with HTML in them; people get the words.

/// Text without markup.
public enum PlainText {
    /// Tags go, line-breaking ones as line ends, and with `script` and `style` what stands in them; the common entities
    /// are decoded once. A `<` that opens no tag stays.
    public static func withoutHTML(_ html: String) -> String {
        var text = ""
        var rest = html[...]
        while let character = rest.first {
            if character == "<", let tag = tag(rest) {
                if breaksLine(tag), !text.isEmpty, text.last != "\n" { text += "\n" }
                rest = rest[tag.endIndex...].dropFirst()
                if let end = hiddenEnd(of: tag, in: rest) { rest = end }
            } else if character == "&", let (decoded, length) = entity(rest) {
                text += decoded
                rest = rest.dropFirst(length)
            } else {
                text.append(character)
                rest = rest.dropFirst()
            }
        }
        return trimmed(text)
    }

    static func trimmed(_ text: String) -> String {
        let front = text.drop { $0.isWhitespace }
        guard let last = front.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(front[...last])
    }

    /// Beyond this many characters a `<` is text; it also keeps the work in proportion to the text.
    private static let longestTag = 2_000

    /// From `<` up to, not including, `>`.
    private static func tag(_ text: Substring) -> Substring? {
        let next = text.dropFirst().first
        guard let next, next.isASCII, next.isLetter || next == "/" || next == "!" else { return nil }
        guard let end = text.prefix(longestTag).firstIndex(of: ">") else { return nil }
        return text[..<end]
    }

    /// What follows the content of a tag whose content is not for people; nil for every other tag.
    private static func hiddenEnd(of tag: Substring, in rest: Substring) -> Substring? {
        let name = tag.dropFirst().prefix { $0.isLetter }.lowercased()
        guard name == "script" || name == "style" else { return nil }
        var rest = rest
        while let end = rest.firstIndex(of: "<") {
            rest = rest[end...]
            if rest.dropFirst().first == "/", rest.dropFirst(2).prefix(name.count).lowercased() == name { return rest }
            rest = rest.dropFirst()
        }
        return rest[rest.endIndex...]
    }

    private static func breaksLine(_ tag: Substring) -> Bool {
        let name = tag.dropFirst().drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
        return ["br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "pre"].contains(name)
    }

    private static let names: [Substring: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ",
    ]

    /// The character of the entity at the start, and how many characters it took.
    private static func entity(_ text: Substring) -> (String, Int)? {
        guard let end = text.prefix(12).firstIndex(of: ";") else { return nil }
        let name = text[..<end].dropFirst()
        let length = name.count + 2
        if let known = names[name] { return (known, length) }
        guard name.first == "#" else { return nil }
        let digits = name.dropFirst()
        let number =
            digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let number, let scalar = Unicode.Scalar(number) else { return nil }
        return (String(scalar), length)
    }
}
