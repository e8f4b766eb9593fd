// What has to be known of a server before its feed is joined: whether it is a Frappe site, which, and as whom.

import JSON
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
    /// The number before the first dot of Frappe's version; nil when it does not tell.
    public var majorVersion: Int?

    public init(answer: Answer, siteName: String? = nil, majorVersion: Int? = nil) {
        self.answer = answer
        self.siteName = siteName
        self.majorVersion = majorVersion
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
        guard isFrappe == true, majorVersion.map({ $0 > 14 }) ?? true else { return "/" }
        return "/" + (siteName ?? host)
    }

    /// Whether nothing is ever published to `/` there.
    public var publishesNothingInMain: Bool { isFrappe == true && majorVersion.map { $0 > 14 } ?? true }
}

/// How a site's name and version are found out, given headers that say who we are. Both may be nil.
public typealias SiteLookup = @Sendable (_ headers: [HTTPHeader]) async -> (name: String?, majorVersion: Int?)

extension SiteKnowledge {
    /// Asks the server; two small requests at most.
    /// - Parameters:
    ///   - headers: who we are: cookies, a token. They are sent to this server alone.
    ///   - lookup: asked only where a Frappe site answers.
    public static func of(
        _ address: ServerAddress, headers: [HTTPHeader], http: any HTTPTransport, lookup: SiteLookup
    ) async -> SiteKnowledge {
        let request = HTTPRequest(
            url: address.method("frappe.auth.get_logged_user"),
            headers: [HTTPHeader("Accept", "application/json")] + headers.filter { $0.name.lowercased() != "origin" },
            timeoutSeconds: 10, maximumBodyBytes: 1 << 20)
        let response: HTTPResponse
        do throws(TransportError) { response = try await http.send(request) } catch {
            return SiteKnowledge(answer: .unknown)
        }
        var knowledge = SiteKnowledge(answer: reading(response))
        guard knowledge.isFrappe == true else { return knowledge }
        (knowledge.siteName, knowledge.majorVersion) = await lookup(headers)
        return knowledge
    }

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
