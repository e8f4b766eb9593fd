// What a server says about its own error, from wherever it put the words.

import JSON

/// The words of an error: `_server_messages`, else `error`, `message`, the exception's own text, its type.
struct ServerWords: Equatable {
    /// For people: no HTML, bounded.
    var text: String
    /// The type of a Frappe exception, without its module; nil where there is none, `""` where nothing names it.
    var exception: String?

    private static let longest = 4_000
    private static let mostMessages = 8

    init(_ json: JSONValue) {
        let thrown = json["exception"]?.nonEmptyText
        if let type = json["exc_type"]?.nonEmptyText ?? thrown.flatMap(Self.type) {
            exception = type.split(separator: ".").last.map(String.init) ?? type
        } else if thrown != nil || json["exc"]?.nonEmptyText != nil {
            exception = ""
        }
        let message = json["message"]
        let candidates = [
            Self.serverMessages(json["_server_messages"]), Self.both(message?["error"], message?["message"]),
            message?["error"]?.nonEmptyText,
            message?["error"]?["message"]?.nonEmptyText, message?["message"]?.nonEmptyText, message?.nonEmptyText,
            json["error"]?.nonEmptyText, json["error"]?["message"]?.nonEmptyText, thrown.map(Self.withoutType),
            exception,
        ]
        text =
            candidates.lazy.compactMap { $0.map { PlainText.withoutHTML(String($0.prefix(Self.longest))) } }
            .first { !$0.isEmpty } ?? ""
    }

    /// With the exception's type before them, where the server is at fault: that is what its log has to be searched for.
    func full(status: Int) -> String {
        guard status >= 500, let exception, !exception.isEmpty, !text.contains(exception) else { return text }
        return text.isEmpty ? exception : "\(exception): \(text)"
    }

    /// Agent Mode says in `error` what failed, and why in `message`.
    private static func both(_ error: JSONValue?, _ message: JSONValue?) -> String? {
        guard let error = error?.asString, let message = message?.asString, !error.isEmpty, !message.isEmpty,
            error != message
        else { return nil }
        return "\(error): \(message)"
    }

    /// `_server_messages` is JSON text of a list of JSON texts of objects with a `message`. The last one is what stopped
    /// the call, and goes first; the others led to it.
    private static func serverMessages(_ value: JSONValue?) -> String? {
        let list = value?.asArray ?? value?.asString.flatMap { (try? JSONValue.parse($0))?.asArray }
        guard let list else { return nil }
        var texts: [String] = []
        for item in list.reversed() {
            guard let text = serverMessage(item).map({ PlainText.withoutHTML(String($0.prefix(longest))) }),
                !text.isEmpty, !texts.contains(text)
            else { continue }
            texts.append(text)
            if texts.count == mostMessages { break }
        }
        return texts.isEmpty ? nil : texts.joined(separator: "\n")
    }

    private static func serverMessage(_ item: JSONValue) -> String? {
        guard let text = item.asString else { return item["message"]?.nonEmptyText }
        guard let object = try? JSONValue.parse(text), object.asObject != nil else { return text }
        return object["message"]?.nonEmptyText
    }

    /// `frappe.exceptions.ValidationError: words`; nil where no name stands before the words.
    private static func type(of exception: String) -> String? {
        let name = exception.prefix { $0 != ":" }
        guard !name.isEmpty, name.utf8.count < 200 else { return nil }
        return name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" } ? String(name) : nil
    }

    /// What stands behind the type; the type alone where nothing does.
    private static func withoutType(_ exception: String) -> String {
        guard let type = type(of: exception) else { return exception }
        let words = PlainText.trimmed(String(exception.dropFirst(type.count).drop { $0 == ":" }))
        return words.isEmpty ? type.split(separator: ".").last.map(String.init) ?? type : words
    }
}
