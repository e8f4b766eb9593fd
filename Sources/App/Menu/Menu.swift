// The menu above the composer: what could stand there, one row each, one of them marked.

struct Menu: Equatable, Sendable {
    struct Item: Equatable, Sendable {
        /// What is put into the draft.
        var text: String
        /// What is shown and compared with what was typed.
        var label: String
        /// Behind it, dim.
        var remark = ""
    }

    var token: CompletionToken
    var items: [Item] = []
    /// The marked row; nil while nothing is.
    private(set) var row: Int?
    /// The user marked it.
    private(set) var isMoved = false
    /// So many files' names are known, and more are being read.
    var soFar: Int?

    static let rows = 8

    init(_ token: CompletionToken) { self.token = token }

    var marked: Item? { row.flatMap { items.indices.contains($0) ? items[$0] : nil } }

    /// Other items; what the user marked stays marked where it is still there.
    mutating func show(_ new: [Item], marksFirst: Bool, keepsRow: Bool = false) {
        let kept = keepsRow && isMoved ? marked.flatMap { item in new.firstIndex { $0.text == item.text } } : nil
        items = new
        row = kept ?? (marksFirst && !new.isEmpty ? 0 : nil)
        isMoved = kept != nil
    }

    /// Marks another row; from the last one on to the first.
    mutating func move(by step: Int) {
        guard !items.isEmpty else { return }
        isMoved = true
        row = row.map { ($0 + step + items.count) % items.count } ?? (step > 0 ? 0 : items.count - 1)
    }

    /// What Enter takes; nil: what is typed is meant as it is.
    var taken: Item? {
        guard let marked else { return nil }
        if !isMoved, items.contains(where: { $0.text == token.query }) { return nil }
        return marked.text == token.query ? nil : marked
    }
}
