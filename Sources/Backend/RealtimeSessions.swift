// Where the realtime feed gets its session from.

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
