// Which redirects are followed: those that stay with the same scheme, host and port, so that no cookie and no token
// ever reaches another server.
import Transport

extension HTTPRequest {
    /// The request that a redirect asks for; nil when the reply is none, or leads elsewhere.
    func redirected(by response: HTTPResponse) -> HTTPRequest? {
        guard let location = response.header("Location"), let here = NetworkAddress(url) else { return nil }
        let isRead = method == "GET" || method == "HEAD"
        var next = self
        switch response.status {
        case 301 where isRead, 302 where isRead, 307, 308: break
        case 303:
            next.method = isRead ? method : "GET"
            next.body = []
            next.headers.removeAll { ["content-type", "content-length"].contains($0.name.lowercased()) }
        default: return nil
        }
        if location.hasPrefix("/"), !location.hasPrefix("//") {
            next.url = here.origin + location
        } else if let there = NetworkAddress(location), there.origin == here.origin {
            next.url = location
        } else {
            return nil
        }
        return next
    }
}
