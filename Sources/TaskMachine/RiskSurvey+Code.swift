// Where programs take code of a shell's among their arguments.

extension RiskSurvey {
    /// Code behind `-c`, wherever it stands among the options, else a file or what comes in.
    mutating func lookInShell(_ program: ShellWord, _ arguments: ArraySlice<ShellWord>, isPiped: Bool) {
        var rest = arguments
        var takesCode = false
        var takesInput = false
        while let word = rest.first, word.text.hasPrefix("-") || word.text.hasPrefix("+") {
            rest = rest.dropFirst()
            if word.text == "--" || word.text == "-" { break }
            if word.text.hasPrefix("--") {
                if ["--rcfile", "--init-file"].contains(word.text) { rest = rest.dropFirst() }
                continue
            }
            takesCode = takesCode || (word.text.hasPrefix("-") && word.text.contains("c"))
            takesInput = takesInput || word.text.contains("s")
            // `-o pipefail`, also as `-euo pipefail`.
            if word.text.last == "o" || word.text.last == "O" { rest = rest.dropFirst() }
        }
        if let code = rest.first {
            if takesCode {
                read(code)
            } else if code.isComputed || (isPiped && takesInput) {
                note(code.isComputed ? code.range : program.range, .runsUnseen)
            }
        } else if isPiped {
            note(program.range, .runsUnseen)
        }
    }

    /// `git -c alias.x='!rm x' x`, and settings that name a program.
    mutating func lookInGit(_ arguments: ArraySlice<ShellWord>) {
        var rest = arguments
        while let option = rest.first, option.text.hasPrefix("-") {
            rest = rest.dropFirst()
            guard ["-c", "-C"].contains(option.text), let setting = rest.first else { continue }
            rest = rest.dropFirst()
            guard option.text == "-c", let value = setting.part(after: "=") else { continue }
            let name = setting.text.prefix { $0 != "=" }.lowercased()
            if value.text.hasPrefix("!") {
                read(value.part(String(value.text.dropFirst())))
            } else if RiskyPrograms.gitPrograms.contains(where: name.hasSuffix) {
                read(value)
            }
        }
    }

    /// What stands in double quotes of a program with `system` or a pipe may be run.
    mutating func lookInAwk(_ arguments: ArraySlice<ShellWord>) {
        for word in arguments where word.text.contains("system") || word.text.contains("|") {
            let pieces = word.text.split(separator: "\"", omittingEmptySubsequences: false)
            for (index, piece) in pieces.enumerated() where index % 2 == 1 {
                let code = String(piece)
                if RiskyPrograms.shells.contains(RiskyPrograms.name(of: code)) { note(word.range, .runsUnseen) }
                read(word.part(code))
            }
            // `system($0)`: what is in a field, nobody has seen.
            let calls = word.text.split(separator: "system").dropFirst()
            let areSeen = calls.allSatisfy { call in
                let argument = call.drop { $0 == " " }
                return !argument.hasPrefix("(") || argument.dropFirst().drop { $0 == " " }.hasPrefix("\"")
            }
            if !areSeen { note(word.range, .runsUnseen) }
        }
    }
}
