// The routes of signing in beside the plain one: second factor, browser, keys (contract §1.2 to §1.4).

import JSON

extension Routes {
    private static let browserMethods = "oropendola_ai.oropendola_ai.api.vscode_auth."
    private static let keyMethod = "oropendola_ai.oropendola_ai.api.vscode_extension.validate_api_key"

    /// What a guest may call where the rules have it.
    func isOpen(_ method: String) -> Bool {
        if method == Self.healthMethod { return sessions.isServed }
        if method == Self.keyMethod || method == Self.agentMethod { return signIns.rules.aiKeys != nil }
        return method.hasPrefix(Self.browserMethods) && !signIns.rules.browser.isEmpty
    }

    /// The answer of a method that is about signing in; nil for all others.
    mutating func signInAnswer(_ method: String, _ request: ServerRequest) -> ServerAnswer? {
        if method == "login" { return gateAnswer() ?? (sessions.isServed ? nil : login(request)) }
        if method == "frappe.auth.get_logged_user", let cookie = signIns.rules.furtherCookie {
            var answer = FrappeAnswer.message(signedIn(request).map { .string($0) } ?? "Guest")
            answer.cookies = [cookie + "; Path=/"]
            return answer
        }
        guard isOpen(method) else { return nil }
        switch method {
        case Self.keyMethod: return keyAnswer(request)
        case Self.browserMethods + "initiate_auth": return invitation()
        case Self.browserMethods + "check_auth_status": return status(request)
        case Self.browserMethods + "refresh_token": return refresh(request)
        case Self.browserMethods + "get_my_profile":
            guard let user = tokenUser(request) else {
                return FrappeAnswer.failure(401, "AuthenticationError", "Invalid or expired access token")
            }
            return FrappeAnswer.message([
                "success": true, "user": ["email": .string(user), "full_name": .string(user)],
            ])
        case Self.browserMethods + "logout":
            if let token = request.header("x-access-token") { signIns.accessTokens.remove(token) }
            return FrappeAnswer.message(["success": true])
        default: return nil
        }
    }

    /// The user of the browser's token.
    func tokenUser(_ request: ServerRequest) -> String? {
        guard let token = request.header("x-access-token"), signIns.accessTokens.contains(token) else { return nil }
        return sessions.user
    }

    // MARK: Password

    private func gateAnswer() -> ServerAnswer? {
        switch signIns.rules.gate {
        case .open: return nil
        case .locked(let seconds):
            return FrappeAnswer.failure(
                417, "SecurityException", "Your account has been locked and will resume after \(seconds) seconds")
        case .rateLimited(let seconds):
            var answer = FrappeAnswer.failure(429, "TooManyRequestsError", "Too Many Requests")
            answer.headers = [ServerAnswer.Header(name: "Retry-After", value: "\(seconds)")]
            return answer
        case .passwordsNotAllowed:
            return FrappeAnswer.failure(
                401, "AuthenticationError", "Login with username and password is not allowed.")
        case .firewall(let status):
            let page = "<!DOCTYPE html><title>Forbidden</title><h1>Access denied</h1>"
            return ServerAnswer(status: status, contentType: "text/html", body: Array(page.utf8))
        }
    }

    private mutating func login(_ request: ServerRequest) -> ServerAnswer {
        guard request.method == "POST" else { return FrappeAnswer.failure(403, "PermissionError", "Not permitted") }
        let fields = LoginFields(request)
        if let code = fields["otp"], let id = fields["tmp_id"] { return confirm(code, id) }
        guard let sid = sessions.signIn(fields["usr"] ?? "", fields["pwd"] ?? "") else {
            return FrappeAnswer.wrongPassword
        }
        switch signIns.rules.password {
        case .normal: return welcome(sid, "Logged In")
        case .subscriber: return welcome(sid, "No App")
        case .secondFactor(_, let method):
            sessions.signOut(sid)
            let id = String(randomIdentifier().prefix(8))
            signIns.temporaryID = id
            let prompt = method == "Email" ? "Verification code has been sent to your registered email address." : ""
            return ServerAnswer(
                status: 200,
                body: ([
                    "verification": ["method": .string(method), "setup": true, "prompt": .string(prompt)],
                    "tmp_id": .string(id),
                ] as JSONValue).serialized())
        case .passwordReset:
            sessions.signOut(sid)
            let body: JSONValue = ["message": "Password Reset", "redirect_to": "/update-password?key=resetsecret"]
            return ServerAnswer(status: 200, body: body.serialized())
        case .disabled:
            sessions.signOut(sid)
            let body: JSONValue = ["message": "User disabled or missing", "exc_type": "AuthenticationError"]
            return ServerAnswer(status: 401, body: body.serialized())
        case .noSession:
            sessions.signOut(sid)
            return ServerAnswer(status: 200, body: (["message": "Logged In"] as JSONValue).serialized())
        }
    }

    private mutating func confirm(_ code: String, _ id: String) -> ServerAnswer {
        guard case .secondFactor(let right, _) = signIns.rules.password, id == signIns.temporaryID else {
            return FrappeAnswer.failure(
                500, "ExpiredLoginException", "Login session expired, refresh page to retry")
        }
        guard code == right else {
            let body: JSONValue = ["message": "Incorrect Verification code", "exc_type": "AuthenticationError"]
            return ServerAnswer(status: 401, body: body.serialized())
        }
        signIns.temporaryID = nil
        return welcome(sessions.open(), "Logged In")
    }

    private func welcome(_ sid: String, _ message: String) -> ServerAnswer {
        Self.welcome(sid, message, sessions.user, fullName: sessions.user, life: "Max-Age=864000")
    }

    /// Cookies and words of Frappe 15 (`frappe/auth.py`, `set_user_info`).
    static func welcome(
        _ sid: String, _ message: String, _ user: String, fullName: String, life: String
    ) -> ServerAnswer {
        let life = "Path=/; SameSite=Lax; \(life)"
        let body: JSONValue = [
            "message": .string(message), "home_page": "/app", "full_name": .string(fullName),
        ]
        return ServerAnswer(
            status: 200,
            cookies: [
                "sid=\(sid); HttpOnly; \(life)", "system_user=yes; \(life)",
                "full_name=\(FormFields.encoded(fullName)); \(life)", "user_id=\(FormFields.encoded(user)); \(life)",
                "user_image=; \(life)",
            ],
            body: body.serialized())
    }

    // MARK: Browser

    private mutating func invitation() -> ServerAnswer {
        let id = randomIdentifier()
        signIns.browserRequest = id
        signIns.polls = 0
        return FrappeAnswer.message([
            "success": true, "auth_request_id": .string(id),
            "login_url": .string("http://127.0.0.1:\(origins.port)/vscode-login?auth_request=\(id)"),
            "expires_in": JSONValue(signIns.rules.browserLifetime),
            "poll_interval": JSONValue(signIns.rules.pollInterval),
        ])
    }

    private mutating func status(_ request: ServerRequest) -> ServerAnswer {
        guard FormFields(request.query.utf8)["auth_request_id"] == signIns.browserRequest else {
            return FrappeAnswer.message(["success": false, "error": "Invalid authentication request"])
        }
        let states = signIns.rules.browser
        let state = states[min(signIns.polls, states.count - 1)]
        signIns.polls += 1
        switch state {
        case .pending: return FrappeAnswer.message(["success": true, "status": "pending"])
        case .expired: return FrappeAnswer.message(["success": false, "status": "expired"])
        case .revoked: return FrappeAnswer.message(["success": false, "status": "revoked"])
        case .forbidden:
            return ServerAnswer(status: 403, contentType: "text/html", body: Array("<h1>Forbidden</h1>".utf8))
        case .completed:
            let (access, refresh) = (randomIdentifier(), randomIdentifier())
            signIns.accessTokens.insert(access)
            signIns.refreshTokens.insert(refresh)
            signIns.browserRequest = nil
            return FrappeAnswer.message([
                "success": true, "status": "completed", "access_token": .string(access),
                "refresh_token": .string(refresh), "token_type": "Bearer", "expires_in": 2_592_000,
                "user": ["email": .string(sessions.user), "full_name": .string(sessions.user)],
            ])
        }
    }

    private mutating func refresh(_ request: ServerRequest) -> ServerAnswer {
        let given = (try? JSONValue.parse(request.body))?["refresh_token"]?.asString ?? ""
        guard signIns.refreshTokens.contains(given) else {
            return FrappeAnswer.failure(401, "AuthenticationError", "Invalid refresh token")
        }
        let access = randomIdentifier()
        signIns.accessTokens.insert(access)
        return FrappeAnswer.message([
            "success": true, "access_token": .string(access), "token_type": "Bearer", "expires_in": 2_592_000,
        ])
    }

    // MARK: Keys

    private func keyAnswer(_ request: ServerRequest) -> ServerAnswer {
        let key = (try? JSONValue.parse(request.body))?["api_key"]?.asString ?? ""
        guard signIns.rules.aiKeys?.contains(key) == true else {
            return FrappeAnswer.message(["status": 401, "valid": false, "error": "Invalid or expired API key"])
        }
        return FrappeAnswer.message(["status": 200, "valid": true, "user": .string(sessions.user)])
    }
}

/// The fields of a login: a form, or the same as JSON.
struct LoginFields {
    private let json: JSONValue?
    private let form: FormFields

    init(_ request: ServerRequest) {
        let isJSON = request.header("content-type")?.lowercased().hasPrefix("application/json") ?? false
        json = isJSON ? try? JSONValue.parse(request.body) : nil
        form = FormFields(isJSON ? [] : request.body)
    }

    subscript(name: String) -> String? { json?[name]?.asString ?? form[name] }
}
