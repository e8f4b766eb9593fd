// Why a server for others does not start, in a sentence for the person who started it.
import LocalBackend

extension ServeError {
    func sentence(_ site: ServedSite) -> String {
        switch self {
        case .accounts(.openToOthers(let mode)):
            "\(site.accountsFile) can be read or written by others (mode \(String(mode, radix: 8))), and holds hashes of "
                + "passwords. chmod 600 \(site.accountsFile)"
        case .accounts(.unusable(let reason)): "the accounts can't be used: \(reason)."
        case .accounts(.noJSON): "\(site.accountsFile) is no JSON. It is left as it is."
        case .accounts(.accounts(.broken(let what))):
            "\(site.accountsFile) can't be used: \(what). It is left as it is."
        case .accounts(.accounts(.newer)):
            "\(site.accountsFile) was written by a later version of oropendola. It is left as it is."
        case .certificates(let reason): "the certificates can't be used: \(reason)."
        case .data(let reason): "\(reason)."
        case .server(.portTaken(let port)): "port \(port) is taken. --listen HOST:PORT chooses another."
        case .server(.failed(let reason)): "it can't listen: \(reason)."
        }
    }
}
