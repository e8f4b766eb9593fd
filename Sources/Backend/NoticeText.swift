// The words of a notice or a comment, out of the shapes in which Frappe sends them.

import JSON
import TaskMachine

enum NoticeText {
    /// More of a notice than this is not for a line in the chat.
    private static let longest = 5_000

    /// A notice is HTML text, an object with a `message` and maybe a `title`, or such an object as JSON text. nil when
    /// it says nothing.
    static func notice(_ payload: JSONValue) -> String? {
        if let text = payload.asString {
            if let inner = try? JSONValue.parse(text), inner.asObject != nil { return notice(inner) }
            return shown(text)
        }
        let lines = payload["message"]?.asArray?.compactMap(\.asString) ?? [payload["message"]?.asString ?? ""]
        let title = payload["title"]?.asString ?? ""
        // "Message" is Frappe's own title for what has none.
        return shown(((title.isEmpty || title == "Message" ? [] : [title]) + lines).joined(separator: "<br>"))
    }

    /// A comment is a Frappe document: `content` (older: `comment`) is HTML, `comment_by` or `owner` wrote it.
    static func comment(_ payload: JSONValue) -> String? {
        let document = payload["comment"]?.asObject != nil ? payload["comment"] ?? payload : payload
        guard let text = ["content", "comment"].lazy.compactMap({ document[$0]?.asString }).first.flatMap(shown) else {
            return nil
        }
        let author = ["comment_by", "owner", "comment_email"].lazy.compactMap { document[$0]?.asString }.first
        return author.flatMap(shown).map { "\($0): \(text)" } ?? text
    }

    private static func shown(_ html: String) -> String? {
        let text = PlainText.withoutHTML(String(html.prefix(longest)))
        return text.isEmpty ? nil : text
    }
}
