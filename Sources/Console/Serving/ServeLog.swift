// A line of the server's log: for people, or one JSON object for programs.

import JSON

/// How lines of the log look.
public enum ServeLog: Equatable, Sendable {
    /// `2026-11-26T08:00:00.000Z info request method=POST status=200`
    case text
    /// `{"time":"…","level":"info","event":"request","method":"POST","status":200}`
    case json

    /// One line, without its end.
    ///
    /// - Parameters:
    ///   - time: as RFC 3339 writes it.
    ///   - fields: in the order in which they are shown; whole numbers become numbers in JSON.
    public func line(
        time: String, level: String, event: String, _ fields: [(name: String, value: String)]
    ) -> String {
        switch self {
        case .text:
            let rest = fields.map { " \($0.name)=\(Self.word($0.value))" }.joined()
            return "\(time) \(level) \(event)\(rest)"
        case .json:
            var object: JSONObject = [
                "time": .string(time), "level": .string(level), "event": .string(event),
            ]
            for field in fields {
                let number = field.value.first == "+" ? nil : Int(field.value)
                object[field.name] = number.map { JSONValue($0) } ?? .string(field.value)
            }
            return JSONValue.object(object).visibleText
        }
    }

    /// A value that could pass for two, or command the terminal, is quoted as JSON.
    private static func word(_ value: String) -> String {
        let isPlain = !value.isEmpty && value.unicodeScalars.allSatisfy { (33...126).contains($0.value) && $0 != "\"" }
        return isPlain ? value : JSONValue.string(value).visibleText
    }
}
