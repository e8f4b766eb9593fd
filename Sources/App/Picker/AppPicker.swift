// What the lists hold, and what their keys do.

internal import Screen
internal import TaskMachine

extension AppModel {
    func content(of picker: Picker) -> PickerContent {
        switch picker.subject {
        case .messages: messagesContent
        case .rules: rulesContent
        case .conversations(let all): conversationsContent(all)
        case .todos: todosContent
        case .steps: stepsContent
        case .themes: themesContent
        }
    }

    /// Where a list is drawn.
    func pickerRect(_ layout: Layout) -> Rect {
        picker?.subject == .themes ? themesRect(layout) : helpRect(layout)
    }

    mutating func settlePicker() {
        guard var picker else { return }
        let layout = layout(in: size)
        let rows = pickerRect(layout).size.rows
        picker.settle(count: content(of: picker).count, height: rows > Picker.frameRows ? rows - 2 : rows - 1)
        self.picker = picker
    }

    // MARK: Keys

    /// Keys while a name is written or a question waits; nil: the key is looked up in the key map.
    mutating func handlePicker(_ key: Key) -> [AppEffect]? {
        guard var picker else { return nil }
        if picker.line != nil {
            let outcome = picker.line?.handle(key) ?? .left
            if outcome != .stays { picker.line = nil }
            self.picker = picker
            if case .done(let text) = outcome { return rename(to: text) }
            return []
        }
        if picker.subject == .todos, key.modifiers.isEmpty, case .character(let character) = key.code,
            let number = character.wholeNumberValue, number > 0
        {
            self.picker?.row = min(number, conversation.todos.count) - 1
            return toggleTodo(number - 1)
        }
        guard picker.isAsking else { return nil }
        picker.isAsking = false
        self.picker = picker
        return key == Key("y") ? removeItem() : []
    }

    /// nil: the list lets the key through.
    mutating func perform(picker action: Action) -> [AppEffect]? {
        guard var picker else { return nil }
        let content = content(of: picker)
        if picker.move(action, count: content.count, page: pickerRect(layout(in: size)).size.rows - Picker.frameRows) {
            self.picker = picker
            return []
        }
        switch action {
        case .cancelOrClose, .backToChat: self.picker = nil
        case .openItem: return openItem(picker)
        case .toggleItem: return toggleItem(picker)
        case .renameItem: return beginRename()
        case .removeItem: return askToRemove()
        case .copyPart where picker.subject == .steps: return copySteps()
        case .steps: return showSteps()
        case .askAgain: return askAgain()
        case .send, .clearOrQuit: self.picker = nil
        case .help, .redraw, .suspend, .endOfInput: return nil
        case .goToRequest, .toggleChanges:
            self.picker = nil
            return nil
        default: break
        }
        return []
    }

    private mutating func openItem(_ picker: Picker) -> [AppEffect] {
        switch picker.subject {
        case .messages:
            let messages = userMessages
            guard messages.indices.contains(picker.row) else { return [] }
            return beginEditing(messages[picker.row])
        case .rules, .steps: return []
        case .conversations: return openPicked()
        case .todos: return toggleTodo(picker.row)
        case .themes: return openPickedTheme()
        }
    }

    private mutating func toggleItem(_ picker: Picker) -> [AppEffect] {
        picker.subject == .todos ? toggleTodo(picker.row) : []
    }

    private mutating func askToRemove() -> [AppEffect] {
        switch picker?.subject {
        case .rules: removeItem()
        case .conversations: askToDelete()
        case .messages, .todos, .themes, .steps, nil: []
        }
    }

    private mutating func removeItem() -> [AppEffect] {
        guard let picker else { return [] }
        switch picker.subject {
        case .rules: return revoke(picker.row)
        case .conversations: return deletePicked()
        case .messages, .todos, .themes, .steps: return []
        }
    }

    // MARK: Earlier messages

    /// Entries with the user's words, the oldest first.
    var userMessages: [Entry] {
        conversation.entries.filter { entry in if case .user = entry.content { true } else { false } }
    }

    private var messagesContent: PickerContent {
        let messages = userMessages
        return PickerContent(
            title: "Edit an earlier message", remark: "what followed it is taken back; files stay",
            empty: "Nothing was sent yet.",
            hints: ["Enter edit \(signs.separator) j k move \(signs.separator) Esc close", "Enter edit"],
            count: messages.count
        ) { [signs] index in
            guard case .user(let text) = messages[index].content else { return .blank }
            let line = text.prefix(500).split(whereSeparator: \.isNewline).prefix(3).joined(separator: " / ")
            return TextRow(
                StyledLine(" \(padded("\(index + 1)", columns: 3, .right))  ", .dim) + StyledLine(line, .user),
                trailing: StyledLine(index == messages.count - 1 ? "\(signs.separator) the latest " : "", .dim))
        }
    }

    /// `/edit` and the chat's key.
    mutating func pickEarlierMessage() -> [AppEffect] {
        if let why = whyNotBack { return say(why) }
        picker = Picker(.messages, row: userMessages.count - 1)
        return []
    }

    /// Why the conversation can't go back now; nil when it can.
    var whyNotBack: String? {
        if userMessages.isEmpty { return "Nothing was sent yet" }
        return conversation.task.lifecycle.isOver ? nil : "A turn runs. Esc cancels it first"
    }

    private mutating func beginEditing(_ entry: Entry) -> [AppEffect] {
        guard case .user(let text) = entry.content else { return [] }
        return edit(.earlier(entry: entry.id), text: text)
    }

    // MARK: Rules

    private var rulesContent: PickerContent {
        let rules = conversation.rules
        let columns = max(12, size.columns - (size.columns < 60 ? 18 : 25))
        return PickerContent(
            title: "Standing answers", remark: rules.isEmpty ? "" : "\(rules.count)",
            empty: "None. `p` or `P` at a request for a command makes one, `d` refuses for the session.",
            hints: ["x revoke \(signs.separator) j k move \(signs.separator) Esc close", "x revoke"],
            count: rules.count
        ) { [signs, size] index in
            let isNarrow = size.columns < 60
            let (sign, words) = RuleWords.text(of: rules[index], signs: signs, isNarrow: isNarrow)
            var line = StyledLine(" \(padded("\(index + 1)", columns: 2, .right)) ", .dim)
            line += sign + StyledLine(" \(truncated(words, columns: columns, sign: signs.cut))")
            let scope = rules[index].scope.rawValue
            return TextRow(line, trailing: StyledLine((isNarrow ? scope : "this \(scope)") + " ", .dim))
        }
    }

    mutating func revoke(_ index: Int) -> [AppEffect] {
        let rules = conversation.rules
        guard rules.indices.contains(index) else {
            return say(
                rules.isEmpty ? "There are no standing answers" : "There is no rule \(index + 1). /rules lists them")
        }
        let words = RuleWords.text(of: rules[index], signs: signs, isNarrow: false).words
        return tell(.ruleRevoked(rules[index])) + say("Revoked: \(words)")
    }
}
