// What the server says of the account, from whichever of its calls answers: it is shown and gates nothing.

import JSON
public import TaskMachine
import Transport

extension FrappeClient {
    private static let api = "oropendola_ai.oropendola_ai.api."
    private static let accountSeconds = 10

    /// The account as far as the server tells; nil when it tells nothing of a subscription. Three requests at most, none
    /// sent twice.
    public func account(_ session: FrappeSession) async -> Account? {
        let user = session.cookies["user_id"].map(Credentials.percentDecoded)
        var account = Account(user: user ?? "")
        let calls =
            session.accessToken == nil
            ? [("user_api.get_my_subscription", "POST"), ("vscode_auth.get_subscription_status", "GET")]
            : [("vscode_auth.get_subscription_status", "GET"), ("user_api.get_my_subscription", "POST")]
        for (name, method) in calls {
            guard let message = try? await asked(Self.api + name, method, session), account.take(message) else {
                continue
            }
            if account.user.isEmpty || account.fullName == nil,
                let profile = try? await asked(Self.api + "vscode_auth.get_my_profile", "GET", session)
            {
                account.takeUser(profile["user"] ?? profile["profile"] ?? profile)
            }
            return account
        }
        return nil
    }

    private func asked(
        _ name: String, _ method: String, _ session: FrappeSession
    ) async throws(RequestFailure) -> JSONValue {
        var headers = Self.headers(session)
        if method == "POST" { headers.append(HTTPHeader("Content-Type", "application/json")) }
        let request = HTTPRequest(
            method: method, url: address.method(name), headers: headers,
            body: method == "POST" ? Array("{}".utf8) : [], timeoutSeconds: Self.accountSeconds,
            maximumBodyBytes: Self.callMaximumBytes)
        let response: HTTPResponse
        do {
            response = try await transport.send(request)
        } catch {
            throw RequestFailure(error)
        }
        return try Self.message(in: response)
    }
}

extension Account {
    /// Reads a subscription; false when there is none.
    fileprivate mutating func take(_ message: JSONValue) -> Bool {
        let subscription = message["subscription"] ?? message
        guard subscription.asObject != nil else { return false }
        plan = Self.words(subscription["plan_name"] ?? subscription["plan"])
        status = Self.words(subscription["status"])
        // -1 stands for no end.
        daysRemaining = Self.number(subscription["days_remaining"])
        let quota = subscription["quota"] ?? message["quota"] ?? subscription
        dailyLimit = Self.number(quota["daily_limit"])
        dailyRemaining = Self.number(quota["daily_remaining"])
        if let user = message["user"] { takeUser(user) }
        return plan != nil || status != nil || dailyLimit != nil
    }

    fileprivate mutating func takeUser(_ value: JSONValue) {
        let name = value.asString ?? value["email"]?.asString ?? value["name"]?.asString
        if let name, !name.isEmpty, user.isEmpty { user = String(name.prefix(200)) }
        fullName = Self.words(value["full_name"]) ?? fullName
    }

    private static func words(_ value: JSONValue?) -> String? {
        guard let text = value?.asString.map(PlainText.withoutHTML), !text.isEmpty else { return nil }
        return String(text.prefix(200))
    }

    private static func number(_ value: JSONValue?) -> Int? {
        guard let number = value?.asInt ?? value?.asString.flatMap({ Int($0) }), number >= 0 else { return nil }
        return number
    }
}
