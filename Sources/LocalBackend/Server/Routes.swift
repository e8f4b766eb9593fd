// What the server does with a request, decided without touching the network.

import JSON
import Scenarios
import SocketIO

/// What a request comes to.
enum RouteOutcome: Equatable, Sendable {
    case answer(ServerAnswer)
    /// The engine is asked.
    case chat(EngineRequest)
    /// What was said in a conversation is wanted.
    case history(conversationID: String, user: String, limit: Int)
    /// It belongs to a realtime session.
    case realtime(SocketIO.EngineRequest)
    /// A password is to be checked, which takes time: a served site's.
    case signIn(user: String, password: String)
    /// What is kept of the user's conversations.
    case kept(KeptCall, user: String)
    /// The session ended; the answer says so.
    case signedOut(sid: String, ServerAnswer)
    /// The figures of a served site.
    case metrics
}

/// The methods of the server, and who may call them.
struct Routes: Sendable {
    var sessions: SessionTable
    var signIns = SignInState()
    var origins: OriginGuard
    let maximumBodyBytes: Int
    let realtime: SocketServerConfiguration
    /// The site's name, and the version of Frappe whose rules hold.
    let siteName: String
    let version: String
    /// The token that changes want, and where the site tells it.
    let csrf: (token: String, place: SiteFaults.TokenPlace)?

    static let realtimePath = "/socket.io/"
    private static let methods = "/api/method/"
    static let chatMethod = "ai_assistant.api.chat_completion"
    static let agentMethod = "oropendola_ai.oropendola_ai.api.vscode_extension.agent"
    static let historyMethod = "ai_assistant.api.chat.get_conversation_history"
    /// What Frappe lets a guest call.
    private static let openMethods: Set<String> = ["login", "version"]
    private static let messageLimit = 20_000

    /// The answer to a request that is refused before its body is read, or nil.
    func refusal(of request: ServerRequest) -> ServerAnswer? {
        if let refusal = origins.refusal(of: request) { return refusal }
        guard request.path != Self.realtimePath else {
            // Whoever is nobody here gets not even a connection that is silent. Who has one has its id, which is as good
            // as the cookie; some clients send that with their first request alone.
            guard sessions.isServed, signedIn(request) == nil, FormFields(request.query.utf8)["sid"] == nil else {
                return nil
            }
            return FrappeAnswer.unknownSession(sidWasGiven: request.cookie("sid") != nil)
        }
        guard ["GET", "POST"].contains(request.method) else {
            return FrappeAnswer.failure(405, "MethodNotAllowed", "Only GET and POST are served.", closes: true)
        }
        guard let method = method(of: request), !Self.openMethods.contains(method), !isOpen(method) else {
            return nil
        }
        if signedIn(request) == nil {
            if request.header("x-access-token") != nil {
                return FrappeAnswer.failure(401, "AuthenticationError", "Invalid or expired access token")
            }
            return FrappeAnswer.guest(method, sidWasGiven: request.cookie("sid") != nil)
        }
        return nil
    }

    /// Bytes that a body may have: little, before somebody is signed in.
    func bodyLimit(of request: ServerRequest) -> Int {
        if request.path == Self.realtimePath { return realtime.maximumPayloadBytes + 1 }
        return [Self.chatMethod, Self.agentMethod].contains(method(of: request)) ? maximumBodyBytes : 64 << 10
    }

    mutating func outcome(of request: ServerRequest) -> RouteOutcome {
        if let refusal = refusal(of: request) { return .answer(refusal) }
        if request.path == Self.realtimePath { return realtime(request) }
        if let csrf, request.method == "POST", method(of: request) != "login",
            request.header("x-frappe-csrf-token") != csrf.token
        {
            return .answer(FrappeAnswer.failure(400, "CSRFTokenError", "Invalid Request"))
        }
        if let method = method(of: request), let answer = signInAnswer(method, request) { return .answer(answer) }
        if method(of: request) == "login" { return servedLogin(request) }
        switch method(of: request) {
        case "logout":
            let sid = request.cookie("sid") ?? ""
            sessions.signOut(sid)
            let secure = request.isSecure ? "; Secure" : ""
            let answer = ServerAnswer(
                status: 200, cookies: ["sid=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0\(secure)"],
                body: Array("{}".utf8))
            return sessions.isServed ? .signedOut(sid: sid, answer) : .answer(answer)
        case "frappe.auth.get_logged_user":
            return .answer(FrappeAnswer.user(signedIn(request), csrf))
        case "version": return .answer(FrappeAnswer.message(.string(version)))
        case Self.chatMethod: return chat(request)
        case Self.agentMethod: return agent(request)
        case let method? where sessions.isServed && keptCall(method, request) != nil:
            guard let call = keptCall(method, request), let user = signedIn(request) else {
                return .answer(FrappeAnswer.guest(method, sidWasGiven: true))
            }
            return .kept(call, user: user)
        case Self.healthMethod where sessions.isServed: return .answer(health())
        case nil where request.path == "/metrics" && sessions.isServed: return .metrics
        case Self.historyMethod:
            let fields = FormFields(request.query.utf8)
            return .history(
                conversationID: fields["conversation_id"] ?? "", user: signedIn(request) ?? "Guest",
                limit: fields["limit"].flatMap { Int($0) } ?? ConversationLog.maximumMessages)
        case nil where request.path == "/": return .answer(FrappeAnswer.page(siteName: siteName, csrf))
        case let method?:
            return .answer(
                FrappeAnswer.failure(404, "DoesNotExistError", "Failed to get method for command \(method)"))
        case nil: return .answer(FrappeAnswer.failure(404, "DoesNotExistError", "Not found"))
        }
    }

    /// What a fault of this request is called in a scenario: the method, `socket.io`, or the page's path.
    static func faultName(of request: ServerRequest) -> String {
        if request.path == realtimePath { return "socket.io" }
        if request.path == "/metrics" { return request.path }
        return request.path.hasPrefix(methods) ? String(request.path.dropFirst(methods.count)) : request.path
    }

    func signedIn(_ request: ServerRequest) -> String? {
        request.header("authorization").flatMap { sessions.user(ofAuthorization: $0) }
            ?? request.cookie("sid").flatMap { sessions.user(of: $0) } ?? tokenUser(request)
    }

    private func method(of request: ServerRequest) -> String? {
        guard request.path.hasPrefix(Self.methods) else { return nil }
        let name = request.path.dropFirst(Self.methods.count)
        return name.isEmpty || name.contains("/") ? nil : String(name.prefix(200))
    }

    private func realtime(_ request: ServerRequest) -> RouteOutcome {
        do throws(EngineRequestError) {
            return .realtime(
                try SocketIO.EngineRequest(
                    method: request.method, query: request.query, isWebSocketUpgrade: request.isWebSocketUpgrade))
        } catch {
            return .answer(ServerAnswer(error.answer(in: realtime.dialect)))
        }
    }

    private func chat(_ request: ServerRequest) -> RouteOutcome {
        guard request.method == "POST" else {
            return .answer(FrappeAnswer.failure(403, "PermissionError", "Not permitted"))
        }
        let body: JSONValue
        do throws(JSONError) {
            body = try JSONValue.parse(
                request.body, limits: JSONLimits(maximumBytes: maximumBodyBytes, maximumDepth: 64))
        } catch {
            return .answer(FrappeAnswer.failure(400, "ValidationError", "The body is not JSON: \(error)."))
        }
        let conversation = body["conversation_id"]?.asString
        guard conversation?.utf8.count ?? 0 <= 140 else {
            return .answer(FrappeAnswer.failure(417, "ValidationError", "The conversation's id is too long."))
        }
        func failure(_ words: String) -> RouteOutcome {
            .answer(
                FrappeAnswer.message([
                    "success": false, "error": .string(words),
                    "conversation_id": conversation.map { .string($0) } ?? .null,
                ]))
        }
        // Early clients, and side calls, send one `message`.
        let single = body["message"].map { JSONValue.array([["role": "user", "content": $0]]) }
        guard let list = (body["messages"] ?? single)?.asArray, !list.isEmpty else {
            return failure("There are no messages.")
        }
        guard list.count <= Self.messageLimit else { return failure("There are too many messages.") }
        var messages: [EngineRequest.Message] = []
        for item in list {
            guard let role = item["role"]?.asString, let content = Self.text(of: item["content"]) else {
                return failure("A message has no role or no content.")
            }
            messages.append(
                EngineRequest.Message(role: role, content: content, images: Self.images(of: item["content"])))
        }
        var question = EngineRequest(
            user: signedIn(request) ?? "Guest", conversationID: conversation.flatMap { $0.isEmpty ? nil : $0 },
            messages: messages, mode: body["mode"]?.asString ?? "agent",
            context: body["context"]?.asObject ?? JSONObject())
        // A side call has no context; a turn has one, or at least its key.
        question.isBesideChat =
            single != nil && question.conversationID == nil && question.mode == "ask" && body["context"] == nil
        return .chat(question)
    }

    /// Agent Mode: one prompt, and all else in the context. Its errors are 200 outside.
    private func agent(_ request: ServerRequest) -> RouteOutcome {
        func failure(_ words: String) -> RouteOutcome {
            .answer(FrappeAnswer.message(["status": 400, "error": .string(words)]))
        }
        guard request.method == "POST", let body = try? JSONValue.parse(request.body) else {
            return failure("The body is not JSON.")
        }
        guard let key = body["api_key"]?.asString, !key.isEmpty else { return failure("API key is required") }
        // Who has no session has a key that is good; without rules for keys a session has to do.
        guard signIns.rules.aiKeys?.contains(key) ?? (signedIn(request) != nil) else {
            return .answer(FrappeAnswer.message(["status": 401, "error": "Invalid API key"]))
        }
        guard let prompt = body["prompt"]?.asString, !prompt.isEmpty else { return failure("Prompt is required") }
        return .chat(
            EngineRequest(
                user: signedIn(request) ?? sessions.user, conversationID: body["session_id"]?.asString,
                messages: [EngineRequest.Message(role: "user", content: prompt)],
                context: body["context"]?.asObject ?? JSONObject()))
    }

    /// A string, or the text parts of a list (contract §2.1.1).
    private static func text(of content: JSONValue?) -> String? {
        if let text = content?.asString { return text }
        return content?.asArray?.compactMap { $0["text"]?.asString }.joined(separator: "\n")
    }

    private static func images(of content: JSONValue?) -> [String] {
        content?.asArray?.compactMap { $0["image_url"]?["url"]?.asString } ?? []
    }
}

extension ServerAnswer {
    init(_ answer: EngineAnswer) {
        self.init(status: answer.status, contentType: answer.contentType, body: answer.body)
    }
}
