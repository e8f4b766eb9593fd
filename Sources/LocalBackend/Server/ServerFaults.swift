// What may happen to a server, done on purpose: cut connections, a standstill, a crash and a new start.

import Glibc
import NIOCore

extension LocalServer {
    /// Cuts every realtime connection of a user, as a network failure would: no close frame, no answer.
    package func cutRealtime(of user: String) async {
        await onLoop { core in core.hub.cut(.room(core.flavour.room(.user(user), site: core.siteName))) }
    }

    /// The same for members of a namespace. Their sessions end with all their namespaces.
    package func cutRealtime(of audience: RealtimeAudience) async { await onLoop { core in core.hub.cut(audience) } }

    /// Closes the connections of all waiting polls without an answer, as an impatient proxy does.
    package func dropPolls() async { await onLoop { core in core.hub.dropPolls() } }

    /// Crashes and comes back on the same port: every connection breaks without a word, and no realtime session is
    /// known any more. Chat requests that run get no answer.
    ///
    /// - Parameters:
    ///   - keepingSignIns: cookies stay good, as when Frappe's realtime server alone is restarted.
    ///   - down: runs while nobody listens, when connections are refused.
    package func restart(
        keepingSignIns: Bool = false, whileDown down: () async -> Void = {}
    ) async throws(LocalServerError) {
        await stopListening()
        await onLoop { core in core.crash(keepingSignIns: keepingSignIns) }
        await down()
        _ = try await Self.listen(on: port, loop, core)
    }

    /// Holds the server's thread while `body` runs: nothing is read, written or timed, as after SIGSTOP. New connections
    /// are taken by the system alone. It goes on after a minute, whatever `body` does.
    package func whileFrozen<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw LocalServerError.failed("pipe: errno \(errno)") }
        let (waiting, release) = (ends[0], ends[1])
        defer { Glibc.close(release) }
        // A child process that kept the end open would keep the server waiting.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        await withCheckedContinuation { stands in
            loop.execute {
                stands.resume()
                // The other end is closed, or the time is up.
                var wait = pollfd(fd: waiting, events: Int16(POLLIN), revents: 0)
                poll(&wait, 1, 60_000)
                Glibc.close(waiting)
            }
        }
        return try await body()
    }

    /// Runs something where the server's state lives.
    func onLoop<Value: Sendable>(_ body: @escaping @Sendable (ServerCore) -> Value) async -> Value {
        let core = core
        return await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: body(core.value)) }
        }
    }
}
