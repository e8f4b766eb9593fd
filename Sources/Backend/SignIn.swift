// One sign-in for requests and feed: who needs a session gets the one there is, or waits for the one being made.

import Logging
import TaskMachine
import Transport

/// Holds the session and makes a new one when it is dead.
actor SignIn: RealtimeSessions {
    private let client: FrappeClient
    private let credentials: Credentials
    private let log: Logger
    private var current: FrappeSession?
    private var making: Task<Result<FrappeSession, LoginFailure>, Never>?

    init(_ client: FrappeClient, _ credentials: Credentials, log: Logger) {
        self.client = client
        self.credentials = credentials
        self.log = log
    }

    /// The session, made when there is none. Those who ask at the same time wait for the same sign-in, which is not
    /// theirs to cancel.
    func session() async -> Result<FrappeSession, LoginFailure> {
        if let current { return .success(current) }
        if let making { return await making.value }
        // The task itself puts the session down, before anybody who waits can find it dead.
        let task = Task {
            let result = await login()
            making = nil
            current = try? result.get()
            return result
        }
        making = task
        return await task.value
    }

    private func login() async -> Result<FrappeSession, LoginFailure> {
        do throws(LoginFailure) {
            return .success(try await client.login(credentials))
        } catch {
            log.notice("the sign-in failed")
            return .failure(error)
        }
    }

    /// The server does not know this session any more. What was made since stays.
    func forget(_ dead: FrappeSession) {
        guard current?.cookies.sid == dead.cookies.sid else { return }
        log.info("the session is over")
        current = nil
    }

    /// Any answer may set cookies anew; a session that was replaced meanwhile stays as it is.
    func keep(_ session: FrappeSession, insteadOf old: FrappeSession) {
        if session.cookies.sid != nil, current?.cookies.sid == old.cookies.sid { current = session }
    }

    func verifiedSession() async throws(TransportError) -> FrappeSession {
        for _ in 1...2 {
            let old: FrappeSession
            switch await session() {
            case .success(let session): old = session
            case .failure(.failed(let failure)): throw TransportError.unreachable(failure.word)
            case .failure: throw TransportError.unsupported("the server does not sign us in")
            }
            var session = old
            do throws(RequestFailure) {
                if try await client.loggedUser(&session) != nil {
                    keep(session, insteadOf: old)
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
            .quotaExceeded(let words):
            words
        case .blocked(let status, let words): "\(status) \(words)"
        case .runaway, .cancelled: "cancelled"
        }
    }
}
