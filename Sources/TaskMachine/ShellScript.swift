// A command line as a shell takes it apart, as far as it takes to say which programs would run. Words, not substrings:
// "perform" is not `rm`, and what stands in quotes is text.

/// One word of a command.
struct ShellWord: Equatable {
    /// Without its quotes.
    var text: String
    /// Where it stands, quotes included, in bytes of the whole text.
    var range: Range<Int>
    /// What is between its quotes, when one pair of them is all of it.
    var inner: Range<Int>?
    /// A shell would put something else in its place: `$x`, `$(…)`, `` `…` ``, `<(…)`.
    var isComputed = false
}

/// One program with its arguments.
struct ShellCommand: Equatable {
    var words: [ShellWord] = []
    /// Targets of `>`, `>>`, `>|`, `&>`.
    var outputs: [ShellWord] = []
    /// The text that `<<WORD` hands it.
    var document: Range<Int>?
    /// Its input is the output of the command before it in the list.
    var isPiped = false

    var isEmpty: Bool { words.isEmpty && outputs.isEmpty }
}

/// All commands of a text, those of substitutions among them, in the order in which they end.
struct ShellScript: Equatable {
    var commands: [ShellCommand] = []
    /// A quote or a parenthesis was never closed, or the nesting is too deep to follow.
    var isBroken = false
}

/// Reads bytes; positions count from the beginning of the whole text, also in nested ones.
struct ShellReader {
    static let maximumDepth = 12

    private let bytes: [UInt8]
    private var place: Int
    private let end: Int
    private let depth: Int
    private(set) var script = ShellScript()
    private var command = ShellCommand()
    /// Delimiters of documents whose text begins after the line, and the command that gets it, once it has ended.
    private var documents: [(delimiter: String, command: Int?)] = []

    init(_ bytes: [UInt8], _ range: Range<Int>, depth: Int = 0) {
        self.bytes = bytes
        place = range.lowerBound
        end = range.upperBound
        self.depth = depth
    }

    static func script(in bytes: [UInt8], _ range: Range<Int>, depth: Int = 0) -> ShellScript {
        var reader = ShellReader(bytes, range, depth: depth)
        guard depth <= maximumDepth else {
            reader.script.isBroken = true
            return reader.script
        }
        reader.readAll()
        return reader.script
    }

    private func peek(_ offset: Int = 0) -> UInt8? { place + offset < end ? bytes[place + offset] : nil }

    private func isNext(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { wanted in
            place + wanted.count <= end && bytes[place..<place + wanted.count].elementsEqual(wanted)
        }
    }

    private mutating func readAll() {
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): place += 1
            case UInt8(ascii: "\n"):
                place += 1
                endCommand()
                readDocuments()
            case UInt8(ascii: "\\") where isNext("\\\n"): place += 2
            case UInt8(ascii: "#"): skipLine()
            case UInt8(ascii: "|"): readPipe()
            case UInt8(ascii: "&") where isNext("&>"): readRedirect(skipping: 2, isOutput: true)
            case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "("), UInt8(ascii: ")"):
                place += 1
                endCommand()
            case UInt8(ascii: "<") where isNext("<("), UInt8(ascii: ">") where isNext(">("): readWord()
            case UInt8(ascii: "<") where isNext("<<<"): place += 3
            case UInt8(ascii: "<") where isNext("<<"): readDelimiter()
            case UInt8(ascii: "<"): readRedirect(skipping: 1, isOutput: false)
            case UInt8(ascii: ">"):
                let isDouble = isNext(">>") || isNext(">|") || isNext(">&")
                readRedirect(skipping: isDouble ? 2 : 1, isOutput: true)
            default: readWord()
            }
        }
        endCommand()
    }

    private mutating func skipLine() {
        while let byte = peek(), byte != UInt8(ascii: "\n") { place += 1 }
    }

    private mutating func readPipe() {
        let isOr = isNext("||")
        place += isOr || isNext("|&") ? 2 : 1
        endCommand()
        command.isPiped = !isOr
    }

    private mutating func endCommand() {
        if !command.isEmpty {
            script.commands.append(command)
            for index in documents.indices where documents[index].command == nil {
                documents[index].command = script.commands.count - 1
            }
        }
        command = ShellCommand()
    }

    private mutating func skipBlanks() {
        while let byte = peek(), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { place += 1 }
    }

    private mutating func readRedirect(skipping count: Int, isOutput: Bool) {
        place += count
        skipBlanks()
        guard let word = word() else { return }
        if isOutput { command.outputs.append(word) }
    }

    private mutating func readWord() {
        guard let word = word() else {
            // A byte that begins nothing.
            place += 1
            return
        }
        // `2>` and `10<` number a stream.
        if let next = peek(), next == UInt8(ascii: ">") || next == UInt8(ascii: "<"), word.text.allSatisfy(\.isNumber) {
            return
        }
        command.words.append(word)
    }

    // MARK: Documents

    private mutating func readDelimiter() {
        place += isNext("<<-") ? 3 : 2
        skipBlanks()
        guard let word = word() else { return }
        documents.append((word.text, nil))
    }

    private mutating func readDocuments() {
        for document in documents {
            let start = place
            var stop = end
            while place < end {
                let lineStart = place
                skipLine()
                let line = bytes[lineStart..<place].drop { $0 == UInt8(ascii: "\t") }
                if place < end { place += 1 }
                if String(decoding: line, as: UTF8.self) == document.delimiter {
                    stop = lineStart
                    break
                }
            }
            if let index = document.command, index < script.commands.count {
                script.commands[index].document = start..<max(start, stop)
            }
        }
        documents = []
    }

    // MARK: Words

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: ";"),
            UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("),
            UInt8(ascii: ")"):
            true
        default: false
        }
    }

    /// nil when nothing that belongs to a word stands here.
    private mutating func word() -> ShellWord? {
        let start = place
        var text: [UInt8] = []
        var inner: Range<Int>?
        var isComputed = false
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\\"):
                if let next = peek(1), next != UInt8(ascii: "\n") { text.append(next) }
                place = min(end, place + 2)
            case UInt8(ascii: "'"):
                let quoted = singleQuoted()
                inner = quoted.lowerBound == start + 1 ? quoted : nil
                text += bytes[quoted]
            case UInt8(ascii: "\""):
                let opening = place
                isComputed = doubleQuoted(&text) || isComputed
                inner = opening == start ? start + 1..<max(start + 1, place - 1) : nil
            case UInt8(ascii: "$"), UInt8(ascii: "`"):
                isComputed = true
                substitution(&text)
            case UInt8(ascii: "<") where isNext("<("), UInt8(ascii: ">") where isNext(">("):
                isComputed = true
                text += bytes[place..<place + 2]
                place += 2
                nest(upTo: UInt8(ascii: ")"))
            default:
                guard !Self.endsWord(byte) else {
                    return place > start ? made(text, start, inner, isComputed) : nil
                }
                text.append(byte)
                place += 1
            }
        }
        return place > start ? made(text, start, inner, isComputed) : nil
    }

    private func made(_ text: [UInt8], _ start: Int, _ inner: Range<Int>?, _ isComputed: Bool) -> ShellWord {
        let isWhole = inner.map { $0.lowerBound == start + 1 && $0.upperBound + 1 == place } ?? false
        return ShellWord(
            text: String(decoding: text, as: UTF8.self), range: start..<place, inner: isWhole ? inner : nil,
            isComputed: isComputed)
    }

    private mutating func singleQuoted() -> Range<Int> {
        let start = place + 1
        place = start
        while let byte = peek(), byte != UInt8(ascii: "'") { place += 1 }
        let quoted = start..<max(start, place)
        if place < end { place += 1 } else { script.isBroken = true }
        return quoted
    }

    /// True when something in it is computed.
    private mutating func doubleQuoted(_ text: inout [UInt8]) -> Bool {
        place += 1
        var isComputed = false
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                return isComputed
            case UInt8(ascii: "\\"):
                // Before anything else a backslash is one.
                if let next = peek(1), next != UInt8(ascii: "\n") {
                    text += #"$`"\"#.utf8.contains(next) ? [next] : [byte, next]
                }
                place = min(end, place + 2)
            case UInt8(ascii: "$"), UInt8(ascii: "`"):
                isComputed = true
                substitution(&text)
            default:
                text.append(byte)
                place += 1
            }
        }
        script.isBroken = true
        return isComputed
    }

    /// `$x`, `${x}`, `$(…)`, `$((…))`, `` `…` ``: what is run in it is read as a script.
    private mutating func substitution(_ text: inout [UInt8]) {
        if peek() == UInt8(ascii: "`") {
            let start = place + 1
            place = start
            while let byte = peek(), byte != UInt8(ascii: "`") { place += byte == UInt8(ascii: "\\") ? 2 : 1 }
            place = min(place, end)
            take(ShellReader.script(in: bytes, start..<max(start, place), depth: depth + 1))
            if place < end { place += 1 } else { script.isBroken = true }
            return
        }
        text.append(UInt8(ascii: "$"))
        place += 1
        guard peek() == UInt8(ascii: "(") else { return }
        place += 1
        nest(upTo: UInt8(ascii: ")"))
    }

    /// Reads a nested script from here to its closing parenthesis.
    private mutating func nest(upTo close: UInt8) {
        let start = place
        var open = 1
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\\"): place += 1
            case UInt8(ascii: "'"):
                _ = singleQuoted()
                continue
            case UInt8(ascii: "\""):
                skipDoubleQuoted()
                continue
            case UInt8(ascii: "("): open += 1
            case close:
                open -= 1
                if open == 0 {
                    take(ShellReader.script(in: bytes, start..<place, depth: depth + 1))
                    place += 1
                    return
                }
            default: break
            }
            place += 1
        }
        place = min(place, end)
        take(ShellReader.script(in: bytes, start..<place, depth: depth + 1))
        script.isBroken = true
    }

    private mutating func skipDoubleQuoted() {
        place += 1
        while let byte = peek(), byte != UInt8(ascii: "\"") { place += byte == UInt8(ascii: "\\") ? 2 : 1 }
        place = min(place + 1, end)
    }

    private mutating func take(_ nested: ShellScript) {
        script.commands += nested.commands
        if nested.isBroken { script.isBroken = true }
    }
}
