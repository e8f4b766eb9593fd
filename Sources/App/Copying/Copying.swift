// What can be taken out of the chat, by one key: a message, its code, lines of it, the latest answer or command.

internal import Markdown
internal import Screen
internal import TaskMachine

enum Copying: Equatable, Sendable {
    /// What is to be copied is chosen.
    case menu
    /// One of a message's blocks of code is chosen, by its number.
    case blocks([Block])
    case lines(WrittenLines, title: String)

    struct Block: Equatable, Sendable {
        var language: String
        var text: String

        var lineCount: Int { text.isEmpty ? 0 : text.utf8.count { $0 == UInt8(ascii: "\n") } + 1 }
    }

    struct Choice {
        var key: Character
        var word: String
        /// The same for whoever has time to read.
        var help: String
    }

    static let choices = [
        Choice(key: "m", word: "message", help: "the message with the cursor, as it was written"),
        Choice(key: "b", word: "code block", help: "a code block of it"),
        Choice(key: "v", word: "lines", help: "some of its lines"),
        Choice(key: "a", word: "last answer", help: "the latest answer"),
        Choice(key: "c", word: "last command", help: "the latest command"),
        Choice(key: "o", word: "its output", help: "what that command printed"),
    ]

    /// The blocks of code in a text, those in lists and quotes too, as they were written.
    static func blocks(in text: String) -> [Block] { blocks(in: MarkdownDocument(text).blocks) }

    private static func blocks(in blocks: [MarkdownBlock]) -> [Block] {
        blocks.flatMap { block -> [Block] in
            switch block {
            case .code(let language, let text): [Block(language: language, text: text)]
            case .quote(let inner): Self.blocks(in: inner)
            case .list(let list): list.items.flatMap { Self.blocks(in: $0.blocks) }
            default: []
            }
        }
    }

    /// What can be chosen now.
    func shownChoices(_ signs: Signs) -> [Choice] {
        switch self {
        case .lines: return []
        case .menu: return Self.choices
        case .blocks(let blocks):
            return zip("123456789", blocks).map { number, block in
                let language = truncated(visibleText(block.language), columns: 12, sign: signs.cut)
                let word = [counted(block.lineCount, "line"), language].filter { !$0.isEmpty }.joined(separator: " ")
                let first = block.text.prefix(200).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
                let start = truncated(visibleText(first), columns: 40, sign: signs.cut)
                return Choice(key: number, word: word, help: "\(word): \(start)")
            }
        }
    }

    /// One row, with as many words as fit.
    func row(columns: Int, signs: Signs) -> TextRow? {
        let choices = shownChoices(signs)
        if choices.isEmpty { return nil }
        // All words, the last word of each, or the keys alone.
        let forms: [(String) -> String] = [
            { $0 }, { $0.split(separator: " ").last.map(String.init) ?? "" }, { _ in "" },
        ]
        let lines = forms.map { form in
            choices.reduce(into: StyledLine(" copy", .attention)) { line, choice in
                line.append("  ", .plain)
                line.append(String(choice.key), .plain, .strong)
                let word = form(choice.word)
                line.append(word.isEmpty ? "" : " \(word)", .dim)
            }
        }
        let line = lines.first { $0.width + 5 <= columns } ?? lines[lines.count - 1]
        return TextRow(line, trailing: StyledLine("Esc ", .dim))
    }
}
