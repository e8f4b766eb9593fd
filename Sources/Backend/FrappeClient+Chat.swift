// The chat call of both back ends, with the two second tries that are safe: the server said that nothing had run.

import JSON
public import TaskMachine
import Transport

extension FrappeClient {
    /// Asks a chat (docs/PROTOCOL.md). The session takes cookies and tokens that come with the answer.
    ///
    /// A POST is sent again in two cases alone, once each: the site wants a CSRF token that it then gives, and an early
    /// back end wants one `message`. What may have run is never sent again.
    /// - Parameter wantsSingle: whether this server is known to want one `message`; learned here.
    public func chat(
        _ request: ChatRequest, _ session: inout FrappeSession, of backend: ChatBackend = .traditional,
        wantsSingle: inout Bool
    ) async -> ChatAnswer {
        let url = address.method(backend.method)
        do throws(RequestFailure) {
            let body =
                switch backend {
                case .traditional: wantsSingle ? ChatBody.single(request) : ChatBody.traditional(request)
                case .agentMode(let key): ChatBody.agentMode(request, apiKey: key)
                }
            var answer = try await exchange(url, body.serialized(), &session)
            if backend == .traditional, !wantsSingle, answer.wantsSingleMessage {
                wantsSingle = true
                answer = try await exchange(url, ChatBody.single(request).serialized(), &session)
            }
            guard case .agentMode = backend, case .reply(var reply) = answer, reply.conversationID == nil else {
                return answer
            }
            // What comes with the next request is what keeps the conversation with its model.
            reply.conversationID = ChatBody.sessionID(of: request)
            return .reply(reply)
        } catch {
            return .failure(error)
        }
    }

    /// For who has no need to remember what the server wants.
    public func chat(
        _ request: ChatRequest, _ session: inout FrappeSession, of backend: ChatBackend = .traditional
    ) async -> ChatAnswer {
        var wantsSingle = false
        return await chat(request, &session, of: backend, wantsSingle: &wantsSingle)
    }

    private func exchange(
        _ url: String, _ body: [UInt8], _ session: inout FrappeSession
    ) async throws(RequestFailure) -> ChatAnswer {
        var response = try await post(url, body, &session)
        if response.wantsCSRFToken, await renewCSRFToken(&session) {
            response = try await post(url, body, &session)
        }
        if let redirect = response.redirect(from: address) { return .failure(redirect) }
        let isGuest = session.isNobodys || response.saysGuest
        let answer = ChatAnswer(response, isGuest: isGuest)
        // Frappe says the same to a guest and to a user without the right. Who was let in and is not any more is told so.
        guard !isGuest, response.status == 403, answer.isAboutRights, await isGuests(session) else { return answer }
        return ChatAnswer(response, isGuest: true)
    }

    private func post(
        _ url: String, _ body: [UInt8], _ session: inout FrappeSession
    ) async throws(RequestFailure) -> HTTPResponse {
        let request = HTTPRequest(
            method: "POST", url: url,
            headers: [HTTPHeader("Content-Type", "application/json")] + Self.headers(session), body: body,
            timeoutSeconds: Self.chatTimeoutSeconds, maximumBodyBytes: Self.chatMaximumBytes)
        do {
            let response = try await transport.send(request)
            session.take(response)
            return response
        } catch {
            throw RequestFailure(error)
        }
    }

    /// Nobody's for certain; a server that does not tell leaves things as they are.
    private func isGuests(_ session: FrappeSession) async -> Bool {
        var asking = session
        do throws(RequestFailure) {
            return try await loggedUser(&asking) == nil
        } catch {
            return false
        }
    }
}

extension ChatAnswer {
    init(_ response: HTTPResponse, isGuest: Bool) {
        self.init(
            status: response.status, retryAfter: response.header("Retry-After"), date: response.header("Date"),
            isGuest: isGuest, body: response.body)
    }

    /// No to who asks, or to what is asked: the answer alone does not tell.
    fileprivate var isAboutRights: Bool {
        switch self {
        case .failure(.forbidden), .failure(.noSuchMethod): true
        default: false
        }
    }

    /// The words of servers whose method takes `message` and does not know `messages`, where they say that nothing ran: a
    /// refusal (4xx, 417 of Frappe's validation among them), the method's own first check, which comes with 200, or
    /// Python's word that it never got into the method, which Frappe sends as a 500. What else a server says with 5xx
    /// may come from behind work that was done.
    fileprivate var wantsSingleMessage: Bool {
        guard case .failure(.refused(let status, let words)) = self else { return false }
        let said = words.lowercased()
        switch status {
        case 400..<500: break
        case 200: return said == "message is required"
        case 500: return said.contains("chat_completion() missing") && said.contains("argument: 'message'")
        default: return false
        }
        return ["message is required", "argument: 'message'", "parameter: message", "expected message"].contains {
            guard let place = said.firstRange(of: $0) else { return false }
            // `expected messages` is another matter.
            return said[place.upperBound...].first?.isLetter != true
        }
    }
}

extension HTTPResponse {
    /// The cookies of nobody (Frappe 15 `auth.py`).
    fileprivate var saysGuest: Bool {
        headers("Set-Cookie").contains { $0.hasPrefix("sid=Guest") || $0.hasPrefix("user_id=Guest") }
    }

    /// A redirect that was not followed: nothing of the session goes to another server, nor over another scheme.
    fileprivate func redirect(from address: ServerAddress) -> RequestFailure? {
        guard (300..<400).contains(status), status != 304 else { return nil }
        let location = header("Location") ?? ""
        // Of an address the origin is enough, and the rest may be secret.
        guard let target = ServerAddress(String(location.prefix { !"?#".contains($0) })) else {
            return .refused(status: status, message: "it redirects to a page that is no chat")
        }
        let isSameHost = target.host == address.host && target.isSecure && !address.isSecure
        let advice =
            isSameHost
            ? "it redirects to \(target.origin): that is the address to sign in to"
            : "it redirects to \(target.origin), and another server gets nothing of your session"
        return .refused(status: status, message: advice)
    }
}

extension FrappeSession {
    /// Nothing in it says who we are.
    var isNobodys: Bool { cookies.sid == nil && authorization == nil && accessToken == nil }
}
