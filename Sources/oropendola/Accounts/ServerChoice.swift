// Which server a run talks to: the one that was named, else the account that is the default, else the embedded one.
import Backend
import Console
import LocalBackend
import Scenarios

/// Whom the chat goes to.
enum AgentTarget: Sendable {
    /// Without a scenario the helper answers.
    case embedded(Scenario?)
    case account(ServerAccount)
}

/// What the command line and the environment say about it.
struct ServerChoice: Sendable {
    /// The embedded one, whatever is kept.
    var isEmbedded = false
    /// An account's name, or its server's address.
    var server: String?
    var scenario: Scenario?
    let desk: AccountDesk

    /// - Throws: a sentence for the shell when what was named is not there.
    func target() throws(AccountTrouble) -> AgentTarget {
        if isEmbedded || scenario != nil { return .embedded(scenario) }
        let book: AccountBook
        do throws(AccountTrouble) {
            book = try desk.book()
        } catch {
            var trouble = error
            trouble.sentence +=
                " Nothing was changed. oropendola login signs in anew, oropendola --embedded works without."
            throw trouble
        }
        guard let server else { return book.account(named: nil).map { .account($0) } ?? .embedded(nil) }
        guard let account = book.account(meant: server) else {
            throw AccountTrouble(
                isBroken: false,
                sentence:
                    "There is no sign-in for that server. oropendola login signs in, oropendola whoami --all lists "
                    + "those that are kept, and oropendola --embedded works without any.",
                status: Listening.signInNeeded)
        }
        return .account(account)
    }
}

extension LinkConfiguration {
    /// As the account has it, with its credential read anew whenever one is wanted.
    init(_ account: ServerAccount, _ source: KeptAccount) {
        self.init(
            server: account.address, siteName: account.siteName, identity: .account(source), chat: account.chatBackend)
    }
}

extension ServerAccount {
    /// The same connections serve both: only the credential may differ, and that is read anew anyway.
    func isReached(as other: ServerAccount) -> Bool {
        isSameSignIn(as: other) && siteName == other.siteName && chat == other.chat
            && certificateAuthorityFile == other.certificateAuthorityFile
            // Agent Mode's key is a part of the connection's settings.
            && (chat == .traditional || credential == other.credential)
    }
}
