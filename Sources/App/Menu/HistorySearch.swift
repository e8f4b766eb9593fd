// Ctrl-R: a few letters find a message sent before, and Enter brings it into the composer.

internal import Matching
internal import Screen

struct HistorySearch: Equatable, Sendable {
    var line: TextLine
    /// Places in the history, the best first.
    private(set) var found: [Int] = []
    private(set) var row = 0

    static let rows = 50

    init(_ text: String, in history: MessageHistory) {
        line = TextLine(text)
        look(in: history)
    }

    mutating func look(in history: MessageHistory) {
        found = history.places(of: FuzzyPattern(line.text), limit: Self.rows)
        row = 0
    }

    mutating func move(by step: Int) {
        guard !found.isEmpty else { return }
        row = (row + step + found.count) % found.count
    }

    var place: Int? { found.indices.contains(row) ? found[row] : nil }
}

extension AppModel {
    /// What is written is what is looked for at first, and stays as it is until a message is taken.
    mutating func searchHistory() -> [AppEffect] {
        guard !composer.history.messages.isEmpty else { return say("Nothing was sent from this folder yet") }
        focus = .composer
        menu = nil
        let written = composer.draft.fold == nil && composer.draft.pieces.count < 200 ? composer.text : ""
        historySearch = HistorySearch(written.contains(where: \.isNewline) ? "" : written, in: composer.history)
        return []
    }

    /// nil: the key is for somebody else, and the search is over.
    mutating func handleHistorySearch(_ key: Key, _ action: Action?) -> [AppEffect]? {
        guard historySearch != nil else { return nil }
        switch action {
        case .nextItem, .searchHistory: historySearch?.move(by: 1)
        case .previousItem: historySearch?.move(by: -1)
        case .takeItem, .completeItem:
            let place = historySearch?.place
            historySearch = nil
            guard let place else { return say("No message was taken. Your text is as it was") }
            composer.replace(with: composer.history.messages[place])
        case .closeMenu, .clearOrQuit: historySearch = nil
        case .redraw, .suspend: return nil
        case let action? where isGlobal(action):
            historySearch = nil
            return nil
        default:
            let before = historySearch?.line.text
            // Line ends look for nothing.
            if key == .control("j") || key.code == .enter { return [] }
            _ = historySearch?.line.handle(key)
            if historySearch?.line.text != before { historySearch?.look(in: composer.history) }
        }
        return []
    }
}
