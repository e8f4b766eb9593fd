// The walk over a command line: what ends a command, where output goes, which text a command is handed.

/// Reads bytes; positions count from the beginning of the whole text, also in nested ones.
struct ShellReader {
    static let maximumDepth = 12

    let bytes: [UInt8]
    var place: Int
    let end: Int
    let depth: Int
    var script = ShellScript()
    private var command = ShellCommand()
    /// Delimiters of documents whose text begins after the line, and the command that gets it, once it has ended.
    private var documents: [(delimiter: String, isQuoted: Bool, command: Int?)] = []

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

    func peek(_ offset: Int = 0) -> UInt8? { place + offset < end ? bytes[place + offset] : nil }

    func isNext(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { wanted in
            place + wanted.count <= end && bytes[place..<place + wanted.count].elementsEqual(wanted)
        }
    }

    private mutating func readAll() {
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): place += 1
            case UInt8(ascii: "\n"):
                place += 1
                endCommand()
                readDocuments()
            case UInt8(ascii: "\\") where isNext("\\\n"): place += 2
            case UInt8(ascii: "#"): skipLine()
            case UInt8(ascii: "|"): readPipe()
            case UInt8(ascii: "&") where isNext("&>"): readRedirect(skipping: 2, isOutput: true)
            case UInt8(ascii: "&"):
                let isAnd = isNext("&&")
                place += isAnd ? 2 : 1
                script.goesOnBehind = script.goesOnBehind || !isAnd
                endCommand()
            case UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: ")"):
                place += 1
                endCommand()
            case UInt8(ascii: "<") where isNext("<("), UInt8(ascii: ">") where isNext(">("): readWord()
            case UInt8(ascii: "<") where isNext("<<<"): readHereWord()
            case UInt8(ascii: "<") where isNext("<<"): readDelimiter()
            case UInt8(ascii: "<"): readRedirect(skipping: isNext("<&") ? 2 : 1, isOutput: false)
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
        let quotes = Array(#"'"\"#.utf8)
        documents.append((word.text, bytes[word.range].contains { quotes.contains($0) }, nil))
    }

    private mutating func readHereWord() {
        place += 3
        skipBlanks()
        command.hereWord = word()
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
            if !document.isQuoted { readSubstitutions(in: start..<max(start, stop)) }
        }
        documents = []
    }
}
