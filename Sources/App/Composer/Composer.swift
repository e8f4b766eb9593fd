// The part where the user writes: emacs keys, undo, a ring of what was cut, history.

internal import Screen

struct Composer: Equatable, Sendable {
    private(set) var draft = Draft() {
        didSet { revision &+= 1 }
    }
    /// Grows when the draft changes or its cursor moves.
    private(set) var revision = 0
    private var undone: [Draft] = []
    private var done: [Draft] = []
    private var cuts = KillRing()
    private var latest: Latest = .other
    /// Messages sent before.
    private(set) var history: MessageHistory
    private var walk: HistoryWalk?
    /// The column that up and down aim at.
    private var aim: Int?

    /// The first of it was pasted: nobody typed the sign that it begins with.
    private(set) var beginsPasted = false

    /// What the latest key did, as far as the next one cares.
    private enum Latest: Equatable, Sendable {
        case typing, cutting, other
        /// So many pieces before the cursor came out of the ring.
        case yanking(Int)
        /// A blank was written behind what was completed.
        case completing
    }

    /// On the way through the history.
    private struct HistoryWalk: Equatable, Sendable {
        var place: Int
        /// The draft that waits at the end; only messages that begin like it are met.
        var kept: Draft
    }

    /// Vi's mode; nil: the keys are emacs's alone.
    var vi: ViMode?

    private static let undoLimit = 300

    init(history: [String] = []) { self.history = MessageHistory(history) }

    var isEmpty: Bool { draft.isEmpty }
    var text: String { draft.text }
    /// What is written, as it is kept on disk.
    var keptText: String { FoldedPaste.kept(draft.pieces) }
    /// The draft came about by typing and not out of the history, an editor, a paste.
    var isBeingTyped: Bool { walk == nil && (latest == .typing || latest == .completing) }

    // MARK: What is typed and done

    mutating func type(_ character: Character) {
        // The blank behind what was completed was a guess.
        if latest == .completing, character == ":", draft.pieces.prefix(draft.cursor).last?.isBlank == true {
            _ = draft.remove(to: draft.cursor - 1)
        }
        if latest != .typing || character == " " || character == "\n" { keep() }
        if draft.cursor == 0 { beginsPasted = false }
        draft.insert(String(character))
        changed(.typing)
    }

    mutating func paste(_ text: String) {
        guard !text.isEmpty else { return }
        keep()
        if draft.cursor == 0 { beginsPasted = true }
        draft.insertPaste(text)
        changed(.other)
    }

    /// Replaces everything: an editor came back, or a queued message is taken back.
    mutating func replace(with text: String) {
        keep()
        beginsPasted = false
        draft = Draft()
        draft.insertPaste(text, isWritten: true)
        changed(.other)
    }

    /// Brings back what `keptText` gave; folded pastes are folded again.
    mutating func restore(_ kept: String) {
        keep()
        beginsPasted = false
        draft = Draft()
        for part in FoldedPaste.parts(ofKept: kept) {
            if part.isFolded {
                draft.insert(pieces: [.pasted(FoldedPaste(part.text))])
            } else {
                draft.insertPaste(part.text, isWritten: true)
            }
        }
        changed(.other)
    }

    /// Puts what a menu gave in the place of the pieces that asked for it.
    ///
    /// - Parameter goesOn: more may be written right behind it; else a blank follows.
    mutating func complete(_ range: Range<Int>, with text: String, goesOn: Bool) {
        keep()
        var new = text.map { DraftPiece.character($0) }
        let hasBlank = draft.pieces.indices.contains(range.upperBound) && draft.pieces[range.upperBound].isBlank
        if !goesOn, !hasBlank { new.append(.character(" ")) }
        draft.replace(range, with: new)
        changed(goesOn ? .typing : .completing)
    }

    /// A piece of its own at the cursor: what a command printed.
    mutating func attach(_ paste: FoldedPaste) {
        keep()
        draft.insert(pieces: [.pasted(paste)])
        changed(.other)
    }

    /// Shows the folded paste at the cursor as text.
    mutating func unfold() -> Unfolding {
        guard let fold = draft.fold else { return .noFold }
        guard fold.paste.text.utf8.count <= FoldedPaste.mostShown else { return .tooLong }
        keep()
        draft.replace(fold.place..<fold.place + 1, with: fold.paste.text.map { .character($0) })
        changed(.other)
        return .unfolded
    }

    enum Unfolding { case unfolded, noFold, tooLong }

    /// Empties the composer; `undoEdit` brings it back.
    mutating func clear() {
        keep()
        draft = Draft()
        changed(.other)
    }

    /// The text to send, which is then history.
    mutating func take() -> String {
        let text = draft.text
        remember(text)
        // The next message is written, whatever the mode was.
        if vi != nil { vi = .insert }
        draft = Draft()
        done = []
        undone = []
        changed(.other)
        return text
    }

    mutating func remember(_ text: String) { history.add(text) }

    /// Earlier runs' messages, found after the first paint; what was sent since stays the latest.
    mutating func addHistory(_ earlier: [String]) {
        history.addEarlier(earlier)
        walk = nil
    }

    /// Whether the action was one of the composer's.
    mutating func perform(_ action: Action, width: Int) -> Bool {
        switch action {
        case .newline: type("\n")
        case .lineStart: move(to: draft.lineStart)
        case .lineEnd: move(to: draft.lineEnd)
        case .textStart: move(to: 0)
        case .textEnd: move(to: draft.pieces.count)
        case .back: move(to: draft.cursor - 1)
        case .forward: move(to: draft.cursor + 1)
        case .wordBack: move(to: draft.wordStart)
        case .wordForward: move(to: draft.wordEnd)
        case .previousLine: moveRow(by: -1, width: width)
        case .nextLine: moveRow(by: 1, width: width)
        case .deleteBack: delete(to: draft.cursor - 1)
        case .deleteForward, .endOfInput: delete(to: draft.cursor + 1)
        case .deleteWordBack: cut(to: draft.blankWordStart)
        case .deleteWordForward: cut(to: draft.wordEnd)
        case .killToEnd: cut(to: draft.lineEnd == draft.cursor ? draft.cursor + 1 : draft.lineEnd)
        case .killToStart: cut(to: draft.lineStart)
        case .yank: yank()
        case .yankEarlier: yankEarlier()
        case .upperWord: changeWord { $0.uppercased() }
        case .capitalWord: changeWord { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }
        case .undoEdit: undo()
        case .redoEdit: redo()
        default: return false
        }
        return true
    }

    // MARK: Changes

    private mutating func delete(to place: Int) {
        if latest != .typing { keep() }
        _ = draft.remove(to: place)
        changed(.typing)
    }

    func lastCut() -> [DraftPiece]? { cuts.latest }

    mutating func copy(_ pieces: [DraftPiece]) {
        latest = .other
        if !pieces.isEmpty { cuts.cut(pieces, joins: false, isBackward: false) }
    }

    mutating func insert(_ pieces: [DraftPiece], at place: Int) { rewrite(place..<place, as: pieces) }

    mutating func remove(_ range: Range<Int>) { rewrite(range, as: []) }

    /// The cursor stands behind what is new.
    mutating func rewrite(_ range: Range<Int>, as pieces: [DraftPiece]) {
        keep()
        draft.replace(range, with: pieces)
        changed(.other)
    }

    mutating func cut(to place: Int) {
        keep()
        let isBackward = place < draft.cursor
        let removed = draft.remove(to: place)
        let joins = latest == .cutting
        changed(.cutting)
        if !removed.isEmpty { cuts.cut(removed, joins: joins, isBackward: isBackward) }
    }

    mutating func yank() {
        guard let last = cuts.yank() else { return }
        keep()
        draft.insert(pieces: last)
        changed(.yanking(last.count))
    }

    private mutating func yankEarlier() {
        guard case .yanking(let count) = latest, let earlier = cuts.turn() else { return }
        keep()
        draft.replace(draft.cursor - count..<draft.cursor, with: earlier)
        changed(.yanking(earlier.count))
    }

    private mutating func changeWord(_ change: (String) -> String) {
        let end = draft.wordEnd
        var start = draft.cursor
        while start < end, !draft.pieces[start].isWord { start += 1 }
        let word = draft.pieces[start..<end]
        // A folded paste is no word to be written otherwise.
        guard !word.contains(where: { if case .pasted = $0 { true } else { false } }) else { return move(to: end) }
        keep()
        draft.replace(start..<end, with: change(word.map(\.text).joined()).map { .character($0) })
        changed(.other)
    }

    private mutating func undo() {
        guard let before = done.popLast() else { return }
        undone.append(draft)
        draft = before
        latest = .other
        aim = nil
        walk = nil
    }

    private mutating func redo() {
        guard let after = undone.popLast() else { return }
        done.append(draft)
        draft = after
        latest = .other
        aim = nil
        walk = nil
    }

    /// Remembers the draft as it is, for undo.
    private mutating func keep() {
        // Whoever changes a message of the history gets their own draft back by undo, too.
        if let walk, !walk.kept.isEmpty, done.last != walk.kept { done.append(walk.kept) }
        guard done.last != draft else { return }
        done.append(draft)
        if done.count > Self.undoLimit { done.removeFirst() }
    }

    private mutating func changed(_ what: Latest) {
        latest = what
        undone = []
        aim = nil
        walk = nil
    }

    // MARK: Moves

    mutating func move(to place: Int) {
        draft.move(to: place)
        latest = .other
        aim = nil
    }

    private mutating func moveRow(by step: Int, width: Int) {
        let layout = DraftLayout(draft, width: width)
        let row = layout.cursorRow + step
        latest = .other
        guard layout.rows.indices.contains(row) else {
            walkHistory(by: step)
            return
        }
        let column = aim ?? layout.cursorColumn
        draft.move(to: layout.place(row: row, column: column))
        aim = column
    }

    private mutating func walkHistory(by step: Int) {
        let kept = walk?.kept ?? draft
        let place = walk?.place ?? history.messages.count
        // Where none begins with the draft, a key that does nothing would seem broken: all are walked then.
        let isBeginning = history.place(from: history.messages.count, step: -1, beginning: kept.text) != nil
        let beginning = isBeginning ? kept.text : ""
        guard let next = history.place(from: place, step: step, beginning: beginning) else {
            // Below the latest message is the draft.
            if step > 0, walk != nil {
                draft = kept
                walk = nil
            }
            return
        }
        beginsPasted = false
        draft = Draft()
        draft.insertPaste(history.messages[next], isWritten: true)
        walk = HistoryWalk(place: next, kept: kept)
        aim = nil
    }
}
