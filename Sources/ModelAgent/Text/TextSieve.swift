// Parts a model's text, while it streams, into what people read and what is a call. However the text is cut, the same
// comes of it: nothing is decided before what decides it is there.

/// A sieve for one answer.
struct TextSieve: Equatable, Sendable {
    /// What a text holds beside words.
    enum Found: Equatable, Sendable {
        /// `isOpen`: the text ended before the call did.
        case call(CallMarker.Form, String, isOpen: Bool)
        case blocks(path: String, String)
        case file(path: String, String, isOpen: Bool)
        /// Thoughts that a server left in the text.
        case thought(String)
    }

    enum State: Equatable, Sendable {
        case prose
        /// A block of code that is shown: nothing in it is a call.
        case code(ticks: Int)
        case marked(CallMarker)
        case fence(Fence)
        case json
    }

    /// Whether files are changed by blocks with their path above: what a model without tools is told.
    let readsFiles: Bool
    /// How many backticks make a block below a path a whole file; nil: none do. Fewer are a piece of code that is shown.
    let wholeFileTicks: Int?
    /// Names of tools, for JSON that is not marked as a call.
    let knows: EditForm

    var found: [Found] = []
    var state = State.prose
    /// What is not decided yet. What a state opened with is in it, so that it can be shown after all.
    var bytes: [UInt8] = []
    /// Whether `bytes` begins a line.
    var isLineStart = true
    var isFinal = false
    /// What may be shown.
    var shown: [UInt8] = []
    /// Behind this byte of a held block nothing has been looked at.
    var scanned = 0

    init(readsFiles: Bool, wholeFileTicks: Int?, knows: EditForm) {
        self.readsFiles = readsFiles
        self.wholeFileTicks = wholeFileTicks
        self.knows = knows
    }

    /// Of a call that is coming, the path above it, or nothing; nil: none is.
    var heldCall: String? {
        switch state {
        case .marked(let marker): isCall(marker) ? "" : nil
        case .fence(let fence): fence.isCall ? "" : fence.path
        case .prose, .code, .json: nil
        }
    }

    /// What was found, thoughts aside.
    var foundCalls: Int { found.count { if case .thought = $0 { false } else { true } } }

    /// A channel may still be one of thoughts, or of the answer, until it says to whom it speaks.
    private func isCall(_ marker: CallMarker) -> Bool {
        switch marker.form {
        case .thought: false
        case .harmony where marker.keeps == 0: Self.place(of: Array("to=".utf8), in: bytes.prefix(400)) != nil
        default: true
        }
    }

    /// Takes a piece; gives what may be shown of the text now.
    mutating func feed(_ text: String) -> String {
        bytes += text.utf8
        return run()
    }

    /// The text has ended.
    mutating func finish() -> String {
        isFinal = true
        return run()
    }

    /// Takes a whole text. In slices: each line that is shown moves all that stands behind it.
    mutating func read(_ text: String) -> String {
        var rest = Array(text.utf8)[...]
        repeat {
            bytes += rest.prefix(4096)
            rest = rest.dropFirst(4096)
            isFinal = rest.isEmpty
            if !isFinal { while !bytes.isEmpty, step() {} }
        } while !rest.isEmpty
        return run()
    }

    private mutating func run() -> String {
        while !bytes.isEmpty, step() {}
        if isFinal, bytes.isEmpty { end() }
        let text = String(decoding: shown, as: UTF8.self)
        shown = []
        return text
    }

    /// - Returns: whether there may be more to do with what is here.
    private mutating func step() -> Bool {
        switch state {
        case .prose: prose()
        case .code(let ticks): code(ticks)
        case .marked(let marker): marked(marker)
        case .fence(let fence): inFence(fence)
        case .json: json()
        }
    }

    /// The text ended within something that holds nothing back.
    private mutating func end() {
        if case .marked(let marker) = state { close(marker, [], isOpen: true) }
        state = .prose
    }

    // MARK: Words

    private mutating func prose() -> Bool {
        if isLineStart, let goesOn = lineStart() { return goesOn }
        let end = bytes.firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
        var index = 0
        while index < end {
            guard CallMarker.firstBytes.contains(bytes[index]) else {
                index += 1
                continue
            }
            switch sign(at: index) {
            case .none: index += 1
            case .undecided:
                show(index)
                return false
            case .dropped(let count):
                show(index)
                bytes.removeFirst(count)
                return true
            case .opens(let marker):
                show(index)
                bytes.removeFirst(marker.opening.count - marker.keeps)
                state = .marked(marker)
                scanned = 0
                return true
            }
        }
        show(end)
        return true
    }

    private enum Sign {
        case none, undecided
        case dropped(Int)
        case opens(CallMarker)
    }

    private func sign(at index: Int) -> Sign {
        var isUndecided = false
        let rest = bytes[index...]
        for marker in CallMarker.all {
            if rest.starts(with: marker.opening) { return .opens(marker) }
            if !isFinal, marker.opening.starts(with: rest) { isUndecided = true }
        }
        for sign in CallMarker.dropped {
            if rest.starts(with: sign) { return .dropped(sign.count) }
            if !isFinal, sign.starts(with: rest) { isUndecided = true }
        }
        return isUndecided ? .undecided : .none
    }

    /// What only a line's beginning can be. nil: it is none of that.
    private mutating func lineStart() -> Bool? {
        let start = bytes.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? bytes.count
        guard start < bytes.count else { return isFinal ? nil : false }
        let rest = bytes[start...]
        switch rest.first {
        case UInt8(ascii: "`"):
            let ticks = rest.prefix { $0 == UInt8(ascii: "`") }.count
            if start + ticks == bytes.count, !isFinal { return false }
            guard ticks >= 3 else { break }
            guard let end = lineEnd(from: start) else { return false }
            let info = String(decoding: bytes[(start + ticks)..<end], as: UTF8.self).trimmed
            guard !info.contains("`") else { break }
            open(Fence(ticks: ticks, info: info, path: nil, opening: min(end + 1, bytes.count)))
            return true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            // A list of links, a check box: only what begins as a call does is held.
            state = .json
            scanned = 0
            return true
        default: break
        }
        guard readsFiles else { return nil }
        return pathLine(from: start)
    }

    /// The end of the line, its line end not counted; nil: it is still to come.
    func lineEnd(from start: Int) -> Int? {
        bytes[start...].firstIndex(of: 10) ?? (isFinal ? bytes.count : nil)
    }

    /// A path alone on its line, a block on the next.
    private mutating func pathLine(from start: Int) -> Bool? {
        let rest = bytes[start...]
        let soFar = rest.prefix { $0 != 10 }
        guard let path = Self.path(of: Array(soFar)) else { return nil }
        guard let end = lineEnd(from: start) else { return soFar.count > 300 ? nil : false }
        guard Self.isPath(path) else { return nil }
        var next = end + 1
        guard next < bytes.count else { return isFinal ? nil : false }
        // One blank line between is common.
        if let first = bytes[next...].firstIndex(of: 10), bytes[next..<first].allSatisfy(isBlank) { next = first + 1 }
        guard next < bytes.count else { return isFinal ? nil : false }
        let ticks = bytes[next...].prefix { $0 == UInt8(ascii: "`") }.count
        if next + ticks == bytes.count, !isFinal { return false }
        if ticks >= 3 {
            guard let lineEnd = lineEnd(from: next) else { return false }
            let info = String(decoding: bytes[(next + ticks)..<lineEnd], as: UTF8.self).trimmed
            guard !info.contains("`") else { return nil }
            open(Fence(ticks: ticks, info: info, path: path, opening: min(lineEnd + 1, bytes.count)))
            return true
        }
        let bare = Array("<<<<<<< SEARCH".utf8)
        if bytes[next...].starts(with: bare) {
            open(Fence(ticks: 0, info: "", path: path, opening: next))
            return true
        }
        return !isFinal && bare.starts(with: bytes[next...]) ? false : nil
    }

    /// A line as the path that it may be: without the marks that models put around one. nil: it has blanks in it.
    static func path(of line: [UInt8]) -> String? {
        var text = String(decoding: line, as: UTF8.self).trimmed
        for opening in ["### ", "## ", "# ", "File: ", "file: "] where text.hasPrefix(opening) {
            text = String(text.dropFirst(opening.count))
        }
        for mark in ["**", "`"] where text.hasPrefix(mark) && text.count > mark.count {
            text = String(text.dropFirst(mark.count))
        }
        for mark in [":", "**", "`", ":"] where text.hasSuffix(mark) { text = String(text.dropLast(mark.count)) }
        return text.utf8.contains { isBlank($0) } ? nil : text
    }

    static func isPath(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 300, !text.hasPrefix("<"), !text.hasPrefix("http") else { return false }
        guard !text.utf8.contains(where: { #"*?"<>|`()"#.utf8.contains($0) || $0 < 0x20 }) else { return false }
        if ["Makefile", "Dockerfile", "Gemfile", "Rakefile", "LICENSE", "README"].contains(text) { return true }
        guard text.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }) else { return false }
        return text.utf8.last != UInt8(ascii: ".") && text.utf8.last != UInt8(ascii: "/")
    }

    // MARK: Moving on

    /// Shows the first bytes.
    mutating func show(_ count: Int) {
        guard count > 0 else { return }
        shown += bytes[..<count]
        isLineStart = bytes[count - 1] == 10
        bytes.removeFirst(count)
    }

    /// Takes the first bytes away: they are a call.
    mutating func take(_ count: Int) {
        guard count > 0 else { return }
        isLineStart = bytes[count - 1] == 10
        bytes.removeFirst(count)
        state = .prose
        scanned = 0
    }

    private mutating func code(_ ticks: Int) -> Bool {
        if isLineStart {
            let start = bytes.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? bytes.count
            if start == bytes.count, !isFinal { return false }
            let run = bytes[start...].prefix { $0 == UInt8(ascii: "`") }.count
            if run > 0, start + run == bytes.count, !isFinal { return false }
            if run >= ticks {
                guard let end = lineEnd(from: start) else { return false }
                let isClosing = bytes[(start + run)..<end].allSatisfy(isBlank)
                show(min(end + 1, bytes.count))
                if isClosing { state = .prose }
                return true
            }
        }
        show(bytes.firstIndex(of: 10).map { $0 + 1 } ?? bytes.count)
        return true
    }

    // MARK: Signs

    private mutating func marked(_ marker: CallMarker) -> Bool {
        var first: (place: Int, closing: [UInt8])?
        let start = max(0, scanned - 40)
        for closing in marker.closings {
            guard let place = Self.place(of: closing, in: bytes[start...]), first.map({ place < $0.place }) ?? true
            else {
                continue
            }
            first = (place, closing)
        }
        scanned = bytes.count
        if marker.form == .harmony, let goesOn = channel(marker, endsAt: first?.place) { return goesOn }
        if let first {
            let body = Array(bytes[..<first.place])
            bytes.removeFirst(first.place + first.closing.count)
            close(marker, body, isOpen: false)
            return true
        }
        guard isFinal else { return false }
        let body = bytes
        bytes = []
        close(marker, body, isOpen: !marker.closings.isEmpty)
        return true
    }

    private mutating func close(_ marker: CallMarker, _ body: [UInt8], isOpen: Bool) {
        let text = String(decoding: body, as: UTF8.self)
        found.append(marker.form == .thought ? .thought(text) : .call(marker.form, text, isOpen: isOpen))
        state = .prose
        scanned = 0
        isLineStart = false
    }

    /// `final<|message|>` is the answer itself, `analysis<|message|>` thoughts. nil: it is a call, if it is anything.
    private mutating func channel(_ marker: CallMarker, endsAt end: Int?) -> Bool? {
        guard marker.keeps == 0 else { return nil }
        let message = Array("<|message|>".utf8)
        guard let place = Self.place(of: message, in: bytes.prefix(400)), place < end ?? .max else {
            return end == nil && !isFinal && bytes.count < 400 ? false : nil
        }
        let head = String(decoding: bytes[..<place], as: UTF8.self)
        if head.contains("to=") { return nil }
        bytes.removeFirst(place + message.count)
        state = head.hasPrefix("analysis") ? .marked(.thought) : .prose
        scanned = 0
        isLineStart = true
        return true
    }

    static func place(of wanted: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = wanted.first else { return nil }
        var index = bytes.startIndex
        while let next = bytes[index...].firstIndex(of: first) {
            if bytes[next...].starts(with: wanted) { return next }
            index = next + 1
        }
        return nil
    }
}
