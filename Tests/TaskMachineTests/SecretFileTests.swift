// Which names look like secrets, and which only sound like it.
import TaskMachine
import Testing

@Suite struct SecretFileTests {
    @Test(arguments: [
        ".env", "app/.env.production", ".ENV", "\".env\"", "/home/me/shop/.env", "prod.env", "server.pem", "a/tls.key",
        "id_rsa", "keys/id_ed25519.bak", ".netrc", ".npmrc", "credentials.json", "x/.aws/credentials",
        ".git-credentials", ".pgpass", "cert.p12", "app.keystore", "secrets.yml", "config/secrets.json", ".ssh/config",
        ".SSH/known", "sites/shop/site_config.json",
    ])
    func looksLikeASecret(_ path: String) {
        #expect(SecretFile.reason(path) != nil)
    }

    @Test(arguments: [
        "env.swift", ".env.example", ".env.sample", "id_rsa.pub", "keyboard.swift", "monkey", ".key", "secrets.swift",
        "docs/secrets.md", "Credentials.swift", "aws/config", "environment", "", "/", "a.pem.txt",
    ])
    func isNoSecret(_ path: String) {
        #expect(SecretFile.reason(path) == nil)
    }
}
