// Why a server for others does not start, or can't keep an account, in a sentence for the person who started it.

/// What is wrong, as far as a person can do something about it.
public enum ServeProblem: Equatable, Sendable {
    /// Others may read or write the accounts: the mode's last nine bits.
    case accountsOpen(mode: Int)
    /// What the operating system said of the accounts.
    case accountsUnusable(String)
    case accountsNoJSON
    /// What is wrong in them.
    case accountsBroken(String)
    case accountsNewer
    /// In the library's words.
    case certificates(String)
    case data(String)
    case portTaken(Int)
    case notListening(String)

    /// - Parameter accounts: the path of their file.
    public func sentence(accounts: String) -> String {
        switch self {
        case .accountsOpen(let mode):
            "\(accounts) can be read or written by others (mode \(String(mode, radix: 8))), and holds hashes of passwords. "
                + "chmod 600 \(accounts)"
        case .accountsUnusable(let reason): "the accounts can't be used: \(reason)."
        case .accountsNoJSON: "\(accounts) is no JSON. It is left as it is."
        case .accountsBroken(let what): "\(accounts) can't be used: \(what). It is left as it is."
        case .accountsNewer: "\(accounts) was written by a later version of oropendola. It is left as it is."
        case .certificates(let reason): "the certificates can't be used: \(reason)."
        case .data(let reason): "\(reason)."
        case .portTaken(let port): "port \(port) is taken. --listen HOST:PORT chooses another."
        case .notListening(let reason): "it can't listen: \(reason)."
        }
    }
}
