// Whether an AI API Key is good, for servers that tell.

import JSON
public import TaskMachine
import Transport

/// What became of the question about a key.
public enum KeyCheck: Equatable, Sendable {
    /// The server takes it; whose it is, where it told.
    case good(user: String?)
    case bad(String)
    /// The server has no such question, or could not be asked: the first request will tell.
    case unchecked
}

extension FrappeClient {
    static let keyMethod = "oropendola_ai.oropendola_ai.api.vscode_extension.validate_api_key"

    /// `POST validate_api_key`.
    /// - Throws: when the server can't be reached, so that a wrong address is noticed.
    public func check(aiKey key: Secret) async throws(RequestFailure) -> KeyCheck {
        let request = HTTPRequest(
            method: "POST", url: address.method(Self.keyMethod),
            headers: [HTTPHeader("Content-Type", "application/json"), HTTPHeader("Accept", "application/json")]
                + furtherHeaders,
            body: (["api_key": .string(key.exposed)] as JSONValue).serialized(), timeoutSeconds: callTimeoutSeconds,
            maximumBodyBytes: Self.callMaximumBytes)
        let response: HTTPResponse
        do throws(TransportError) {
            response = try await transport.send(request)
        } catch {
            throw RequestFailure(error)
        }
        guard let json = try? JSONValue.parse(response.body), json.asObject != nil else { return .unchecked }
        let message = json["message"]
        let words = PlainText.withoutHTML(message?["error"]?.asString ?? message?["message"]?.asString ?? "")
        let inner = message?["status"]?.asInt ?? response.status
        if ["valid", "success", "is_valid"].contains(where: { message?[$0]?.asBool == false }) { return .bad(words) }
        if response.status == 200, inner == 401 || inner == 403 { return .bad(words) }
        if response.status == 401, message?.asObject != nil { return .bad(words) }
        guard response.status == 200, inner < 400, message?.asObject != nil else { return .unchecked }
        return .good(user: ["user", "user_email", "email"].lazy.compactMap { message?[$0]?.asString }.first)
    }
}
