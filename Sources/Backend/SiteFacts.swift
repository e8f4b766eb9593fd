// What a site tells about itself over HTTP: its version and its name, on which the rules of its realtime server hang.

import JSON
public import TaskMachine
import Transport

/// The version of a Frappe server, such as `15.53.0`.
public struct FrappeVersion: Equatable, Sendable, CustomStringConvertible {
    public let text: String
    /// The number before the first dot.
    public let major: Int

    /// nil for what is no version.
    public init?(_ text: String) {
        guard let major = Int(text.drop { $0 == "v" }.prefix { $0 != "." }), (1...999).contains(major) else {
            return nil
        }
        self.text = String(text.prefix(40))
        self.major = major
    }

    public var description: String { text }

    /// Up to 14 realtime lives in the namespace `/`, for all sites; from 15 on in `/` and the site's name, and nothing is
    /// ever published to `/` (frappe/frappe d59e499418).
    public var usesRootNamespace: Bool { major <= 14 }

    /// Up to 13 its realtime server speaks Socket.IO 2, which we do not.
    public var isTooOldForRealtime: Bool { major <= 13 }
}

extension FrappeClient {
    /// A page with boot data may be long: it lists every module of a desk.
    private static let pageMaximumBytes = 8 << 20
    /// Pages with boot data: any of the website's, and the desk's own.
    private static let pages = ["/", "/app"]

    /// `GET version`, which wants no session. nil when whoever answers is no Frappe, or does not tell.
    public func version() async throws(RequestFailure) -> FrappeVersion? {
        let response = try await get(address.method("version"), Self.callMaximumBytes, nil)
        guard response.status == 200, let text = (try? JSONValue.parse(response.body))?["message"]?.asString else {
            return nil
        }
        return FrappeVersion(text)
    }

    /// The name of the site: the folder under `sites/`, which is the host's name by convention only. It stands in the
    /// boot data of the site's pages (`frappe.boot.sitename`, Frappe 15 `boot.py`); nil when no page has it.
    public func siteName(_ session: FrappeSession?) async throws(RequestFailure) -> String? {
        for page in Self.pages {
            let response = try await get(address.description + page, Self.pageMaximumBytes, session)
            if response.status == 200, let name = Self.siteName(inPage: response.body) { return name }
        }
        return nil
    }

    /// The latest answer of the assistant in a conversation, as the server keeps it
    /// (`ai_assistant.api.chat.get_conversation_history`); nil when it has none, or does not know this call.
    func latestAnswer(
        conversationID: String, _ session: FrappeSession
    ) async throws(RequestFailure) -> String? {
        let method = address.method("ai_assistant.api.chat.get_conversation_history")
        let url = "\(method)?conversation_id=\(Credentials.percentEncoded(conversationID))&limit=10"
        // Short: news of the feed waits behind it.
        let response = try await get(url, Self.chatMaximumBytes, session, seconds: 5)
        guard response.status == 200, let json = try? JSONValue.parse(response.body) else { return nil }
        let messages = json["message"]?["messages"]?.asArray ?? json["message"]?.asArray ?? []
        let answer = messages.last { $0["role"]?.asString == "assistant" }
        // What follows the answer is a question of ours that has none.
        guard let answer, answer == messages.last else { return nil }
        return ["content", "message", "text"].lazy.compactMap { answer[$0]?.asString }.first { !$0.isEmpty }
    }

    /// A request that carries who we are; `seconds` is how long it may take, nil for what calls take.
    func get(
        _ url: String, _ maximumBytes: Int, _ session: FrappeSession?, seconds: Int? = nil
    ) async throws(RequestFailure) -> HTTPResponse {
        do {
            return try await transport.send(
                HTTPRequest(
                    url: url, headers: (session.map { Self.headers($0) } ?? []) + furtherHeaders,
                    timeoutSeconds: seconds ?? callTimeoutSeconds, maximumBodyBytes: maximumBytes))
        } catch {
            throw RequestFailure(error)
        }
    }

    /// Finds `"sitename": "…"`, also where the JSON stands inside a string of a script (`\"sitename\":\"…\"`).
    static func siteName(inPage page: [UInt8]) -> String? {
        let key = Array(#""sitename"#.utf8)
        var rest = page[...]
        while let place = rest.firstRange(of: key) {
            rest = rest[place.upperBound...]
            // Between the key and the value stand a colon, blanks, and quotes on both sides of it.
            let value = rest.drop { #"\": "#.utf8.contains($0) || $0 == UInt8(ascii: "\t") }
            guard rest[..<value.startIndex].contains(UInt8(ascii: ":")) else { continue }
            let name = value.prefix { isNamePart($0) }
            if !name.isEmpty, name.count < 256, let end = value.dropFirst(name.count).first, "\\\"".utf8.contains(end) {
                return String(decoding: name, as: UTF8.self)
            }
        }
        return nil
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
