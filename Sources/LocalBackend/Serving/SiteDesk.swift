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
    private(set) var accounts: SiteAccounts
    var tls: NIOSSLContext?
    var signIns = SignInGuard()
    var allowance: UserAllowance
    var metrics = ServerMetrics()
    let archive: Archive
    let started = Double(wallMilliseconds()) / 1_000
    /// Passwords that are being checked, or wait for it.
    private(set) var checks = 0
    private let accountFile: AccountFile
    private var stamp: Int
    private let decoy: PasswordHash
    private let folder: DataFolder
    private let hashing = NIOThreadPool(numberOfThreads: 2)
    private let disk = NIOThreadPool(numberOfThreads: 1)
    private let log: Logger

    /// Checks at once and waiting; each holds 32 MiB while it runs, and two run.
    private static let mostChecks = 24

    init(_ opened: OpenedSite, log: Logger) {
        site = opened.site
        accounts = opened.accounts
        accountFile = opened.accountFile
        stamp = opened.stamp
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

    /// Checks a password beside the loop; nil: too many wait already. The account comes back when it was right.
    func check(_ user: String, _ password: String, on loop: any EventLoop) -> EventLoopFuture<SiteAccount?>? {
        guard checks < Self.mostChecks else { return nil }
        checks += 1
        let account = accounts[user]
        let hash = account?.password ?? decoy
        return hashing.runIfActive(eventLoop: loop) { hash.matches(password) ? account : nil }.assumeIsolated().map {
            self.checks -= 1
            return $0
        }.nonisolated()
    }

    // The disk.

    /// Runs something on the disk's thread, in the order of the calls.
    func onDisk<Value: Sendable>(
        _ loop: any EventLoop, _ work: @escaping @Sendable (Archive) throws -> Value
    ) -> EventLoopFuture<Value> {
        let archive = archive
        return disk.runIfActive(eventLoop: loop) { try work(archive) }
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

    /// Reads the accounts again when their file changed; `changed` runs on the loop if so.
    func refresh(_ loop: any EventLoop, changed: @escaping (SiteAccounts) -> Void) {
        let (file, known, log) = (accountFile, stamp, log)
        let reading = disk.runIfActive(eventLoop: loop) { () -> (Int, SiteAccounts)? in
            let stamp = file.stamp
            return stamp == known ? nil : (stamp, try file.read())
        }
        reading.assumeIsolated().whenComplete { result in
            switch result {
            case .success(nil): break
            case .success(let (stamp, accounts)?):
                self.stamp = stamp
                self.accounts = accounts
                log.notice("accounts read", metadata: ["accounts": "\(accounts.all.count)"])
                changed(accounts)
            // Those that are known stay: a file that is being edited must not sign everybody out.
            case .failure(let error): log.error("accounts not read", metadata: ["error": "\(error)"])
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
