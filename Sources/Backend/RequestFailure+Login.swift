// A request whose sign-in fails has failed; this says how.

import TaskMachine

extension RequestFailure {
    init(_ failure: LoginFailure) {
        self =
            switch failure {
            case .wrongCredentials(let words): .signedOut(words)
            case .disabled: .signedOut("the account is disabled")
            case .locked(let seconds?): .signedOut("the account is locked for \(seconds) s")
            case .locked(nil): .signedOut("the account is locked for a while")
            case .secondFactorWanted, .wrongCode, .codeExpired: .signedOut("the account asks for a second factor")
            case .passwordResetWanted: .signedOut("the account's password has to be set anew")
            case .notAllowed(let words): .signedOut(words)
            case .rateLimited(let seconds): .rateLimited(retryAfterSeconds: seconds)
            case .blocked(let status, let words): .blocked(status: status, words)
            case .moved(let place): .malformed("the server is at \(place) now")
            case .notAServer(let what): .malformed(what)
            case .noSession: .signedOut("the server gave no session")
            case .refused, .over(.session), .over(.cookies): .signedOut("the session is over")
            case .over(.apiKey), .over(.aiKey): .signedOut("the server does not take the key")
            case .over(.browser), .browserTimeIsUp, .browserRevoked:
                .signedOut("the server does not take the browser's sign-in (any more)")
            case .nothingKept: .signedOut("no sign-in is kept for this server")
            case .failed(let failure): failure
            }
    }
}
