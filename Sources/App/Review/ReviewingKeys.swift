// Where the panel's keys go: to what is written or chosen, else to what their actions do.

internal import ChangeReview
internal import Screen

extension Reviewing {
    mutating func press(_ key: Key, _ action: Action?) -> [Effect] {
        switch prompt {
        case .line(let purpose, var line):
            if case .commitMessage = purpose, key == .control("g") { return editMessage(line) }
            switch line.handle(key) {
            case .stays:
                prompt = .line(purpose, line)
                if purpose == .filter { follow(filter: line.text) }
                return []
            case .left:
                prompt = nil
                if purpose == .filter { follow(filter: "") }
                if case .commitMessage = purpose { keptMessage = line.text }
                return []
            case .done(let text):
                prompt = nil
                return written(text, for: purpose)
            }
        case .menu(let menu):
            prompt = nil
            guard case .character(let character) = key.code, key.modifiers.isEmpty,
                menu.choices.contains(where: { $0.key == character })
            else { return [] }
            return chosen(character, in: menu)
        case .question, nil:
            // Esc closes the innermost thing that is open, q the panel.
            if action == .backToChat, commentRow == nil, key == Key(.escape), close() { return [] }
            if commentRow != nil, prompt == nil { return action.map { performInComments($0) } ?? [] }
            if action == .backToChat { return [.leave] }
            return action.map { perform($0) } ?? []
        }
    }

    /// False when nothing is open.
    private mutating func close() -> Bool {
        if window.anchor != nil {
            window.anchor = nil
        } else if window.search != nil {
            window.search = nil
        } else if side == .list, list.isFiltered {
            list.filter = ""
            list.shown = .all
            list.follow(changes, facts)
            if let path { list.select(path, in: changes) }
        } else {
            return false
        }
        return true
    }

    private mutating func follow(filter: String) {
        list.filter = filter
        list.follow(changes, facts)
        if let path { list.select(path, in: changes) }
        selectRow(list.cursor)
    }

    private mutating func written(_ text: String, for purpose: Prompt.Purpose) -> [Effect] {
        switch purpose {
        case .filter:
            follow(filter: text)
            return []
        case .search:
            window.search = text.isEmpty ? nil : DiffSearch(text)
            guard !text.isEmpty else { return [] }
            if goToMatch(forward: true, includingHere: true) {
                return [.say("\(searchPlace() ?? ""): n next, N previous, Esc ends")]
            }
            window.search = nil
            return [.say("No match for \"\(truncated(visibleText(text), columns: 40, sign: signs.cut))\"")]
        case .reason(let selections):
            window.anchor = nil
            return selections.flatMap { review(.rejected($0, reason: text)) }
        case .comment(let path, let range):
            window.anchor = nil
            guard !text.isEmpty else { return [] }
            let rest =
                hasAgent
                ? "Kept. It goes to the agent with your next message"
                : "\(keepsComments ? "Kept for the next time, too" : "Kept until you quit"); o exports it"
            return review(.commented(path, range, text)) + [.say(rest)]
        case .changedComment(let id): return review(.commentChanged(id, text))
        case .addedLine(let path, let line):
            return review(.lineEdited(path, changed: line, Array(text.utf8) + (text.isEmpty ? [0x0A] : [])))
        case .exportPath(let form): return export(form, to: text)
        case .commitMessage: return commit(text)
        }
    }

    private mutating func chosen(_ key: Character, in menu: ReviewMenu) -> [Effect] {
        switch menu {
        case .copy: copy(key)
        case .export: askExportPath(key)
        }
    }

    /// What changes how things are shown, or asks for words; nil: it is not that.
    mutating func performInView(_ action: Action) -> [Effect]? {
        switch action {
        case .selectLines:
            guard side == .diff else { return [.say("v selects lines in the diff. Tab goes there")] }
            window.anchor = window.anchor == nil ? window.place : nil
        case .searchDiff: prompt = .line(.search, TextLine(window.search?.text ?? ""))
        case .filterFiles:
            side = .list
            prompt = .line(.filter, TextLine(list.filter))
        case .nextShown:
            side = .list
            list.shown = FileList.Shown.allCases.next(after: list.shown)
            follow(filter: list.filter)
            return [.say(Words.text(of: list.shown))]
        case .nextOrder:
            list.order = FileList.Order.allCases.next(after: list.order)
            relist()
            return [.say(Words.text(of: list.order))]
        case .toggleTree:
            list.isTree.toggle()
            relist()
        case .toggleSplit:
            let isSplit = window.isSplit(columns: layout?.diff.size.columns ?? 80)
            window.columns = isSplit ? .one : .two
        case .moreContext: setContext(window.context + (window.context < 3 ? 1 : window.context < 10 ? 2 : 10))
        case .lessContext: setContext(window.context - (window.context > 10 ? 10 : window.context > 3 ? 2 : 1))
        case .nextBlanks:
            window.blanks =
                switch window.blanks {
                case .shown: .dimmed
                case .dimmed: .hidden
                case .hidden: .shown
                }
            return [.say(Words.text(of: window.blanks))]
        case .openFold: openFold(all: false, atCursor: false)
        case .openWholeFold: openFold(all: true, atCursor: false)
        case .exportReview:
            guard !changes.isEmpty else { return [.say("Nothing to export")] }
            prompt = .menu(.export)
        case .commentLine: return askComment()
        case .allComments:
            commentRow = 0
        case .resolveComment: return resolveComment()
        case .editLine: return askLine()
        case .chooseOurs: return resolve(.ours)
        case .chooseTheirs: return resolve(.theirs)
        case .chooseBoth: return resolve(.both)
        case .chooseBase: return resolve(.base)
        case .toggleBase:
            conflict.showsBase.toggle()
        case .copyPart:
            guard path != nil else { return [] }
            prompt = .menu(.copy)
        default: return nil
        }
        return []
    }

    private mutating func relist() {
        list.follow(changes, facts)
        if let path { list.select(path, in: changes) }
    }

    private mutating func setContext(_ lines: Int) {
        window.context = min(max(0, lines), DiffShape.mostContext)
    }

    /// Opens the fold with the cursor, or the nearest one below it, or the last one; opened wholly already: closes it.
    mutating func openFold(all: Bool, atCursor: Bool) {
        guard let (change, rows) = diff(), side == .diff else { return }
        let here = rows.row(of: window.place)
        let isFold = rows.rows[here].kind == .fold
        guard isFold || !atCursor else { return }
        let row =
            isFold
            ? here
            : rows.rows[here...].firstIndex { $0.kind == .fold } ?? rows.rows[..<here].lastIndex { $0.kind == .fold }
        guard let row else {
            window.opened = [:]
            return
        }
        let gap = Int(rows.rows[row].hunk)
        let start = gap == 0 ? 0 : end(ofHunk: gap - 1, in: change)
        var opening = window.opened[start] ?? DiffShape.Opening()
        if all {
            opening.above = Int(Int32.max)
        } else {
            if gap > 0 { opening.above += 10 }
            if gap < change.hunks.count { opening.below += 10 }
        }
        let first = rows.rows[row].old
        window.opened[start] = opening
        guard isFold, let (_, after) = diff() else { return }
        window.go(to: after.row(of: .old(Int(first))), in: after, height: height)
    }

    /// The old line after a hunk's last changed one: where the gap below it begins.
    private func end(ofHunk hunk: Int, in change: Change) -> Int {
        let line = change.hunks[hunk].changed.upperBound - 1
        let run = change.weave.runs[change.weave.run(of: line)]
        let offset = line - change.weave.starts[change.weave.run(of: line)]
        return run.old.lowerBound + min(offset + 1, run.old.count)
    }
}

extension Array where Element: Equatable {
    /// The one after another, around the end.
    fileprivate func next(after element: Element) -> Element {
        let place = (firstIndex(of: element) ?? 0) + 1
        return self[place == count ? 0 : place]
    }
}
