// One sign-in for requests and feed: who needs a session gets the one there is, or waits for the one being made.

import Logging
import TaskMachine
import Transport

/// Holds the session and makes a new one when it is dead.
actor SignIn: RealtimeSessions {
    private let client: FrappeClient
    private let identity: LinkIdentity
    private let log: Logger
    /// Seconds since 1970.
    private let now: @Sendable () -> Int
    private var current: FrappeSession?
    private var making: Task<Result<FrappeSession, LoginFailure>, Never>?
    /// Counts the sign-ins of the user: what was begun before the latest one is nobody's session any more.
    private var generation = 0
    /// What the current session came from; nil for a password's.
    private var credential: AccountCredential?
    /// What the server did not take any more. It is not shown again.
    private var dead: AccountCredential?

    init(_ client: FrappeClient, _ identity: LinkIdentity, now: @escaping @Sendable () -> Int, log: Logger) {
        self.client = client
        self.identity = identity
        self.now = now
        self.log = log
    }

    /// The session, made when there is none. Those who ask at the same time wait for the same sign-in, which is not
    /// theirs to cancel.
    func session() async -> Result<FrappeSession, LoginFailure> {
        if let current { return .success(current) }
        if let making { return await making.value }
        // The task itself puts the session down, before anybody who waits can find it dead.
        let began = generation
        let task = Task {
            let result = await login()
            guard began == generation else { return result }
            making = nil
            current = try? result.get()
            return result
        }
        making = task
        return await task.value
    }

    private func login() async -> Result<FrappeSession, LoginFailure> {
        do throws(LoginFailure) {
            switch identity {
            case .password(let credentials): return .success(try await client.login(credentials))
            case .account(let source): return .success(try await keptSession(source))
            }
        } catch {
            log.notice("the sign-in failed")
            return .failure(error)
        }
    }

    /// The session of what is kept. Tokens that are dead are renewed; all else that is dead is the user's to renew.
    private func keptSession(_ source: any AccountSource) async throws(LoginFailure) -> FrappeSession {
        let began = generation
        guard var kept = await source.credential() else { throw .nothingKept }
        if kept == dead {
            guard case .browser(let tokens) = kept else { throw .over(kept.kind) }
            let renewed = AccountCredential.browser(try await client.refreshed(tokens, now: now()))
            await source.keep(renewed, insteadOf: kept)
            log.info("the access token was renewed")
            kept = renewed
        }
        if began == generation {
            dead = nil
            credential = kept
        }
        return kept.session
    }

    /// The server does not know this session any more. What was made since stays.
    func forget(_ dead: FrappeSession) {
        guard let current, current.isSame(as: dead) else { return }
        log.info("the session is over")
        self.dead = credential
        self.current = nil
    }

    /// The user signed in anew: what is kept is read again with the next question.
    func reload() {
        generation += 1
        making = nil
        dead = nil
        current = nil
    }

    /// Any answer may set cookies anew; a session that was replaced meanwhile stays as it is.
    func keep(_ session: FrappeSession, insteadOf old: FrappeSession) async {
        guard let current, current.isSame(as: old) else { return }
        guard session.cookies.sid != nil || old.cookies.sid == nil else { return }
        self.current = session
        guard case .account(let source) = identity, let credential, let renewed = credential.renewed(by: session) else {
            return
        }
        self.credential = renewed
        await source.keep(renewed, insteadOf: credential)
    }

    func verifiedSession() async throws(TransportError) -> FrappeSession {
        for _ in 1...2 {
            let old: FrappeSession
            switch await session() {
            case .success(let session): old = session
            case .failure(.failed(let failure)): throw TransportError.unreachable(failure.word)
            case .failure(let failure): throw TransportError.unsupported(failure.reasonWithoutFeed)
            }
            if let kind = credential?.kind, !kind.allowsRealtime {
                throw TransportError.unsupported("no session cookie: this way of signing in has no live updates")
            }
            var session = old
            do throws(RequestFailure) {
                if try await client.loggedUser(&session) != nil {
                    await keep(session, insteadOf: old)
                    return session
                }
            } catch {
                throw TransportError.unreachable(error.word)
            }
            forget(old)
        }
        throw TransportError.unsupported("the server takes us for a guest")
    }

    func isSomebodys(_ session: FrappeSession) async throws(TransportError) -> Bool {
        try await client.isSomebodys(session)
    }
}

extension LoginFailure {
    /// Why there is no feed, in a few words.
    fileprivate var reasonWithoutFeed: String {
        switch self {
        case .nothingKept: "not signed in"
        case .over: "the session is over"
        default: "the server does not sign us in"
        }
    }
}

extension RequestFailure {
    /// What went wrong, short, as the reason of a feed that is not there.
    var word: String {
        switch self {
        case .unreachable(let words), .interrupted(let words), .malformed(let words): words
        case .timedOut(let seconds): "no answer for \(seconds) s"
        case .signedOut: "signed out"
        case .rateLimited: "too many requests"
        case .refused(let status, let message): "\(status) \(message)"
        case .forbidden(let words), .contextTooLong(let words), .noSuchMethod(let words), .keyWanted(let words),
            .quotaExceeded(let words), .modelFailed(let words):
            words
        case .blocked(let status, let words): "\(status) \(words)"
        case .cancelled: "cancelled"
        }
    }
}
