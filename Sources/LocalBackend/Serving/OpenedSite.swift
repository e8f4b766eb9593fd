// A served site before its first connection: its files read, its folder taken, its certificates loaded.

import Glibc
import JSON
import NIOSSL
import Storage
import Synchronization

/// The folder of a site's data, which one server at a time may use.
final class DataFolder: Sendable {
    private let folder: Descriptor
    private let lock: Mutex<FileLock?>

    private static let sessions = "sessions.json"

    /// - Parameter path: made when missing.
    init(_ path: String) throws(ServeError) {
        let taken: FileLock?
        do throws(FileError) {
            folder = try makeFolder(at: path)
            taken = try FileLock.tryTake("serving.lock", in: folder)
        } catch {
            throw .data(error.description)
        }
        guard let taken else { throw .data("another server uses \(path)") }
        lock = Mutex(taken)
    }

    /// Another server may have the folder.
    func release() { lock.withLock { $0 = nil } }

    /// The sessions as they were left; a file that can't be understood is put aside, and everybody signs in again.
    func readSessions() throws(FileError) -> JSONValue? {
        let files = SystemFiles()
        guard try files.status(of: Self.sessions, in: folder) != nil else { return nil }
        let bytes = try files.readAll(try files.open(Self.sessions, in: folder, .read), limit: 64 << 20)
        if let bytes, let value = try? JSONValue.parse(bytes) { return value }
        try files.rename(Self.sessions, in: folder, to: "\(Self.sessions).broken", in: folder)
        return nil
    }

    func write(_ sessions: JSONValue) throws(FileError) {
        try SystemFiles().replace(Self.sessions, in: folder, with: sessions.serialized())
    }
}

/// What a server for others starts with.
struct OpenedSite: Sendable {
    let site: ServedSite
    let accounts: SiteAccounts
    let accountFile: AccountFile
    let stamp: Int
    let tls: NIOSSLContext?
    let folder: DataFolder
    let sessions: KeptSessions

    /// Reads all that a start needs; blocks.
    init(_ site: ServedSite) throws(ServeError) {
        self.site = site
        accountFile = AccountFile(site.accountsFile)
        stamp = accountFile.stamp
        do throws(AccountFileProblem) { accounts = try accountFile.read() } catch { throw .accounts(error) }
        tls = try site.makeTLS()
        folder = try DataFolder(site.dataFolder)
        do throws(FileError) {
            var kept = KeptSessions(site.sessions, reading: try folder.readSessions(), now: wallMilliseconds())
            kept.match(accounts)
            sessions = kept
        } catch {
            throw .data(error.description)
        }
    }
}
