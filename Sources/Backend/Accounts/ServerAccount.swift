// One server that somebody signed in to, with all that is needed to talk to it again.

/// Which of a server's two chats an account uses (contract §2.1).
public enum AccountChat: String, CaseIterable, Sendable {
    /// History, tools, todos and realtime.
    case traditional
    /// A prompt at a time, with an AI API Key.
    case agent
}

/// A kept sign-in.
public struct ServerAccount: Equatable, Sendable {
    /// What the user calls it; unique among the accounts.
    public var name: String
    public var address: ServerAddress
    /// Who the server says we are; nil where it does not tell.
    public var user: String?
    /// The folder under `sites/` that carries the events; nil: the site is asked.
    public var siteName: String?
    public var chat: AccountChat
    /// PEM certificates that are trusted besides the system's.
    public var certificateAuthorityFile: String?
    public var credential: AccountCredential

    public init(
        name: String, address: ServerAddress, user: String? = nil, siteName: String? = nil,
        chat: AccountChat = .traditional, certificateAuthorityFile: String? = nil, credential: AccountCredential
    ) {
        self.name = name
        self.address = address
        self.user = user
        self.siteName = siteName
        self.chat = chat
        self.certificateAuthorityFile = certificateAuthorityFile
        self.credential = credential
    }

    /// Whether a credential of one may go where the other's went. A name alone says nothing: `login` with that name puts
    /// another server's account in its place.
    public func isSameSignIn(as other: ServerAccount) -> Bool {
        name == other.name && address == other.address && credential.kind == other.credential.kind
    }

    /// What a name may be: it is typed after `--server`.
    public static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 100 && !text.hasPrefix("-")
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"/\"\\".utf8.contains($0) }
    }
}
