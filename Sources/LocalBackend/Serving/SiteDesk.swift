// What a served site knows beside its routes: accounts, counts, limits, and the two threads that hash and write.

import Glibc
import JSON
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Storage

/// Lives on the server's event loop.
final class SiteDesk {
    let site: ServedSite
    /// The accounts as last read; the file may be newer for some seconds.
    private var watch: AccountWatch
    private var queue = DiskQueue()
    var tls: NIOSSLContext?
    var signIns = SignInGuard()
    var allowance: UserAllowance
    var metrics = ServerMetrics()
    let archive: Archive
    let started = Double(wallMilliseconds()) / 1_000
    /// Sign-ins that run, from the look at the accounts to the password's check.
    private var checks = 0
    private let accountFile: AccountFile
    private let decoy: PasswordHash
    private let folder: DataFolder
    private let hashing = NIOThreadPool(numberOfThreads: 2)
    private let disk = NIOThreadPool(numberOfThreads: 1)
    private let log: Logger

    /// Checks at once and waiting; each holds 32 MiB while it runs, and two run.
    private static let mostChecks = 24

    init(_ opened: OpenedSite, log: Logger) {
        site = opened.site
        watch = AccountWatch(opened.accounts, stamp: opened.stamp)
        accountFile = opened.accountFile
        tls = opened.tls
        folder = opened.folder
        decoy = PasswordHash.decoy(cost: site.decoyCost)
        allowance = UserAllowance(perMinute: site.users.requestsPerMinute)
        archive = Archive(folder: "\(site.dataFolder)/conversations", limits: site.archive)
        self.log = log
        hashing.start()
        disk.start()
    }

    // Passwords.

    var accounts: SiteAccounts { watch.accounts }

    /// Whether the accounts are too old to let anybody in by.
    func refusesSignIns(at now: Int) -> Bool { watch.refusesSignIns(at: now) }

    /// A sign-in begins; false: too many do already. What begins ends, by `check` or by `endCheck`.
    func beginCheck() -> Bool {
        guard checks < Self.mostChecks else { return false }
        checks += 1
        return true
    }

    func endCheck() { checks -= 1 }

    /// Checks a password beside the loop. The account comes back when it was right.
    func check(_ user: String, _ password: String, on loop: any EventLoop) -> EventLoopFuture<SiteAccount?> {
        let account = accounts[user]
        let hash = account?.password ?? decoy
        return hashing.runIfActive(eventLoop: loop) { hash.matches(password) ? account : nil }.assumeIsolated().map {
            self.endCheck()
            return $0
        }.nonisolated()
    }

    // The disk.

    /// Runs something for a user on the disk's thread, in the order of the calls.
    ///
    /// - Parameter mustBe: it is not refused, however much waits; see `DiskQueue`.
    func onDisk<Value: Sendable>(
        for user: String, _ loop: any EventLoop, mustBe isNeeded: Bool = false,
        _ work: @escaping @Sendable (Archive) throws -> Value
    ) -> Result<EventLoopFuture<Value>, DiskRefused> {
        if let refusal = queue.take(of: user, mustBe: isNeeded) {
            metrics.note(.disk)
            return .failure(DiskRefused(refusal))
        }
        let archive = archive
        let work = disk.runIfActive(eventLoop: loop) { try work(archive) }
        work.assumeIsolated().whenComplete { _ in self.queue.done(of: user) }
        return .success(work)
    }

    /// Writes the sessions, behind whatever is being written.
    func save(_ sessions: inout KeptSessions) {
        (sessions.isChanged, sessions.isUsed) = (false, false)
        let (json, folder, log) = (sessions.json, folder, log)
        disk.submit { state in
            guard case .active = state else { return }
            do throws(FileError) {
                try folder.write(json)
            } catch {
                log.error("sessions not kept", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Reads the accounts again when their file changed; `changed` runs on the loop if so, and `done` in any case.
    func refresh(
        _ loop: any EventLoop, changed: @escaping (SiteAccounts) -> Void, done: @escaping () -> Void = {}
    ) {
        let (file, known) = (accountFile, watch.stamp)
        let looking = disk.runIfActive(eventLoop: loop) { file.look(behind: known, now: wallMilliseconds()) }
        looking.assumeIsolated().whenComplete { result in
            // It fails where the site ends, and nobody looks any more.
            if case .success(let event) = result { self.take(event, changed) }
            done()
        }
    }

    private func take(_ event: AccountWatch.Event, _ changed: (SiteAccounts) -> Void) {
        for effect in watch.handle(event) {
            switch effect {
            case .use(let accounts):
                log.notice("accounts read", metadata: ["accounts": "\(accounts.all.count)"])
                changed(accounts)
            case .warn(let reason):
                log.error(
                    "accounts not read", metadata: ["error": "\(reason)", "kept": "\(watch.accounts.all.count)"])
            case .tellThatItIsBack: log.notice("accounts are back")
            }
        }
    }

    /// What has to be ended behind the loop.
    var ends: SiteEnds { SiteEnds(disk: disk, hashing: hashing, folder: folder) }

    func state(connections: Int, realtime: Int, turns: Int, sessions: Int) -> ServerMetrics.State {
        ServerMetrics.State(
            connections: connections, realtimeSessions: realtime, turns: turns, sessions: sessions,
            accounts: accounts.all.count, started: started, residentBytes: residentBytes())
    }
}

/// Too much waits for the disk.
struct DiskRefused: Error, Equatable, Sendable {
    let answer: ServerAnswer

    init(_ refusal: DiskQueue.Refusal) {
        answer =
            switch refusal {
            case .user: FrappeAnswer.tooMany("Too many of your requests wait for the disk.", seconds: 2)
            case .all: FrappeAnswer.unavailable("Too much waits for the server's disk.", seconds: 5)
            }
    }
}

/// The threads of a site, and its hold on the folder.
struct SiteEnds: Sendable {
    let disk: NIOThreadPool
    let hashing: NIOThreadPool
    let folder: DataFolder

    /// Waits until everything is written.
    func close() async {
        // Note: a pool that is shut down drops what waits in it. This goes behind all of that.
        try? await disk.runIfActive {}
        // What fails here has ended already.
        try? await disk.shutdownGracefully()
        try? await hashing.shutdownGracefully()
        folder.release()
    }
}

/// Milliseconds since 1970.
func wallMilliseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
}

/// The second field of /proc/self/statm, in bytes (proc(5)); 0 where there is none.
private func residentBytes() -> Int {
    let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = max(0, read(file, &buffer, buffer.count))
    let fields = String(decoding: buffer[..<count], as: UTF8.self).split(separator: " ")
    return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
}
