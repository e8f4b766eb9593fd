// The table of programs that run what their arguments say: what was allowed of them is the whole command or nothing.

enum RunsOthers {
    /// Whether a rule about this program has to name the whole command.
    static func needsWhole(_ words: [ShellWord]) -> Bool {
        guard let program = words.first else { return true }
        // An assignment can name another program for `PATH`, `PAGER` or `SHELL`.
        if program.isComputed || RiskyPrograms.isAssignment(program.text) { return true }
        let name = RiskyPrograms.name(of: program.text)
        // `python3.12` is `python`.
        let bare = String(name.reversed().drop { $0.isNumber || $0 == "." || $0 == "-" }.reversed())
        for name in [name, bare] {
            if RiskyPrograms.wrappers[name] != nil || RiskyPrograms.shells.contains(name)
                || RiskyPrograms.interpreters.contains(name) || programs.contains(name)
            {
                return true
            }
        }
        guard let verbs = verbs[name] else { return false }
        // Note: an option before the verb may carry anything (`git -c`), and a verb that is not listed may be an alias.
        guard words.count > 1, !words[1].isComputed else { return true }
        return !verbs.contains(words[1].text)
    }

    private static let programs: Set<String> = [
        // Editors, pagers and consoles with a way out to a shell.
        "vi", "vim", "nvim", "ex", "ed", "emacs", "nano", "less", "more", "man", "psql", "mysql", "sqlite", "sqlite3",
        "gdb", "lldb", "expect", "tmux", "screen", "dc", "ftp",
        // Languages within an argument.
        "sed", "gsed", "awk", "gawk", "mawk", "nawk", "tsx", "ts-node", "bun", "java", "jshell", "groovy", "scala",
        "julia", "Rscript", "osascript", "tclsh", "wish", "guile", "ghc", "runghc", "ocaml", "elixir", "erl", "pwsh",
        "m4", "eval", "source", ".", "trap", "alias", "function", "tcsh", "csh", "pypy", "ipython", "luajit", "irb",
        // They start what comes behind their options.
        "npx", "pnpx", "bunx", "uvx", "pipx", "bundle", "pipenv", "pdm", "hatch", "rye", "conda", "mamba", "nix",
        "nix-shell", "guix", "rbenv", "pyenv", "asdf", "mise", "rustup", "dotenv", "foreman", "tox", "nox", "entr",
        "watchexec", "nodemon", "concurrently", "at", "batch", "crontab", "systemd-run", "su", "unshare", "nsenter",
        "fakeroot", "xvfb-run", "dbus-run-session", "dbus-launch", "valgrind", "perf", "ltrace", "hyperfine",
        "chrt", "taskset", "numactl", "setarch", "prlimit", "setpriv", "runuser", "start-stop-daemon", "ld.so",
        "toybox", "run-parts", "socat", "make-kpkg", "just", "rake", "ant", "cmake", "ctest", "bazel", "meson",
        "xdg-open",
        // Elsewhere.
        "mosh", "rsh", "scp", "sftp", "rsync", "ansible", "vagrant", "lxc", "machinectl", "docker-compose",
        // What they fetch, pack and unpack goes where an argument says.
        "curl", "wget", "aria2c", "tar", "bsdtar", "zip", "cpio", "tee",
    ]

    /// Programs that do many things: behind these verbs come words that say what about, not what to run.
    private static let verbs: [String: Set<String>] = [
        "git": [
            "status", "log", "diff", "show", "grep", "add", "commit", "fetch", "pull", "clone", "ls-remote", "ls-files",
            "ls-tree", "rev-parse", "rev-list", "branch", "tag", "stash", "blame", "shortlog", "describe", "checkout",
            "switch", "merge", "merge-base", "rebase", "cherry-pick", "revert", "reset", "mv", "reflog", "name-rev",
            "format-patch", "for-each-ref", "cat-file", "show-ref", "count-objects", "check-ignore", "version",
        ],
        "docker": containers, "podman": containers, "nerdctl": containers,
        "kubectl": ["get", "describe", "logs", "version", "explain", "top"],
        "npm": scripts, "pnpm": scripts, "yarn": scripts,
        "uv": ["sync", "lock", "tree", "version"], "poetry": ["check", "show", "lock", "version"],
        "go": ["build", "test", "vet", "fmt", "list", "doc", "version"],
        "cargo": ["build", "test", "check", "clippy", "fmt", "doc", "tree", "metadata", "bench"],
        "swift": ["build", "test"], "dotnet": ["build", "test", "restore"],
        "deno": ["check", "lint", "fmt"], "gh": ["status", "search"],
    ]

    private static let containers: Set<String> = [
        "ps", "images", "logs", "inspect", "version", "info", "stats", "top", "port", "history",
    ]

    private static let scripts: Set<String> = [
        "test", "start", "ls", "list", "outdated", "view", "why", "version", "build", "lint", "ci",
    ]
}
