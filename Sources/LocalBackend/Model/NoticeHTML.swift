// Frappe's notices are HTML: words of ours have to come out as they are.

import JSON

enum NoticeHTML {
    /// The payload of a `msgprint` with these words.
    static func payload(_ words: String) -> JSONValue {
        var html = ""
        for character in words {
            switch character {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\n": html += "<br>"
            default: html.append(character)
            }
        }
        return ["message": .string(html)]
    }
}
