// Patterns for file names, as people write them for git and editors.

/// A glob: `*` and `?` stay within a folder, `**` does not, `[a-z]` and `[!a-z]` are sets, `{a,b}` is a choice, `\`
/// takes the next character as it is. Without a `/` it matches the last part of a path, in every folder.
struct Glob: Equatable {
    private enum Piece: Equatable {
        case byte(UInt8)
        /// `?`
        case any
        /// `*`
        case run
        /// `**/` (zero folders or more) or a final `**`
        case folders
        case set([ClosedRange<UInt8>], isNegated: Bool)
    }

    private var choices: [[Piece]]
    private let isName: Bool

    /// Braces that would give more patterns than this are refused.
    static let maximumChoices = 64

    init(_ text: String) throws(ToolFailure) {
        var bytes = Array(text.utf8)
        if bytes.starts(with: Array("./".utf8)) { bytes.removeFirst(2) }
        guard !bytes.isEmpty, bytes.count <= 1000 else { throw ToolFailure("bad pattern: \(printed(text))") }
        isName = !bytes.contains(UInt8(ascii: "/"))
        if bytes.first == UInt8(ascii: "/") { bytes.removeFirst() }
        let expanded = Glob.expanded(bytes)
        guard expanded.count <= Glob.maximumChoices else {
            throw ToolFailure("the pattern has too many choices: \(printed(text))")
        }
        choices = expanded.map(Glob.pieces)
    }

    /// - Parameter path: parts joined by `/`, as bytes.
    func matches(_ path: some Collection<UInt8>) -> Bool {
        var text = Array(path)
        if isName, let slash = text.lastIndex(of: UInt8(ascii: "/")) { text.removeFirst(slash + 1) }
        return choices.contains { Glob.matches($0, text) }
    }

    /// Every reachable place in the pattern, moved on byte by byte: linear in the text, however many stars there are.
    private static func matches(_ pieces: [Piece], _ text: [UInt8]) -> Bool {
        var places = Set<Int>()
        func reach(_ place: Int) {
            guard places.insert(place).inserted, place < pieces.count else { return }
            // A star may stand for nothing.
            if pieces[place] == .run || pieces[place] == .folders { reach(place + 1) }
        }
        reach(0)
        for byte in text {
            let before = places
            places = []
            for place in before where place < pieces.count {
                switch pieces[place] {
                case .byte(let wanted): if byte == wanted { reach(place + 1) }
                case .any: if byte != slash { reach(place + 1) }
                case .run: if byte != slash { reach(place) }
                case .folders:
                    places.insert(place)
                    // What follows `**/` begins at the start of a part.
                    if byte == slash { reach(place + 1) }
                case .set(let ranges, let isNegated):
                    if byte != slash, ranges.contains(where: { $0.contains(byte) }) != isNegated { reach(place + 1) }
                }
            }
        }
        return places.contains(pieces.count)
            || places.contains { $0 == pieces.count - 1 && pieces[$0] == .folders }
    }

    private static let slash = UInt8(ascii: "/")

    private static func pieces(_ bytes: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "?"): pieces.append(.any)
            case UInt8(ascii: "\\") where index < bytes.count:
                pieces.append(.byte(bytes[index]))
                index += 1
            case UInt8(ascii: "*"):
                let isDouble = index < bytes.count && bytes[index] == UInt8(ascii: "*")
                while index < bytes.count, bytes[index] == UInt8(ascii: "*") { index += 1 }
                let startsPart = pieces.isEmpty || pieces.last == .byte(slash) || pieces.last == .folders
                if isDouble, startsPart, index == bytes.count {
                    pieces.append(.folders)
                } else if isDouble, startsPart, bytes[index] == slash {
                    pieces.append(.folders)
                    index += 1
                } else {
                    pieces.append(.run)
                }
            case UInt8(ascii: "["):
                guard let (set, next) = set(bytes, from: index) else {
                    pieces.append(.byte(byte))
                    continue
                }
                pieces.append(set)
                index = next
            default: pieces.append(.byte(byte))
            }
        }
        return pieces
    }

    private static func set(_ bytes: [UInt8], from start: Int) -> (Piece, Int)? {
        var index = start
        var ranges: [ClosedRange<UInt8>] = []
        let isNegated = index < bytes.count && (bytes[index] == UInt8(ascii: "!") || bytes[index] == UInt8(ascii: "^"))
        if isNegated { index += 1 }
        let first = index
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "]"), index > first {
                return (.set(ranges, isNegated: isNegated), index + 1)
            }
            let low = bytes[index]
            if index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "-"), bytes[index + 2] != UInt8(ascii: "]") {
                let high = bytes[index + 2]
                if low <= high { ranges.append(low...high) }
                index += 3
            } else {
                ranges.append(low...low)
                index += 1
            }
        }
        return nil
    }

    /// `a{b,c{d,e}}` → `ab`, `acd`, `ace`. A brace without its partner, or without a comma, is a plain byte.
    private static func expanded(_ bytes: [UInt8]) -> [[UInt8]] {
        guard let (open, commas, close) = brace(in: bytes) else { return [bytes] }
        var results: [[UInt8]] = []
        for (start, end) in zip([open] + commas, commas + [close]) {
            results += expanded(Array(bytes[..<open] + bytes[(start + 1)..<end] + bytes[(close + 1)...]))
            if results.count > maximumChoices { return results }
        }
        return results
    }

    private static func brace(in bytes: [UInt8]) -> (open: Int, commas: [Int], close: Int)? {
        for open in bytes.indices where bytes[open] == UInt8(ascii: "{") && !isEscaped(open, in: bytes) {
            var depth = 0
            var commas: [Int] = []
            for index in open..<bytes.count where !isEscaped(index, in: bytes) {
                switch bytes[index] {
                case UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: ",") where depth == 1: commas.append(index)
                case UInt8(ascii: "}"):
                    depth -= 1
                    if depth == 0 {
                        if !commas.isEmpty { return (open, commas, index) }
                        break
                    }
                default: continue
                }
                if depth == 0 { break }
            }
        }
        return nil
    }

    private static func isEscaped(_ index: Int, in bytes: [UInt8]) -> Bool {
        var backslashes = 0
        while index - backslashes > 0, bytes[index - backslashes - 1] == UInt8(ascii: "\\") { backslashes += 1 }
        return !backslashes.isMultiple(of: 2)
    }
}
