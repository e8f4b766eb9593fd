// The token that a site wants with changes from a session that a browser began (Frappe 15 `auth.py`).

import JSON
import Transport

extension FrappeClient {
    /// Pages whose boot data has the token: the desk's, and any of the website's.
    private static let tokenPages = ["/app", "/"]
    private static let tokenPageMaximumBytes = 8 << 20

    /// Asks the site for the session's token: who is signed in, whose answer may carry it, then two pages. False when the
    /// site gave none, or the one that it has just refused.
    func renewCSRFToken(_ session: inout FrappeSession) async -> Bool {
        let refused = session.csrfToken
        session.csrfToken = nil
        if let response = try? await loggedUserResponse(&session), session.csrfToken == nil {
            let body = try? JSONValue.parse(response.body)
            session.csrfToken = (body?["csrf_token"] ?? body?["message"]?["csrf_token"])?.asString.flatMap(Self.token)
        }
        for page in Self.tokenPages where session.csrfToken == nil || session.csrfToken == refused {
            let url = address.description + page
            guard let response = try? await get(url, Self.tokenPageMaximumBytes, session), response.status == 200 else {
                continue
            }
            session.take(response)
            session.csrfToken = Self.csrfToken(inPage: response.body) ?? session.csrfToken
        }
        return session.csrfToken != nil && session.csrfToken != refused
    }

    /// Finds `csrf_token = "…"` and `"csrf_token": "…"`, also where the JSON stands inside a string of a script.
    static func csrfToken(inPage page: [UInt8]) -> String? {
        let key = Array("csrf_token".utf8)
        var rest = page[...]
        while let place = rest.firstRange(of: key) {
            rest = rest[place.upperBound...]
            let value = rest.prefix(200).drop { #"\"': ="#.utf8.contains($0) || $0 == UInt8(ascii: "\t") }
            guard rest[..<value.startIndex].contains(where: { ":=".utf8.contains($0) }) else { continue }
            let text = value.prefix { !#"\"'<>;, "#.utf8.contains($0) }
            if let token = token(String(decoding: text, as: UTF8.self)) { return token }
        }
        return nil
    }

    /// Python's `None` stands where there is no token.
    private static func token(_ text: String) -> String? {
        guard !text.isEmpty, text != "None", text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        return text
    }
}

extension HTTPResponse {
    /// Nothing was done: the check comes before the method.
    var wantsCSRFToken: Bool {
        guard status == 400 || status == 403, let body = try? JSONValue.parse(self.body) else { return false }
        return ["exc_type", "exception"].contains { body[$0]?.asString?.contains("CSRFTokenError") == true }
    }
}
