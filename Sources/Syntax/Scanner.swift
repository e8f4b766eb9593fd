// The one interpreter of all tables: walks a line once, following the rules of the context that is open.

/// Reads one line. Every byte is looked at a bounded number of times.
struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>
    /// Of bytes that get spans.
    let shown: Int
    private let base: UInt8
    var frames: [Frame]
    private(set) var spans: [SyntaxSpan] = []
    var steps = 0
    /// Of the frames that were open at the line's start, those that still are.
    private(set) var leastFrames: Int

    var grammar: Grammar
    private var language: UInt8
    var position = 0
    /// Where the reading ends: the line's end, or the end of an inner language in it.
    var limit: Int
    /// From here on nothing has a span yet.
    private var mark = 0
    private var role = SyntaxRole.plain
    /// The first place that is not blank, or comes behind markers that count as such.
    var startPosition = 0
    /// A value stands before, so that a slash divides and a `<` compares.
    var hasOperand = false
    /// What the next word is, because of a keyword before it.
    var expected = SyntaxRole.plain
    private var heredocs: [Frame] = []
    private var block: Frame?
    private var isKept = false
    /// Zero-length tokens in a row.
    private var idle = 0

    // What the last pattern caught.
    var tokenEnd = 0
    var caughtCount = 0
    var caughtTag = Tag()
    var caughtByte: UInt8 = 0
    /// Searches to the line's end that found nothing, and need not be made again.
    var vainSearches: UInt64 = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, frames: [Frame], language: UInt8, shown: Int) {
        self.bytes = bytes
        self.frames = frames
        self.shown = shown
        base = language
        self.language = language
        grammar = Grammar.of(language)
        limit = bytes.count
        leastFrames = frames.count
    }

    mutating func run() {
        beginLine()
        while true {
            if position < limit { scan() } else if limit < bytes.count { leaveInner() } else { break }
        }
        leastFrames = min(leastFrames, frames.count)
        flush()
        endLine()
    }

    private mutating func scan() {
        leastFrames = min(leastFrames, frames.count)
        let frame = frames.last
        let number = frame?.language ?? base
        if number != language {
            language = number
            grammar = Grammar.of(number)
        }
        let context = grammar.contexts[Int(frame?.context ?? 0)]
        role = context.role
        let close = frame.map { $0.close == 0 ? -1 : Int($0.close) } ?? -1
        let open = frame.map { $0.open == 0 ? -1 : Int($0.open) } ?? -1
        let classes = context.classes
        while position < limit {
            steps += 1
            let byte = bytes[position]
            if Int(byte) == close || Int(byte) == open {
                if pass(bracket: byte, closes: Int(byte) == close) { return }
                continue
            }
            let kind = classes[Int(byte)]
            if kind.isEmpty {
                position += 1
                continue
            }
            if kind.contains(Grammar.Class.rule), let rule = rule(in: context, at: byte) {
                if perform(grammar.rules[rule]) { return }
            } else if kind.contains(Grammar.Class.word) {
                readWord(context)
            } else if kind.contains(Grammar.Class.digit) {
                readNumber(context)
            } else {
                if kind.contains(Grammar.Class.operand) { hasOperand = true }
                if kind.contains(Grammar.Class.operation) {
                    hasOperand = false
                    if expected != .plain, ".:*&".utf8.contains(byte) == false { expected = .plain }
                }
                position += 1
            }
        }
    }

    /// Whether the context ended.
    private mutating func pass(bracket byte: UInt8, closes: Bool) -> Bool {
        let last = frames.count - 1
        hasOperand = closes
        guard closes else {
            frames[last].depth = min(frames[last].depth, .max - 1) + 1
            position += 1
            return false
        }
        frames[last].depth -= 1
        guard frames[last].depth == 0 else {
            // Of `))` that closes `((` both are marks.
            if frames[last].depth < frames[last].count {
                emit(to: position + 1, frames[last].role)
            } else {
                position += 1
            }
            return false
        }
        emit(to: position + 1, frames[last].role)
        frames.removeLast()
        return true
    }

    // MARK: Rules

    private mutating func rule(in context: Grammar.Context, at byte: UInt8) -> Int? {
        var place = Int(context.starts[Int(byte)])
        while true {
            let number = context.lists[place]
            if number == .max { return nil }
            if matches(grammar.rules[Int(number)]) { return Int(number) }
            place += 1
        }
    }

    /// Whether another context is open now.
    private mutating func perform(_ rule: Grammar.Rule) -> Bool {
        let length = tokenEnd - position
        idle = length == 0 ? idle + 1 : 0
        if idle > 8 {
            // Note: contexts that hand a place to each other without reading it would do so for ever.
            idle = 0
            position += 1
            return false
        }
        if rule.action == .line { tokenEnd = limit }
        emit(to: tokenEnd, rule.role)
        if rule.continuesLine { isKept = true }
        if rule.keepsStart {
            startPosition = position
            while startPosition < limit, isBlank(bytes[startPosition]) { startPosition += 1 }
        }
        if rule.role != .comment {
            switch rule.after {
            case .byRole: hasOperand = ![.plain, .keyword, .attribute, .escape].contains(rule.role)
            case .operand: hasOperand = true
            case .operation: hasOperand = false
            case .same: break
            }
            if length > 0 { expected = .plain }
        }
        return follow(rule)
    }

    private mutating func follow(_ rule: Grammar.Rule) -> Bool {
        switch rule.action {
        case .none, .line: return false
        case .push:
            guard frames.count < LexerState.mostFrames else { return false }
            frames.append(frame(for: rule))
            hasOperand = false
        case .change:
            guard let last = frames.last, last.kind == .ordinary else { return false }
            frames[frames.count - 1] = frame(for: rule)
        case .pop:
            guard let last = frames.last, last.kind == .ordinary else { return false }
            frames.removeLast()
        case .deeper:
            guard let last = frames.indices.last else { return false }
            frames[last].depth = min(frames[last].depth, .max - 1) + 1
            return false
        case .shallower:
            guard let last = frames.indices.last, frames[last].kind == .ordinary else { return false }
            frames[last].depth -= 1
            guard frames[last].depth == 0 else { return false }
            frames.removeLast()
        case .heredoc:
            if heredocs.count < 8 { heredocs.append(frame(for: rule)) }
            return false
        case .block:
            var frame = frame(for: rule)
            frame.kind = .block
            frame.count = UInt16(min(blockIndent(), 60_000))
            block = frame
            return false
        case .fence: openFence(rule)
        case .inner:
            guard let last = frames.last, last.kind == .ordinary else { return false }
            frames[frames.count - 1] = Frame(kind: .inner, language: rule.language, context: 0, tag: rule.tag)
            limit = place(of: rule.tag, from: position)
            hasOperand = false
        }
        return true
    }

    private func frame(for rule: Grammar.Rule) -> Frame {
        var frame = Frame(
            kind: rule.kind, language: rule.language, context: rule.context, role: rule.role, close: rule.close,
            depth: rule.depth, count: UInt16(caughtCount), tag: caughtTag)
        if caughtByte != 0 { frame.close = Self.closer(of: caughtByte) ?? caughtByte }
        if rule.close != 0 { frame.count = rule.depth }
        frame.open = Self.opener(of: frame.close) ?? 0
        return frame
    }

    private static func closer(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "("): UInt8(ascii: ")")
        case UInt8(ascii: "["): UInt8(ascii: "]")
        case UInt8(ascii: "{"): UInt8(ascii: "}")
        case UInt8(ascii: "<"): UInt8(ascii: ">")
        default: nil
        }
    }

    private static func opener(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: ")"): UInt8(ascii: "(")
        case UInt8(ascii: "]"): UInt8(ascii: "[")
        case UInt8(ascii: "}"): UInt8(ascii: "{")
        case UInt8(ascii: ">"): UInt8(ascii: "<")
        default: nil
        }
    }

    // MARK: Spans

    /// What came since the last span is of the context's role, and from here to `end` it is `role`.
    mutating func emit(to end: Int, _ role: SyntaxRole) {
        flush()
        add(position..<end, role)
        position = end
        mark = end
    }

    mutating func flush() {
        add(mark..<position, role)
        mark = position
    }

    private mutating func add(_ range: Range<Int>, _ role: SyntaxRole) {
        guard role != .plain, range.lowerBound < shown, !range.isEmpty else { return }
        let end = min(range.upperBound, shown)
        if let last = spans.indices.last, spans[last].role == role, spans[last].range.upperBound == range.lowerBound {
            spans[last].range = spans[last].range.lowerBound..<end
        } else {
            spans.append(SyntaxSpan(range.lowerBound..<end, role))
        }
    }

    // MARK: Line ends

    /// Closes what ends with the line and opens what begins with the next one.
    private mutating func endLine() {
        var backslashes = 0
        while backslashes < bytes.count, bytes[bytes.count - 1 - backslashes] == UInt8(ascii: "\\") { backslashes += 1 }
        let isContinued = isKept || backslashes % 2 == 1
        let ended = frames.firstIndex { frame in
            switch Grammar.of(frame.language).contexts[Int(frame.context)].end {
            case .never: false
            case .atLineEnd: true
            case .unlessContinued: !isContinued
            case .ifShort: frame.tag.count == 1 && !isContinued
            }
        }
        if let ended { frames.removeSubrange(ended...) }
        let room = max(0, LexerState.mostFrames - frames.count)
        frames += heredocs.prefix(room).reversed()
        if let block, room > 0 { frames.append(block) }
    }
}
