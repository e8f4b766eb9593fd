// What the server says of a start that failed, as the problem that has words.
import Console
import LocalBackend

extension ServeError {
    func sentence(_ site: ServedSite) -> String { problem.sentence(accounts: site.accountsFile) }

    private var problem: ServeProblem {
        switch self {
        case .accounts(.openToOthers(let mode)): .accountsOpen(mode: mode)
        case .accounts(.unusable(let reason)): .accountsUnusable(reason)
        case .accounts(.noJSON): .accountsNoJSON
        case .accounts(.accounts(.broken(let what))): .accountsBroken(what)
        case .accounts(.accounts(.newer)): .accountsNewer
        case .certificates(let reason): .certificates(reason)
        case .data(let reason): .data(reason)
        case .server(.portTaken(let port)): .portTaken(port)
        case .server(.failed(let reason)): .notListening(reason)
        }
    }
}
