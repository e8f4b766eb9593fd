// Where the realtime feed gets its session from: a sign-in that renews itself, or one that somebody handed over.

import TaskMachine
public import Transport

/// Gives the feed a session before every attempt, and hears when one is dead.
public protocol RealtimeSessions: Sendable {
    /// A session that the server says is somebody's. Without this check a dead one joins the feed as a guest, and hears
    /// nothing.
    /// - Throws: `unsupported` where trying again would not help.
    func verifiedSession() async throws(TransportError) -> FrappeSession
    /// Whether the server still says so. Throws when it can't be asked.
    func isSomebodys(_ session: FrappeSession) async throws(TransportError) -> Bool
    /// The server does not know this session any more.
    func forget(_ dead: FrappeSession) async
}

/// A session that was handed over, from a file or another program. It can't be renewed.
public struct StoredSession: RealtimeSessions {
    private let client: FrappeClient
    private let session: FrappeSession

    public init(_ session: FrappeSession, of client: FrappeClient) {
        self.session = session
        self.client = client
    }

    public func verifiedSession() async throws(TransportError) -> FrappeSession {
        guard try await isSomebodys(session) else {
            throw .unsupported("the session is over: the server takes us for a guest")
        }
        return session
    }

    public func isSomebodys(_ session: FrappeSession) async throws(TransportError) -> Bool {
        try await client.isSomebodys(session)
    }

    public func forget(_ dead: FrappeSession) async {}
}

extension FrappeClient {
    func isSomebodys(_ session: FrappeSession) async throws(TransportError) -> Bool {
        var session = session
        do throws(RequestFailure) {
            return try await loggedUser(&session) != nil
        } catch {
            throw .unreachable(error.word)
        }
    }
}
