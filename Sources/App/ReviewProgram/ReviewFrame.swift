// The frame of a review: the panel, and one row that says what is reviewed and where it goes.

internal import ChangeReview
public import Screen
internal import Settings

extension ReviewModel {
    func panelRect(in size: Size) -> Rect {
        Rect(column: 0, row: 0, columns: size.columns, rows: max(0, size.rows - 1))
    }

    public mutating func frame(in size: Size) -> Frame {
        var cells = CellBuffer(size: size)
        let title = settings.flag(.title) ? "oropendola review: \(ReviewWords.title(of: start.subject))" : ""
        guard size.columns >= Layout.smallest.columns, size.rows >= Layout.smallest.rows else {
            let least = "needs \(Layout.smallest.columns)x\(Layout.smallest.rows)"
            cells.put(
                truncated(least, columns: size.columns, sign: signs.cut), at: Point(column: 0, row: 0), as: .plain)
            return Frame(cells: cells, cursor: nil, title: title, theme: theme)
        }
        let rect = panelRect(in: size)
        var cursor: Point?
        if let palette {
            cursor = draw(palette, into: &cells, within: rect)
        } else if let help {
            help.draw(into: &cells, within: rect, keys: keys, signs: signs)
        } else {
            cursor = reviewing.draw(into: &cells, within: rect, isFocused: true)
            drawKeyHints(into: &cells, within: rect)
        }
        statusLine(columns: size.columns).draw(
            into: &cells, within: Rect(column: 0, row: size.rows - 1, columns: size.columns, rows: 1), signs: signs)
        return Frame(cells: cells, cursor: cursor, title: title, theme: theme)
    }

    /// What stands in the last row, as wide as there is room: of what is less worth the first words go.
    private func statusLine(columns: Int) -> StatusLine {
        let place = ReviewWords.place(of: start.target)
        let news = self.news
        // What is there in any case, then what comes as long as it fits.
        let isOpen = reviewing.prompt != nil || help != nil || palette != nil || reviewing.commentRow != nil
        var parts = StatusParts(news ?? (isOpen ? nil : standing), columns: columns)
        let special =
            palette != nil
            ? ["Enter runs it", "Esc close"] : help == nil ? reviewing.hints : ["j k scroll", "Esc close"]
        if news == nil {
            if !isOpen { for hint in key(.help, "keys") { parts.add(last: hint) } }
            if let special { parts.add(special.prefix(4), orAll: reviewing.choiceHint) }
        }
        let hints = news == nil ? special ?? ordinaryHints : []
        // Without these two nobody gets anywhere.
        if special == nil, change != nil { parts.add(hints.prefix(2), orAll: "space x") }
        if !takesMouse, settings.flag(.mouse) { parts.add(beforeRight: "mouse selects text") }
        if !isOpen { parts.add(place: place.short) }
        parts.add(hints.prefix(4), orAll: reviewing.choiceHint)
        if news == nil, !isOpen { for hint in key(.backToChat, "quits") { parts.add(last: hint) } }
        parts.add(
            beforeRight: truncated(visibleText(ReviewWords.title(of: start.subject)), columns: 40, sign: signs.cut))
        if !isOpen { parts.add(place: place.long) }
        parts.add(hints.dropFirst(4))
        parts.add(beforeRight: start.folder)
        return StatusLine(
            left: (parts.left + parts.ends).map { StatusLine.Field($0, 1) },
            right: parts.right.map { StatusLine.Field($0, 0) },
            ground: isConflicted ? .statusAttention : .status)
    }

    /// What happens, or has just happened, instead of the keys.
    private var news: String? {
        if let flash { return flash.text }
        if isWaitingForWriter { return "Another oropendola writes here; waiting for it\(signs.dots)" }
        if reviewing.changes.isWriting { return "Writing\(signs.dots)" }
        return reviewing.isCommitting ? "Committing\(signs.dots)" : nil
    }

    private var change: Change? { reviewing.path.flatMap { reviewing.changes[$0] } }

    private var isInPlace: Bool { change.map { reviewing.changes.isInPlace($0.path) } ?? false }

    /// Which of the two ways the selected file is reviewed.
    private var standing: String? {
        guard let change else { return start.subject == .watch ? "waiting for changes" : nil }
        if change.conflict != nil { return "conflict" }
        return isInPlace ? "in place" : "for applying"
    }

    /// Space and x do other things in place than where a change is still to be put in.
    private var ordinaryHints: [String] {
        let commit = reviewing.commitRoute == .afterWriting ? key(.commitReview, "commit") : []
        guard change != nil else { return key(.undoReview, "undo") + commit }
        return key(.accept, isInPlace ? "keeps" : "puts in") + key(.reject, isInPlace ? "takes out" : "leaves out")
            + key(.nextUndecided, "next") + key(.undoReview, "undo")
            + key(.switchSide, reviewing.side == .list ? "diff" : "list") + commit + key(.editFile, "edit")
            + key(.selectLines, "select")
    }

    /// A key with what it does; nothing where no key does it.
    private func key(_ action: Action, _ words: String) -> [String] {
        keys.hint(action, words, in: .changes).map { [signs.adapted($0)] } ?? []
    }
}

/// The words of the last row, taken as long as they fit.
private struct StatusParts {
    private(set) var left: [String]
    /// Behind all others on the left.
    private(set) var ends: [String] = []
    private(set) var right: [String] = []
    private var hasPlace = false
    private let columns: Int

    init(_ standing: String?, columns: Int) {
        left = standing.map { [$0] } ?? []
        self.columns = columns
    }

    /// Up to the first for which there is no room; `short` instead where not all of them have room.
    mutating func add(_ words: ArraySlice<String>, orAll short: String? = nil) {
        if let short, !left.contains(where: words.contains) {
            let fits = take { $0.left += words }
            if !fits, !left.contains(short) { take { $0.left.append(short) } }
            return
        }
        for word in words where !left.contains(word) {
            guard take({ $0.left.append(word) }) else { return }
        }
    }
    mutating func add(last word: String) { take { $0.ends.append(word) } }
    /// Before what stands there, which is worth more.
    mutating func add(beforeRight word: String) { take { $0.right.insert(word, at: 0) } }
    mutating func add(place word: String) {
        take {
            if $0.hasPlace { $0.right.removeLast() }
            $0.right.append(word)
            $0.hasPlace = true
        }
    }

    @discardableResult
    private mutating func take(_ change: (inout StatusParts) -> Void) -> Bool {
        var other = self
        change(&other)
        guard other.width <= columns else { return false }
        self = other
        return true
    }

    private var width: Int {
        func width(_ words: [String]) -> Int {
            words.reduce(0) { $0 + displayWidth(of: $1) } + 3 * max(0, words.count - 1)
        }
        let sides = [width(left + ends), width(right)].filter { $0 > 0 }
        return sides.reduce(0, +) + (sides.count == 2 ? 4 : 2)
    }
}
