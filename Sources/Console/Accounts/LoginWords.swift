// Why a sign-in did not come about, for people: what happened, what was kept, what to do.

public import Backend
import TaskMachine

extension LoginFailure {
    /// Sentences. `address` is the server's.
    public func words(_ address: ServerAddress) -> String {
        switch self {
        case .wrongCredentials: return "The server does not know this name and password."
        case .disabled:
            return "This account is disabled, or does not exist. Ask who runs \(address.host)."
        case .locked(let seconds):
            let time = seconds.map { "for \(spoken(seconds: $0))" } ?? "for a while"
            return "The account is locked \(time) after too many wrong passwords. Nothing was changed; try again then."
        case .secondFactorWanted:
            return
                "The account asks for a code. Sign in at a terminal, where you can type it, or give it as the second "
                + "line of standard input."
        case .wrongCode: return "That code is not right."
        case .codeExpired: return "The code came too late: the server has forgotten this sign-in. Begin again."
        case .passwordResetWanted:
            return
                "The account's password has to be set anew before you can sign in. Open \(address)/login in a browser, "
                + "sign in there, follow what it asks, and come back."
        case .notAllowed(let said): return "The server does not allow this sign-in: \(sentence(said))"
        case .rateLimited(let seconds):
            let time = seconds.map { "in \(spoken(seconds: $0))" } ?? "in some minutes"
            return "The server gets too many requests. Nothing was changed; try again \(time)."
        case .blocked(let status, let what):
            return
                "Something before the server refused (\(status)): \(what). The password was not looked at. Wait some "
                + "minutes, try from another network, or ask who runs \(address.host) to let this machine in."
        case .moved(let place):
            return "The server sends us on to \(place.isEmpty ? "nowhere" : place). Nothing was sent there. Give that "
                + "address if you trust it."
        case .notAServer(let what):
            return "\(address) answers, but not as an Oropendola server: \(what) came. Check the address."
        case .noSession:
            return "The server let us in and gave no session cookie. Nothing is kept. Ask who runs \(address.host), or "
                + "use --token with an API key."
        case .refused(let kind): return Self.refusal(kind)
        case .browserTimeIsUp:
            return "The sign-in in the browser was not finished in time. Nothing is kept; begin again."
        case .browserRevoked: return "The server ended the sign-in in the browser. Nothing is kept; begin again."
        case .nothingKept: return "Nothing is kept for \(address). oropendola login \(address) signs in."
        case .over: return "The sign-in for \(address) is over. oropendola login \(address) signs in again."
        case .failed(let failure): return failure.words
        }
    }

    private static func refusal(_ kind: AccountCredential.Kind) -> String {
        switch kind {
        case .session, .cookies:
            "The server takes these cookies for a guest's: their session is over, or they are another site's. Nothing is "
                + "kept. Copy them anew from a browser that is signed in."
        case .apiKey: "The server does not take this key and secret. Nothing is kept."
        case .aiKey: "The server does not take this AI API key. Nothing is kept."
        case .browser: "The server does not take the browser's token. Nothing is kept."
        }
    }

    /// What the program ends with: 5 where the sign-in is refused, 6 where nobody can be signed in to.
    public var status: Int32 {
        switch self {
        case .failed(.cancelled): 130
        case .failed(.signedOut), .failed(.forbidden): Listening.signInNeeded
        case .failed, .moved, .notAServer, .blocked, .rateLimited: Listening.backendDown
        default: Listening.signInNeeded
        }
    }

    /// What may be tried at once by typing again.
    var isMistyped: Bool {
        switch self {
        case .wrongCredentials, .wrongCode, .refused: true
        default: false
        }
    }
}

extension RequestFailure {
    /// Sentences about a request of a command without a screen.
    var words: String {
        switch self {
        case .unreachable(let why): "The server can't be reached: \(sentence(why)) Nothing was changed."
        case .interrupted(let why): "The connection broke: \(sentence(why)) Nothing is kept; try again."
        case .timedOut(let seconds): "The server did not answer for \(seconds) s. Nothing is kept; try again."
        case .signedOut(let why): "The server does not know us: \(sentence(why))"
        case .rateLimited: "The server gets too many requests. Nothing was changed; try again in some minutes."
        case .refused(let status, let message): "The server refused (\(status)): \(sentence(message)) Nothing is kept."
        case .malformed(let what): "The server's answer can't be read: \(sentence(what)) Check the address."
        case .blocked(let status, let what): "Something before the server refused (\(status)): \(sentence(what))"
        case .noSuchMethod: "The server does not have this way to sign in. Use another one: a password, or --token."
        case .forbidden(let why), .contextTooLong(let why), .keyWanted(let why), .quotaExceeded(let why),
            .modelFailed(let why):
            "The server does not allow this: \(sentence(why))"
        case .cancelled: "Cancelled. Nothing was changed."
        }
    }
}

/// Somebody else's words, bounded and ended like a sentence.
func sentence(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(300)
    guard let last = line.last else { return "no reason given." }
    return ".!?…".contains(last) ? String(line) : line + "."
}

/// `90 s`, `5 min`, `3 h`, `9 days`: the largest unit of which there are at least two.
func spoken(seconds: Int) -> String {
    switch seconds {
    case ..<120: "\(max(0, seconds)) s"
    case ..<7_200: "\(seconds / 60) min"
    case ..<172_800: "\(seconds / 3_600) h"
    default: "\(seconds / 86_400) days"
    }
}
