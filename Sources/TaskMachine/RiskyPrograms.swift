// The table of programs that can do what cannot be undone, by name and by the words that make them do it.

enum RiskyPrograms {
    typealias Reason = CommandRisk.Reason

    /// A program whose arguments are another program.
    struct Wrapper {
        /// What is risky in its being there.
        var reason: Reason?
        /// Options whose value is a word of its own.
        var valued: Set<String> = []
        /// Options whose value is a script.
        var scripts: Set<String> = []
        /// Words before the program, such as a duration.
        var positional = 0
        /// It hands one word with blanks to a shell.
        var feedsShell = false
    }

    static let wrappers: [String: Wrapper] = [
        "sudo": Wrapper(reason: .asRoot, valued: sudoValues),
        "doas": Wrapper(reason: .asRoot, valued: ["-u", "-C"]), "pkexec": Wrapper(reason: .asRoot, valued: ["--user"]),
        "env": Wrapper(
            valued: ["-u", "-C", "-a", "--unset", "--chdir", "--argv0"], scripts: ["-S", "--split-string"]),
        "nice": Wrapper(valued: ["-n", "--adjustment"]),
        "ionice": Wrapper(valued: ["-c", "-n", "-p", "--class", "--classdata", "--pid"]), "nohup": Wrapper(),
        "time": Wrapper(valued: ["-f", "-o", "--format", "--output"]),
        "timeout": Wrapper(valued: ["-k", "-s", "--kill-after", "--signal"], positional: 1),
        "stdbuf": Wrapper(valued: ["-i", "-o", "-e", "--input", "--output", "--error"]), "setsid": Wrapper(),
        "command": Wrapper(), "builtin": Wrapper(),
        "exec": Wrapper(valued: ["-a"]), "busybox": Wrapper(),
        "watch": Wrapper(valued: ["-n", "--interval"], feedsShell: true),
        "unbuffer": Wrapper(),
        "xargs": Wrapper(valued: [
            "-n", "-L", "-P", "-I", "-d", "-E", "-s", "-a", "--max-args", "--max-procs", "--max-chars", "--delimiter",
            "--arg-file", "--process-slot-var",
        ]),
        "parallel": Wrapper(valued: ["-j", "-a", "--jobs", "--arg-file"], feedsShell: true),
        "chroot": Wrapper(reason: .asRoot, positional: 1),
        // Its file stands before or behind its options.
        "script": Wrapper(
            valued: ["-I", "-O", "-B", "-E", "-T", "-m", "-o"], scripts: ["-c", "--command"], positional: 1),
        "flock": Wrapper(
            valued: ["-w", "-E", "--wait", "--timeout", "--conflict-exit-code"], scripts: ["-c", "--command"],
            positional: 1),
        "ssh": Wrapper(
            reason: .sends, valued: ["-p", "-i", "-o", "-l", "-F", "-L", "-R", "-D", "-J", "-E", "-c", "-m", "-b"],
            positional: 1, feedsShell: true),
        "strace": Wrapper(valued: ["-e", "-o"]), "direnv": Wrapper(positional: 2),
    ]

    private static let sudoValues: Set<String> = [
        "-u", "-g", "-h", "-p", "-C", "-r", "-t", "-T", "-U", "-D", "-R", "--user", "--group", "--host", "--prompt",
        "--close-from", "--role", "--type", "--command-timeout", "--other-user", "--chdir", "--chroot",
    ]

    static let shells: Set<String> = ["sh", "bash", "zsh", "dash", "ksh", "fish", "ash", "rbash"]
    /// Their program may call others between its own words.
    static let awks: Set<String> = ["awk", "gawk", "mawk", "nawk"]
    /// Settings of git whose value is run, by how their names end.
    static let gitPrograms = [
        "pager", "editor", "command", "cmd", "program", "helper", "fsmonitor", "driver", "textconv", "external",
        "askpass", "proxy", "clean", "smudge", "process",
    ]
    /// They run what they are fed.
    static let interpreters: Set<String> = [
        "python", "python2", "python3", "perl", "ruby", "node", "php", "lua", "deno",
    ]

    /// Words of the shell's own before a program, and assignments.
    static func isSkipped(_ word: String) -> Bool {
        let own: Set<String> = [
            "if", "then", "else", "elif", "do", "while", "until", "!", "{", "}", "coproc", "fi", "done", "esac",
        ]
        return own.contains(word) || isAssignment(word)
    }

    static func isAssignment(_ word: String) -> Bool {
        guard let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")), let first = word.utf8.first else {
            return false
        }
        guard !(0x30...0x39).contains(first) else { return false }
        return equals != word.utf8.startIndex
            && word.utf8[..<equals].allSatisfy { byte in
                byte == UInt8(ascii: "_") || byte == UInt8(ascii: "+") || (0x30...0x39).contains(byte)
                    || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            }
    }

    /// `/bin/rm` is `rm`.
    static func name(of word: String) -> String {
        word.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(word[word.index(after: $0)...]) } ?? word
    }

    /// What is risky of a call, and the words that make it so.
    static func risks(of name: String, _ program: ShellWord, _ arguments: [ShellWord]) -> [(ShellWord, Reason)] {
        if let reason = always[name] { return [(program, reason)] }
        if name.hasPrefix("mkfs") { return [(program, .writesDevice)] }
        if let rules = subcommands[name] { return risks(rules, program, arguments) }
        func flagged(_ short: Character, _ long: String...) -> ShellWord? {
            arguments.first { isFlag($0.text, short) || long.contains($0.text) }
        }
        switch name {
        case "chmod":
            let wide = arguments.first { word in
                ["777", "0777", "a+rwx", "+rwx", "a=rwx", "o+w", "a+w", "+s", "u+s"].contains(word.text)
            }
            return [wide, flagged("R", "--recursive")].compactMap { $0 }.map { ($0, .changesPermissions) }
                .prepending(program)
        case "chown", "chgrp":
            return flagged("R", "--recursive").map { [(program, .changesPermissions), ($0, .changesPermissions)] } ?? []
        case "kill":
            let hard = arguments.first { word in
                ["-9", "-KILL", "-SIGKILL", "KILL", "SIGKILL"].contains(word.text)
                    || (word.text == "9" && arguments.contains { $0.text == "-s" || $0.text == "-n" })
            }
            return hard.map { [(program, .killsProcesses), ($0, .killsProcesses)] } ?? []
        case "mv", "cp", "ln", "install", "tee", "rsync", "tar", "unzip":
            let isFar = arguments.last { word in
                let path = WrittenPath.direct(word.text)
                return (path.hasPrefix("/") && !path.hasPrefix("/tmp/") && path != "/dev/null") || path.hasPrefix("~")
            }
            if name == "rsync", let delete = arguments.first(where: { $0.text.hasPrefix("--delete") }) {
                return [(program, .deletes), (delete, .deletes)]
            }
            return isFar.map { [($0, .writesOutside)] } ?? []
        case "curl", "wget":
            let sent = arguments.first { word in
                ["-d", "-T", "-F", "--upload-file", "--form", "--post-file", "--body-file"].contains(word.text)
                    || word.text.hasPrefix("--data") || word.text.hasPrefix("--post-")
            }
            return sent.map { [(program, .sends), ($0, .sends)] } ?? []
        case "init", "telinit":
            let level = arguments.first { ["0", "6"].contains($0.text) }
            return level.map { [(program, .shutsDown), ($0, .shutsDown)] } ?? []
        default: return []
        }
    }

    private static func risks(
        _ rules: [Rule], _ program: ShellWord, _ arguments: [ShellWord]
    ) -> [(ShellWord, Reason)] {
        // Options before the subcommand, with their values.
        var rest = arguments[...]
        while let word = rest.first, word.text.hasPrefix("-") {
            rest = rest.dropFirst(
                ["-C", "-c", "--git-dir", "--work-tree", "-n", "--namespace"].contains(word.text) ? 2 : 1)
        }
        guard let verb = rest.first else { return [] }
        var risks: [(ShellWord, Reason)] = []
        for rule in rules where rule.verbs.contains(verb.text) {
            guard !rule.words.isEmpty else {
                risks += [(program, rule.reason), (verb, rule.reason)]
                continue
            }
            let hits = rest.dropFirst().filter { word in
                rule.words.contains { wanted in
                    wanted.utf8.count == 2 && wanted.hasPrefix("-") && wanted != "--"
                        ? isFlag(word.text, wanted.last ?? " ") : word.text == wanted
                }
            }
            if !hits.isEmpty {
                risks += [(program, rule.reason), (verb, rule.reason)] + hits.map { ($0, rule.reason) }
            }
        }
        return risks
    }

    /// `-f`, also among others (`-xdf`).
    private static func isFlag(_ word: String, _ letter: Character) -> Bool {
        word.hasPrefix("-") && !word.hasPrefix("--") && word.contains(letter)
    }

    /// A subcommand, by itself or with one of these words.
    private struct Rule {
        var verbs: Set<String>
        var words: Set<String> = []
        var reason: Reason
    }

    private static let always: [String: Reason] = [
        "rm": .deletes, "shred": .deletes, "unlink": .deletes, "srm": .deletes, "truncate": .deletes,
        "dd": .writesDevice, "fdisk": .writesDevice, "sfdisk": .writesDevice, "parted": .writesDevice,
        "wipefs": .writesDevice, "mkswap": .writesDevice, "blkdiscard": .writesDevice, "shutdown": .shutsDown,
        "reboot": .shutsDown, "halt": .shutsDown, "poweroff": .shutsDown, "killall": .killsProcesses,
        "pkill": .killsProcesses, "dropdb": .removesData, "dropuser": .removesData, "userdel": .removesData,
        "crontab": .writesOutside, "scp": .sends, "sftp": .sends, "nc": .sends, "ncat": .sends,
        "apt": .installs, "apt-get": .installs, "dnf": .installs, "yum": .installs, "pacman": .installs,
        "apk": .installs, "snap": .installs, "brew": .installs,
    ]

    private static let subcommands: [String: [Rule]] = [
        "git": [
            Rule(verbs: ["push"], reason: .publishes),
            Rule(verbs: ["reset"], words: ["--hard", "--merge"], reason: .discardsWork),
            Rule(verbs: ["clean"], words: ["-f", "--force"], reason: .deletes),
            Rule(verbs: ["checkout"], words: ["--", ".", "-f", "--force"], reason: .discardsWork),
            Rule(verbs: ["restore", "filter-branch", "filter-repo"], reason: .discardsWork),
            Rule(verbs: ["switch"], words: ["-f", "--force", "--discard-changes"], reason: .discardsWork),
            Rule(verbs: ["branch"], words: ["-D"], reason: .discardsWork),
            Rule(verbs: ["stash"], words: ["drop", "clear"], reason: .discardsWork),
            Rule(verbs: ["reflog"], words: ["expire", "delete"], reason: .discardsWork),
            Rule(verbs: ["update-ref"], words: ["-d"], reason: .discardsWork),
            Rule(verbs: ["rm"], reason: .deletes),
        ],
        "docker": containers, "podman": containers, "nerdctl": containers,
        "docker-compose": [Rule(verbs: ["rm", "down", "kill"], reason: .removesData)],
        "kubectl": [Rule(verbs: ["delete", "drain"], reason: .removesData)],
        "helm": [Rule(verbs: ["uninstall", "delete"], reason: .removesData)],
        "terraform": [Rule(verbs: ["destroy", "apply"], reason: .removesData)],
        "bench": [Rule(verbs: ["drop-site", "reinstall", "remove-app", "uninstall-app"], reason: .removesData)],
        "systemctl": [
            Rule(verbs: ["poweroff", "reboot", "halt", "suspend", "hibernate"], reason: .shutsDown),
            Rule(verbs: ["stop", "disable", "mask", "kill"], reason: .killsProcesses),
        ],
        "npm": [
            Rule(verbs: ["publish", "unpublish"], reason: .publishes),
            Rule(verbs: ["install", "i", "add", "ci", "update"], reason: .installs),
        ],
        "pnpm": packages, "yarn": packages, "cargo": packages, "gem": packages, "poetry": packages, "uv": packages,
        "twine": [Rule(verbs: ["upload"], reason: .publishes)],
        "gh": [
            Rule(
                verbs: ["release", "repo", "pr", "issue"], words: ["create", "delete", "merge", "edit"],
                reason: .publishes)
        ],
        "pip": [Rule(verbs: ["install", "uninstall"], reason: .installs)],
        "pip3": [Rule(verbs: ["install", "uninstall"], reason: .installs)],
    ]

    private static let containers = [
        Rule(verbs: ["rm", "rmi", "kill", "prune"], reason: .removesData),
        Rule(
            verbs: ["system", "volume", "container", "image", "network", "builder"], words: ["prune", "rm"],
            reason: .removesData),
        Rule(verbs: ["compose"], words: ["down", "rm", "kill"], reason: .removesData),
        Rule(verbs: ["push"], reason: .publishes),
    ]

    private static let packages = [
        Rule(verbs: ["publish", "push", "yank"], reason: .publishes),
        Rule(verbs: ["install", "add", "i"], reason: .installs),
    ]
}

extension [(ShellWord, CommandRisk.Reason)] {
    /// With the program before the words that make it risky.
    fileprivate func prepending(_ program: ShellWord) -> Self {
        first.map { [(program, $0.1)] + self } ?? self
    }
}
