// The composer under vi's keys. In insert mode every key is as ever; in normal mode letters are commands.

internal import Screen

/// Which of the two modes, and what was begun in normal mode; there is none where the setting is off.
enum ViMode: Equatable, Sendable {
    case insert
    case normal(ViKeys)
}

extension Composer {
    /// Whether the key was vi's. What is not (Enter, arrows, Ctrl-T) means what it always means.
    mutating func handleVi(_ key: Key, width: Int) -> Bool {
        guard let mode = vi else { return false }
        guard case .normal(var keys) = mode else {
            guard key == Key(.escape) else { return false }
            vi = .normal(ViKeys())
            if draft.cursor > draft.lineStart { move(to: draft.cursor - 1) }
            return true
        }
        switch (key.code, key.modifiers) {
        case (.escape, []) where !keys.isIdle:
            vi = .normal(ViKeys())
            return true
        case (.character("r"), .control):
            _ = perform(.redoEdit, width: width)
        case (.backspace, []): move(to: draft.cursor - 1)
        case (.character(let letter), []):
            let command = keys.handle(letter)
            vi = .normal(keys)
            if let command { perform(command, width: width) }
        default: return false
        }
        stayOnCharacter()
        return true
    }

    private mutating func stayOnCharacter() {
        guard case .normal = vi, draft.cursor == draft.lineEnd, draft.cursor > draft.lineStart else { return }
        move(to: draft.cursor - 1)
    }

    private mutating func perform(_ command: ViKeys.Command, width: Int) {
        switch command {
        case .move(.up, let times), .move(.down, let times):
            let action: Action = command == .move(.up, times) ? .previousLine : .nextLine
            for _ in 0..<min(times, 1000) { _ = perform(action, width: width) }
        case .move(let motion, let times): move(to: draft.place(motion, times))
        case .operate(let name, let motion, let times) where motion.isLinewise:
            operate(name, onLines: draft.range(motion, times))
        case .operate(let name, let motion, let times): operate(name, on: draft.range(motion, times))
        case .lines(let name, let times): operate(name, onLines: draft.lines(times))
        case .word(let name, let around, let times): operate(name, on: draft.word(around: around, times))
        case .switchCase(let times):
            let end = min(draft.lineEnd, draft.cursor + times)
            rewrite(draft.cursor..<end, as: draft.pieces[draft.cursor..<end].flatMap(\.inOtherCase))
        case .replace(let character, let times):
            let end = draft.cursor + times
            // As vi: where there are fewer characters, none is replaced.
            guard end <= draft.lineEnd else { return }
            rewrite(draft.cursor..<end, as: Array(repeating: .character(character), count: times))
            move(to: draft.cursor - 1)
        case .insert(let motion):
            if let motion { move(to: draft.place(motion, 1)) }
            vi = .insert
        case .append:
            if draft.cursor < draft.lineEnd { move(to: draft.cursor + 1) }
            vi = .insert
        case .openLine(let isBelow):
            move(to: isBelow ? draft.lineEnd : draft.lineStart)
            type("\n")
            if !isBelow { move(to: draft.cursor - 1) }
            vi = .insert
        case .put(let isAfter, let times): put(after: isAfter, min(times, 100))
        case .undo(let times): for _ in 0..<times { _ = perform(.undoEdit, width: width) }
        }
    }

    private mutating func operate(_ name: ViKeys.Operator, on range: Range<Int>) {
        if name == .copy {
            copy(Array(draft.pieces[range]))
            move(to: range.lowerBound)
        } else {
            move(to: range.lowerBound)
            cut(to: range.upperBound)
        }
        if name == .change { vi = .insert }
    }

    /// Whole lines end with a line end in the ring, so that they are put back as such.
    private mutating func operate(_ name: ViKeys.Operator, onLines range: Range<Int>) {
        var lines = Array(draft.pieces[range])
        let isEnded = lines.last?.isNewline == true
        if !isEnded { lines.append(.character("\n")) }
        switch name {
        case .copy: copy(lines)
        case .change:
            copy(lines)
            remove(range.lowerBound..<range.upperBound - (isEnded ? 1 : 0))
            vi = .insert
        case .delete:
            copy(lines)
            // The last line goes with the line end before it.
            let start = isEnded || range.lowerBound == 0 ? range.lowerBound : range.lowerBound - 1
            remove(start..<range.upperBound)
            move(to: draft.lineStart)
        }
    }

    private mutating func put(after isAfter: Bool, _ times: Int) {
        guard let pieces = lastCut(), !pieces.isEmpty else { return }
        let all = (0..<times).flatMap { _ in pieces }
        guard pieces.last?.isNewline == true else {
            let place = isAfter && draft.cursor < draft.lineEnd ? draft.cursor + 1 : draft.cursor
            insert(all, at: place)
            move(to: draft.cursor - 1)
            return
        }
        if isAfter {
            let start = draft.lineEnd + 1
            insert([.character("\n")] + all.dropLast(), at: draft.lineEnd)
            move(to: start)
        } else {
            let start = draft.lineStart
            insert(all, at: start)
            move(to: start)
        }
    }
}

extension DraftPiece {
    /// More than one where a letter's other case is written so; a folded paste has none.
    fileprivate var inOtherCase: [DraftPiece] {
        guard case .character(let character) = self else { return [self] }
        let other = character.isLowercase ? character.uppercased() : character.lowercased()
        return other.map { .character($0) }
    }
}

extension AppModel {
    /// The setting of vi's keys in the composer.
    var usesVi: Bool {
        get { composer.vi != nil }
        set { composer.vi = newValue ? composer.vi ?? .insert : nil }
    }

    /// Whether vi took the key. Escape closes a menu before it leaves insert mode.
    mutating func handleVi(_ key: Key) -> Bool {
        guard usesVi, focus == .composer, help == nil, picker == nil else { return false }
        if menu != nil, key == Key(.escape) { return false }
        return composer.handleVi(key, width: Composer.textWidth(in: size.columns))
    }
}
