// Which command lines are meant to go on: those that end in `&`, and those that start a server or a watcher.

internal import TaskMachine

/// What a command line says of its own end.
enum ServerCommand {
    /// Whether something is put into the background on purpose: `&` that is no `&&`, `>&` or `&>`, or `nohup`, `setsid`.
    static func staysBehind(_ line: String) -> Bool {
        let read = ShellLine(line)
        return read.goesOnBehind
            || read.programs.contains { $0.contains { ["nohup", "setsid", "daemonize"].contains($0) } }
    }

    /// Whether its last part looks like a program that serves or watches until it is stopped.
    static func looksLikeServer(_ line: String) -> Bool {
        guard var words = ShellLine(line).programs.last?[...] else { return false }
        // `PORT=3000 npm start`, `exec`, `sudo`, `npx`.
        while let first = words.first, first.contains("=") || before.contains(first) { words.removeFirst() }
        guard let program = words.first?.split(separator: "/").last.map(String.init) else { return false }
        let rest = Array(words.dropFirst())
        if rest.contains("--watch") || rest.contains("--watchAll") { return true }
        if rest.contains("--version") || rest.contains("--help") || rest.contains("-h") { return false }
        if always.contains(program) { return !endsAtOnce.contains(rest.first ?? "") }
        guard let starts = bySecond[program] else { return false }
        let plain = rest.filter { !$0.hasPrefix("-") }
        if rest.contains("-d") || rest.contains("--detach") { return false }
        return starts.contains { start in
            let wanted = start.split(separator: " ").map(String.init)
            if wanted.first?.hasPrefix("-") == true { return rest.starts(with: wanted) }
            // `npm run dev:web` is `npm run dev`.
            return plain.count >= wanted.count
                && zip(wanted, plain).allSatisfy { $1 == $0 || $1.hasPrefix($0 + ":") }
        }
    }

    private static let before: Set<String> = [
        "exec", "sudo", "env", "npx", "bunx", "time", "poetry", "uv", "run", "bundle",
    ]
    private static let always: Set<String> = [
        "vite", "nodemon", "http-server", "live-server", "serve", "uvicorn", "gunicorn", "hypercorn",
        "webpack-dev-server",
        "watchexec", "entr", "json-server", "puma", "air", "reflex", "caddy", "nginx", "redis-server", "mailpit",
    ]
    private static let endsAtOnce: Set<String> = ["build", "init", "version", "optimize", "preview-build"]
    private static let scripts = [
        "dev", "start", "serve", "watch", "preview", "run dev", "run start", "run serve", "run watch", "run preview",
    ]
    private static let bySecond: [String: [String]] = [
        "npm": scripts, "pnpm": scripts, "yarn": scripts, "bun": scripts,
        "next": ["dev", "start"], "nuxt": ["dev", "start"], "astro": ["dev", "preview"], "ng": ["serve"],
        "webpack": ["serve", "watch"], "parcel": ["serve", "watch"], "gatsby": ["develop", "serve"],
        "python": ["-m http.server", "-m uvicorn", "-m flask run"],
        "python3": ["-m http.server", "-m uvicorn", "-m flask run"],
        "flask": ["run"], "manage.py": ["runserver"], "rails": ["s", "server"], "php": ["-S", "artisan serve"],
        "bench": ["start", "serve", "watch"], "jekyll": ["serve"], "hugo": ["server", "serve"], "mkdocs": ["serve"],
        "cargo": ["watch"], "deno": ["task dev", "serve"], "docker": ["compose up"], "docker-compose": ["up"],
        "tail": ["-f", "-F"], "kubectl": ["port-forward", "logs -f"], "mix": ["phx.server"],
        "django-admin": ["runserver"],
        "tsc": ["-w", "--watch"],
    ]
}
