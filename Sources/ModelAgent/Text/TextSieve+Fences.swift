// The part of the sieve that reads blocks: of calls, of files, of code; and JSON that stands alone on its lines.

/// A fence that is open, with all that is known of it.
struct Fence: Equatable, Sendable {
    /// 0: blocks without a fence around.
    var ticks: Int
    var info: String
    /// The path that stands above it.
    var path: String?
    /// Bytes up to the first line within.
    var opening: Int
    /// How far the lines within were looked at, and what was found: whether a block is open, where the last one ended,
    /// how many fences are open.
    var place = 0
    var isInBlock = false
    var blocksEnd = 0
    var depth = 0

    init(ticks: Int, info: String, path: String?, opening: Int) {
        self.ticks = ticks
        self.info = info
        self.path = path
        self.opening = opening
        place = opening
    }

    /// It says that it is a call.
    var isCall: Bool { ["tool_call", "tool_code", "tool_use", "tool"].contains(info.lowercased()) }
    var mayBeCall: Bool { info.isEmpty || info.lowercased() == "json" }
}

extension TextSieve {
    mutating func open(_ fence: Fence) {
        var fence = fence
        if readsFiles, fence.path == nil, !fence.isCall {
            // ```python src/main.py, ```python:src/main.py, ```src/main.py
            let last = fence.info.split { $0 == " " || $0 == ":" }.last.map(String.init) ?? ""
            if Self.isPath(last) { fence.path = last }
        }
        state = .fence(fence)
        scanned = fence.opening
    }

    mutating func inFence(_ fence: Fence) -> Bool {
        if fence.isCall { return inCall(fence, isMarked: true) }
        // The first line with words decides.
        let body = fence.opening
        var start = body
        while start < bytes.count, isBlank(bytes[start]) { start += 1 }
        guard start < bytes.count else { return isFinal ? isCode(fence) : false }
        if fence.path != nil {
            guard let end = lineEnd(from: start) else { return false }
            let line = String(decoding: bytes[start..<end], as: UTF8.self)
            if EditBlocks.Marker(line) == .search { return inBlocks(fence) }
            if let wholeFileTicks, fence.ticks >= wholeFileTicks { return inFile(fence) }
        }
        if fence.mayBeCall {
            switch beginsCall(from: start) {
            case true?: return inCall(fence, isMarked: false)
            case nil: return false
            case false?: break
            }
        }
        return isCode(fence)
    }

    /// It is a block of code like any other.
    private mutating func isCode(_ fence: Fence) -> Bool {
        show(min(fence.opening, bytes.count))
        state = .code(ticks: max(3, fence.ticks))
        isLineStart = true
        scanned = 0
        return !bytes.isEmpty
    }

    /// Lines from a byte on, each with its end; the last one only when it is whole.
    private func nextLine(from start: Int) -> (text: ArraySlice<UInt8>, next: Int)? {
        guard start < bytes.count, let end = lineEnd(from: start) else { return nil }
        return (bytes[start..<end], min(end + 1, bytes.count))
    }

    private func closes(_ line: ArraySlice<UInt8>, _ ticks: Int) -> Bool {
        let rest = line.drop { $0 == 0x20 || $0 == 0x09 }
        let run = rest.prefix { $0 == UInt8(ascii: "`") }.count
        return run >= max(3, ticks) && rest.dropFirst(run).allSatisfy(isBlank)
    }

    // MARK: Calls

    /// A fence in a string of the call does not end it: the JSON has to be whole.
    private mutating func inCall(_ fence: Fence, isMarked: Bool) -> Bool {
        var place = scanned
        while let (line, next) = nextLine(from: place) {
            let isClosing = closes(line, fence.ticks)
            if isClosing || next == bytes.count && isFinal {
                let body = bytes[fence.opening..<(isClosing ? place : bytes.count)]
                if isWhole(body) || isClosing && !startsValue(body) {
                    return settle(fence, body, through: isClosing ? next : bytes.count, isMarked: isMarked)
                }
            }
            place = next
            scanned = place
        }
        guard isFinal else { return false }
        // It never became whole: what stands before the first closing fence is the call, if there is one.
        place = fence.opening
        while let (line, next) = nextLine(from: place) {
            if closes(line, fence.ticks) {
                return settle(fence, bytes[fence.opening..<place], through: next, isMarked: isMarked)
            }
            place = next
        }
        guard isMarked else { return isCode(fence) }
        found.append(.call(.json, String(decoding: bytes[fence.opening...], as: UTF8.self), isOpen: true))
        take(bytes.count)
        return true
    }

    private mutating func settle(
        _ fence: Fence, _ body: ArraySlice<UInt8>, through end: Int, isMarked: Bool
    ) -> Bool {
        let text = String(decoding: body, as: UTF8.self)
        guard isMarked || WrittenCalls.areKnown(text, in: knows) else { return isCode(fence) }
        found.append(.call(.json, text, isOpen: false))
        take(end)
        return true
    }

    private func startsValue(_ body: ArraySlice<UInt8>) -> Bool {
        let first = body.first { !isBlank($0) }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// All values in it end.
    private func isWhole(_ body: ArraySlice<UInt8>) -> Bool {
        var rest = body.drop(while: isBlank)
        guard !rest.isEmpty else { return true }
        while startsValue(rest), let end = ArgumentText.end(ofValueIn: rest) {
            rest = rest[end...].drop { isBlank($0) || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
            if rest.isEmpty { return true }
        }
        return false
    }

    /// Whether JSON begins as a call does: with the key of its name. nil: too little is there.
    private func beginsCall(from start: Int) -> Bool? {
        var dense: [UInt8] = []
        for byte in bytes[start...] where !isBlank(byte) {
            dense.append(byte)
            if dense.count == 24 { break }
        }
        if dense.first == UInt8(ascii: "[") { dense.removeFirst() }
        var mayBegin = false
        for key in ["name", "tool", "action", "function", "tool_name", "type\":\"function"] {
            let opening = Array("{\"\(key)\"".utf8)
            if dense.starts(with: opening) { return true }
            if opening.starts(with: dense) { mayBegin = true }
        }
        return mayBegin && !isFinal ? nil : false
    }

    /// A call alone on its lines (Llama 3, Qwen 2.5 Coder: ollama#12174).
    mutating func json() -> Bool {
        let start = bytes.firstIndex { !isBlank($0) } ?? 0
        switch beginsCall(from: start) {
        case nil: return false
        case false?: break
        case true?:
            if let end = ArgumentText.end(ofValueIn: bytes[start...]) {
                let text = String(decoding: bytes[start..<end], as: UTF8.self)
                if WrittenCalls.areKnown(text, in: knows) {
                    found.append(.call(.json, text, isOpen: false))
                    take(end)
                    isLineStart = true
                    return true
                }
            } else if !isFinal, bytes.count < 1 << 20 {
                return false
            }
        }
        state = .prose
        isLineStart = false
        return true
    }

    // MARK: Files

    private mutating func inBlocks(_ fence: Fence) -> Bool {
        var fence = fence
        while let (line, next) = nextLine(from: fence.place) {
            switch EditBlocks.Marker(String(decoding: line, as: UTF8.self)) {
            case .search?: fence.isInBlock = true
            case .replace?:
                fence.isInBlock = false
                fence.blocksEnd = next
            default:
                let isBare = fence.ticks == 0 && !line.allSatisfy(isBlank)
                if !fence.isInBlock, isBare || closes(line, fence.ticks) {
                    return takeBlocks(fence, bytes[fence.opening..<fence.place], through: isBare ? fence.place : next)
                }
            }
            fence.place = next
        }
        state = .fence(fence)
        guard isFinal else { return false }
        // Without its fence's end the blocks are there all the same, if the last one is whole.
        let end = !fence.isInBlock && fence.blocksEnd > 0 ? fence.blocksEnd : bytes.count
        return takeBlocks(fence, bytes[fence.opening..<end], through: bytes.count)
    }

    private mutating func takeBlocks(_ fence: Fence, _ body: ArraySlice<UInt8>, through end: Int) -> Bool {
        found.append(.blocks(path: fence.path ?? "", String(decoding: body, as: UTF8.self)))
        take(end)
        return true
    }

    /// Fences within, as in a Markdown file, come in pairs: one with a word opens, one without closes.
    private mutating func inFile(_ fence: Fence) -> Bool {
        var fence = fence
        while let (line, next) = nextLine(from: fence.place) {
            if closes(line, fence.ticks) {
                if fence.depth == 0 { return takeFile(fence, upTo: fence.place, through: next, isOpen: false) }
                fence.depth -= 1
            } else if line.starts(with: Array(repeating: UInt8(ascii: "`"), count: max(3, fence.ticks))) {
                fence.depth += 1
            }
            fence.place = next
        }
        state = .fence(fence)
        guard isFinal else { return false }
        return takeFile(fence, upTo: bytes.count, through: bytes.count, isOpen: true)
    }

    private mutating func takeFile(_ fence: Fence, upTo end: Int, through next: Int, isOpen: Bool) -> Bool {
        let text = String(decoding: bytes[fence.opening..<end], as: UTF8.self)
        found.append(.file(path: fence.path ?? "", text, isOpen: isOpen))
        take(next)
        return true
    }
}
