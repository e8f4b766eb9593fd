// What stands in the chat: added, changed and taken away here alone, so that what is kept follows what is shown.

import JSON

extension Conversation {
    mutating func add(_ content: Entry.Content) {
        ledger.changed(nextEntry)
        entries.append(Entry(id: nextEntry, content: content))
        nextEntry += 1
    }

    mutating func change(_ index: Int, to content: Entry.Content) {
        guard entries[index].content != content else { return }
        ledger.changed(entries[index].id)
        entries[index].content = content
        entries[index].revision += 1
    }

    /// Only what a turn's latest request streamed is taken away again. What follows begins differently then, and is laid out
    /// anew.
    mutating func remove(_ index: Int) {
        ledger.removed(entries[index].id)
        entries.remove(at: index)
        answerIndex = nil
        if let place = progressIndex, place > index { progressIndex = place - 1 }
        if let place = gapIndex, place > index { gapIndex = place - 1 }
        toolIndices = toolIndices.mapValues { $0 > index ? $0 - 1 : $0 }
        guard index < entries.count else { return }
        ledger.changed(entries[index].id)
        entries[index].revision += 1
    }

    /// Where the entry with this id stands; ids grow.
    func index(of id: Int) -> Int? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].id == id ? low : nil
    }

    /// The same notice again at once is counted, not repeated.
    ///
    /// - Parameter isPassing: it is not kept.
    mutating func note(_ text: String, isPassing: Bool = false) {
        if let last = entries.last, case .notice(text, let times) = last.content,
            ledger.isPassing(last.id) == isPassing
        {
            change(entries.count - 1, to: .notice(text, times: times + 1))
        } else {
            if isPassing { ledger.passes(nextEntry) }
            add(.notice(text, times: 1))
        }
    }

    mutating func show(_ call: ToolCall, _ state: ToolLine.State, _ place: CommandPlace = .disk) {
        var line = ToolLine(callID: call.id, action: call.action, object: call.object, state: state)
        line.place = place
        put(line)
    }

    mutating func record(_ result: ToolResult, of call: ToolCall, _ ending: ToolEnding) {
        if call.tool?.kind == .conversation, recordConversing(result, of: call, ending) { return }
        if ending == .ran, let command = call.command {
            happened.ran(command)
            settleReports()
        }
        let state: ToolLine.State =
            switch ending {
            case .ran: result.succeeded ? .succeeded : .failed
            case .rejected: .rejected
            case .unknown: .failed
            case .cancelled: .cancelled
            }
        var line = ToolLine(
            callID: call.id, action: call.action, object: call.object, state: state,
            output: BoundedText(result.text), exitStatus: result.exitStatus, milliseconds: result.milliseconds)
        if let index = toolIndices[call.id], case .tool(let before) = entries[index].content {
            line.place = before.place
        }
        put(line)
    }

    /// Calls that concern the conversation show in places of their own; false where the line of a tool has to do.
    private mutating func recordConversing(_ result: ToolResult, of call: ToolCall, _ ending: ToolEnding) -> Bool {
        if let index = toolIndices[call.id], case .question(let question, nil) = entries[index].content {
            if ending == .ran { change(index, to: .question(question, answer: result.text)) }
            return true
        }
        guard ending == .ran, result.succeeded else { return false }
        switch call.tool?.name {
        case "update_todo_list":
            guard let items = TodoList.items(reading: call.arguments["todos"]) else { break }
            _ = todoList.take(.replaced(items))
            var line = ToolLine(callID: call.id, action: call.action, object: "", state: .succeeded)
            line.output = BoundedText(items.map(\.boxed).joined(separator: "\n"))
            put(line)
        case "attempt_completion":
            let words = ["result", "text", "message"].lazy.compactMap { call.arguments[$0]?.asString }
            if let text = words.first(where: { !PlainText.trimmed($0).isEmpty }) {
                add(.assistant(AssistantText(text: text)))
            }
        default: break
        }
        return true
    }

    private mutating func put(_ line: ToolLine) {
        if let index = toolIndices[line.callID] {
            change(index, to: .tool(line))
        } else {
            toolIndices[line.callID] = entries.count
            add(.tool(line))
        }
    }

    /// From the end: what is written was proposed a moment ago.
    mutating func noteWritten(_ callIDs: Set<String>) {
        var left = callIDs
        for index in entries.indices.reversed() where !left.isEmpty {
            guard case .tool(var line) = entries[index].content, left.remove(line.callID) != nil else { continue }
            line.isWritten = true
            change(index, to: .tool(line))
        }
    }

    /// A command that runs printed something: the end of it is shown.
    mutating func showOutput(_ text: String, of callID: String) {
        guard let index = toolIndices[callID], case .tool(var line) = entries[index].content, line.state == .running
        else { return }
        line.liveTail = LiveTail.text(line.liveTail, and: text)
        change(index, to: .tool(line))
    }
}
