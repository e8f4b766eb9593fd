// A server for other people: how it starts, takes new accounts and certificates, and goes down without losing a turn.

public import Logging
import NIOCore
import NIOPosix
import NIOSSL
public import Scenarios

extension LocalServer {
    /// Starts a server for the accounts of a site, with threads of its own.
    ///
    /// It answers what the embedded one does, and beside it the methods about what it keeps, `health_check` and
    /// `/metrics`. Every user has his own room, history and todos; nothing of one reaches another.
    ///
    /// - Parameters:
    ///   - engine: answers all users; see `EnginePerUser`.
    ///   - log: gets a line for each request, without secrets and without what users say.
    public static func serve(
        _ site: ServedSite, engine: any Engine, limits: LocalServerLimits = ServedSite.limits,
        faults: SiteFaults = SiteFaults(),
        log: Logger = Logger(label: "oropendola.serve") { _ in SwiftLogNoOpLogHandler() }
    ) async throws(ServeError) -> LocalServer {
        let opened = try OpenedSite(site)
        var limits = limits
        limits.realtimeSessionsPerUser = min(limits.realtimeSessionsPerUser, site.users.realtimeSessions)
        let bounds = limits
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let core: NIOLoopBound<ServerCore>
        do {
            core = try await loop.submit {
                let desk = SiteDesk(opened, log: log)
                let core = ServerCore(
                    loop: loop, session: LocalSession(user: "Guest", password: ""), engine: engine,
                    siteName: site.name, flavour: .v15, application: nil, limits: bounds, faults: faults, log: log,
                    desk: (desk, opened.sessions))
                return NIOLoopBound(core, eventLoop: loop)
            }.get()
        } catch {
            try? await group.shutdownGracefully()
            throw .server(.failed("\(error)"))
        }
        do throws(LocalServerError) {
            let descriptor = try boundSocket(host: site.host, port: site.port)
            let bound = try await listen(on: descriptor, site.port, backlog: 1_024, loop, core)
            loop.scheduleRepeatedTask(initialDelay: .seconds(30), delay: .seconds(30)) { _ in core.value.keepHouse() }
            return LocalServer(port: bound, group: group, loop: loop, core: core)
        } catch {
            // The desk has threads of its own, and the folder. What fails here has ended already.
            let ends = try? await loop.submit { core.value.desk?.ends }.get()
            try? await group.shutdownGracefully()
            await ends?.close()
            throw .server(error)
        }
    }

    /// Reads accounts and certificates again. What can't be used is told, and what was in force stays.
    public func reload() async throws(ServeError) {
        guard let site = await onLoop({ $0.desk?.site }) else { return }
        let context = try site.makeTLS()
        await onLoop { core in
            guard let desk = core.desk else { return }
            if let context { desk.tls = context }
            core.refreshAccounts(desk)
        }
    }

    /// Goes down: takes no more connections and begins nothing new, lets turns end for so long, tells the clients of
    /// those that did not, and writes what is to be kept.
    ///
    /// - Returns: turns that were not finished.
    public func stop(withinMilliseconds patience: Int = 10_000) async -> Int {
        await stopListening()
        let loop = loop
        let core = core
        let left = await withCheckedContinuation { (continuation: CheckedContinuation<Int, Never>) in
            loop.execute {
                // Note: a task that is due already can't be cancelled any more; `endTurns` does nothing then.
                let end = loop.scheduleTask(in: .milliseconds(Int64(patience))) { core.value.endTurns() }
                core.value.beginStopping { left in
                    end.cancel()
                    // Where none is left, the last answer is on its way; a turn of the loop lets it out before
                    // connections close.
                    continuation.resume(returning: left)
                }
            }
        }
        await onLoop { $0.saveSessions() }
        await shutdown()
        return left
    }
}
