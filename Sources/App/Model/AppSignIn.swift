// Signing in from the screen, and what is done when the account is known.

internal import TaskMachine

extension AppModel {
    mutating func signIn() -> [AppEffect] {
        guard report.server != .embedded else {
            return say("The built-in helper needs no account. `oropendola login` sets up a server")
        }
        guard conversation.task.requestInFlight == nil else {
            return say("A request is on its way. Esc cancels it first")
        }
        isSigningIn = true
        return [.signIn]
    }

    mutating func signOut() -> [AppEffect] {
        guard report.server != .embedded else { return say("The built-in helper needs no account") }
        return [.signOut] + say("Signed out. /login signs in again")
    }

    /// A message that failed for want of a session is sent again.
    mutating func signedIn(_ user: String?) -> [AppEffect] {
        isSigningIn = false
        guard let user else { return say("Not signed in. Your message is kept") }
        let effects: [AppEffect] = [.agent(.accountChanged)]
        // An AI API key is nobody's; the account's name is no user's.
        let signedIn = user.isEmpty ? "Signed in" : "Signed in as \(user)"
        // What was given up is not sent after all.
        guard isSignedOut, canRetry else { return effects + say(signedIn) }
        return effects + tell(.noted("\(signedIn). The message is sent again.")) + tell(.retryRequested)
    }

    /// The latest turn failed because nobody is signed in.
    var isSignedOut: Bool {
        if case .failed(.signedOut) = conversation.task.lifecycle { return true }
        return false
    }

    /// A word about an account that comes to its end, once.
    mutating func noticeAccount() -> [AppEffect] {
        guard let account = conversation.account, let notice = AccountWords.notice(about: account),
            notice != accountNotice
        else { return [] }
        accountNotice = notice
        return tell(.noted(notice))
    }
}
