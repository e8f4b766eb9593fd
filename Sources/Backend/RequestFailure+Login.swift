// A request whose sign-in fails has failed; this says how.

import TaskMachine

extension RequestFailure {
    init(_ failure: LoginFailure) {
        self =
            switch failure {
            case .wrongCredentials(let words): .signedOut(words)
            case .secondFactorWanted: .signedOut("The account asks for a second factor.")
            case .passwordResetWanted: .signedOut("The account's password has to be set anew.")
            case .noSession: .signedOut("The server gave no session.")
            case .failed(let failure): failure
            }
    }
}
