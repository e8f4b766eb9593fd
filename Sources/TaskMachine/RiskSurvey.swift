// Walks through the programs of a command line, through the wrappers before them and the shells inside.

/// Collects what is risky.
struct RiskSurvey {
    struct Found: Equatable {
        var range: Range<Int>
        var reason: CommandRisk.Reason
        var level: CommandRisk.Level
    }

    let bytes: [UInt8]
    private(set) var found: [Found] = []
    private(set) var invocations: [[String]] = []
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func readAll() {
        read(0..<bytes.count)
        if let bomb = ForkBomb.range(in: bytes) { note(bomb, .forkBomb) }
    }

    mutating func note(_ range: Range<Int>, _ reason: CommandRisk.Reason) {
        let new = Found(range: range, reason: reason, level: reason.level)
        if !found.contains(new) { found.append(new) }
    }

    private mutating func read(_ range: Range<Int>) {
        guard depth < ShellReader.maximumDepth else { return note(range, .unreadable) }
        depth += 1
        defer { depth -= 1 }
        let script = ShellReader.script(in: bytes, range)
        if script.isBroken { note(range, .unreadable) }
        for command in script.commands {
            for output in command.outputs { look(at: output) }
            if let document = command.document, isShell(command.words) { read(document) }
            if let word = command.hereWord, isShell(command.words) { read(word) }
            look(at: command.words[...], isPiped: command.isPiped)
        }
    }

    /// Code that comes as a text of its own: its place in the line where it stands there as it is.
    mutating func read(_ word: ShellWord) {
        if let inner = word.inner { return read(inner) }
        // Note: what a shell would join is read by itself; its marks are those of the whole word.
        var nested = RiskSurvey(Array(word.text.utf8))
        nested.depth = depth + 1
        if nested.depth < ShellReader.maximumDepth { nested.readAll() } else { nested.note(0..<0, .unreadable) }
        for found in nested.found { note(word.range, found.reason) }
        invocations += nested.invocations
        if word.isComputed { note(word.range, .runsUnseen) }
    }

    /// Also behind wrappers.
    private func isShell(_ words: [ShellWord]) -> Bool {
        words.contains { RiskyPrograms.shells.contains(RiskyPrograms.name(of: $0.text)) }
    }

    /// One program with its arguments.
    private mutating func look(at words: ArraySlice<ShellWord>, isPiped: Bool = false) {
        var words = words.drop { RiskyPrograms.isSkipped($0.text) }
        if words.first?.text == "function" { words = words.dropFirst(2).drop { RiskyPrograms.isSkipped($0.text) } }
        var wrappers = 0
        while let first = words.first {
            invocations.append(words.map(\.text))
            let name = RiskyPrograms.name(of: first.text)
            if first.isComputed, first.text.hasPrefix("$") || first.text.isEmpty {
                return note(first.range, .runsUnseen)
            }
            guard let wrapper = RiskyPrograms.wrappers[name], wrappers < 16 else { break }
            wrappers += 1
            if let reason = wrapper.reason { note(first.range, reason) }
            words = inside(words.dropFirst(), wrapper)
            if wrapper.feedsShell, words.count == 1, let code = words.first { return read(code) }
        }
        guard let program = words.first else { return }
        let name = RiskyPrograms.name(of: program.text)
        let arguments = words.dropFirst()
        if RiskyPrograms.shells.contains(name) { return lookInShell(program, arguments, isPiped: isPiped) }
        switch name {
        case "eval", "source", ".":
            for word in arguments {
                if name == "eval" { read(word) } else if word.isComputed { note(word.range, .runsUnseen) }
            }
        case "trap":
            if let code = arguments.first(where: { !$0.text.hasPrefix("-") }) { read(code) }
        case "alias":
            for word in arguments { word.part(after: "=").map { read($0) } }
        case "git": lookInGit(arguments)
        case _ where RiskyPrograms.awks.contains(name): lookInAwk(arguments)
        case "find", "fd": lookInFind(program, arguments)
        case "su":
            note(program.range, .asRoot)
            if let code = value(of: ["-c", "--command"], in: arguments) { read(code) }
        case _ where RiskyPrograms.interpreters.contains(name):
            if isPiped, arguments.allSatisfy({ $0.text.hasPrefix("-") }) { note(program.range, .runsUnseen) }
        default: break
        }
        for (word, reason) in RiskyPrograms.risks(of: name, program, Array(arguments)) { note(word.range, reason) }
    }

    /// What a wrapper runs: behind its options, their values, and assignments.
    private mutating func inside(
        _ words: ArraySlice<ShellWord>, _ wrapper: RiskyPrograms.Wrapper
    ) -> ArraySlice<ShellWord> {
        var words = words
        var positional = wrapper.positional
        while let word = words.first {
            let text = word.text
            if text == "--" { return words.dropFirst() }
            if text.hasPrefix("-"), text.utf8.count > 1 {
                words = words.dropFirst()
                guard let option = WrapperOption(word, wrapper) else { continue }
                if option.isScript, let code = option.value ?? words.first { read(code) }
                if option.value == nil { words = words.dropFirst() }
            } else if RiskyPrograms.isAssignment(text) {
                words = words.dropFirst()
            } else if positional > 0 {
                positional -= 1
                words = words.dropFirst()
            } else {
                return words
            }
        }
        return words
    }

    private mutating func lookInFind(_ program: ShellWord, _ arguments: ArraySlice<ShellWord>) {
        var rest = arguments
        while let word = rest.first {
            rest = rest.dropFirst()
            switch word.text {
            case "-delete": note(word.range, .deletes)
            case "-exec", "-execdir", "-ok", "-okdir", "-x", "-X", "--exec", "--exec-batch":
                let end = rest.firstIndex { $0.text == ";" || $0.text == "+" } ?? rest.endIndex
                look(at: rest[rest.startIndex..<end])
                rest = rest[end...]
            case "-fprint", "-fprintf", "-fls":
                note(word.range, .writesOutside)
            default: break
            }
        }
    }

    private func value(of flags: [String], in arguments: ArraySlice<ShellWord>) -> ShellWord? {
        guard let flag = arguments.firstIndex(where: { flags.contains($0.text) }) else { return nil }
        return flag + 1 < arguments.endIndex ? arguments[flag + 1] : nil
    }

    private mutating func look(at output: ShellWord) {
        let path = WrittenPath.direct(output.text)
        if path.hasPrefix("/dev/") {
            let harmless = ["/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty", "/dev/zero"]
            if !harmless.contains(path), !path.hasPrefix("/dev/fd/"), !path.hasPrefix("/dev/pts/") {
                note(output.range, .writesDevice)
            }
        } else if path.hasPrefix("/") || path.hasPrefix("~") || path.split(separator: "/").contains("..") {
            if !path.hasPrefix("/tmp/") { note(output.range, .writesOutside) }
        }
    }
}
