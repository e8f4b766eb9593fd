// A server as a script: answers per method, in order, and the requests that asked for them.
import JSON
import Transport

actor ScriptedHTTP: HTTPTransport {
    enum Step: Sendable {
        case answer(status: Int = 200, headers: [HTTPHeader] = [], String)
        case failure(TransportError)
        /// Nothing, until the request is cancelled.
        case silence
    }

    private(set) var requests: [HTTPRequest] = []
    private var script: [String: [Step]] = [:]

    /// What the methods answer; the last step of each is repeated.
    init(_ script: [String: [Step]]) { self.script = script }

    static let loggedIn = Step.answer(
        headers: [
            HTTPHeader("Set-Cookie", "sid=s1==; Path=/; HttpOnly"), HTTPHeader("set-cookie", "full_name=A%20B; Path=/"),
            HTTPHeader("Set-Cookie", "user_image=; Path=/"),
        ], #"{"message": "Logged In", "full_name": "A B", "home_page": "/app"}"#)

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        requests.append(request)
        let method = request.url.split(separator: "/").last.map(String.init) ?? ""
        guard var steps = script[method], let step = steps.first else { throw .unreachable("no script for \(method)") }
        if steps.count > 1 { steps.removeFirst() }
        script[method] = steps
        switch step {
        case .answer(let status, let headers, let body):
            return HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
        case .failure(let error): throw error
        case .silence:
            let (never, continuation) = AsyncStream<Never>.makeStream()
            for await _ in never {}
            withExtendedLifetime(continuation) {}
            throw .cancelled
        }
    }

    /// The requests of one method.
    func requests(of method: String) -> [HTTPRequest] { requests.filter { $0.url.hasSuffix("/" + method) } }
}

let login = "login"
let user = "frappe.auth.get_logged_user"
let chat = "ai_assistant.api.chat_completion"
