// What the realtime feed of a site needs to know.

public import SocketIO
import Transport

/// Where the feed is and how it is reached.
public struct RealtimeConfiguration: Sendable {
    /// The site as a browser sees it: the `Origin` of every request, and where the site is asked about the session.
    public var server: ServerAddress
    /// Where Socket.IO listens, when not there: a development bench has it on a port of its own (9000).
    public var socketServer: ServerAddress?
    /// The folder under `sites/`. nil: the site is asked, and its host's name is taken where it does not tell.
    public var siteName: String?
    /// Transports, times and limits. The namespace is made from the site's name, whatever stands here.
    public var session = SocketConfiguration()
    /// The namespace `/` was asked for by name. Without that it is joined only at a server that is known to be a
    /// Frappe 14. Later ones let anybody in there and stay silent for ever: it is left again where the server tells such
    /// a version.
    public var usesRootNamespace = false

    public init(server: ServerAddress, siteName: String? = nil) {
        self.server = server
        self.siteName = siteName
    }

    /// The namespace to begin with.
    var namespace: String {
        usesRootNamespace ? "/" : Self.namespace(siteName: siteName, host: server.host)
    }

    /// Where a site of Frappe 15 or later publishes: `/` and its name, by convention the host's.
    static func namespace(siteName: String?, host: String) -> String {
        guard let siteName, !siteName.isEmpty else { return "/" + host }
        return siteName.hasPrefix("/") ? siteName : "/" + siteName
    }
}
