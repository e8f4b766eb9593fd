// A model's call, read strictly: the flat action that the client knows, or exactly what is wrong.

public import JSON
import ModelWire

/// A call that can be made.
public struct AgentCall: Equatable, Sendable {
    public var deed: AgentDeed
    /// `action` and its keys, without an id (contract §2.3).
    public var fields: JSONObject
    /// The model's own words for it, as it is shown to the model again.
    var name: String
    var arguments: String

    /// The same thing would be done.
    func asksTheSame(as other: AgentCall) -> Bool { fields == other.fields }
}

/// Reads calls for one form of editing and one project.
struct CallReading: Equatable, Sendable {
    var form: EditForm
    /// The project's folder as the client names it; paths below it are taken as relative to it.
    var root: String?

    func read(_ call: ModelCall) throws(CallMistake) -> AgentCall {
        guard var tool = AgentTool.named(call.name, in: form) else {
            throw .unknownTool(call.name, known: AgentTool.offered(in: form).map(\.name))
        }
        var members = try ArgumentText.object(call.arguments, tool: tool.name)
        if let meant = Self.editorCommand(&members) { tool = AgentTool.named(meant, in: form) ?? tool }
        tool = try Self.meant(tool, members, form)
        var fields: JSONObject = ["action": .string(tool.action)]
        try fill(&fields, tool, members)
        if tool.verb == .plan { fields["todos"] = .string(Self.todoText(members) ?? fields["todos"]?.asString ?? "") }
        if tool.action == "apply_diff" {
            fields["diff"] = .string(try EditBlocks.checked(fields["diff"]?.asString ?? ""))
        }
        if tool.action == "replace_string_in_file" { Self.dropNumbers(&fields) }
        let object = ["path", "command", "regex", "question"].lazy.compactMap { fields[$0]?.asString }.first ?? ""
        return AgentCall(
            deed: AgentDeed(tool.verb, object), fields: fields, name: tool.name,
            arguments: JSONValue.object(members).text)
    }

    // MARK: Which tool

    /// `str_replace_editor` and its kin are four tools in one: `command` says which (Anthropic's text editor tool).
    private static func editorCommand(_ members: inout JSONObject) -> String? {
        guard let command = members["command"]?.asString,
            let meant = [
                "view": "read", "create": "create", "str_replace": "str_replace", "insert": "insert",
            ][command], members["path"] != nil || members["file_path"] != nil
        else { return nil }
        members["command"] = nil
        if let range = members["view_range"]?.asArray, range.count == 2 {
            members["start_line"] = range[0]
            if range[1] != -1 { members["end_line"] = range[1] }
        }
        members["view_range"] = nil
        return meant
    }

    /// An edit is what its arguments say, whatever its name; a file's content alone is an edit only where whole files are
    /// asked for: what others call so is often a sketch of a part.
    private static func meant(
        _ tool: AgentTool, _ members: JSONObject, _ form: EditForm
    ) throws(CallMistake) -> AgentTool {
        guard tool.verb == .edit || tool.verb == .create else { return tool }
        let keys = Set(members.keys.map(AgentTool.plain))
        func has(_ tool: AgentTool, _ key: String) -> Bool {
            tool.parameters.contains { parameter in
                parameter.key == key
                    && ([parameter.name] + parameter.others).contains { keys.contains(AgentTool.plain($0)) }
            }
        }
        let kinds = AgentTool.all.filter { $0.verb == .edit || $0.verb == .create }
        if let content = kinds.first(where: { $0.verb == .create }), has(content, "content"), tool.verb == .create {
            return tool
        }
        for other in kinds where other.verb == .edit {
            let key = other.action == "apply_diff" ? "diff" : "old_string"
            if has(other, key) { return other }
        }
        if tool.verb == .edit, let content = kinds.first(where: { $0.verb == .create }), has(content, "content") {
            throw .needsDiff(tool: tool.name, form: tool.signature)
        }
        return tool
    }

    // MARK: Arguments

    private func fill(
        _ fields: inout JSONObject, _ tool: AgentTool, _ members: JSONObject
    ) throws(CallMistake) {
        var length: Int?
        for (name, value) in members.pairs {
            guard let parameter = Self.parameter(name, of: tool) else {
                if tool.verb == .read, AgentTool.plain(name) == "limit" { length = value.asInt }
                // A reading that does a little else than was meant shows itself; a change does not.
                let isIdle = AgentTool.idleKeys.contains(AgentTool.plain(name)) || value.isNull || value == ""
                let reads = [.read, .list, .search, .outline, .plan, .ask, .finish].contains(tool.verb)
                if isIdle || reads { continue }
                throw .unknownArgument(tool: tool.name, argument: name, form: tool.signature)
            }
            if value.isNull { continue }
            let read = try self.read(value, as: parameter, of: tool)
            guard let read else { continue }
            if let before = fields[parameter.key], before != read {
                throw .twice(tool: tool.name, argument: parameter.name)
            }
            fields[parameter.key] = read
        }
        if let length, length > 0, let end = (fields["start_line"]?.asInt ?? 1).checkedSum(length - 1),
            fields["end_line"] == nil
        {
            fields["end_line"] = JSONValue(end)
        }
        for parameter in tool.parameters where parameter.isRequired && fields[parameter.key] == nil {
            throw .missing(tool: tool.name, argument: parameter.name, form: tool.signature)
        }
    }

    private static func parameter(_ name: String, of tool: AgentTool) -> AgentTool.Parameter? {
        let name = AgentTool.plain(name)
        return tool.parameters.first { AgentTool.plain($0.name) == name }
            ?? tool.parameters.first { $0.others.contains { AgentTool.plain($0) == name } }
    }

    /// nil: as if it were not there.
    private func read(
        _ value: JSONValue, as parameter: AgentTool.Parameter, of tool: AgentTool
    ) throws(CallMistake) -> JSONValue? {
        func wrong(_ wanted: String) -> CallMistake {
            .wrongType(tool: tool.name, argument: parameter.name, wanted: wanted, found: Self.kind(of: value))
        }
        switch parameter.kind {
        case .number:
            if value == "" { return nil }
            guard let number = value.asInt ?? value.asString.flatMap({ Int($0.trimmed) }) ?? whole(value) else {
                throw wrong("a whole number")
            }
            return JSONValue(number)
        case .flag:
            if let flag = value.asBool { return .bool(flag) }
            throw wrong("true or false")
        case .text:
            if parameter.isPath {
                guard let written = value.asString else { throw wrong("text") }
                return try path(written, of: tool)
            }
            if parameter.key == "command", let words = value.asArray { return .string(try Self.command(words)) }
            if parameter.key == "todos", value.asArray != nil { return .string("") }
            // A JSON file's content as JSON: the client writes it out.
            if parameter.key == "content", value.asObject != nil || value.asArray != nil { return value }
            guard let text = value.asString else { throw wrong("text") }
            return .string(text)
        }
    }

    private func whole(_ value: JSONValue) -> Int? { value.asDouble.flatMap { Int(exactly: $0) } }

    /// `./a` is `a`; what stands below the project's folder is relative to it. nil: the folder itself.
    private func path(_ written: String, of tool: AgentTool) throws(CallMistake) -> JSONValue? {
        var path = written.trimmed
        if let root, root.count > 1, path == root || path.hasPrefix(root + "/") {
            path = String(path.dropFirst(root.count))
            while path.hasPrefix("/") { path.removeFirst() }
        }
        while path.hasPrefix("./") { path.removeFirst(2) }
        let namesFolder = tool.parameters.contains { $0.key == "path" && !$0.isRequired }
        if path.isEmpty || path == "." {
            guard namesFolder else { throw .badPath(written) }
            return nil
        }
        guard !path.utf8.contains(0), !path.utf8.contains(10) else { throw .badPath(written) }
        return .string(path)
    }

    /// `["bash", "-lc", "make"]`: the words of a shell that is called with a line.
    private static func command(_ words: [JSONValue]) throws(CallMistake) -> String {
        let texts = words.compactMap(\.asString)
        guard texts.count == words.count else { throw .commandList }
        if texts.count == 1 { return texts[0] }
        let shells = ["bash", "sh", "/bin/bash", "/bin/sh", "zsh"]
        guard texts.count == 3, shells.contains(texts[0]), ["-c", "-lc"].contains(texts[1]) else { throw .commandList }
        return texts[2]
    }

    /// A list of items with a state as the client's text of a check list.
    private static func todoText(_ members: JSONObject) -> String? {
        guard let items = members.pairs.lazy.compactMap({ $0.value.asArray }).first else { return nil }
        let lines = items.compactMap { item -> String? in
            let words = ["content", "text", "step", "title", "task", "description"].lazy
            guard let text = item.asString ?? words.compactMap({ item[$0]?.asString }).first else { return nil }
            let state = (item["status"]?.asString ?? "").lowercased()
            let isDone = ["completed", "done", "complete"].contains(state)
            let mark = isDone ? "x" : ["in_progress", "in-progress", "active"].contains(state) ? "-" : " "
            return "[\(mark)] " + text.lines.joined(separator: " ")
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    /// Lines that were copied with the numbers that reading shows.
    private static func dropNumbers(_ fields: inout JSONObject) {
        for key in ["old_string", "new_string"] {
            guard let text = fields[key]?.asString, let bare = EditBlocks.withoutNumbers(text.lines) else { continue }
            fields[key] = .string(bare.joined(separator: "\n"))
        }
    }

    private static func kind(of value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .double: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

extension Int {
    /// nil beyond what an `Int` holds.
    fileprivate func checkedSum(_ other: Int) -> Int? {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? nil : sum
    }
}
