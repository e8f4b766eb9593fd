// Every action by name: found by a few letters, run where it was asked for.

internal import Matching
internal import Screen

struct Palette: Equatable, Sendable {
    /// An action in one of its contexts.
    struct Item: Equatable {
        var action: Action
        var context: KeyContext
        /// The first one is what runs it.
        var keys: [Key]
        /// The key that is pressed before one of them.
        var prefix: Key?
        var help: String
        /// Why it can't be run now; nil: it can.
        var reason: String?
    }

    /// Where it was opened, the innermost context first.
    let contexts: [KeyContext]
    private(set) var line = TextLine()
    /// The cursor's row, and the one at the top.
    private(set) var row = 0

    init(contexts: [KeyContext]) { self.contexts = contexts }

    mutating func paste(_ text: String) {
        line.paste(text.filter { !$0.isNewline })
        row = 0
    }

    mutating func move(by count: Int) { row = max(0, row + count) }

    mutating func limit(to count: Int) { row = max(0, min(row, count - 1)) }

    enum Outcome {
        case stays
        case close
        /// As if this key were pressed where the palette was opened; the context is the action's.
        case run(Key, Action, KeyContext)
        /// It can't be run, and why.
        case refused(String)
    }

    /// A key, with the rows of the place where the palette is and all actions that there are.
    mutating func press(_ key: Key, keys: KeyMap, rows: Int, items all: [Item]) -> Outcome {
        let items = found(in: all)
        switch move(key, keys: keys, page: max(1, rows - Self.frameRows - 1), count: items.count) {
        case .stays: return .stays
        case .closes: return .close
        case .helps: return .run(key, .help, contexts[0])
        case .takes:
            guard items.indices.contains(row) else { return .stays }
            let item = items[row]
            if let reason = item.reason { return .refused("\(item.action.words): \(reason)") }
            return .run(item.keys.first ?? Self.noKey, item.action, item.context)
        }
    }

    private enum Move {
        case stays, takes, closes, helps
    }

    /// Letters are for the words; the rest moves as in any list.
    private mutating func move(_ key: Key, keys: KeyMap, page: Int, count: Int) -> Move {
        if !key.isTyped {
            switch keys.action(for: key, in: [.list, .everywhere]) {
            case .nextRow: return step(1, count)
            case .previousRow: return step(-1, count)
            case .panelPageDown, .pageDown: return step(page, count)
            case .panelPageUp, .pageUp: return step(-page, count)
            case .openItem: return .takes
            case .cancelOrClose, .clearOrQuit, .palette: return .closes
            case .help: return .helps
            default: break
            }
        }
        let before = line.text
        switch line.handle(key) {
        case .done: return .takes
        case .left: return .closes
        case .stays: if line.text != before { row = 0 }
        }
        return .stays
    }

    private mutating func step(_ rows: Int, _ count: Int) -> Move {
        row = max(0, min(row + rows, count - 1))
        return .stays
    }

    // MARK: What it shows

    /// All actions: those of here first, then those that are reached elsewhere.
    func items(_ keys: KeyMap, whyNot: (Action, KeyContext) -> String?) -> [Item] {
        var items: [Item] = []
        var seen: Set<Action> = [.palette, .choose]
        for context in contexts + KeyContext.allCases.filter({ !contexts.contains($0) }) {
            let isHere = contexts.contains(context)
            var here: [Action: Int] = [:]
            for binding in KeyMap.standard.bindings + keys.bindings where binding.contexts.contains(context) {
                let action = binding.action
                guard !seen.contains(action) else { continue }
                if here[action] == nil {
                    here[action] = items.count
                    let reason = isHere ? whyNot(action, context) : "\(context.placeWords)"
                    items.append(
                        Item(
                            action: action, context: context, keys: [],
                            prefix: context == .panel ? keys.key(for: .arrangePanel, in: [.everywhere]) : nil,
                            help: binding.help, reason: reason))
                }
            }
            for binding in keys.bindings where binding.contexts.contains(context) {
                guard let place = here[binding.action] else { continue }
                for key in binding.keys where !items[place].keys.contains(key) { items[place].keys.append(key) }
            }
            // What is elsewhere under the same name does the same there: next row, page down.
            if isHere { seen.formUnion(here.keys) }
        }
        return items
    }

    /// What an action that can't be run now is worth less: as much as two of its letters.
    private static let unable = 32

    /// Those whose name has the letters, or whose help has the words, the likeliest first.
    func found(in items: [Item]) -> [Item] {
        let pattern = FuzzyPattern(line.text)
        guard !pattern.isEmpty else { return items }
        let words = line.text.lowercased()
        var ranked: [(rank: Int, place: Int)] = []
        for (place, item) in items.enumerated() {
            let byName = pattern.score(of: item.action.words)
            guard let score = byName ?? (item.help.lowercased().contains(words) ? 0 : nil) else { continue }
            // Of equal ones the shorter name is the one that was meant whole.
            ranked.append((score - item.action.words.utf8.count / 4 - (item.reason == nil ? 0 : Self.unable), place))
        }
        return ranked.sorted { ($1.rank, $0.place) < ($0.rank, $1.place) }.map { items[$0.place] }
    }
}

extension KeyContext {
    /// Where its actions are reached.
    var placeWords: String {
        switch self {
        case .composer: "in the composer"
        case .menu: "in a menu"
        case .chat: "in the chat"
        case .changes: "in the changes"
        case .request: "at a request"
        case .queue: "in the queue"
        case .list: "in a list"
        case .panel: "beside a chat"
        case .lines: "while lines are taken"
        case .question: "at a question"
        case .help: "in the help"
        case .everywhere: "not here"
        }
    }
}
