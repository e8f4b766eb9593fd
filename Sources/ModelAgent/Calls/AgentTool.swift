// A tool as the model is told it, and what becomes of its arguments: one row of the table.

import JSON
import ModelWire

/// A row of `AgentTool.all`.
struct AgentTool: Equatable, Sendable {
    struct Parameter: Equatable, Sendable {
        enum Kind: String, Equatable, Sendable {
            case text = "string"
            case number = "integer"
            case flag = "boolean"
        }

        /// As the model is told it.
        var name: String
        var kind: Kind
        var isRequired: Bool
        /// The key of the flat call (contract §2.3); empty: it has none, and is read elsewhere.
        var key: String
        /// What models write for the name.
        var others: [String]
        var isPath: Bool { key == "path" || key == "to" }
    }

    var name: String
    var verb: AgentVerb
    /// The client's name of it.
    var action: String
    var says: String
    var parameters: [Parameter]
    /// Names that models invent for it, where the meaning is plain; compared without case, `_` and `-`.
    var others: [String]
    /// In which forms of editing it is offered; nil: in all; empty: never, and only understood.
    var forms: [EditForm]?

    func isOffered(in form: EditForm) -> Bool { forms?.contains(form) ?? true }

    /// `path: string, start_line?: integer`.
    var signature: String {
        parameters.map { "\"\($0.name)\"\($0.isRequired ? "" : " (may be left out)")" }.joined(separator: ", ")
    }

    /// The tool for `tools[]` of a request; the schema is as flat and as short as JSON Schema allows.
    var offered: ModelTool {
        var properties = JSONObject()
        for parameter in parameters { properties[parameter.name] = ["type": .string(parameter.kind.rawValue)] }
        var schema: JSONObject = ["type": "object", "properties": .object(properties)]
        let required = parameters.filter(\.isRequired).map { JSONValue.string($0.name) }
        // An empty list is against the fourth draft of JSON Schema, which some servers hold to.
        if !required.isEmpty { schema["required"] = .array(required) }
        return ModelTool(name: name, description: says, parameters: .object(schema))
    }

    /// Names are one however they are cased and joined: `read_file`, `ReadFile`, `read-file`.
    static func plain(_ name: String) -> String {
        String(
            decoding: name.lowercased().utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") },
            as: UTF8.self)
    }

    static func offered(in form: EditForm) -> [AgentTool] { all.filter { $0.isOffered(in: form) } }

    /// The tool that is meant, the one that is offered before the others of its name.
    static func named(_ name: String, in form: EditForm) -> AgentTool? {
        let name = plain(bare(name))
        let found = all.filter { plain($0.name) == name || $0.others.contains { plain($0) == name } }
        return found.first { $0.isOffered(in: form) } ?? found.first
    }

    /// Servers and models put a space of names before a name, and leave marks of their channel behind it
    /// (`functions.read<|channel|>commentary`: vllm#32633).
    private static func bare(_ name: String) -> String {
        var name = name.trimmed
        if let mark = name.firstRange(of: "<|") { name = String(name[..<mark.lowerBound]) }
        for prefix in ["functions.", "function.", "default_api.", "tools.", "tool."] where name.hasPrefix(prefix) {
            name = String(name.dropFirst(prefix.count))
        }
        return name
    }
}
