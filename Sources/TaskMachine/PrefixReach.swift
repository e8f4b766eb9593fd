// How far a rule reaches beyond the words that the user saw.

/// Which further words a rule covers.
enum PrefixReach {
    /// Programs that only read, whatever they are given.
    private static let readers: Set<String> = [
        "ls", "cat", "head", "tail", "wc", "stat", "du", "df", "pwd", "echo", "printf", "which", "basename", "dirname",
        "realpath", "readlink", "cmp", "comm", "cut", "tr", "grep", "egrep", "fgrep", "diff", "jq", "find", "fd", "rg",
        "sort", "tree", "nl", "od", "sha256sum", "md5sum",
    ]

    /// Whether a rule about the first `known` words covers the command; with words that ask every time none does.
    static func covers(_ words: [ShellWord], known: Int) -> Bool {
        guard let program = words.first, !AskingFlags.appear(in: words) else { return false }
        if known == words.count { return true }
        guard !RunsOthers.needsWhole(words) else { return false }
        let reads = readers.contains(RiskyPrograms.name(of: program.text))
        let hasFlags = AskingFlags.areKnown(of: words)
        return words[known...].allSatisfy { word in
            // A variable or `*` may become a flag.
            if !reads || hasFlags, word.isComputed || expands(word) { return false }
            return reads || !leavesProject(word.text)
        }
    }

    /// A file can be named like an option, and `{-delete,}` is one. Behind a first letter `*` can't.
    private static func expands(_ word: ShellWord) -> Bool {
        guard word.inner == nil, word.text != "{}" else { return false }
        return word.text.contains("{") || ["*", "?", "["].contains(word.text.prefix(1))
            || (word.text.hasPrefix("-") && word.text.contains { "*?[".contains($0) })
    }

    /// What an argument names, its own words and the value of an option; `.git` is as far away as what is outside.
    private static func leavesProject(_ argument: String) -> Bool {
        var places = [argument[...]]
        if let equals = argument.firstIndex(of: "=") { places.append(argument[argument.index(after: equals)...]) }
        if argument.hasPrefix("-") { places.append(argument.dropFirst(2)) }
        return places.contains { place in
            if place == "/dev/null" { return false }
            return place.hasPrefix("/") || place.hasPrefix("~")
                || place.split(separator: "/").contains { $0 == ".." || $0.lowercased() == ".git" }
        }
    }
}
