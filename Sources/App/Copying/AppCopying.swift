// Copying out of the chat: which message, and what is said of it.

internal import Screen
internal import TaskMachine

extension AppModel {
    mutating func beginCopying() -> [AppEffect] {
        guard !conversation.entries.isEmpty else { return say("There is nothing to copy yet") }
        focus = .chat
        copying = .menu
        return []
    }

    /// Keys while something is chosen to be copied; nil: the key is not for that.
    mutating func handleCopying(_ key: Key) -> [AppEffect]? {
        guard let copying, help == nil, picker == nil else { return nil }
        if key == .control("c") {
            self.copying = nil
            return []
        }
        switch copying {
        case .menu:
            self.copying = nil
            guard case .character(let character) = key.code, key.modifiers.isEmpty else { return [] }
            return copy(character)
        case .blocks(let blocks):
            self.copying = nil
            guard case .character(let character) = key.code, key.modifiers.isEmpty,
                let number = character.wholeNumberValue, blocks.indices.contains(number - 1)
            else { return [] }
            return copy(blocks[number - 1])
        case .lines(var lines, let title):
            guard let action = keys.action(for: key, in: [.lines]) else { return [] }
            let outcome = lines.perform(action, height: WrittenLines.height(in: layout(in: size).chat))
            self.copying = .lines(lines, title: title)
            switch outcome {
            case .stays: return []
            case .left: self.copying = nil
            case .copied(let text, let count):
                self.copying = nil
                return copy(text, name: counted(count, "line"))
            }
            return []
        }
    }

    /// The whole text of a message, line by line, to take some of it.
    mutating func selectLines() -> [AppEffect] {
        guard let entry = messageToCopy else { return say("There is nothing to copy yet") }
        let text = EntryText.source(of: entry)
        guard !text.isEmpty else { return say("This has no text to copy") }
        focus = .chat
        copying = .lines(WrittenLines(text), title: title(of: entry))
        return []
    }

    private mutating func copy(_ choice: Character) -> [AppEffect] {
        switch choice {
        case "m": return messageToCopy.map { copy(EntryText.source(of: $0), name: "the message") } ?? []
        case "v": return selectLines()
        case "b":
            let blocks = messageToCopy.map { Copying.blocks(in: markdown(of: $0)) } ?? []
            guard blocks.count != 1 else { return copy(blocks[0]) }
            guard !blocks.isEmpty else { return say("There is no code block in this message") }
            copying = .blocks(blocks)
            return []
        case "a":
            guard let entry = latestAnswer else { return say("There is no answer yet") }
            return copy(EntryText.source(of: entry), name: "the last answer")
        case "c", "o":
            guard let line = latestCommand else { return say("No command has run yet") }
            if choice == "c" { return copy(line.object, name: "the last command") }
            return copy(EntryText.output(of: line), name: "the output of the last command")
        default: return []
        }
    }

    private mutating func copy(_ block: Copying.Block) -> [AppEffect] {
        copy(block.text + "\n", name: "the code block, \(counted(block.lineCount, "line"))")
    }

    private mutating func copy(_ text: String, name: String) -> [AppEffect] {
        text.isEmpty ? say("This has no text to copy") : [.copy(Array(text.utf8), name: name)]
    }

    /// The one with the cursor, or the latest one.
    private var messageToCopy: Entry? {
        if focus == .chat, let selected = chat.selected,
            let index = ChatPane.index(of: selected, in: conversation.entries)
        {
            return conversation.entries[index]
        }
        return latestAnswer ?? conversation.entries.last
    }

    private var latestCommand: ToolLine? {
        for entry in conversation.entries.reversed() {
            if case .tool(let line) = entry.content, line.tool?.kind == .command { return line }
        }
        return nil
    }

    /// Code blocks are of texts in Markdown; what the user wrote may have fences, too.
    private func markdown(of entry: Entry) -> String {
        if case .tool = entry.content { return "" }
        return EntryText.source(of: entry)
    }

    private func title(of entry: Entry) -> String {
        switch entry.content {
        case .user, .steered: "You"
        case .assistant: "Oropendola"
        case .tool(let line): truncated(line.object.isEmpty ? line.action : line.object, columns: 40, sign: signs.cut)
        default: "oropendola"
        }
    }
}
