// Calls that stand in a text, in the forms of different families of models, as names with their arguments.

import JSON
import ModelWire

enum WrittenCalls {
    /// The calls of one place; their ids are empty.
    static func calls(_ form: CallMarker.Form, _ body: String) throws(CallMistake) -> [ModelCall] {
        switch form {
        case .json: return try json(body)
        case .tags:
            if body.contains("<function=") { return try tagged(body, "<function=", "<parameter=", "</parameter>") }
            if body.contains("<arg_key>") { return try glm(body) }
            return try json(body)
        case .function: return try tagged(body, "<function=", "<parameter=", "</parameter>")
        case .invoke: return try tagged(body, "<invoke name=", "<parameter name=", "</parameter>")
        case .mistral: return try mistral(body)
        case .deepSeek: return try deepSeek(body)
        case .harmony: return try harmony(body)
        case .kimi: return try kimi(body)
        case .thought: return []
        }
    }

    /// Whether a text is JSON, and every value in it a call of a tool that we know, with arguments.
    static func areKnown(_ text: String, in form: EditForm) -> Bool {
        do throws(CallMistake) {
            let calls = try json(text)
            return !calls.isEmpty
                && calls.allSatisfy { AgentTool.named($0.name, in: form) != nil && !$0.arguments.isEmpty }
        } catch {
            return false
        }
    }

    // MARK: JSON

    /// Values one after the other, with `,` or `;` or nothing between them.
    private static func json(_ text: String) throws(CallMistake) -> [ModelCall] {
        let bytes = Array(ArgumentText.withoutFence(text.trimmed).utf8)
        var rest = bytes[...]
        var calls: [ModelCall] = []
        while true {
            rest = rest.drop { isBlank($0) || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
            guard !rest.isEmpty else { break }
            guard let end = ArgumentText.end(ofValueIn: rest),
                rest.first == UInt8(ascii: "{") || rest.first == UInt8(ascii: "[")
            else {
                // What the reader says of it is more exact than anything that could be said here.
                let value = try ArgumentText.parsed(String(decoding: rest, as: UTF8.self), tool: "tool_call")
                throw .unreadable("it is \(value.asString == nil ? "no object" : "a text")")
            }
            let value = try ArgumentText.parsed(String(decoding: rest[..<end], as: UTF8.self), tool: "tool_call")
            for item in value.asArray ?? [value] { calls.append(try call(item)) }
            rest = rest[end...]
        }
        guard !calls.isEmpty else { throw .unreadable("it is empty") }
        return calls
    }

    /// `{"name", "arguments"}` with their other names, nested in `function`, or flat.
    private static func call(_ value: JSONValue) throws(CallMistake) -> ModelCall {
        guard var members = value.asObject else { throw .unreadable("it is no JSON object") }
        if let inner = members["function"]?.asObject ?? members["tool_call"]?.asObject { members = inner }
        var name: String?
        for key in ["tool", "name", "tool_name", "action", "function"] {
            guard let text = members[key]?.asString, !text.isEmpty else { continue }
            name = text
            members[key] = nil
            break
        }
        guard let name else { throw .unreadable("it has no \"tool\" with the tool's name") }
        for key in ["arguments", "parameters", "input", "args", "params", "action_input"] {
            switch members[key] {
            case .object(let object)?: return ModelCall(id: "", name: name, arguments: JSONValue.object(object).text)
            case .string(let text)?: return ModelCall(id: "", name: name, arguments: text)
            case .null?: return ModelCall(id: "", name: name, arguments: "{}")
            default: continue
            }
        }
        for key in ["id", "type"] { members[key] = nil }
        return ModelCall(id: "", name: name, arguments: JSONValue.object(members).text)
    }

    /// The value that a text begins with, after blanks.
    private static func value(in text: Substring) throws(CallMistake) -> (text: String, rest: Substring) {
        var text = text.drop { $0 == " " || $0 == "\n" || $0 == "\r\n" || $0 == "\t" }
        if text.hasPrefix("```") { text = text.drop { $0 != "\n" && $0 != "{" } }
        text = text.drop { $0 == " " || $0 == "\n" || $0 == "\r\n" }
        if text.hasPrefix("json") { text = text.dropFirst(4) }
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "{"), let end = ArgumentText.end(ofValueIn: bytes[...]) else {
            throw .unreadable("its arguments are no JSON object, or do not end")
        }
        let place = text.utf8.index(text.utf8.startIndex, offsetBy: end)
        return (String(decoding: bytes[..<end], as: UTF8.self), text[place...])
    }

    // MARK: Tags

    /// Qwen3 Coder, and Claude's older form. Values are texts as they stand; ends may be missing.
    private static func tagged(
        _ body: String, _ opening: String, _ parameter: String, _ closing: String
    ) throws(CallMistake) -> [ModelCall] {
        var calls: [ModelCall] = []
        for part in pieces(of: body[...], after: opening) {
            guard let end = part.firstIndex(of: ">") else { throw .unreadable("the tag of its name does not end") }
            let name = unquoted(part[..<end])
            guard !name.isEmpty else { throw .unreadable("it has no name") }
            var members = JSONObject()
            for field in pieces(of: part[part.index(after: end)...], after: parameter) {
                guard let end = field.firstIndex(of: ">") else {
                    throw .unreadable("the tag of an argument does not end")
                }
                var text = field[field.index(after: end)...]
                let isClosed = text.firstRange(of: closing)
                if let isClosed { text = text[..<isClosed.lowerBound] }
                for tag in ["</function>", "</invoke>", "</tool_call>"] where isClosed == nil {
                    if let place = text.firstRange(of: tag) { text = text[..<place.lowerBound] }
                }
                members[unquoted(field[..<end])] = .string(isClosed == nil ? text.trimmed : withoutOneLineEnd(text))
            }
            calls.append(ModelCall(id: "", name: name, arguments: JSONValue.object(members).text))
        }
        guard !calls.isEmpty else { throw .unreadable("it has no name") }
        return calls
    }

    /// `NAME`, then `<arg_key>` and `<arg_value>` in turn.
    private static func glm(_ body: String) throws(CallMistake) -> [ModelCall] {
        guard let first = body.firstRange(of: "<arg_key>") else { throw .unreadable("it has no arguments") }
        var members = JSONObject()
        for part in pieces(of: body[...], after: "<arg_key>") {
            guard let keyEnd = part.firstRange(of: "</arg_key>"), let value = part.firstRange(of: "<arg_value>") else {
                throw .unreadable("an argument has no value")
            }
            let end = part.firstRange(of: "</arg_value>")?.lowerBound ?? part.endIndex
            guard value.upperBound <= end else { throw .unreadable("an argument has no value") }
            members[part[..<keyEnd.lowerBound].trimmed] = .string(String(part[value.upperBound..<end]))
        }
        return [
            ModelCall(id: "", name: body[..<first.lowerBound].trimmed, arguments: JSONValue.object(members).text)
        ]
    }

    /// What stands behind each of the signs, up to the next.
    private static func pieces(of text: Substring, after sign: String) -> [Substring] {
        var pieces: [Substring] = []
        var rest = text
        while let found = rest.firstRange(of: sign) {
            rest = rest[found.upperBound...]
            pieces.append(rest.firstRange(of: sign).map { rest[..<$0.lowerBound] } ?? rest)
        }
        return pieces
    }

    private static func unquoted(_ text: Substring) -> String {
        var text = text.trimmed
        if text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") { text = String(text.dropFirst().dropLast()) }
        return text
    }

    /// The tag stands on a line of its own, so a line end on both sides is not the value's.
    private static func withoutOneLineEnd(_ text: Substring) -> String {
        var text = text
        if text.first == "\n" || text.first == "\r\n" { text = text.dropFirst() }
        if text.last == "\n" || text.last == "\r\n" { text = text.dropLast() }
        return String(text)
    }

    // MARK: Families

    private static func mistral(_ body: String) throws(CallMistake) -> [ModelCall] {
        var text = body[...]
        if text.trimmed.hasPrefix("[") { return try json(body) }
        var calls: [ModelCall] = []
        while !text.trimmed.isEmpty {
            guard let open = text.firstIndex(of: "{") else { throw .unreadable("it has no arguments") }
            var name = text[..<open]
            for sign in ["[ARGS]", "[CALL_ID]"] {
                if let place = name.firstRange(of: sign) { name = name[..<place.lowerBound] }
            }
            let (arguments, rest) = try value(in: text[open...])
            calls.append(ModelCall(id: "", name: name.trimmed, arguments: arguments))
            text =
                rest.trimmed.hasPrefix("[TOOL_CALLS]")
                ? rest.trimmed.dropFirst("[TOOL_CALLS]".count) : rest.trimmed[...]
        }
        guard !calls.isEmpty else { throw .unreadable("it is empty") }
        return calls
    }

    /// `function<sep>NAME` and a fence with JSON (V3, R1), or `NAME<sep>JSON` (V3.1).
    private static func deepSeek(_ body: String) throws(CallMistake) -> [ModelCall] {
        let begins = "<｜tool▁call▁begin｜>"
        let parts = body.contains(begins) ? pieces(of: body[...], after: begins) : [body[...]]
        var calls: [ModelCall] = []
        for part in parts {
            guard let separator = part.firstRange(of: "<｜tool▁sep｜>") else {
                throw .unreadable("its name does not end")
            }
            var name = part[..<separator.lowerBound].trimmed
            var rest = part[separator.upperBound...]
            if name == "function", let end = rest.firstIndex(where: { $0 == "\n" || $0 == "`" || $0 == "{" }) {
                name = rest[..<end].trimmed
                rest = rest[end...]
            }
            calls.append(ModelCall(id: "", name: name, arguments: try value(in: rest).text))
        }
        guard !calls.isEmpty else { throw .unreadable("it is empty") }
        return calls
    }

    private static func harmony(_ body: String) throws(CallMistake) -> [ModelCall] {
        guard let to = body.firstRange(of: "to="), let open = body[to.upperBound...].firstIndex(of: "{") else {
            throw .unreadable("it does not say which tool is called")
        }
        let name = body[to.upperBound..<open].prefix {
            $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." || $0 == "-"
        }
        return [ModelCall(id: "", name: String(name), arguments: try value(in: body[open...]).text)]
    }

    private static func kimi(_ body: String) throws(CallMistake) -> [ModelCall] {
        var calls: [ModelCall] = []
        for part in pieces(of: body[...], after: "<|tool_call_begin|>") {
            guard let sign = part.firstRange(of: "<|tool_call_argument_begin|>") else {
                throw .unreadable("it has no arguments")
            }
            let name = part[..<sign.lowerBound].trimmed.split(separator: ":").first.map(String.init) ?? ""
            calls.append(ModelCall(id: "", name: name, arguments: try value(in: part[sign.upperBound...]).text))
        }
        guard !calls.isEmpty else { throw .unreadable("it is empty") }
        return calls
    }
}
