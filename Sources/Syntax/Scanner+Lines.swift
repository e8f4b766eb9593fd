// What a line's beginning can end: heredocs, block scalars, fences; and where inner languages begin and end.

extension Scanner {
    mutating func beginLine() {
        while startPosition < limit, isBlank(bytes[startPosition]) { startPosition += 1 }
        if let index = frames.firstIndex(where: { $0.kind == .fence }), closes(fence: frames[index].tag) {
            frames.removeSubrange(index...)
            position = startPosition
            emit(to: limit, .attribute)
            return
        }
        if let top = frames.last {
            switch top.kind {
            case .block: if startPosition < limit, startPosition <= Int(top.count) { frames.removeLast() }
            case .heredoc, .indentedHeredoc, .looseHeredoc: endHeredoc(top)
            case .ordinary, .fence, .inner: break
            }
        }
        if let inner = frames.first(where: { $0.kind == .inner }) { limit = place(of: inner.tag, from: 0) }
    }

    private func closes(fence tag: Tag) -> Bool {
        var end = startPosition
        while end < limit, bytes[end] == tag[0] { end += 1 }
        guard end - startPosition >= tag.count else { return false }
        while end < limit, isBlank(bytes[end]) { end += 1 }
        return end == limit
    }

    private mutating func endHeredoc(_ frame: Frame) {
        let start = frame.kind == .heredoc ? 0 : startPosition
        let end = start + frame.tag.count
        guard end <= limit else { return }
        for offset in 0..<frame.tag.count where bytes[start + offset] != frame.tag[offset] { return }
        if end < limit {
            guard frame.kind == .looseHeredoc, !isWordByte(bytes[end]) else { return }
        }
        frames.removeLast()
        position = start
        flush()
        emit(to: end, frame.role)
        hasOperand = true
    }

    // MARK: Inner languages

    /// Where an inner language ends: at its tag, letters in either case, or with the line.
    mutating func place(of tag: Tag, from start: Int) -> Int {
        var place = start
        while place + tag.count <= bytes.count {
            steps += 1
            var same = 0
            while same < tag.count, folded(bytes[place + same]) == tag[same] { same += 1 }
            if same == tag.count { return place }
            place += 1
        }
        return bytes.count
    }

    mutating func leaveInner() {
        flush()
        limit = bytes.count
        guard let index = frames.firstIndex(where: { $0.kind == .inner }) else { return }
        frames.removeSubrange(index...)
    }

    /// The word behind the fence names the language of what follows.
    mutating func openFence(_ rule: Grammar.Rule) {
        let name = bytes[position..<limit].prefix { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: ",") }
        let word = String(decoding: name.drop(while: isBlank).prefix { !isBlank($0) }.prefix(40), as: UTF8.self)
        // What is open until the line's end would take the fence along.
        while frames.last?.kind == .ordinary { frames.removeLast() }
        var frame = Frame(kind: .fence, language: rule.language, context: rule.context, tag: caughtTag)
        let isMatter = caughtTag[0] == UInt8(ascii: "-")
        if let language = Language(fence: isMatter ? "yaml" : word) {
            frame.language = language.number
            frame.context = Grammar.of(language.number).snippet
        }
        if frames.count < LexerState.mostFrames { frames.append(frame) }
        emit(to: limit, rule.role)
    }

    // MARK: Block scalars

    /// The indentation of the node that a block scalar of YAML belongs to; its lines are indented more.
    func blockIndent() -> Int {
        var column = 0
        while column < position, isBlank(bytes[column]) { column += 1 }
        while column + 1 < position, bytes[column] == UInt8(ascii: "-"), isBlank(bytes[column + 1]) {
            var next = column + 1
            while next < position, isBlank(bytes[next]) { next += 1 }
            // `- |`: the dash is the node.
            if next >= position || bytes[next] == UInt8(ascii: "|") || bytes[next] == UInt8(ascii: ">") { break }
            column = next
        }
        return column
    }
}
