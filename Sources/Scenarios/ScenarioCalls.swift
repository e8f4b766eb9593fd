// Calls of a scenario, compared with what the client really does: a slip in a name is found before anything is played.

internal import JSON
internal import Matching
internal import TaskMachine

extension PlacedValue {
    /// The action of a name, or of an alias.
    func action(_ name: String) throws(Misread) -> ToolAction {
        if let action = ToolAction.named(name) { return action }
        let names = ToolAction.all.flatMap { [$0.name] + $0.aliases }
        guard let near = nearest(to: name, in: names) else {
            throw wrong("there is no action `\(name)`; there is \(ToolAction.all.map(\.name).joined(separator: ", "))")
        }
        throw wrong("there is no action `\(name)`; did you mean `\(near)`?")
    }

    /// A list of calls, each with an action that is known and all that it needs.
    func checkCalls() throws(Misread) {
        for element in try elements() {
            _ = try element.object()
            guard let call = ToolCall(reading: element.value), !call.action.isEmpty else {
                throw element.wrong("a call has an `action`")
            }
            let place = element.member("action") ?? element
            let action = try place.action(call.action)
            let known = action.arguments.map { $0.hasSuffix("?") ? String($0.dropLast()) : $0 }
            for argument in action.arguments where !argument.hasSuffix("?") && call.arguments[argument] == nil {
                // `paths` in place of `path`.
                if known.contains(argument + "s"), call.arguments[argument + "s"] != nil { continue }
                if action.objectKeys.contains(argument), !call.object.isEmpty { continue }
                var reason = "`\(call.action)` needs `\(argument)`"
                let others = call.arguments.keys.filter { !known.contains($0) && !action.objectKeys.contains($0) }
                if let near = nearest(to: argument, in: others) { reason += ", and here is `\(near)`" }
                throw element.wrong(reason)
            }
        }
    }

    /// The calls of an `answer`, with texts that were written as lists of lines.
    func writtenCalls() throws(Misread) -> JSONValue {
        var calls: [JSONValue] = []
        for element in try elements() {
            var call = try element.object()
            for key in ["content", "old_string", "new_string", "diff", "command"] {
                guard let text = element.member(key) else { continue }
                call[key] = .string(try text.lines(closes: key == "content"))
            }
            calls.append(.object(call))
        }
        let written = JSONValue.array(calls)
        try PlacedValue(value: written, path: path).checkCalls()
        return written
    }
}
