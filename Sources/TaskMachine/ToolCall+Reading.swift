// A tool call from any model: flat as the contract has it, nested as OpenAI's servers and others have it.

public import JSON

extension ToolCall {
    /// nil when it is no object. Without an `id` the task makes one; without an action the call is answered as unknown.
    ///
    /// The action stands under `action`, `tool`, `tool_name`, `name`, or in `function`; its arguments beside it, or in
    /// `arguments`, `parameters`, `input`, `args`, `params`, as an object or as JSON text of one.
    public init?(reading value: JSONValue) {
        guard var members = value.asObject else { return nil }
        let id = ["id", "tool_call_id", "call_id"].lazy.compactMap { members[$0]?.lenientText }.first ?? ""
        for key in ["id", "tool_call_id", "call_id"] { members[key] = nil }
        if let function = members["function"]?.asObject {
            members["function"] = nil
            members["type"] = nil
            for (key, value) in function.pairs where members[key] == nil { members[key] = value }
        }
        var action = ""
        for key in ["action", "tool", "tool_name", "name", "function"] {
            guard let name = members[key]?.asString, !name.isEmpty else { continue }
            action = name
            members[key] = nil
            break
        }
        members["action"] = nil
        self.init(id: id, action: action, arguments: Self.unfolded(members))
    }

    /// Nested arguments come up to the others. A key that is there twice keeps its outer value.
    private static func unfolded(_ members: JSONObject) -> JSONObject {
        var arguments = members
        for key in ["arguments", "parameters", "input", "args", "params"] {
            guard let nested = members[key] else { continue }
            let parsed = nested.asString.flatMap { text in
                (try? JSONValue.parse(text)) ?? BrokenJSON.mended(text).flatMap { try? JSONValue.parse($0) }
            }
            guard let object = (parsed ?? nested).asObject else { continue }
            arguments[key] = nil
            for (name, value) in object.pairs where arguments[name] == nil { arguments[name] = value }
        }
        switch arguments["content"] {
        case .object?, .array?:
            // Some models give structured content for a JSON file.
            arguments["content"] = arguments["content"].map { .string($0.prettyText + "\n") }
        default: break
        }
        return arguments
    }

    /// Whether it can be meant: an action that is known, and all that it needs.
    var isComplete: Bool {
        guard let tool else { return false }
        return tool.arguments.allSatisfy { key in
            key.hasSuffix("?") || arguments[key] != nil || tool.objectKeys.contains(key) && !object.isEmpty
        }
    }

    /// The same thing is asked for, whoever made the ids and whichever alias stands there.
    func asksTheSame(as other: ToolCall) -> Bool {
        (tool?.name ?? action) == (other.tool?.name ?? other.action) && arguments == other.arguments
    }

    /// One list of what a reply calls: the same call with the same id is one, and so are a listed one and a fenced one.
    static func merged(listed: [ToolCall], fenced: [ToolCall]) -> [ToolCall] {
        var calls: [ToolCall] = []
        for call in listed where !calls.contains(where: { $0.id == call.id && $0.asksTheSame(as: call) }) {
            calls.append(call)
        }
        let count = calls.count
        for call in fenced {
            if calls[..<count].contains(where: { $0.asksTheSame(as: call) }) { continue }
            if calls[count...].contains(where: { $0.id == call.id && $0.asksTheSame(as: call) }) { continue }
            calls.append(call)
        }
        return calls
    }
}
