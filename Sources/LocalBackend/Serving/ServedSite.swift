// What makes a server one for other people: where it listens, who may come, how much each may ask, what is kept.

import NIOSSL
import SocketIO

/// A site for several users. Paths are absolute.
public struct ServedSite: Sendable {
    /// An address of this machine, `::` and `0.0.0.0` among them, or a name of one.
    public var host = "127.0.0.1"
    /// 0 for any free one.
    public var port = 0
    /// The realtime namespace is `/` and this.
    public var name = "oropendola.local"
    /// `accounts.json`, unless another is given.
    public var accountsFile: String
    /// Sessions and conversations; made when missing.
    public var dataFolder: String
    /// PEM files: the chain of certificates, and its key.
    public var tls: (certificates: String, key: String)?
    /// Whether `X-Forwarded-For` and `X-Forwarded-Proto` of connections from this machine are believed.
    public var trustsProxy = false
    /// Names under which the site is reached; others are refused. Empty: any, which is safe since every request needs a
    /// session, and its cookies belong to one name.
    public var hostNames: Set<String> = []
    /// What `/metrics` wants as `Authorization: Bearer`; nil: it answers this machine alone.
    public var metricsToken: String?
    public var users = UserLimits()
    public var sessions = SessionLimits()
    public var archive = ArchiveLimits()
    /// Cost of the passwords of names that nobody has; that of the accounts.
    package var decoyCost = PasswordHash.Cost.standard

    public init(dataFolder: String) {
        self.dataFolder = dataFolder
        accountsFile = "\(dataFolder)/accounts.json"
    }

    /// Limits of a server for many; see `LocalServerLimits`.
    public static var limits: LocalServerLimits {
        var limits = LocalServerLimits()
        limits.connections = 4_096
        limits.realtimeSessions = 4_096
        limits.chatRequests = 64
        limits.roomsPerMember = 16
        // A slow reader is cut before it costs much.
        limits.realtime.maximumBufferedBytes = 1 << 20
        return limits
    }
}

/// Why a server for others could not start, or not take its new certificates.
public enum ServeError: Error, Equatable, Sendable {
    case accounts(AccountFileProblem)
    /// Certificates or key can't be read, or do not belong together; in the library's words.
    case certificates(String)
    /// A folder or file of ours can't be used.
    case data(String)
    case server(LocalServerError)
}

extension ServedSite {
    /// nil without TLS.
    func makeTLS() throws(ServeError) -> NIOSSLContext? {
        guard let tls else { return nil }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(tls.certificates).map {
                NIOSSLCertificateSource.certificate($0)
            }
            let key = try NIOSSLPrivateKey(file: tls.key, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw .certificates("\(error)")
        }
    }
}
