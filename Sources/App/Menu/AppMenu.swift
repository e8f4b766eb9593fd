// When the menu opens, what is in it, and what its keys do.

internal import ChangeReview
internal import Matching
internal import TaskMachine

extension AppModel {
    /// Looks at the composer after a message. Only what is typed opens a menu: a paste, the history and a move do not.
    mutating func followMenu() -> [AppEffect] {
        guard focus == .composer, help == nil, picker == nil, historySearch == nil, search?.line == nil else {
            menu = nil
            return []
        }
        guard composer.revision != menuRevision else { return [] }
        menuRevision = composer.revision
        guard composer.isBeingTyped, let token = CompletionToken(composer.draft) else {
            menu = nil
            closedMenu = nil
            return []
        }
        guard closedMenu != token.place else {
            menu = nil
            return []
        }
        closedMenu = nil
        return open(token)
    }

    private mutating func open(_ token: CompletionToken) -> [AppEffect] {
        let isNew = menu?.token.place != token.place
        var menu = isNew ? Menu(token) : self.menu ?? Menu(token)
        menu.token = token
        var effects: [AppEffect] = []
        switch token.kind {
        case .command: menu.show(commandItems(token.query), marksFirst: true)
        case .argument(let command):
            if command == .resume, isNew { effects.append(.listConversations) }
            menu.show(argumentItems(of: command, token.query), marksFirst: !token.query.isEmpty)
        case .file:
            if isNew { recentFiles = filesOnMind }
            // What was found for the letters before stands until the answer comes.
            menu.show(menu.items, marksFirst: true)
            effects.append(find(token.query, isFirst: isNew))
        }
        let isEmpty = menu.items.isEmpty && token.kind != .file && token.kind != .argument(.resume)
        self.menu = isEmpty ? nil : menu
        return effects
    }

    // MARK: Items

    private func commandItems(_ query: String) -> [Menu.Item] {
        Self.ranked(SlashCommand.allCases, query) { $0.rawValue }.map {
            Menu.Item(text: $0.rawValue, label: $0.usage, remark: $0.help)
        }
    }

    func argumentItems(of command: SlashCommand, _ query: String) -> [Menu.Item] {
        guard command == .resume else {
            let choices =
                command == .theme ? themeChoices : command == .model ? modelChoices : command.choices
            return Self.ranked(choices, query) { $0.word }.map {
                Menu.Item(text: $0.word, label: $0.word, remark: $0.help)
            }
        }
        let others = (knownConversations ?? []).filter { $0.state == .closed || $0.state == .interrupted }
        return Self.ranked(others, query) { "\($0.title) \($0.id)" }.prefix(50).map { one in
            let title = one.title.split(whereSeparator: \.isNewline).joined(separator: " ")
            return Menu.Item(
                text: one.id, label: title.isEmpty ? "(no title)" : title,
                remark: dateText(one.updated, offset: report.clockOffset))
        }
    }

    /// Those that answer to what was typed, the best first; of equal ones the order stays.
    private static func ranked<Element>(_ all: [Element], _ query: String, _ name: (Element) -> String) -> [Element] {
        let pattern = FuzzyPattern(query)
        guard !pattern.isEmpty else { return all }
        let scored = all.enumerated().compactMap { index, element in
            pattern.score(of: name(element)).map { (index, element, $0) }
        }
        return scored.sorted { ($1.2, $0.0) < ($0.2, $1.0) }.map(\.1)
    }

    mutating func listed(_ all: [ConversationSummary]) {
        knownConversations = all
        guard var menu, case .argument(.resume) = menu.token.kind else { return }
        let query = menu.token.query
        menu.show(argumentItems(of: .resume, query), marksFirst: !query.isEmpty, keepsRow: true)
        self.menu = menu
    }

    // MARK: Files

    private mutating func find(_ query: String, isFirst: Bool) -> AppEffect {
        fileQuery += 1
        let staged = changes.staged
        let added = staged.states.filter { $0.value != nil && (staged.bases[$0.key] ?? nil) == nil }.keys
        let removed = staged.states.filter { $0.value == nil }.keys
        return .findFiles(
            FileQuery(
                number: fileQuery, text: query, isFirst: isFirst, recent: recentFiles,
                added: added.sorted().map(\.text), removed: removed.sorted().map(\.text)))
    }

    mutating func found(_ answer: FileAnswer) {
        guard var menu, menu.token.kind == .file, answer.number == fileQuery else { return }
        menu.soFar = answer.soFar
        menu.show(answer.paths.map { Menu.Item(text: $0, label: $0) }, marksFirst: true, keepsRow: true)
        self.menu = menu
    }

    /// Files that the user has to do with: under review, and named in the latest messages.
    private var filesOnMind: [String] {
        var paths = changes.changes.map(\.path.text)
        for message in composer.history.messages.suffix(20).reversed() where message.utf8.count < 10_000 {
            for word in message.split(whereSeparator: \.isWhitespace) where word.first == "@" {
                let name = word.dropFirst().prefix { $0 != ":" }
                if !name.isEmpty, !paths.contains(String(name)) { paths.append(String(name)) }
            }
        }
        return Array(paths.prefix(20))
    }

    // MARK: Keys

    /// nil: the key means what it means without a menu.
    mutating func perform(menu action: Action) -> [AppEffect]? {
        guard let menu, focus == .composer else { return nil }
        switch action {
        case .nextItem: self.menu?.move(by: 1)
        case .previousItem: self.menu?.move(by: -1)
        case .closeMenu:
            closedMenu = menu.token.place
            self.menu = nil
        case .completeItem:
            guard let item = menu.marked ?? menu.items.first else { return [] }
            _ = take(item, of: menu)
        case .takeItem:
            // Of an answer that is still to come, what is shown must be meant.
            guard let item = menu.taken, menu.token.kind != .file || isAnswer(item, to: menu) else {
                return perform(.send)
            }
            return take(item, of: menu) ? perform(.send) : []
        default: return nil
        }
        return []
    }

    private func isAnswer(_ item: Menu.Item, to menu: Menu) -> Bool {
        FuzzyPattern(menu.token.query).score(of: item.text) != nil
    }

    /// Puts an item into the draft; whether all that it can take is there.
    private mutating func take(_ item: Menu.Item, of menu: Menu) -> Bool {
        let token = menu.token
        switch token.kind {
        case .command:
            let goesOn = SlashCommand(rawValue: item.text)?.arguments.isEmpty ?? true
            composer.complete(token.range, with: "/" + item.text, goesOn: goesOn)
            // What was only guessed from some letters is shown before it is done.
            return goesOn && (menu.isMoved || item.text.hasPrefix(token.query))
        case .argument:
            composer.complete(token.range, with: item.text, goesOn: true)
            return true
        case .file:
            composer.complete(token.range, with: token.mention(of: item.text), goesOn: item.text.hasSuffix("/"))
            return false
        }
    }
}

extension SlashCommand {
    /// Words that may follow the name.
    var choices: [(word: String, help: String)] {
        switch self {
        case .mode: ChatMode.allCases.map { ($0.rawValue, Words.meaning(of: $0)) }
        case .todos: [("clear", "empty the list")]
        case .export: [("md", "to read"), ("json", "for programs")]
        case .feedback: [("+", "the latest answer was good"), ("-", "it was not")]
        default: []
        }
    }

    /// There is a set of what may follow.
    var hasChoices: Bool { self == .resume || self == .theme || self == .model || !choices.isEmpty }
}
