// Which command lines go on by themselves.
import Testing

@testable import Workspace

@Suite struct ServerCommandTests {
    @Test(arguments: [
        "npm run dev", "npm start", "PORT=3000 npm run dev:web", "cd web && npm run dev", "npx vite", "yarn dev",
        "python3 -m http.server 8000", "flask run", "bundle exec rails s", "php -S localhost:80", "bench start",
        "docker compose up", "tail -f log", "tsc --watch", "./node_modules/.bin/vite", "uvicorn app:app",
        "php artisan serve", "npm 'run' dev # the page", "np\\m run dev",
    ])
    func servers(_ line: String) { #expect(ServerCommand.looksLikeServer(line)) }

    @Test(arguments: [
        "npm test", "npm run build", "npm install", "vite build", "docker compose up -d", "python3 -m pytest",
        "echo 'npm run dev'", "npm run dev; echo done", "flask --version", "grep -r start .", "cargo build",
        "php x.php",
        "git log", "", "rails new x", "echo # ; npm run dev", "./restart",
    ])
    func noServers(_ line: String) { #expect(!ServerCommand.looksLikeServer(line)) }

    @Test(arguments: ["sleep 9 &", "a & b", "nohup ./x", "(a; b) & wait"])
    func behind(_ line: String) { #expect(ServerCommand.staysBehind(line)) }

    @Test(arguments: ["a && b", "make >log 2>&1", "make &>log", "echo 'a & b'", "echo a \\& b", "a <&3", "ls # a & b"])
    func notBehind(_ line: String) { #expect(!ServerCommand.staysBehind(line)) }
}
