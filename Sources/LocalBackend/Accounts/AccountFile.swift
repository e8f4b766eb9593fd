// The file of a site's accounts: read by the server, changed by `oropendola serve user`, and nobody else's to read.

import Glibc
import JSON
import Storage

/// Why the file can't be used.
public enum AccountFileProblem: Error, Equatable, Sendable {
    /// Others may read or write it: its mode's last nine bits.
    case openToOthers(mode: Int)
    /// What the operating system said.
    case unusable(String)
    /// It is no JSON.
    case noJSON
    case accounts(SiteAccountsProblem)
}

/// `accounts.json`, of mode 0600.
public struct AccountFile: Sendable {
    public let path: String
    private let document: OwnDocument

    /// - Parameter path: absolute.
    public init(_ path: String) {
        self.path = path
        let end = path.lastIndex(of: "/")
        let folder = end.map { String(path[..<$0]) } ?? "."
        document = OwnDocument(
            end.map { String(path[path.index(after: $0)...]) } ?? path, in: folder.isEmpty ? "/" : folder)
    }

    /// What tells that it changed: a number for each state of the file, 0 for none.
    var stamp: Int {
        var status = stat()
        guard stat(path, &status) == 0 else { return 0 }
        var hasher = Hasher()
        for part in [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_size] { hasher.combine(part) }
        hasher.combine(status.st_ino)
        return hasher.finalize() | 1
    }

    /// No file is no accounts.
    public func read() throws(AccountFileProblem) -> SiteAccounts { try readIfThere() ?? SiteAccounts() }

    /// nil: there is no file.
    private func readIfThere() throws(AccountFileProblem) -> SiteAccounts? {
        try checkRights()
        let value: JSONValue?
        do throws(DocumentProblem) { value = try document.read() } catch { throw Self.problem(error) }
        guard let value else { return nil }
        return try Self.accounts(value)
    }

    /// What has become of the file since it had that stamp; blocks.
    ///
    /// Note: it may go between the stamp and the reading, which is no list without accounts.
    func look(behind known: Int, now: Int) -> AccountWatch.Event {
        let stamp = stamp
        guard stamp != known else { return .same(now: now) }
        do throws(AccountFileProblem) {
            guard stamp != 0, let accounts = try readIfThere() else { return .missing(now: now) }
            return .read(accounts, stamp: stamp, now: now)
        } catch {
            return .unusable("\(error)", now: now)
        }
    }

    /// Changes the accounts while other programs wait. `edit` says whether it changed anything.
    @discardableResult
    public func change(_ edit: (inout SiteAccounts) -> Bool) async throws(AccountFileProblem) -> Bool {
        try checkRights()
        var failure: AccountFileProblem?
        var isChanged = false
        do throws(DocumentProblem) {
            try await document.change { value in
                do throws(AccountFileProblem) {
                    var accounts = try Self.accounts(value)
                    isChanged = edit(&accounts)
                    return isChanged ? .replaced(by: accounts.json) : .none
                } catch {
                    failure = error
                    return .none
                }
            }
        } catch {
            throw Self.problem(error)
        }
        if let failure { throw failure }
        return isChanged
    }

    /// Note: not mended in silence. Who could read the hashes may have done so, and the owner should know.
    private func checkRights() throws(AccountFileProblem) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        let mode = Int(status.st_mode) & 0o777
        guard mode & 0o077 == 0 else { throw .openToOthers(mode: mode) }
    }

    private static func accounts(_ value: JSONValue?) throws(AccountFileProblem) -> SiteAccounts {
        do throws(SiteAccountsProblem) { return try SiteAccounts(reading: value) } catch { throw .accounts(error) }
    }

    private static func problem(_ problem: DocumentProblem) -> AccountFileProblem {
        switch problem {
        case .file(let error): .unusable(error.description)
        case .broken: .noJSON
        }
    }
}
