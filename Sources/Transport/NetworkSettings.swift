// How connections leave this machine, said once for every transport.

/// Proxies and trust. The defaults are no proxy and the system's certificate authorities; there is no setting that
/// turns a check of certificates off.
public struct NetworkSettings: Equatable, Sendable {
    /// Which proxy a server is reached through.
    public var proxies: ProxySettings
    /// A file of PEM certificates that are trusted besides the system's; nil for none. Read with the first connection
    /// over TLS, once.
    public var certificateAuthorityFile: String?

    /// Settings for a transport.
    public init(proxies: ProxySettings = ProxySettings(), certificateAuthorityFile: String? = nil) {
        self.proxies = proxies
        self.certificateAuthorityFile = certificateAuthorityFile
    }
}
