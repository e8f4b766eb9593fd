// Why a TCP connection did not come about, from the errors of NIO and of the operating system.
import Glibc
import NIOCore
import NIOPosix

enum ConnectProblem {
    case noSuchName
    /// The operating system's word.
    case failed(String)
    case late

    /// Nil for an error that is not about connecting.
    init?(_ error: any Error) {
        switch error {
        case let error as NIOConnectionError: self.init(error)
        case ChannelError.connectTimeout: self = .late
        case let error as IOError where error.isConnectFailure: self = .failed(error.words)
        default: return nil
        }
    }

    /// A name with several addresses fails once for each: a refusal says more than silence, and silence more than a
    /// family of addresses that this machine has no route for.
    private init(_ error: NIOConnectionError) {
        let failures = error.connectionErrors.map(\.error)
        let codes = failures.compactMap { $0 as? IOError }
        if let refused = codes.first(where: { $0.errnoCode == ECONNREFUSED }) {
            self = .failed(refused.words)
        } else if failures.contains(where: { if case ChannelError.connectTimeout = $0 { true } else { false } }) {
            self = .late
        } else if let first = codes.first {
            self = .failed(first.words)
        } else {
            self = error.dnsAError != nil || error.dnsAAAAError != nil ? .noSuchName : .failed("no connection")
        }
    }
}

extension IOError {
    var words: String { String(cString: strerror(errnoCode)) }

    fileprivate var isConnectFailure: Bool {
        [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EADDRNOTAVAIL, EACCES, EPERM, ETIMEDOUT]
            .contains(errnoCode)
    }
}
