// What has to be known of a server before its feed is joined: whether it is a Frappe site, which, and as whom.

import JSON
import TaskMachine
public import Transport

/// What a server says of us and of itself.
public struct SiteKnowledge: Equatable, Sendable {
    public enum Answer: Equatable, Sendable {
        /// The site knows us by this name.
        case user(String)
        /// The site takes us for nobody: without a session, or with one that is over.
        case guest
        /// What answers is no Frappe site.
        case notFrappe
        /// There was no answer.
        case unknown
    }

    public var answer: Answer
    /// The folder under `sites/`; nil when the site does not tell.
    public var siteName: String?
    /// nil when it does not tell, or was not asked.
    public var version: FrappeVersion?

    public init(answer: Answer, siteName: String? = nil, version: FrappeVersion? = nil) {
        self.answer = answer
        self.siteName = siteName
        self.version = version
    }

    /// nil where nobody answered.
    public var isFrappe: Bool? {
        switch answer {
        case .user, .guest: true
        case .notFrappe: false
        case .unknown: nil
        }
    }

    /// Where the events are: `/` on plain servers and up to Frappe 14; later `/` and the site's name, by convention the
    /// host's.
    public func namespace(host: String) -> String {
        publishesNothingInMain ? RealtimeConfiguration.namespace(siteName: siteName, host: host) : "/"
    }

    /// Whether nothing is ever published to `/` there. A site that does not tell its version is taken for a new one.
    public var publishesNothingInMain: Bool { isFrappe == true && version?.usesRootNamespace != true }
}

extension SiteKnowledge {
    /// Asks the server who we are, and a Frappe site then for its version and its name, side by side. Ten seconds at
    /// most for each request: one, one for the version, and for the name up to two pages.
    /// - Parameters:
    ///   - headers: who we are: cookies, a token, and what a gateway may want. They are sent to this server alone.
    ///   - wantsName: whether to look for the site's name, which costs most. Who was told a namespace needs it only to
    ///     explain a refusal: `ServerProbe` asks for it then.
    public static func of(
        _ address: ServerAddress, headers: [HTTPHeader], http: any HTTPTransport, wantsName: Bool = true
    ) async -> SiteKnowledge {
        let client = client(address, headers, http)
        var session = FrappeSession(headers: headers) ?? FrappeSession()
        let response: HTTPResponse
        do throws(RequestFailure) { response = try await client.loggedUserResponse(&session) } catch {
            return SiteKnowledge(answer: .unknown)
        }
        var knowledge = SiteKnowledge(answer: reading(response))
        guard knowledge.isFrappe == true else { return knowledge }
        // A site that does not answer here is found silent by what follows, and told so.
        async let version = try? client.version()
        async let name = wantsName ? siteName(address, headers: headers, http: http) : nil
        (knowledge.version, knowledge.siteName) = (await version ?? nil, await name)
        return knowledge
    }

    /// The site's own name for itself; nil when it does not tell. Two requests at most, ten seconds each.
    static func siteName(_ address: ServerAddress, headers: [HTTPHeader], http: any HTTPTransport) async -> String? {
        (try? await client(address, headers, http).siteName(FrappeSession(headers: headers))) ?? nil
    }

    private static func client(
        _ address: ServerAddress, _ headers: [HTTPHeader], _ http: any HTTPTransport
    ) -> FrappeClient {
        // `Origin` is said for the socket's sake alone; the others are sent anyway.
        let left = ["cookie", "authorization", "accept", "origin"]
        return FrappeClient(
            address: address, transport: http, callTimeoutSeconds: 10,
            furtherHeaders: headers.filter { !left.contains($0.name.lowercased()) })
    }

    /// Stricter than `FrappeClient.loggedUser`, which knows that a Frappe site answers: a plain server says 401 too.
    /// A user's name stands in `message`. Frappe refuses guests with 401 or 403 and JSON that names the exception.
    private static func reading(_ response: HTTPResponse) -> Answer {
        guard let body = try? JSONValue.parse(response.body), body.asObject != nil else {
            return response.status >= 500 ? .unknown : .notFrappe
        }
        switch response.status {
        case 200:
            guard let name = body["message"]?.asString else { return .notFrappe }
            return name.isEmpty || name == "Guest" ? .guest : .user(name)
        case 401, 403: return body["exc_type"] != nil || body["session_expired"] != nil ? .guest : .notFrappe
        case 500...: return .unknown
        default: return .notFrappe
        }
    }
}

extension FrappeSession {
    /// The session that headers show: cookies, a token, or both; nil when they show neither.
    public init?(headers: [HTTPHeader]) {
        let cookies = CookieJar(header: headers.all("Cookie").joined(separator: ";"))
        let authorization = headers.first("Authorization")
        guard !cookies.isEmpty || authorization != nil else { return nil }
        self.init(cookies: cookies, authorization: authorization)
    }
}
