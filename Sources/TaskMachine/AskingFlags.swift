// The table of arguments that make a harmless program run another or write where it is told: with one of them, no rule
// stands for the command.

enum AskingFlags {
    /// Arguments of one program.
    private struct Flags {
        /// Short ones, also among others (`-nO`) and with their value (`-Osh`).
        var letters = ""
        /// Without dashes, also cut short: git and GNU take `--outp` for `--output`.
        var long: Set<String> = []
        /// Words of many letters behind one dash, as `find` and `go` have them.
        var words: Set<String> = []
        /// What may stand anywhere in a word.
        var signs: [String] = []
        /// `VAR=value`
        var assigns = false
    }

    /// Whether one of a command's arguments is such.
    static func appear(in words: [ShellWord]) -> Bool {
        guard let program = words.first else { return false }
        let name = RiskyPrograms.name(of: program.text)
        let known = flags(of: name, words)
        return words.dropFirst().contains { word in
            isLong(word.text, everywhere) || known.contains { hits(word.text, $0) }
        }
    }

    /// Whether more is known of it than of any program, so that a word that a shell makes up could be one of them.
    static func areKnown(of words: [ShellWord]) -> Bool {
        words.first.map { !flags(of: RiskyPrograms.name(of: $0.text), words).isEmpty } ?? false
    }

    private static func flags(of name: String, _ words: [ShellWord]) -> [Flags] {
        guard name == "git" else { return byProgram[name].map { [$0] } ?? [] }
        let own = words.dropFirst().prefix { $0.text.hasPrefix("-") }.contains { $0.text.hasPrefix("-c") }
        let verbs = words.dropFirst().compactMap { byGitVerb[$0.text] }.prefix(1)
        return [Flags(long: ["output", "config-env"])] + verbs + (own ? [Flags(letters: "c")] : [])
    }

    private static func hits(_ word: String, _ flags: Flags) -> Bool {
        if isLong(word, flags.long) || flags.signs.contains(where: word.contains) { return true }
        if flags.assigns, RiskyPrograms.isAssignment(word) || word.contains(":=") { return true }
        guard word.hasPrefix("-"), word.utf8.count > 1 else { return false }
        let name = word.drop { $0 == "-" }.prefix { $0 != "=" }
        if flags.words.contains(String(name)) { return true }
        return !word.hasPrefix("--") && word.contains { flags.letters.contains($0) }
    }

    private static func isLong(_ word: String, _ names: Set<String>) -> Bool {
        guard word.hasPrefix("--") else { return false }
        let name = word.dropFirst(2).prefix { $0 != "=" }
        return !name.isEmpty && names.contains { $0.hasPrefix(name) }
    }

    /// They mean the same wherever they are known.
    private static let everywhere: Set<String> = [
        "exec", "exec-batch", "execute", "eval", "command", "upload-pack", "receive-pack", "ext-diff", "textconv",
        "open-files-in-pager", "use-compress-program", "compress-program", "to-command", "checkpoint-action",
        "info-script", "new-volume-script", "rsh-command", "rmt-command", "rsync-path", "pre", "hostname-bin",
        "script-shell", "node-options", "pager", "init-script", "kubeconfig", "use-askpass", "exec-path", "config",
        "toolexec", "vettool", "in-place",
    ]

    private static let make = Flags(
        letters: "fCIE", long: ["file", "makefile", "directory", "include-dir"], assigns: true)
    private static let compiler = Flags(letters: "B", words: ["wrapper", "fplugin", "specs", "Xclang", "load"])

    private static let byProgram: [String: Flags] = [
        "find": Flags(words: [
            "exec", "execdir", "ok", "okdir", "delete", "fprint", "fprint0", "fprintf", "fls",
        ]),
        "fd": Flags(letters: "xX"), "fdfind": Flags(letters: "xX"), "rg": Flags(long: ["search-zip"]),
        "make": make, "gmake": make, "ninja": Flags(letters: "Cft"),
        "gcc": compiler, "g++": compiler, "cc": compiler, "c++": compiler, "clang": compiler, "clang++": compiler,
        "go": Flags(words: [
            "exec", "toolexec", "vettool", "o", "outputdir", "overlay", "modfile", "C", "ldflags", "gcflags",
            "asmflags",
        ]),
        "tar": Flags(letters: "IF"), "sed": Flags(letters: "i"), "gsed": Flags(letters: "i"),
        "sort": Flags(letters: "o", long: ["output"]), "tree": Flags(letters: "o"), "zip": Flags(letters: "T"),
        "curl": Flags(letters: "oOKDc", long: ["output", "output-dir", "remote-name", "remote-name-all"]),
        "wget": Flags(letters: "Oe", long: ["output-document", "output-file"]),
        "cargo": Flags(letters: "CZ", long: ["manifest-path", "target-dir"]),
        "swift": Flags(
            long: ["package-path", "scratch-path", "toolchain"], words: ["Xswiftc", "Xcc", "Xcxx", "Xlinker"]),
        "npm": Flags(letters: "C", long: ["prefix", "shell", "userconfig"]),
        "pnpm": Flags(letters: "C", long: ["dir", "shell"]), "yarn": Flags(long: ["cwd", "use-yarnrc"]),
        "pytest": Flags(letters: "pco"), "mvn": Flags(letters: "fs", signs: ["exec:"]),
        "gradle": Flags(letters: "Ibp"), "gradlew": Flags(letters: "Ibp"),
    ]

    /// `::` names a program that fetches (`ext::sh -c …`).
    private static let remote = Flags(letters: "uc", signs: ["::"])

    private static let byGitVerb: [String: Flags] = [
        "grep": Flags(letters: "O"), "fetch": Flags(signs: ["::"]), "pull": remote, "clone": remote,
        "ls-remote": remote, "remote": remote, "push": remote, "archive": Flags(letters: "o", signs: ["::"]),
        "rebase": Flags(letters: "x"), "format-patch": Flags(letters: "o", long: ["output-directory"]),
    ]
}
