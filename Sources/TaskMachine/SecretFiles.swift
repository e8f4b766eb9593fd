// Which files look like secrets, by their names alone: the turn asks the user before it reads one, and the tools, the
// searches and the attachments refuse what nobody was asked about.

/// Names of files that hold keys, passwords or tokens.
public enum SecretFile {
    /// What a path looks like (`an environment file`), or nil when it looks like no secret.
    ///
    /// - Parameter path: relative or absolute, as an agent or a user wrote it; case and quotes don't matter.
    public static func reason(_ path: String) -> String? {
        var bytes = path.utf8.map { byte in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        }
        let quote = UInt8(ascii: "\"")
        if bytes.count >= 2, bytes.first == quote, bytes.last == quote { bytes = Array(bytes.dropFirst().dropLast()) }
        let parts = bytes.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
        guard let name = parts.last else { return nil }
        if ownFolders.contains(where: { parts.dropLast().contains($0) }) { return "a file of a folder for keys" }
        if let above = parts.dropLast().last, let reason = inFolders["\(above)/\(name)"] { return reason }
        if let reason = names[name] { return reason }
        if name == ".env" || name == ".envrc" { return "an environment file" }
        if name.hasPrefix(".env.") || name.hasSuffix(".env") {
            return examples.contains(where: { name.hasSuffix($0) }) ? nil : "an environment file"
        }
        if keyNames.contains(where: { name == $0 || name.hasPrefix($0 + ".") || name.hasPrefix($0 + "-") }) {
            return name.hasSuffix(".pub") ? nil : "a private key"
        }
        if let ending = endings.first(where: { name.utf8.count > $0.ending.utf8.count && name.hasSuffix($0.ending) }) {
            return ending.reason
        }
        if name.hasPrefix("secrets."), !sources.contains(where: { name.hasSuffix($0) }) { return "a file of secrets" }
        return nil
    }

    /// Folders that hold nothing else.
    private static let ownFolders: Set<String> = [".ssh", ".gnupg", ".password-store"]

    private static let inFolders = [
        ".aws/credentials": "saved credentials", ".docker/config.json": "saved credentials",
        ".kube/config": "saved credentials", "gcloud/application_default_credentials.json": "saved credentials",
        "gh/hosts.yml": "saved credentials",
    ]

    private static let names = [
        ".netrc": "saved passwords", "_netrc": "saved passwords", ".git-credentials": "saved passwords",
        ".pgpass": "saved passwords", ".my.cnf": "saved passwords", ".htpasswd": "saved passwords",
        ".npmrc": "a file that may hold a registry's token", ".pypirc": "a file that may hold a registry's token",
        ".yarnrc.yml": "a file that may hold a registry's token", "credentials.json": "saved credentials",
        "credentials": "saved credentials", "service-account.json": "saved credentials",
        "service_account.json": "saved credentials", ".dockercfg": "saved credentials",
        ".vault-token": "a token", "site_config.json": "a site's passwords",
    ]

    private static let keyNames = ["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"]

    private static let endings: [(ending: String, reason: String)] = [
        (".pem", "a key or a certificate"), (".key", "a private key"), (".p12", "a store of keys"),
        (".pfx", "a store of keys"), (".keystore", "a store of keys"), (".jks", "a store of keys"),
        (".kdbx", "a store of passwords"), (".ppk", "a private key"), (".ovpn", "a private key"),
    ]

    /// Environment files that are there to be read.
    private static let examples = [".example", ".sample", ".template", ".dist", ".defaults"]

    /// `secrets.swift` is code about secrets.
    private static let sources = [
        ".swift", ".go", ".rs", ".py", ".rb", ".js", ".ts", ".java", ".kt", ".c", ".h", ".cpp", ".php", ".md", ".html",
    ]
}
