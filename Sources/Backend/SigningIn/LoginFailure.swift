// Why somebody is not signed in, told apart where a person can do something different about it.

public import TaskMachine

/// What the second step of a sign-in needs (Frappe `twofactor.py`).
public struct SecondFactor: Equatable, Sendable {
    /// Names the sign-in that was begun; the server forgets it after some minutes.
    let temporaryID: Secret
    /// `OTP App`, `Email` or `SMS`; nil when the server did not say.
    public let method: String?
    /// What the server wants the user to read, plain text.
    public let prompt: String?

    public init(temporaryID: Secret, method: String? = nil, prompt: String? = nil) {
        self.temporaryID = temporaryID
        self.method = method
        self.prompt = prompt
    }
}

/// Why a sign-in did not come about, or does not hold any more.
public enum LoginFailure: Error, Equatable, Sendable {
    /// The server does not know this name and password; its words.
    case wrongCredentials(String)
    /// The account is there and switched off (or not there; the server does not tell these apart).
    case disabled
    /// Too many wrong passwords. For how long, where the server told.
    case locked(seconds: Int?)
    /// The password is right, and a code is wanted.
    case secondFactorWanted(SecondFactor)
    case wrongCode
    /// The code came too late: the sign-in begins anew.
    case codeExpired
    /// The account's password has to be set anew first.
    case passwordResetWanted
    /// Not with a password, not at this hour, or not from this address; the server's words.
    case notAllowed(String)
    case rateLimited(retryAfterSeconds: Int?)
    /// A firewall or a gateway before the server said no; what it was.
    case blocked(status: Int, String)
    /// The server is elsewhere; where, without a query.
    case moved(String)
    /// Somebody answers there who is no Frappe server; what came.
    case notAServer(String)
    /// The server let us in and gave no `sid`.
    case noSession
    /// What was pasted or typed is nobody's: the server takes it for a guest's, or refuses it.
    case refused(AccountCredential.Kind)
    /// The browser's sign-in was not finished in time.
    case browserTimeIsUp
    /// The browser's sign-in was ended by the server.
    case browserRevoked
    /// Nothing is kept for this server.
    case nothingKept
    /// The server does not take what is kept any more.
    case over(AccountCredential.Kind)
    /// The request itself failed.
    case failed(RequestFailure)
}
